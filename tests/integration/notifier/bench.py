"""A notifier without its surroundings: a real database, a clock moved by hand, a channel that answers as told."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import msgspec
from sqlalchemy import select

from services.notifier.handlers import Intake, Pace, Sending
from services.notifier.intake import positions
from services.notifier.ports import Attempt, Receipt
from services.notifier.retry import SECOND, STANDARD_PAUSES, Answer
from services.notifier.storage import IntakeStorage, SendingStorage
from services.notifier.storage_reading import ReceiptStorage
from services.notifier.tables import outbox
from shared.contracts.directory import ReceiverEntry, encode_entry, key_of
from shared.contracts.topics import VERDICTS
from shared.database.engine import Database
from shared.eventlog.port import Partition
from shared.security.directory import Directory
from tests.unit.notifier.builders import body, record

START = 1_800_000_000 * SECOND
LEASE = 30 * SECOND
PARTITION = Partition(VERDICTS.name, 0)


@dataclass(frozen=True)
class Sent:
    """What went out: after so many seconds, to whom, which message, which bytes."""

    after: float
    receiver: str
    message: str
    body: bytes


@dataclass
class FakeChannel:
    """Answers each receiver by its script, the last answer for ever; 204 where there is none."""

    clock: "FakeClock"
    scripts: dict[str, list[Answer]] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    during: Callable[[str], Any] | None = None

    def answers(self, receiver: str, *answers: Answer | int) -> None:
        """From now on, one after the other."""
        self.scripts[receiver] = [Answer(3_000, one) if isinstance(one, int) else one for one in answers]

    async def send(self, receiver: ReceiverEntry, message: str, body: bytes, at: int) -> Answer:
        self.sent.append(Sent((at - START) / SECOND, receiver.id, message, body))
        if self.during is not None:
            await self.during(receiver.id)
        script = self.scripts.get(receiver.id) or [Answer(3_000, 204)]
        return script.pop(0) if len(script) > 1 else script[0]


@dataclass
class FakeClock:
    """Stands still until moved."""

    at: int = START

    def __call__(self) -> int:
        return self.at


class Bench:
    """Takes verdicts in and lets time pass."""

    def __init__(self, database: Database, clock: FakeClock | None = None) -> None:
        self.database = database
        self.clock = clock or FakeClock()
        self.channel = FakeChannel(self.clock)
        self.directory = Directory()
        self.noted: list[Attempt] = []
        self.when_directory_is_read: Callable[[], None] = lambda: None
        self.place = positions(database)
        self.store = SendingStorage(database)
        self.receipts = ReceiptStorage(database)
        self.intake = Intake(
            IntakeStorage(database, self.place),
            self.directory,
            self.clock,
            read_directory=self._read_directory,
            taken=lambda _count: None,
        )
        self.sending = self.new_sending()

    async def _read_directory(self) -> None:
        self.when_directory_is_read()

    def new_sending(self) -> Sending:
        """A sender of its own over the same database, as another replica has it."""
        pace = Pace(STANDARD_PAUSES, LEASE, lambda: Fraction(0))
        return Sending(self.store, self.channel, self.directory, self.clock, pace, self.noted.append)

    def put(self, *entries: ReceiverEntry) -> None:
        """These stand in the directory."""
        for entry in entries:
            self.directory.apply(key_of(entry), encode_entry(entry))

    def drop(self, receiver: str) -> None:
        """This one no longer does."""
        self.directory.apply(f"receiver:{receiver}", None)

    async def claim_partition(self) -> int:
        """Hold the partition as a reader does; gives the next offset."""
        return (await self.place.claim([PARTITION]))[PARTITION]

    async def take(self, first: int, *ids: str) -> None:
        """These verdicts stand in the log from this offset on."""
        records = [record(first + n, body(id_)) for n, id_ in enumerate(ids)]
        await self.intake.handle(PARTITION, records)

    async def send_due(self) -> None:
        """Everything that is due now."""
        while claims := await self.sending.claim(100):
            for claim in claims:
                await self.sending.serve(claim)

    async def pass_seconds(self, seconds: float) -> None:
        """Let time pass, and stop at every instant at which something is due."""
        until = self.clock.at + int(seconds * SECOND)
        await self.send_due()
        while (due := await self.store.next_due(self.clock.at)) is not None and due <= until:
            self.clock.at = due
            await self.send_due()
        self.clock.at = until

    async def all_receipts(self) -> dict[str, list[Receipt]]:
        """By receiver, in the order of the verdicts."""
        found: dict[str, list[Receipt]] = defaultdict(list)
        for receipt in reversed(await self.receipts.receipts(None, None, None, 1_000)):
            found[receipt.receiver].append(receipt)
        return found

    async def outcomes(self, receiver: str) -> list[tuple[str, str]]:
        """Message and state of each delivery to a receiver."""
        return [(receipt.message, receipt.state) for receipt in (await self.all_receipts())[receiver]]

    async def said(self) -> list[dict[str, Any]]:
        """The events that wait in the outbox."""
        async with self.database.reading() as connection:
            rows = await connection.scalars(select(outbox.c.value).order_by(outbox.c.id))
            return [msgspec.json.decode(row) for row in rows]

    def times(self, receiver: str, message: str = "v1") -> list[float]:
        """Seconds from the start at which the message went to the receiver."""
        return [
            sent.after for sent in self.channel.sent if (sent.receiver, sent.message) == (receiver, message)
        ]
