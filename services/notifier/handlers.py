"""What the notifier does: take a batch in, and send what is due to one receiver. Load, decide, save; no framework.

The guarantee is four steps, in this order: the message is kept with its offset, the attempt is begun in the store,
it is sent, it is recorded. A process killed between the last two sends again under the same id: at least once on
the wire, once by id.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import structlog

from services.notifier.messages import Message, read_message
from services.notifier.ports import (
    Attempt,
    Batch,
    Channel,
    Claim,
    Clock,
    IntakeStore,
    Job,
    Outcome,
    SendingStore,
)
from services.notifier.receipts import receipt
from services.notifier.retry import Answer, RetryDecision, Tried, decide, not_sent
from services.notifier.routing import Delivery, host_of, route
from shared.contracts.directory import ReceiverEntry
from shared.eventlog.port import Partition, Record

_MOST_IN_A_TURN = 50

log = structlog.get_logger(__name__)


class Receivers(Protocol):
    """Where parties want to be told, as the directory stands."""

    def receivers_of(self, party: str) -> Iterable[ReceiverEntry]:
        """Those of a party that are not switched off."""
        ...

    def receiver(self, id_: str) -> ReceiverEntry | None:
        """The one of this id, switched off or not."""
        ...


class Intake:
    """Takes batches of verdicts and notices in."""

    def __init__(
        self,
        store: IntakeStore,
        receivers: Receivers,
        clock: Clock,
        *,
        read_directory: Callable[[], Awaitable[None]],
        taken: Callable[[int], None],
    ) -> None:
        """`read_directory` returns when the directory is read to its end as of the call.

        `taken` hears how many deliveries are new.
        """
        self._store = store
        self._receivers = receivers
        self._clock = clock
        self._read_directory = read_directory
        self._taken = taken

    async def handle(self, partition: Partition, records: Sequence[Record]) -> None:
        """One batch of one partition; raises what the message or the store raises, and then nothing was kept."""
        messages = [read_message(record.value) for record in records]
        await self._read_directory()
        batch = Batch(partition, records[0].offset, records[-1].offset + 1)
        count = await self._store.take(batch, messages, self._route, self._clock())
        self._taken(count)

    def _route(self, message: Message) -> Sequence[Delivery]:
        return route(message, self._receivers.receivers_of)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things may take, in microseconds: the pauses between tries, and the lease, longer than an attempt.

    `jitter` gives a fraction of [0, 1) for each pause.
    """

    pauses: tuple[int, ...]
    lease: int
    jitter: Callable[[], Fraction]


class Sending:
    """Sends to one receiver at a time what is due to it."""

    def __init__(
        self,
        store: SendingStore,
        channel: Channel,
        receivers: Receivers,
        clock: Clock,
        pace: Pace,
        noted: Callable[[Attempt], None],
    ) -> None:
        """`noted` hears of each attempt recorded."""
        self._store = store
        self._channel = channel
        self._receivers = receivers
        self._clock = clock
        self._pace = pace
        self._noted = noted
        self._stopping = False

    async def claim(self, most: int) -> Sequence[Claim]:
        """The right to send to at most `most` receivers."""
        now = self._clock()
        return await self._store.claim(most, now, now + self._pace.lease)

    async def serve(self, claim: Claim) -> None:
        """Send in order what is due to the receiver. A failure ends its turn, so that it holds up no other."""
        for _ in range(_MOST_IN_A_TURN):
            now = self._clock()
            job = None if self._stopping else await self._store.begin(claim, now, now + self._pace.lease)
            if job is None:
                break
            attempt = await self._attempt(job)
            if not await self._store.record(attempt, (receipt(attempt),), self._clock()):
                log.warning(
                    "claim_lost",
                    delivery=job.delivery,
                    advice="another replica took over during a long pause of this one; it may be sent twice",
                )
                return
            self._noted(attempt)
            _tell_operator(attempt)
            if attempt.outcome == "failed":
                break
        await self._store.release(claim, self._clock())

    def stop(self) -> None:
        """End each turn after the attempt in hand."""
        self._stopping = True

    async def _attempt(self, job: Job) -> Attempt:
        at = self._clock()
        tried = Tried(job.state, job.tries if job.asked else job.tries + 1, job.planned_at, job.asked)
        receiver = self._receivers.receiver(job.claim.receiver)
        missing = _why_not(receiver, job)
        if receiver is None or missing is not None:
            return _made(job, at, receiver, Answer(0), "not_sent", not_sent(missing or "", tried))
        answer = await self._send(receiver, job, at)
        decision = decide(answer, tried, self._clock(), self._pace.pauses, self._pace.jitter())
        told = answer.status is not None and 200 <= answer.status < 300
        return _made(job, at, receiver, answer, "delivered" if told else "failed", decision)

    async def _send(self, receiver: ReceiverEntry, job: Job, at: int) -> Answer:
        try:
            return await self._channel.send(receiver, job.message, job.body, at)
        except Exception:
            log.exception("attempt_failed_inside", delivery=job.delivery, advice="this is a fault of ours")
            return Answer(0, error="The notifier could not make this attempt; its log says why.")


def _tell_operator(attempt: Attempt) -> None:
    """One line when a delivery first fails, and one when it is given up; what lies between is on the metrics."""
    job = attempt.job
    about = {"party": job.party, "receiver": job.claim.receiver, "host": attempt.host, "why": attempt.error}
    if attempt.decision.state == "gave_up":
        advice = "see GET /v1/deliveries; POST /v1/deliveries/{id}/retry sends it again"
        log.warning("delivery_given_up", delivery=job.delivery, advice=advice, **about)
    elif attempt.outcome == "failed" and job.number == 1:
        advice = "it is tried again by the schedule; the party may want to know"
        log.warning("delivery_failed", delivery=job.delivery, advice=advice, **about)


def _why_not(receiver: ReceiverEntry | None, job: Job) -> str | None:
    """Why nothing is sent: a whole sentence, None where all is well. A try by hand goes to a gone receiver too."""
    if receiver is None or receiver.party != job.party:
        return "the receiver is no longer in the directory."
    if receiver.disabled:
        return "its party has switched the receiver off."
    if job.gone_generation == receiver.generation and not job.asked:
        return "the receiver has answered 410, gone, and is told nothing further."
    return None


def _made(
    job: Job,
    at: int,
    receiver: ReceiverEntry | None,
    answer: Answer,
    outcome: Outcome,
    decision: RetryDecision,
) -> Attempt:
    return Attempt(
        job=job,
        at=at,
        took=answer.took,
        host=job.host if receiver is None else host_of(receiver.url),
        generation=0 if receiver is None else receiver.generation,
        outcome=outcome,
        status=answer.status,
        decision=decision,
    )
