"""The histories that a batch needs: from memory, from a checkpoint and what came since, or from all facts.

A checkpoint is kept when the history has grown enough to be pruned (`growing`), and some of the earlier ones stay
(`checkpoints.thinned`). What would need a fact that was forgotten begins from one with an earlier horizon and drops
the later ones, or brings the whole history back.
"""

import asyncio
from collections.abc import Collection, Sequence

from services.evaluator import checkpoints
from services.evaluator.clauses import Clauses, Library
from services.evaluator.histories import Counted, Heard, Histories, build
from services.evaluator.holding import Holding
from services.evaluator.ports import Changes, CheckpointRow, Checkpoints, Work
from services.evaluator.records import Put, read_kept
from services.evaluator.watched import Watched
from shared.agreements.evidence import fact_of
from shared.sla.facts import Fact
from shared.sla.figures import SetAside
from shared.sla.spans import EVER, NEVER
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
            found = await self._begun(watched, NEVER)
            self._histories.put(watched.id, found)
        return found

    async def hear(self, watched: Watched, facts: Sequence[Fact]) -> tuple[Heard, Counted | SetAside]:
        """Take the first of some facts in, of which none is in the history yet."""
        heard = await self.heard(watched)
        yet_to_come = {fact.key for fact in facts}
        while True:
            try:
                return heard, heard.hear(facts[0])
            except Forgotten:
                until = min(facts[0].at, _before(heard))
                heard = await self._begun(watched, until, yet_to_come)
                heard.rest()
                self._histories.put(watched.id, heard)

    def drop(self, agreement: str) -> None:
        """Forget the history, and its checkpoints."""
        self._histories.drop(agreement)
        self._keep_until(agreement, EVER)

    async def keep(self, watched: Watched) -> int | None:
        """Keep a checkpoint if it is time, and prune the history in memory alike; in a thread: it may take long.

        How many entries it would have, where they are too many and it is not kept.
        """
        heard, clock = self._histories.peek(watched.id), self._holding.clock
        if heard is None or clock is None or not heard.is_due(self._every):
            return None
        horizon, body = await asyncio.to_thread(_pruned, heard, clock, self._most)
        if body is None:
            return heard.size
        change = self.changes.checkpoints.setdefault(watched.id, Checkpoints())
        earlier = [at for at in await self._work.horizons(watched.id) if at <= change.until]
        change.thinned = tuple(checkpoints.thinned([horizon, *(at for at in earlier if at < horizon)]))
        change.kept = CheckpointRow(
            agreement=watched.id, n=watched.n, at=horizon,
            made_by=checkpoints.made_by(watched.versions.values()), body=body,
        )  # fmt: skip
        return None

    async def _begun(self, watched: Watched, until: int, without: Collection[tuple[str, str]] = ()) -> Heard:
        """From the latest checkpoint with a horizon not later than `until` that can take in what came since, or from
        all facts; checkpoints that cannot are dropped.

        `without`: facts that are yet to be heard.
        """
        while (row := await self._checkpoint(watched, until)) is not None:
            heard = checkpoints.read(row, self.versions(watched).values())
            try:
                for event in await self._events(watched, row):
                    fact = fact_of(read_kept(event))
                    if fact.key not in without:
                        heard.hear(fact)
            except Forgotten:  # a process without checkpoints took a late fact since
                until = row.at - 1
                continue
            if until < NEVER:
                self._keep_until(watched.id, row.at)
            return heard
        if until < NEVER:
            self._keep_until(watched.id, EVER)
        return await self._from_facts(watched, without)

    async def _checkpoint(self, watched: Watched, until: int) -> CheckpointRow | None:
        """None where none is kept that can be used."""
        if not self._every:
            return None
        change = self.changes.checkpoints.get(watched.id, Checkpoints())
        row = await self._work.checkpoint(watched.id, min(until, change.until))
        if row is not None and row.made_by != checkpoints.made_by(watched.versions.values()):
            self._keep_until(watched.id, EVER)
            return None
        return row

    def _keep_until(self, agreement: str, horizon: int) -> None:
        change = self.changes.checkpoints.setdefault(agreement, Checkpoints())
        change.until = min(change.until, horizon)

    async def _from_facts(self, watched: Watched, without: Collection[tuple[str, str]]) -> Heard:
        events = await self._events(watched, None)
        return build(self.versions(watched).values(), events, without)

    async def _events(self, watched: Watched, beyond: CheckpointRow | None) -> list[bytes]:
        await self._work.save_facts(self.changes)
        clock = self._holding.clock
        waiting = {n for _, n, _ in watched.waiting}
        kept = await self._work.events(watched.id, EVER if clock is None else clock, beyond)
        return [event for n, event in kept if n not in waiting]


def _before(heard: Heard) -> int:
    """The last instant that is earlier than the horizon."""
    horizon = heard.history.horizon
    return NEVER if horizon is None else horizon - 1


def _pruned(heard: Heard, clock: int, most: int) -> tuple[int, bytes | None]:
    """The horizon, and the bytes of what is left there, if they are not too many."""
    left = heard.prune(clock)
    return left.horizon, checkpoints.written(checkpoints.Kept(left, heard.voices.kept()), most)
