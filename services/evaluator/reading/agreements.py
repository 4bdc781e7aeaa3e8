"""The agreements as the read API knows them: what is committed, up to the log clock, in a cache that catches up.

Apart from what decides, so that no answer shows a batch that may still fail.
"""

import asyncio
import heapq
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from services.evaluator.clauses import Clauses, Library
from services.evaluator.reading.storage_reading import Committed, ReadingStorage
from services.evaluator.records import read_kept
from shared.agreements.evidence import fact_of
from shared.contracts.facts import Fact
from shared.sla.agreed.objectives import CalendarWindow, Objective
from shared.sla.figures import PeriodOf
from shared.sla.history import History
from shared.sla.spans import NEVER, Span
from shared.sla.time.windows import window_at
from shared.sla.told.versions import force_of, objective_of

_PASTS: Final = 8
"""Pasts in memory: a page of the past asks several times for one."""
_A_PAGE: Final = 2_000
_AT_HAND: Final = 50
"""So few facts are taken in without a thread."""


@dataclass(slots=True)
class Known:
    """One agreement as of the log clock `clock`; `whole` once everything up to it is there. `facts`: how many it holds.

    Whoever asks its history or brings it further holds `lock` meanwhile: that is done in threads, so that neither
    other questions nor decisions wait for a long one.
    """

    id: str
    clock: int = -NEVER
    history: History = field(default_factory=History)
    clauses: dict[int, Clauses] = field(default_factory=dict)
    n: int = 0
    facts: int = 0
    whole: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _waiting: list[tuple[int, int, Fact]] = field(default_factory=list)
    _aside: dict[tuple[str, str], str] | None = None

    @property
    def newest(self) -> Clauses:
        """The version that rules now, or the first to come."""
        versions = self.history.versions
        begun = [terms.version for terms in versions if terms.force_from <= self.clock]
        return self.clauses[max(begun) if begun else min(self.clauses)]

    def current(self, objective: str, version: int | None = None) -> tuple[int, Span] | None:
        """The version and the span of an objective's period at the clock; None where no version has begun.

        `version`: which, where it is not the newest; its rolling window goes on while some of it is in force.
        """
        versions = self.history.versions
        for terms in reversed(versions):
            clause = objective_of(terms, objective)
            if clause is None or version not in {None, terms.version}:
                continue
            if force_of(versions, terms.version, objective).start > self.clock:
                continue
            return terms.version, span_now(clause, terms.zone, self.clock)
        return None

    def outcome(self, source: str, identity: str, at: int) -> tuple[str, str | None]:
        """What became of a fact, (used, set_aside or waiting; why), as it stands now."""
        if at > self.clock:
            return "waiting", "it lies ahead of the log's time"
        if self._aside is None:
            aside = self.history.set_aside(self.clock)
            self._aside = {fact.key: reason for fact, reason in aside}
        reason = self._aside.get((source, identity))
        return ("used", None) if reason is None else ("set_aside", reason)

    def periods(self, objective: str) -> list[PeriodOf]:
        """Every period of the objective that has begun."""
        return self.history.periods(objective, self.clock)

    def begin(self, clauses: dict[int, Clauses]) -> None:
        """Be made anew under these versions, with no fact yet."""
        self.clauses, self.n, self.facts = clauses, 0, 0
        self.history = History([clauses[version].terms for version in sorted(clauses)])
        self._waiting.clear()

    def catch_up(self, committed: Committed) -> None:
        """Take in what came since."""
        self._aside = None
        for n, at, event in committed.facts:
            heapq.heappush(self._waiting, (at, n, read_kept(event)))
            self.n = n
            self.facts += 1
        self.clock = committed.clock if committed.clock is not None else self.clock
        while self._waiting and self._waiting[0][0] <= self.clock:
            self.history.add(fact_of(heapq.heappop(self._waiting)[2]))


def span_now(objective: Objective, zone: str, clock: int) -> Span:
    """The window that the clock lies in, or that ends at it."""
    window = objective.window
    if isinstance(window, CalendarWindow):
        return window_at(window.unit, zone, clock)
    return Span(clock - window.length, clock)


class Agreements:
    """At most `most` agreements in memory and a few of the past, with at most `facts` facts, but for one alone.

    The least recently asked for is put away first.
    """

    def __init__(self, storage: ReadingStorage, most: int, facts: int) -> None:
        self._storage = storage
        self._held = _Held(most, facts)
        self._library = Library()

    async def ids(self) -> list[str]:
        """Every agreement that was put."""
        return list(await self._storage.agreements())

    async def known(self, agreement: str) -> Known | None:
        """The agreement as of now; None where it was never put or no time has passed yet."""
        held = self._held.get(agreement, None)

        async def more() -> Committed | None:
            return await self._storage.committed(agreement, held.n, _A_PAGE)

        return await self._brought(held, more)

    async def then(self, agreement: str, clock: int) -> Known | None:
        """The agreement as a tick at an earlier log clock found it; None where it had not been put.

        Nothing is ever added to it, so that what was made once holds.
        """
        held = self._held.get(agreement, clock)

        async def more() -> Committed | None:
            return await self._storage.as_known(agreement, clock, held.n, _A_PAGE)

        return held if held.whole else await self._brought(held, more)

    async def _brought(self, held: Known, more: Callable[[], Awaitable[Committed | None]]) -> Known | None:
        """Bring it to where the store is, page by page."""
        async with held.lock:
            while True:
                committed = await more()
                if committed is None or committed.clock is None:
                    return None
                if len(held.clauses) != len(committed.versions):
                    again = held.n > 0
                    held.begin(self._clauses(committed))
                    if again:
                        continue
                if len(committed.facts) > _AT_HAND:
                    await asyncio.to_thread(held.catch_up, committed)
                else:
                    held.catch_up(committed)
                if len(committed.facts) < _A_PAGE:
                    held.whole = True
                    self._held.fit()
                    return held

    def _clauses(self, committed: Committed) -> dict[int, Clauses]:
        return {version: self._library.read(document, version) for version, document in committed.versions}


class _Held:
    """What is in memory, by agreement and log clock (None: now), the least recently used first."""

    def __init__(self, most: int, facts: int) -> None:
        self._most, self._facts = most, facts
        self._held: OrderedDict[tuple[str, int | None], Known] = OrderedDict()

    def get(self, agreement: str, clock: int | None) -> Known:
        """What is held, or an empty one that will be."""
        key = agreement, clock
        found = self._held.pop(key, None) or Known(agreement)
        self._held[key] = found
        of_a_kind = [key for key in self._held if (key[1] is None) == (clock is None)]
        for old in of_a_kind[: -(self._most if clock is None else _PASTS)]:
            del self._held[old]
        return found

    def fit(self) -> None:
        """Put away what is too much, but for what was used last."""
        facts = sum(known.facts for known in self._held.values())
        while facts > self._facts and len(self._held) > 1:
            _, known = self._held.popitem(last=False)
            facts -= known.facts
