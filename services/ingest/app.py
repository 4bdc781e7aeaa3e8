"""Ingest, put together: the log, the parts as workers, health, routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.ingest import api
from services.ingest.assembly import Outside, Parts, assemble, refuse_played_time_on_kafka, show
from services.ingest.clock import PlayedClock, RealClock
from services.ingest.metrics import Metrics
from services.ingest.ports import Clock
from services.ingest.settings import Settings, from_environment
from shared.eventlog.gauges import show_intake
from shared.eventlog.open import open_log
from shared.eventlog.opening import Opening
from shared.eventlog.port import EventLog
from shared.observability.health import Health
from shared.observability.metrics import new_registry
from shared.observability.workers import Workers
from shared.security.directory import Directory
from shared.web.app import service_app

_ABOUT = "Facts come in, are accepted or rejected with a reason, and go to every agreement they concern."


def create_app(
    settings: Settings | None = None,
    *,
    log: EventLog | None = None,
    clock: Clock | None = None,
) -> FastAPI:
    """The application; `app.state` has `registry`, `health` and `parts`.

    What is handed in replaces what the settings name; a log stays its owner's to start and to stop. ValueError for
    a played clock on Kafka.
    """
    settings, clock = settings or from_environment(), clock or RealClock()
    refuse_played_time_on_kafka(clock, settings)
    registry, health, directory = new_registry(), Health(), Directory()
    outside = Outside(log or open_log(settings.event_log), clock)
    metrics = Metrics(registry)
    parts = assemble(settings, outside, directory, metrics)
    show(parts, metrics)
    show_intake(registry, parts.consumer)
    opening = Opening(outside.log, owned=log is None, partitions=settings.partitions)
    _watch(health, parts, opening)
    workers = _workers(health, parts, opening)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        workers.start()
        if isinstance(clock, PlayedClock):
            clock.attach(parts.ticker.write_now)
        try:
            yield
        finally:
            if isinstance(clock, PlayedClock):
                clock.detach(parts.ticker.write_now)
            opening.give_up()
            await workers.stop()
            if log is None:
                await outside.log.stop()

    app = service_app(
        "ingest",
        lifespan=lifespan,
        health=health,
        registry=registry,
        keyring=directory.keyring,
        metrics_key=settings.metrics_key,
        body_bytes=settings.largest_body,
        description=_ABOUT,
    )
    app.state.parts = parts
    app.include_router(
        api.router(api.Door(parts.taking, parts.known, directory.keyring, clock, settings.largest_batch))
    )
    return app


def describe() -> FastAPI:
    """The application as its OpenAPI document is made from it; nothing is opened."""
    return create_app(Settings(event_log="sqlite:///eventlog.db"))


def _watch(health: Health, parts: Parts, opening: Opening) -> None:
    health.add("log", opening.trouble)
    health.add("directory", parts.known.trouble)
    health.add("intake", parts.consumer.trouble)
    health.add("ticks", parts.ticker.trouble)


def _workers(health: Health, parts: Parts, opening: Opening) -> Workers:
    """Stopped from the last to the first: no tick is written once nothing is read."""
    workers = Workers(health)
    workers.add("directory", opening.before(parts.following.run), parts.following.stop)
    workers.add("directory's age", opening.before(parts.known.keep_fresh))
    workers.add("intake", opening.before(parts.consumer.run), parts.consumer.stop)
    workers.add("ticks", opening.before(parts.ticker.run), parts.ticker.stop)
    return workers
