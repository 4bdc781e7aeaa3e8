"""The raw topic: each record is an event, taken like those over HTTP; what is refused is kept with its reason.

The reader keeps no store: the group's offsets in the log move on when facts and refusals of a batch are durable.
After a crash a batch is read again, and its facts are written again, which the evaluator drops.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from services.ingest import forms
from services.ingest.acceptance import arrived
from services.ingest.handlers import Incoming, Outcome, Taking
from services.ingest.ports import Clock
from services.ingest.quota import Quota
from services.ingest.refusals import Rejected
from services.ingest.rejected import kept
from shared.eventlog.port import Entry, Partition, Record

GROUP: Final = "eyelevel-ingest"


class CountingUnkept(Protocol):
    """Who counts what is not kept (`metrics`)."""

    def unkept(self) -> None:
        """One refused record was not kept."""
        ...


class Intake:
    """Handles batches of `eyelevel.raw`."""

    def __init__(self, taking: Taking, quota: Quota, clock: Clock, counting: CountingUnkept) -> None:
        self._taking = taking
        self._quota = quota
        self._clock = clock
        self._counting = counting

    async def handle(self, _partition: Partition, records: Sequence[Record]) -> None:
        """Decide a batch and write it; LogUnavailable leaves it to be read again."""
        batch = [
            Incoming(forms.read_record(record), arrived(self._clock.arrival(record.appended_at)))
            for record in records
        ]
        decided = await self._taking.decide(batch, None)
        await self._taking.write("raw", decided, list(self._kept(records, decided.outcomes)))

    def _kept(self, records: Sequence[Record], outcomes: Sequence[Outcome]) -> Iterable[Entry]:
        for record, outcome in zip(records, outcomes, strict=True):
            if not isinstance(outcome, Rejected):
                continue
            if self._quota.allows(outcome.source, record.appended_at):
                yield kept(record, outcome)
            else:
                self._counting.unkept()
