"""The notifier's parts and how they hang together: who hears of what, who wakes whom."""

import asyncio
from dataclasses import dataclass
from fractions import Fraction
from random import SystemRandom

from services.notifier import intake
from services.notifier.deadlines import Deadlines
from services.notifier.handlers import Intake, Pace, Sending
from services.notifier.metrics import Metrics
from services.notifier.ports import Attempt, Channel, Clock
from services.notifier.settings import Settings
from services.notifier.storage import IntakeStorage, SendingStorage
from services.notifier.storage_reading import ReceiptStorage
from services.notifier.tables import outbox
from shared.database.engine import Database
from shared.eventlog.consumer import Consumer
from shared.eventlog.following import Following
from shared.eventlog.port import EventLog
from shared.outbox.relay import Relay
from shared.security.directory import Directory

_DIRECTORY_SECONDS = 10.0
_STEPS = 1_000_000
_random = SystemRandom()


@dataclass(frozen=True, slots=True)
class Outside:
    """What the parts stand on."""

    log: EventLog
    database: Database
    channel: Channel
    clock: Clock


@dataclass(frozen=True, slots=True)
class Parts:
    """What works side by side."""

    directory: Directory
    following: Following
    relay: Relay
    deadlines: Deadlines
    consumer: Consumer
    receipts: ReceiptStorage


def assemble(settings: Settings, outside: Outside, directory: Directory, metrics: Metrics) -> Parts:
    """Build the parts; nothing runs yet."""
    database, clock = outside.database, outside.clock
    following = intake.following(outside.log, directory)
    relay = Relay(database, outbox, outside.log)

    def noted(attempt: Attempt) -> None:
        metrics.attempted(attempt)
        relay.wake()

    async def up_to_date() -> None:
        async with asyncio.timeout(_DIRECTORY_SECONDS):  # else the batch waits, and is tried again later
            await following.read_to_end()

    store = SendingStorage(database)
    sending = Sending(
        store, outside.channel, directory, clock, Pace(settings.pauses, settings.lease, _jitter), noted
    )
    deadlines = Deadlines(
        sending, store, clock, read_directory=following.read_to_end, at_once=settings.receivers_at_once
    )
    place = intake.positions(database)
    taking = Intake(
        IntakeStorage(database, place),
        directory,
        clock,
        read_directory=up_to_date,
        taken=lambda _count: deadlines.wake(),
    )
    consumer = intake.consumer(outside.log, place, taking.handle)
    return Parts(directory, following, relay, deadlines, consumer, ReceiptStorage(database))


def _jitter() -> Fraction:
    return Fraction(_random.randrange(_STEPS), _STEPS)
