"""Ingest's parts and how they hang together."""

from dataclasses import dataclass
from typing import Final

from services.ingest.clock import PlayedClock
from services.ingest.handlers import Taking
from services.ingest.intake import GROUP, Intake
from services.ingest.known import FollowedDirectory
from services.ingest.metrics import Metrics
from services.ingest.ports import Clock
from services.ingest.quota import Quota, Rate
from services.ingest.repeats import Recent
from services.ingest.settings import Settings
from services.ingest.ticks import Ticker
from shared.contracts.instants import SECOND
from shared.contracts.topics import DIRECTORY, RAW
from shared.eventlog.consumer import Consumer
from shared.eventlog.following import Following
from shared.eventlog.port import EventLog, Record
from shared.security.directory import Directory

_ALL: Final = 10
"""So many sources' shares of the rejected topic are there for all sources together."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What the parts stand on."""

    log: EventLog
    clock: Clock


@dataclass(frozen=True, slots=True)
class Parts:
    """What works side by side."""

    following: Following
    known: FollowedDirectory
    taking: Taking
    consumer: Consumer
    ticker: Ticker


def assemble(settings: Settings, outside: Outside, directory: Directory, metrics: Metrics) -> Parts:
    """Build the parts; nothing runs yet."""
    log, clock = outside.log, outside.clock

    def apply(record: Record) -> None:
        directory.apply(record.key or "", record.value)

    following = Following(log.follower(DIRECTORY.name), apply)
    known = FollowedDirectory(directory, following)
    taking = Taking(log, known, Recent(settings.recent_facts), metrics, largest=settings.largest_event)
    intake = Intake(taking, _quota(settings), clock, metrics)
    reader = log.reader(GROUP, [RAW.name], None)
    ticker = Ticker(log, reader.caught_up, clock, every=settings.tick_every, hold=settings.hold_ticks)
    return Parts(following, known, taking, Consumer(reader, intake.handle), ticker)


def show(parts: Parts, metrics: Metrics) -> None:
    """The gauges that ask the parts."""
    ticker = parts.ticker
    metrics.gauge(
        "eyelevel_ingest_tick_age_seconds",
        "Seconds since the last tick, or since the start: while it grows, no deadline fires.",
        lambda: ticker.age() / SECOND,
    )
    metrics.gauge(
        "eyelevel_ingest_directory_age_seconds",
        "Seconds since the directory was last read to its end, or since the start.",
        parts.known.age,
    )


def refuse_played_time_on_kafka(clock: Clock, settings: Settings) -> None:
    """ValueError for a played clock with a log whose records carry the machine's time."""
    if isinstance(clock, PlayedClock) and settings.event_log.startswith("kafka://"):
        raise ValueError(
            "A played clock is for a demonstration with the embedded log; with Kafka ingest uses the machine's "
            "clock, since others write there too. Leave `clock` out, or use a sqlite:// event log."
        )


def _quota(settings: Settings) -> Quota:
    size, steady = settings.kept_at_once, settings.kept_per_second
    return Quota(per_source=Rate(size, steady), overall=Rate(_ALL * size, _ALL * steady))
