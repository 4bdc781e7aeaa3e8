"""Puts ingest together: what is known, what decides, the two ways in, the ticks, and what is told of all that."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.ingest.api import Door, routes
from services.ingest.clock import PlayedClock, RealClock
from services.ingest.handlers import Taking
from services.ingest.intake import Intake
from services.ingest.known import FollowedDirectory, applying
from services.ingest.metrics import IngestMetrics
from services.ingest.opening import Opening
from services.ingest.ports import Clock
from services.ingest.quota import Quota, Rate
from services.ingest.repeats import Recent
from services.ingest.settings import Settings, from_environment
from services.ingest.ticks import Ticker
from shared.contracts.instants import SECOND
from shared.contracts.topics import DIRECTORY, RAW
from shared.eventlog.consumer import Consumer
from shared.eventlog.following import Following
from shared.eventlog.open import open_log
from shared.eventlog.port import EventLog
from shared.observability.health import Health
from shared.observability.metrics import new_registry
from shared.observability.workers import Workers
from shared.security.directory import Directory
from shared.web.app import service_app

GROUP = "eyelevel-ingest"


def create_app(
    settings: Settings | None = None,
    *,
    log: EventLog | None = None,
    clock: Clock | None = None,
    directory: Directory | None = None,
) -> FastAPI:
    """The application. A log handed in is started and stopped with it, like its own.

    `app.state` has `registry`, `health` and `ticker`. ValueError for a played clock on Kafka.
    """
    settings = settings or from_environment()
    clock = clock or RealClock()
    _refuse_played(clock, settings)
    log = log or open_log(settings.event_log)
    directory = directory or Directory()
    registry, health = new_registry(), Health()
    metrics = IngestMetrics(registry)
    opening = Opening(log, settings.partitions)
    following = Following(log.follower(DIRECTORY.name), applying(directory, metrics.directory_unreadable))
    known = FollowedDirectory(directory, following)
    taking = Taking(log, known, Recent(settings.recent_facts), metrics, largest=settings.largest_event)
    intake = Intake(taking, _quota(settings), clock, metrics)
    reader = log.reader(GROUP, [RAW.name], None)
    consumer = Consumer(reader, intake.handle)
    ticker = Ticker(log, reader.caught_up, clock, every=settings.tick_every, hold=settings.hold_ticks)
    workers = Workers(health)
    workers.add("directory", opening.before(following.run), following.stop)
    workers.add("directory's age", opening.before(known.keep_fresh))
    workers.add("raw", opening.before(consumer.run), consumer.stop)
    workers.add("ticks", opening.before(ticker.run), ticker.stop)
    health.add("log", opening.trouble)
    health.add("directory", known.trouble)
    health.add("raw", consumer.trouble)
    metrics.gauge("eyelevel_ingest_tick_age_seconds", "Since the last tick.", lambda: ticker.age() / SECOND)
    metrics.gauge(
        "eyelevel_ingest_directory_age_seconds", "Since the directory was read to its end.", known.age
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        workers.start()
        if isinstance(clock, PlayedClock):
            clock.attach(ticker.write_now)
        try:
            yield
        finally:
            if isinstance(clock, PlayedClock):
                clock.detach(ticker.write_now)
            await workers.stop()
            await log.stop()

    app = service_app(
        "ingest",
        lifespan=lifespan,
        health=health,
        registry=registry,
        keyring=directory.keyring,
        metrics_key=settings.metrics_key,
        body_bytes=settings.largest_body,
        description="Facts come in, are accepted or rejected with a reason, and go to every agreement they concern.",
    )
    app.state.registry, app.state.health, app.state.ticker = registry, health, ticker
    app.include_router(routes(Door(taking, known, directory.keyring, clock, settings.largest_batch)))
    return app


def describe() -> FastAPI:
    """The application as its OpenAPI document is made from it; nothing is opened."""
    return create_app(Settings(event_log="sqlite:///eventlog.db"))


def _quota(settings: Settings) -> Quota:
    size, steady = settings.kept_at_once, settings.kept_per_second
    return Quota(per_source=Rate(size, steady), overall=Rate(10 * size, 10 * steady))


def _refuse_played(clock: Clock, settings: Settings) -> None:
    if isinstance(clock, PlayedClock) and settings.event_log.startswith("kafka://"):
        raise ValueError(
            "A played clock is for a demonstration with the embedded log; with Kafka, whose records carry the real "
            "time of their arrival, ingest uses the machine's clock. Leave `clock` out, or use a sqlite:// event log."
        )
