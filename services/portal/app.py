"""The portal, put together: what it stands on, its parts as workers, health, routes and pages."""

import contextlib
import time
from collections.abc import AsyncIterator, Callable

from fastapi import FastAPI

from services.portal import api, api_decisions, decision_pages, lost, pages, signing_in_pages
from services.portal.answers import refused_as_problem
from services.portal.assembly import Outside, Parts, assemble
from services.portal.evaluator import Evaluator
from services.portal.handlers.access import hold_settings_key
from services.portal.metrics import Metrics
from services.portal.refusals import Refused
from services.portal.settings import Settings, from_environment
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
from shared.web.app import service_app

PACKAGE = "services.portal"
_ABOUT = "Agreements, keys, receivers and sign-in links, and the page that both parties open."


def create_app(
    settings: Settings | None = None,
    *,
    log: EventLog | None = None,
    database: Database | None = None,
    evaluator: Evaluator | None = None,
    clock: Callable[[], int] | None = None,
) -> FastAPI:
    """The application; `app.state` has `registry`, `health`, `parts` and `portal`, which the routes share.

    What is handed in replaces what the settings name, and stays its owner's to start and to close.
    """
    use_packaged_zones()
    settings = settings or from_environment()
    registry, health = new_registry(), Health()
    outside = Outside(
        log=log or open_log(settings.event_log),
        database=database or Database(settings.database_url),
        evaluator=evaluator,
        clock=clock or _now,
    )
    parts = assemble(settings, outside, Metrics(registry))
    show_intake(registry, parts.consumer)
    show_outbox(registry, parts.relay)

    async def let_the_operator_in() -> None:
        if settings.operator_key is not None:
            await hold_settings_key(parts.portal.library, settings.operator_key, outside.clock())

    opening = Opening(
        outside.log, owned=log is None, partitions=settings.partitions, first=let_the_operator_in
    )
    workers = _watched(health, parts, opening, outside)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        workers.start()
        try:
            yield
        finally:
            opening.give_up()
            await workers.stop()
            await parts.client.aclose()
            if log is None:
                await outside.log.stop()
            if database is None:
                await outside.database.close()

    app = service_app(
        "portal",
        lifespan=lifespan,
        health=health,
        registry=registry,
        metrics_key=settings.metrics_key,
        description=_ABOUT,
    )
    app.state.parts, app.state.portal = parts, parts.portal
    app.add_exception_handler(Refused, refused_as_problem)
    app.include_router(api.router)
    app.include_router(api_decisions.router)
    app.include_router(signing_in_pages.router)
    app.include_router(decision_pages.router)
    app.include_router(pages.router)
    lost.install(app)
    return app


def describe() -> FastAPI:
    """The application as its OpenAPI document is made from it; nothing is opened."""
    nowhere = Settings(event_log="sqlite:///eventlog.db", database_url="sqlite:///portal.db", secret="-" * 32)
    return create_app(nowhere)


def _watched(health: Health, parts: Parts, opening: Opening, outside: Outside) -> Workers:
    """The checks, and the workers: stopped from the last to the first, so that nothing is taken in while it ends."""
    health.add("log", opening.trouble)
    health.add("database", lambda: behind(outside.database, PACKAGE))
    health.add("intake", parts.consumer.trouble)
    health.add("outbox", parts.relay.trouble)
    workers = Workers(health)
    workers.add("outbox", opening.before(parts.relay.run), parts.relay.finish)
    workers.add("intake", opening.before(parts.consumer.run), parts.consumer.stop)
    return workers


def _now() -> int:
    return time.time_ns() // 1_000
