"""The agreements as the read API knows them: what is committed, up to the log clock, in a cache that catches up.

Apart from what decides, so that no answer shows a batch that may still fail. What is known now begins from a
checkpoint that the decider kept, and is pruned as it grows, as there; questions that need every fact have an agreement
of their own, which is read when the first of them comes. Each answer is of one moment of the database, that in which
the last page of facts was read. A checkpoint that is read before may be replaced or dropped meanwhile: what it says of
the facts up to its n-th stays true under the versions that it names, and a fact or a version that speaks against it
comes with a page.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from services.evaluator import checkpoints
from services.evaluator.clauses import Clauses, Library
from services.evaluator.growing import Growing
from services.evaluator.reading.held import Asked, Held
from services.evaluator.reading.known import Known
from services.evaluator.reading.storage_reading import Committed, ReadingStorage, Resumption
from shared.sla.spans import NEVER
from shared.sla.told.before import Forgotten

_A_PAGE: Final = 2_000
_AT_HAND: Final = 50
"""So few facts are taken in without a thread."""


class Agreements:
    """At most `most` agreements in memory and a few with every fact, with at most `facts` facts, but for one alone.

    `checkpoint_facts`: what is known now is pruned after so many facts, and begins from a checkpoint; 0: never.
    """

    def __init__(self, storage: ReadingStorage, most: int, facts: int, checkpoint_facts: int = 0) -> None:
        self._storage = storage
        self._held = Held(most, facts)
        self._library = Library()
        self._prune_after = checkpoint_facts

    async def ids(self) -> list[str]:
        """Every agreement that was put."""
        return list(await self._storage.agreements())

    async def known(self, agreement: str) -> Known | None:
        """The agreement as of now; None where it was never put or no time has passed yet.

        A question that needs a fact that it forgot raises before.Forgotten, and is one for `with_every_fact`.
        """
        return await self._now(Asked(agreement))

    async def with_every_fact(self, agreement: str) -> Known | None:
        """As `known`, with every fact."""
        return await self._now(Asked(agreement, every=True))

    async def then(self, agreement: str, clock: int) -> Known | None:
        """The agreement as a tick at an earlier log clock found it, with every fact; None where it had not been put.

        Nothing is ever added to it, so that what was made once holds.
        """
        asked = Asked(agreement, clock)
        held = self._held.get(asked)

        async def more(most: int) -> Committed | None:
            return await self._storage.as_known(agreement, clock, held.n, most)

        return held if held.whole else await self._brought(held, asked, more)

    async def _now(self, asked: Asked) -> Known | None:
        held = self._held.get(asked)

        async def more(most: int) -> Committed | None:
            return await self._storage.committed(asked.agreement, held.n, most)

        return await self._brought(held, asked, more)

    async def _brought(
        self, held: Known, asked: Asked, more: Callable[[int], Awaitable[Committed | None]]
    ) -> Known | None:
        """Bring it to where the store is, page by page."""
        async with held.lock:
            late = False
            while True:
                committed = await more(_A_PAGE if held.clauses else 0)
                if committed is None or committed.clock is None:
                    return None
                if len(held.clauses) != len(committed.versions):
                    held.begin(self._clauses(committed))
                    await self._resume(held, asked, committed, NEVER)
                elif not await _taken(held, committed):
                    horizon = held.history.horizon
                    held.begin(held.clauses)
                    if horizon is not None:
                        await self._resume(held, asked, committed, horizon - 1)
                    late = True
                elif len(committed.facts) < _A_PAGE:
                    break
            if late:
                held.growing.rest()
            elif asked.may_forget and held.growing.is_due(self._prune_after):
                await asyncio.to_thread(held.growing.prune, held.clock)
            held.whole = True
            self._held.fit()
            return held

    async def _resume(self, held: Known, asked: Asked, committed: Committed, until: int) -> None:
        """Begin from the latest checkpoint with a horizon not later than `until`, if one is kept that this engine made
        under these versions."""
        if not self._prune_after or not asked.may_forget:
            return
        found = await self._storage.resumption(asked.agreement, until)
        if found is not None and found.checkpoint.made_by == checkpoints.made_by(committed.versions):
            await asyncio.to_thread(_resumed, held, found)

    def _clauses(self, committed: Committed) -> dict[int, Clauses]:
        return {put.version: self._library.read(put.document, put.version) for put in committed.versions}


def _resumed(held: Known, found: Resumption) -> None:
    heard = checkpoints.read(found.checkpoint, held.clauses.values())
    held.resume(Growing(heard.history, size=heard.size), found.checkpoint.n, found.later)


async def _taken(held: Known, committed: Committed) -> bool:
    """Whether it could take in what came; not where that reaches before what it forgot."""
    try:
        if len(committed.facts) > _AT_HAND:
            await asyncio.to_thread(held.catch_up, committed)
        else:
            held.catch_up(committed)
    except Forgotten:
        return False
    return True
