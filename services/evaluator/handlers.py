"""A batch of one partition, in one transaction: facts, state, deadlines, verdicts, trends, and the next offset.

Each record is decided in the order of the log; the batch is only the unit of commit, so batches of any size give
the same verdicts, byte for byte. A fact is kept and counts (or waits for its time); what follows from it is decided
at the next tick, since only ticks say how late it is. When anything fails, nothing of the batch is there, and the
state in memory is thrown away and read again.
"""

import time
from collections.abc import Sequence

from services.evaluator.batch import Batch
from services.evaluator.checkpoints import MOST
from services.evaluator.clauses import Library
from services.evaluator.histories import Histories
from services.evaluator.holding import Holding
from services.evaluator.noting import Observer
from services.evaluator.ports import Store, Work
from services.evaluator.recalling import Recalling
from shared.eventlog.port import Partition, Record


class Handler:
    """Holds the state of the partitions of this member; `handle` is the consumer's."""

    def __init__(
        self,
        store: Store,
        observer: Observer,
        *,
        public_url: str,
        histories: int,
        checkpoint_facts: int = 0,
        checkpoint_entries: int = MOST,
    ) -> None:
        """`public_url` stands in verdicts; `histories`: how many agreements' calculus is kept in memory.

        `checkpoint_facts`: after so many facts of an agreement its calculus is kept in the store; 0: never.
        `checkpoint_entries`: what may be kept of one, in facts and changes of state.
        """
        self._store = store
        self._observer = observer
        self._public_url = public_url
        self._histories = Histories(histories)
        self._checkpoints = checkpoint_facts, checkpoint_entries
        self._library = Library()
        self._held: dict[int, Holding] = {}

    async def handle(self, partition: Partition, records: Sequence[Record]) -> None:
        """Take a batch; raises eventlog.port.Fenced when the partition is no longer ours."""
        began = time.perf_counter()
        try:
            async with self._store.work() as work:
                holding = await self._holding(partition.number, work)
                recalling = Recalling(work, holding, self._histories, self._library, *self._checkpoints)
                batch = Batch(work, holding, recalling, self._public_url)
                await batch.take(records)
                await work.save(partition.number, batch.changes)
                await work.advance(partition, records[0].offset, records[-1].offset + 1)
        except BaseException:
            self.forget(partition.number)
            raise
        batch.noted.seconds = time.perf_counter() - began
        self._observer.committed(partition.number, batch.noted)

    def forget(self, number: int) -> None:
        """Throw the state of a partition away: it is lost, or may not be what the store has."""
        holding = self._held.pop(number, None)
        for agreement in holding.agreements if holding else ():
            self._histories.drop(agreement)
        self._observer.forgotten(number)

    def keep_only(self, numbers: frozenset[int]) -> None:
        """Throw away what other members hold now."""
        for number in [number for number in self._held if number not in numbers]:
            self.forget(number)

    def held(self) -> tuple[Holding, ...]:
        """The partitions in memory."""
        return tuple(self._held.values())

    def oldest_clock(self) -> int | None:
        """The earliest log clock of the partitions held; None where none has had a tick."""
        return min((one.clock for one in self._held.values() if one.clock is not None), default=None)

    def deadlines(self) -> int:
        """How many deadlines the partitions held have."""
        return sum(one.deadlines() for one in self._held.values())

    def waiting(self) -> int:
        """How many facts lie ahead of their partition's log clock."""
        return sum(one.waiting() for one in self._held.values())

    def oldest_waiting(self) -> int | None:
        """The instant of the earliest of them."""
        found = (one.oldest_waiting() for one in self._held.values())
        return min((at for at in found if at is not None), default=None)

    async def _holding(self, number: int, work: Work) -> Holding:
        holding = self._held.get(number)
        if holding is None:
            kept = await work.kept(number)
            holding = Holding(number, kept.clock)
            holding.take(kept)
            self._held[number] = holding
        return holding
