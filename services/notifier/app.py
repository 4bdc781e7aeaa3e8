"""The notifier, put together: what it stands on, its parts as workers, health, routes."""

import contextlib
import time
from collections.abc import AsyncIterator

from fastapi import FastAPI

from services.notifier import api
from services.notifier.assembly import Outside, Parts, assemble
from services.notifier.channels.webhook import Webhooks
from services.notifier.metrics import Metrics, keep_measuring
from services.notifier.ports import Channel, Clock
from services.notifier.settings import Settings, from_environment
from shared import __version__
from shared.database.engine import Database
from shared.database.migrations import behind
from shared.eventlog.gauges import show_intake
from shared.eventlog.open import open_log
from shared.eventlog.opening import Opening
from shared.eventlog.port import EventLog
from shared.observability.health import Health
from shared.observability.metrics import new_registry
from shared.observability.workers import Workers
from shared.outbox.gauges import show_outbox
from shared.security.directory import Directory
from shared.security.keyring import Keyring
from shared.security.master import read_master
from shared.web.app import service_app

PACKAGE = "services.notifier"
_ABOUT = "Who was told what and when: the deliveries to both parties, with every attempt."
_STOPPING_SECONDS = 10


def create_app(
    settings: Settings | None = None,
    *,
    log: EventLog | None = None,
    database: Database | None = None,
    channel: Channel | None = None,
    clock: Clock | None = None,
) -> FastAPI:
    """The application; `app.state` has `registry`, `health` and `parts`.

    What is handed in replaces what the settings name, and stays its owner's to start and to close.
    """
    settings = settings or from_environment()
    registry, health = new_registry(), Health()
    master = read_master(settings.secret)
    outside = Outside(
        log=log or open_log(settings.event_log),
        database=database or Database(settings.database_url),
        channel=channel or _webhooks(settings, master),
        clock=clock or _now,
    )
    directory, metrics = Directory(Keyring(master)), Metrics(registry)
    parts = assemble(settings, outside, directory, metrics)
    show_intake(registry, parts.consumer)
    show_outbox(registry, parts.relay)
    opening = Opening(outside.log, owned=log is None, partitions=settings.partitions)
    _watch(health, parts, opening, outside)
    workers = _workers(health, parts, opening, outside, metrics)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        workers.start()
        try:
            yield
        finally:
            opening.give_up()
            await workers.stop(settings.attempt_seconds + _STOPPING_SECONDS)
            if isinstance(outside.channel, Webhooks):
                await outside.channel.close()
            if log is None:
                await outside.log.stop()
            if database is None:
                await outside.database.close()

    app = service_app(
        "notifier",
        lifespan=lifespan,
        health=health,
        registry=registry,
        keyring=directory.keyring,
        metrics_key=settings.metrics_key,
        description=_ABOUT,
    )
    app.state.parts = parts
    app.include_router(api.router(parts.receipts, directory, outside.clock, parts.deadlines.wake))
    return app


def describe() -> FastAPI:
    """The application as its OpenAPI document is made from it; nothing is opened."""
    nowhere = Settings(
        event_log="sqlite:///eventlog.db", database_url="sqlite:///notifier.db", secret="-" * 32
    )
    return create_app(nowhere)


def _webhooks(settings: Settings, master: bytes) -> Webhooks:
    return Webhooks(
        master,
        version=__version__,
        timeout=settings.attempt_seconds,
        allow_private=settings.allow_private_receivers,
    )


def _watch(health: Health, parts: Parts, opening: Opening, outside: Outside) -> None:
    health.add("log", opening.trouble)
    health.add("database", lambda: behind(outside.database, PACKAGE))
    health.add("directory", parts.following.trouble)
    health.add("intake", parts.consumer.trouble)
    health.add("outbox", parts.relay.trouble)


def _workers(health: Health, parts: Parts, opening: Opening, outside: Outside, metrics: Metrics) -> Workers:
    """Stopped from the last to the first: nothing more is taken in, attempts end, their receipts go out."""
    workers = Workers(health)
    workers.add("directory", opening.before(parts.following.run), parts.following.stop)
    workers.add("outbox", opening.before(parts.relay.run), parts.relay.finish)
    workers.add("deadlines", opening.before(parts.deadlines.run), parts.deadlines.stop)
    workers.add("intake", opening.before(parts.consumer.run), parts.consumer.stop)
    workers.add("gauges", opening.before(lambda: keep_measuring(metrics, parts.receipts, outside.clock)))
    return workers


def _now() -> int:
    return time.time_ns() // 1_000
