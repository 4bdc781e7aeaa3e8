"""The evaluator, put together: what it stands on, its parts as workers, health, routes."""

import contextlib
import time
from collections.abc import AsyncIterator, Callable

from fastapi import FastAPI

from services.evaluator import api, api_behind, api_evidence, api_trials
from services.evaluator.assembly import Outside, Parts, assemble
from services.evaluator.metrics import Metrics
from services.evaluator.reading.rooms import Rooms
from services.evaluator.reading.storage_trials import TrialStorage
from services.evaluator.reading.trial_bounds import Places
from services.evaluator.reading.trials import Trials
from services.evaluator.settings import Settings, from_environment
from shared.agreements.versions import use_packaged_zones
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

PACKAGE = "services.evaluator"
_ABOUT = "What follows from the facts: figures with all that explains them, and the evidence, for both parties alike."
_STOPPING_SECONDS = 20


def create_app(
    settings: Settings | None = None,
    *,
    log: EventLog | None = None,
    database: Database | None = None,
    clock: Callable[[], int] | None = None,
) -> FastAPI:
    """The application; `app.state` has `registry`, `health` and `parts`.

    What is handed in replaces what the settings name, and stays its owner's to start and to close.
    """
    use_packaged_zones()
    settings = settings or from_environment()
    registry, health = new_registry(), Health()
    outside = Outside(
        log=log or open_log(settings.event_log),
        database=database or Database(settings.database_url),
        clock=clock or _now,
    )
    directory = Directory(Keyring(read_master(settings.secret)))
    metrics = Metrics(registry, objectives=settings.objectives_measured)
    parts = assemble(settings, outside, directory, metrics)
    show_intake(registry, parts.intake.consumer)
    show_outbox(registry, parts.relay)
    opening = Opening(outside.log, owned=log is None, partitions=settings.partitions)
    _watch(health, parts, opening, outside)
    workers = _workers(health, parts, opening)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        workers.start()
        try:
            yield
        finally:
            opening.give_up()
            await workers.stop(_STOPPING_SECONDS)
            if log is None:
                await outside.log.stop()
            if database is None:
                await outside.database.close()

    app = service_app(
        "evaluator",
        lifespan=lifespan,
        health=health,
        registry=registry,
        keyring=directory.keyring,
        metrics_key=settings.metrics_key,
        description=_ABOUT,
    )
    app.state.parts = parts
    rooms = Rooms(parts.agreements, parts.reading, directory)
    app.include_router(api.router(rooms))
    app.include_router(api_behind.router(rooms))
    app.include_router(api_evidence.router(rooms))
    app.include_router(api_trials.router(_trials(rooms, outside, settings)))
    return app


def describe() -> FastAPI:
    """The application as its OpenAPI document is made from it; nothing is opened."""
    nowhere = Settings(
        event_log="sqlite:///eventlog.db",
        database_url="sqlite:///evaluator.db",
        secret="-" * 32,
        public_url="http://localhost:8080",
    )
    return create_app(nowhere)


def _trials(rooms: Rooms, outside: Outside, settings: Settings) -> api_trials.Door:
    return api_trials.Door(
        rooms,
        Trials(TrialStorage(outside.database)),
        Places(settings.trials_at_once),
        facts=settings.trial_facts,
        seconds=settings.trial_seconds,
    )


def _watch(health: Health, parts: Parts, opening: Opening, outside: Outside) -> None:
    health.add("log", opening.trouble)
    health.add("database", lambda: behind(outside.database, PACKAGE))
    health.add("directory", parts.following.trouble)
    health.add("intake", parts.intake.consumer.trouble)
    health.add("log clock", parts.log_clock.trouble)
    health.add("outbox", parts.relay.trouble)


def _workers(health: Health, parts: Parts, opening: Opening) -> Workers:
    """Stopped from the last to the first: nothing more is taken in, then what was decided goes out."""
    workers = Workers(health)
    workers.add("directory", opening.before(parts.following.run), parts.following.stop)
    workers.add("outbox", opening.before(parts.relay.run), parts.relay.finish)
    workers.add("held partitions", opening.before(parts.intake.watch))
    workers.add("intake", opening.before(parts.intake.consumer.run), parts.intake.consumer.stop)
    return workers


def _now() -> int:
    return time.time_ns() // 1_000
