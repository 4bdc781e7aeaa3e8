"""The evaluator's parts and how they hang together."""

from collections.abc import Callable
from dataclasses import dataclass

from services.evaluator import intake
from services.evaluator.handlers import Handler
from services.evaluator.log_clock import LogClock
from services.evaluator.metrics import Metrics
from services.evaluator.reading.agreements import Agreements
from services.evaluator.reading.storage_reading import ReadingStorage
from services.evaluator.settings import Settings
from services.evaluator.storage import Storage
from services.evaluator.tables import outbox
from shared.database.engine import Database
from shared.eventlog.following import Following
from shared.eventlog.port import EventLog
from shared.outbox.relay import Relay
from shared.security.directory import Directory


@dataclass(frozen=True, slots=True)
class Outside:
    """What the parts stand on. `clock` gives microseconds UTC; no verdict depends on it."""

    log: EventLog
    database: Database
    clock: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Parts:
    """What works side by side."""

    following: Following
    relay: Relay
    handler: Handler
    intake: intake.Intake
    reading: ReadingStorage
    agreements: Agreements
    log_clock: LogClock


def assemble(settings: Settings, outside: Outside, directory: Directory, metrics: Metrics) -> Parts:
    """Build the parts; nothing runs yet."""
    database = outside.database
    relay = Relay(database, outbox, outside.log)
    metrics.woken = relay.wake
    place = intake.positions(database)
    handler = Handler(
        Storage(database, place), metrics, public_url=settings.public_url,
        histories=settings.histories_held, checkpoint_facts=settings.checkpoint_facts,
        checkpoint_entries=settings.checkpoint_entries,
    )  # fmt: skip
    taking = intake.Intake(outside.log, place, handler, most=settings.batch_records)
    reading = ReadingStorage(database)
    parts = Parts(
        following=intake.following(outside.log, directory),
        relay=relay,
        handler=handler,
        intake=taking,
        reading=reading,
        agreements=Agreements(
            reading, settings.histories_held, settings.facts_held, settings.checkpoint_facts
        ),
        log_clock=LogClock(handler.oldest_clock, outside.clock),
    )
    _measure(metrics, parts)
    return parts


def _measure(metrics: Metrics, parts: Parts) -> None:
    """The gauges that are asked for when they are scraped."""
    handler = parts.handler

    def oldest_waiting() -> float:
        oldest = handler.oldest_waiting()
        return 0.0 if oldest is None else parts.log_clock.age(oldest)

    name = "eyelevel_evaluator"
    metrics.gauge(
        f"{name}_log_clock_age_seconds",
        "From the oldest log clock of the partitions held to now; -1 before the first tick. Grows when ticks stop.",
        parts.log_clock.behind,
    )
    metrics.gauge(f"{name}_deadlines", "Deadlines stored of the partitions held.", handler.deadlines)
    metrics.gauge(f"{name}_waiting_facts", "Facts that lie ahead of the log clock.", handler.waiting)
    metrics.gauge(
        f"{name}_oldest_waiting_age_seconds",
        "Since the instant of the oldest fact that lies ahead of the log clock; negative while it is to come.",
        oldest_waiting,
    )
    metrics.gauge(f"{name}_partitions", "Partitions held in memory.", lambda: len(handler.held()))
