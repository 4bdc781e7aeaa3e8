"""One agreement as questions find it: its versions and its facts up to the log clock.

Where it forgot facts (`growing`) it answers what needs none of them, and before.Forgotten comes of the rest.
"""

import asyncio
import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.evaluator.clauses import Clauses
from services.evaluator.growing import Growing
from services.evaluator.histories import in_order
from services.evaluator.reading.storage_reading import Committed, Told
from services.evaluator.records import read_kept
from shared.agreements.evidence import fact_of
from shared.contracts.facts import Fact
from shared.sla.agreed.objectives import CalendarWindow, Objective
from shared.sla.figures import PeriodOf
from shared.sla.history import History
from shared.sla.spans import NEVER, Span
from shared.sla.time.windows import window_at
from shared.sla.told.versions import force_of, objective_of


@dataclass(slots=True)
class Known:
    """One agreement as of the log clock `clock`. `whole`: everything up to it is there; where not, it is not asked.
    `n`: the last fact that was read of it.

    Whoever asks its history or brings it further holds `lock` meanwhile: that is done in threads, so that neither
    other questions nor decisions wait for a long one.
    """

    id: str
    clock: int = -NEVER
    growing: Growing = field(default_factory=lambda: Growing(History()))
    clauses: dict[int, Clauses] = field(default_factory=dict)
    n: int = 0
    whole: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _waiting: list[tuple[int, int, Fact]] = field(default_factory=list)
    _aside: dict[tuple[str, str], str] | None = None

    @property
    def history(self) -> History:
        """What the calculus answers from."""
        return self.growing.history

    @property
    def entries(self) -> int:
        """The facts in memory, and the changes of state that are left of forgotten ones."""
        return self.growing.size + self.growing.fresh + len(self._waiting)

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
        self.clauses, self.n, self.whole = clauses, 0, False
        self.growing = Growing(History(in_order(clauses.values())))
        self._waiting.clear()

    def resume(self, growing: Growing, n: int, later: Sequence[Told]) -> None:
        """Go on from what is kept of the facts up to the n-th; `later`: those of them that it may not have."""
        self.growing, self.n = growing, n
        self._wait_for(later)

    def catch_up(self, committed: Committed) -> None:
        """Take in what came since; before.Forgotten where that needs a fact that is gone, and it has to begin anew."""
        self._aside, self.whole = None, False
        self._wait_for(committed.facts)
        if committed.facts:
            self.n = committed.facts[-1][0]
        self.clock = committed.clock if committed.clock is not None else self.clock
        while self._waiting and self._waiting[0][0] <= self.clock:
            self.growing.add(fact_of(heapq.heappop(self._waiting)[2]))

    def _wait_for(self, facts: Sequence[Told]) -> None:
        for n, at, event in facts:
            heapq.heappush(self._waiting, (at, n, read_kept(event)))


def span_now(objective: Objective, zone: str, clock: int) -> Span:
    """The window that the clock lies in, or that ends at it."""
    window = objective.window
    if isinstance(window, CalendarWindow):
        return window_at(window.unit, zone, clock)
    return Span(clock - window.length, clock)
