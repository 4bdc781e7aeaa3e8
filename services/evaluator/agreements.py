"""The agreements as the read API knows them: what is committed, up to the log clock, in a cache that catches up.

Apart from what decides, so that no answer shows a batch that may still fail.
"""

import asyncio
import heapq
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from services.evaluator.clauses import Clauses, Library
from services.evaluator.records import read_kept
from services.evaluator.storage_reading import Committed, ReadingStorage
from shared.agreements.evidence import fact_of
from shared.contracts.facts import Fact
from shared.sla.figures import PeriodOf
from shared.sla.history import History
from shared.sla.objectives import CalendarWindow, Objective
from shared.sla.spans import NEVER, Span
from shared.sla.versions import force_of, objective_of
from shared.sla.windows import window_at

_PASTS: Final = 8
"""Pasts in memory: a page of the past asks several times for one."""


@dataclass(slots=True)
class Known:
    """One agreement as of the log clock `clock`. `past`: of what was known then, to be held while it is asked."""

    id: str
    clock: int
    history: History
    clauses: dict[int, Clauses]
    n: int = 0
    past: asyncio.Lock | None = None
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

    def catch_up(self, committed: Committed) -> None:
        """Take in what came since."""
        self._aside = None
        for n, at, event in committed.facts:
            heapq.heappush(self._waiting, (at, n, read_kept(event)))
            self.n = n
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
    """At most `most` agreements in memory, the least recently asked for put away first; and a few of the past."""

    def __init__(self, storage: ReadingStorage, most: int) -> None:
        self._storage = storage
        self._most = most
        self._library = Library()
        self._held: OrderedDict[str, Known] = OrderedDict()
        self._lock = asyncio.Lock()
        self._pasts = Pasts(storage)

    async def ids(self) -> list[str]:
        """Every agreement that was put."""
        return list(await self._storage.agreements())

    async def known(self, agreement: str) -> Known | None:
        """The agreement as of now; None where it was never put or no time has passed yet."""
        async with self._lock:
            held = self._held.pop(agreement, None)
            committed = await self._storage.committed(agreement, held.n if held is not None else 0)
            if committed is None or committed.clock is None:
                return None
            if held is None or len(held.clauses) != len(committed.versions):
                if held is not None:
                    committed = await self._storage.committed(agreement, 0) or committed
                held = _new(agreement, committed, self._library)
            held.catch_up(committed)
            self._held[agreement] = held
            while len(self._held) > self._most:
                self._held.popitem(last=False)
            return held

    async def then(self, agreement: str, clock: int) -> Known | None:
        """The agreement as it was known at an earlier log clock; None where it had not been put."""
        return await self._pasts.known(agreement, clock)


class Pasts:
    """What was known at earlier log clocks. Nothing is ever added to it, so that what was made once holds."""

    def __init__(self, storage: ReadingStorage, most: int = _PASTS) -> None:
        self._storage = storage
        self._most = most
        self._library = Library()
        self._held: OrderedDict[tuple[str, int], Known] = OrderedDict()
        self._lock = asyncio.Lock()

    async def known(self, agreement: str, clock: int) -> Known | None:
        """The agreement with the versions and facts that a tick at `clock` found; None where it found no version."""
        async with self._lock:
            held = self._held.pop((agreement, clock), None)
            if held is None:
                committed = await self._storage.as_known(agreement, clock)
                if not committed.versions:
                    return None
                held = await asyncio.to_thread(_made, agreement, committed, self._library)
                held.past = asyncio.Lock()
            self._held[agreement, clock] = held
            while len(self._held) > self._most:
                self._held.popitem(last=False)
            return held


def _made(agreement: str, committed: Committed, library: Library) -> Known:
    known = _new(agreement, committed, library)
    known.catch_up(committed)
    return known


def _new(agreement: str, committed: Committed, library: Library) -> Known:
    clauses = {version: library.read(document, version) for version, document in committed.versions}
    history = History([clauses[version].terms for version in sorted(clauses)])
    return Known(agreement, -NEVER, history, clauses)
