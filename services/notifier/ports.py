"""What the notifier asks of the outside: a store that keeps its work, a channel that carries a message away.

`storage` and `channels.webhook` give them; tests give others.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from services.notifier.messages import Message
from services.notifier.retry import Answer, RetryDecision, State
from services.notifier.routing import Delivery, Side
from shared.contracts.directory import ReceiverEntry
from shared.contracts.said import SentenceSaid
from shared.eventlog.port import Entry, Partition

Outcome = Literal["delivered", "failed", "not_sent"]
OUTCOMES: tuple[Outcome, ...] = ("delivered", "failed", "not_sent")

Clock = Callable[[], int]
"""The real now in microseconds UTC: for retries, leases and signatures."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch of a partition: from its first record's offset to the one after its last."""

    partition: Partition
    first: int
    next: int


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send to one receiver, until the lease ends or it is given back."""

    receiver: str
    token: str


@dataclass(frozen=True, slots=True)
class Job:
    """One delivery whose attempt begins now. `number` is that of the attempt, from 1; `message` the message's id.

    `tries` are the scheduled tries so far, `planned_at` the next of them; `asked` is a try by hand.
    `gone_generation` is the generation of the receiver's secret with which it answered 410, None where it did not.
    """

    delivery: str
    claim: Claim
    number: int
    party: str
    side: Side
    state: State
    tries: int
    planned_at: int | None
    asked: bool
    gone_generation: int | None
    kind: str
    agreement: str
    objective: str
    subject: str
    host: str
    instant: int
    sentence: SentenceSaid
    message: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt came to. `at` and `took` in microseconds; `generation` that of the receiver's secret."""

    job: Job
    at: int
    took: int
    host: str
    generation: int
    outcome: Outcome
    status: int | None
    decision: RetryDecision

    @property
    def error(self) -> str | None:
        """Why it failed, in a sentence; None when it did not."""
        return None if self.outcome == "delivered" else self.decision.reason


@dataclass(frozen=True, slots=True)
class Counts:
    """How many deliveries of a side are in a state."""

    side: str
    state: str
    count: int


class Channel(Protocol):
    """Carries messages to receivers."""

    async def send(self, receiver: ReceiverEntry, message: str, body: bytes, at: int) -> Answer:
        """One attempt to carry the message of this id, begun at `at`.

        Whatever the receiver does comes back as an Answer; nothing is raised for it.
        """
        ...


class IntakeStore(Protocol):
    """Keeps messages and their deliveries."""

    async def take(
        self,
        batch: Batch,
        messages: Sequence[Message],
        route: Callable[[Message], Iterable[Delivery]],
        now: int,
    ) -> int:
        """In one transaction: the messages not known yet, their deliveries, due now, and the next offset.

        Gives the number of new deliveries. Raises eventlog.port.Fenced where the partition is another's.
        """
        ...


class SendingStore(Protocol):
    """Keeps what is to be sent and what came of it."""

    async def claim(self, most: int, now: int, until: int) -> Sequence[Claim]:
        """The right to send to at most `most` receivers for which something is due, longest unserved first."""
        ...

    async def begin(self, claim: Claim, now: int, until: int) -> Job | None:
        """Begin the receiver's earliest due delivery, and hold the claim until `until`.

        None when nothing is due, or the claim has passed to another: the claim is given back then.
        """
        ...

    async def record(self, attempt: Attempt, entries: Sequence[Entry], now: int) -> bool:
        """The attempt, the delivery's new state and the outbox entries, in one transaction.

        False, and nothing written, when the claim has passed to another meanwhile.
        """
        ...

    async def release(self, claim: Claim, now: int) -> None:
        """Give the claim back."""
        ...

    async def next_due(self, now: int) -> int | None:
        """The next instant later than `now` at which a delivery is due."""
        ...


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt as it is shown."""

    number: int
    at: int
    took: int
    outcome: str
    status: int | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """One delivery as it is shown, with its attempts."""

    sequence: int
    id: str
    message: str
    kind: str
    agreement: str
    objective: str
    party: str
    side: str
    receiver: str
    host: str
    state: str
    instant: int
    sentence: SentenceSaid
    created_at: int
    next_at: int | None
    interrupted: int
    attempts: tuple[AttemptRow, ...]


class ReceiptStore(Protocol):
    """Answers questions."""

    async def receipts(
        self,
        agreements: Iterable[str] | None,
        objective: str | None,
        before: int | None,
        most: int,
    ) -> Sequence[Receipt]:
        """The latest deliveries first, of these agreements (None: of all), with a sequence below `before`."""
        ...

    async def receipt(self, delivery: str) -> Receipt | None:
        """One delivery."""
        ...

    async def ask(self, delivery: str, now: int) -> None:
        """The delivery is due now, whatever its state."""
        ...

    async def counts(self) -> Sequence[Counts]:
        """The deliveries of each side in each state."""
        ...

    async def oldest_waiting(self) -> int | None:
        """When the oldest delivery that still waits was created."""
        ...
