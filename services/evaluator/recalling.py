"""The histories that a batch needs: from memory, from a checkpoint and what came since, or from all facts.

A checkpoint is kept when the history has grown enough to be pruned (`growing`). What would need a fact that was
forgotten brings the whole history back, and drops the checkpoint.
"""

import asyncio
from collections.abc import Sequence

from services.evaluator import checkpoints
from services.evaluator.clauses import Clauses, Library
from services.evaluator.histories import Counted, Heard, Histories, build
from services.evaluator.holding import Holding
from services.evaluator.ports import Changes, CheckpointRow, Work
from services.evaluator.records import Put, read_kept
from services.evaluator.watched import Watched
from shared.agreements.evidence import fact_of
from shared.sla.facts import Fact
from shared.sla.figures import SetAside
from shared.sla.spans import EVER
from shared.sla.told.before import Forgotten


class Recalling:
    """The histories of one batch. `changes` is what the batch will save."""

    def __init__(
        self,
        work: Work,
        holding: Holding,
        histories: Histories,
        library: Library,
        checkpoint_facts: int,
        checkpoint_entries: int,
    ) -> None:
        """`checkpoint_facts`: the facts between two checkpoints, at the least; 0: none are kept or read.

        `checkpoint_entries`: what one holds at most.
        """
        self._work = work
        self._holding = holding
        self._histories = histories
        self._library = library
        self._every = checkpoint_facts
        self._most = checkpoint_entries
        self.changes = Changes()

    def read(self, put: Put) -> Clauses:
        """The clauses of a version that was put."""
        return self._library.read(put.document, put.version)

    def versions(self, watched: Watched) -> dict[int, Clauses]:
        """The versions of an agreement by number."""
        return {
            version: self._library.read(row.document, version) for version, row in watched.versions.items()
        }

    async def heard(self, watched: Watched) -> Heard:
        """The history of the facts that count; those that wait are not in it yet, also where their time has come."""
        found = self._histories.get(watched.id)
        if found is None:
            found = await self._from_checkpoint(watched) or await self._from_facts(watched, ())
            self._histories.put(watched.id, found)
        return found

    async def hear(self, watched: Watched, facts: Sequence[Fact]) -> tuple[Heard, Counted | SetAside]:
        """Take the first of some facts in, of which none is in the history yet."""
        heard = await self.heard(watched)
        try:
            return heard, heard.hear(facts[0])
        except Forgotten:
            self.drop(watched.id)
            heard = await self._from_facts(watched, facts)
            heard.rest()
            self._histories.put(watched.id, heard)
            return heard, heard.hear(facts[0])

    def drop(self, agreement: str) -> None:
        """Forget the history, and its checkpoint."""
        self._histories.drop(agreement)
        self.changes.checkpoints[agreement] = None

    async def keep(self, watched: Watched) -> int | None:
        """Keep a checkpoint if it is time, and prune the history in memory alike; in a thread: it may take long.

        How many entries it would have, where they are too many and it is not kept.
        """
        heard, clock = self._histories.peek(watched.id), self._holding.clock
        if heard is None or clock is None or not heard.is_due(self._every):
            return None
        horizon, body = await asyncio.to_thread(_pruned, heard, clock, self._most)
        if body is None:
            self.changes.checkpoints[watched.id] = None
            return heard.size
        self.changes.checkpoints[watched.id] = CheckpointRow(
            agreement=watched.id, n=watched.n, at=horizon,
            made_by=checkpoints.made_by(watched.versions.values()), body=body,
        )  # fmt: skip
        return None

    async def _from_checkpoint(self, watched: Watched) -> Heard | None:
        """None where no checkpoint is kept that can be used."""
        if not self._every or watched.id in self.changes.checkpoints:
            return None
        row = await self._work.checkpoint(watched.id)
        if row is None:
            return None
        if row.made_by != checkpoints.made_by(watched.versions.values()):
            self.changes.checkpoints[watched.id] = None
            return None
        heard = checkpoints.read(row, self.versions(watched).values())
        try:
            for event in await self._events(watched, row):
                heard.hear(fact_of(read_kept(event)))
        except Forgotten:  # a process without checkpoints took a late fact since
            self.changes.checkpoints[watched.id] = None
            return None
        return heard

    async def _from_facts(self, watched: Watched, without: Sequence[Fact]) -> Heard:
        events = await self._events(watched, None)
        return build(self.versions(watched).values(), events, {fact.key for fact in without})

    async def _events(self, watched: Watched, beyond: CheckpointRow | None) -> list[bytes]:
        await self._work.save_facts(self.changes)
        clock = self._holding.clock
        waiting = {n for _, n, _ in watched.waiting}
        kept = await self._work.events(watched.id, EVER if clock is None else clock, beyond)
        return [event for n, event in kept if n not in waiting]


def _pruned(heard: Heard, clock: int, most: int) -> tuple[int, bytes | None]:
    """The horizon, and the bytes of what is left there, if they are not too many."""
    left = heard.prune(clock)
    return left.horizon, checkpoints.written(checkpoints.Kept(left, heard.voices.kept()), most)
