"""One agreement as it is held in memory: where its chain stands, its versions, its periods, and what waits.

It mirrors its rows; the facts themselves are in the store, and the calculus over them in `histories`. What only a
fact can change (closed periods, clocks without a deadline) is put away, and recalled from the store when one does.
Anything that fails throws the whole partition's state away, and it is read again.
"""

import heapq
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from services.evaluator.ports import (
    AgreementRow,
    ClockKey,
    ClockRow,
    PeriodKey,
    PeriodRow,
    SourceKey,
    SourceRow,
    VersionRow,
)
from shared.contracts.facts import Fact
from shared.sla.spans import EVER

GENESIS = bytes(32)
"""What stands before the first fact of a chain."""


@dataclass(slots=True)
class Watched:
    """`live` holds the periods that time can still change, `away` the starts of those put away, by version and
    objective; `clocks` those that have a deadline. `touched` and `incidents` are what the next tick looks at.
    """

    id: str
    number: int
    n: int = 0
    head: bytes = GENESIS
    touched: dict[str, int] = field(default_factory=dict)
    incidents: set[str] = field(default_factory=set)
    starts_at: int | None = None
    versions: dict[int, VersionRow] = field(default_factory=dict)
    live: dict[PeriodKey, PeriodRow] = field(default_factory=dict)
    away: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    clocks: dict[ClockKey, ClockRow] = field(default_factory=dict)
    sources: dict[SourceKey, SourceRow] = field(default_factory=dict)
    waiting: list[tuple[int, int, Fact]] = field(default_factory=list)
    _clocks_due: list[tuple[int, ClockKey]] = field(default_factory=list)

    def row(self) -> AgreementRow:
        """As it is kept."""
        return AgreementRow(
            id=self.id, number=self.number, n=self.n, head=self.head, touched=dict(self.touched),
            incidents=tuple(sorted(self.incidents)), starts_at=self.starts_at,
        )  # fmt: skip

    def touch(self, service: str, since: int) -> None:
        """Something changes the service from `since` on; the next tick looks at it."""
        self.touched[service] = min(since, self.touched.get(service, since))

    def wait(self, fact: Fact, n: int) -> None:
        """A fact of later than the log clock."""
        heapq.heappush(self.waiting, (fact.at, n, fact))

    def take_waiting(self, clock: int) -> list[Fact]:
        """Those whose time has come, in order of time."""
        taken = []
        while self.waiting and self.waiting[0][0] <= clock:
            taken.append(heapq.heappop(self.waiting)[2])
        return taken

    # periods

    def keep(self, period: PeriodRow) -> None:
        """Take the period in as it now is; put it away where time alone changes nothing of it any more."""
        key = period.key
        self.live.pop(key, None)
        if period.told.closed and period.due is None:
            self.put_away(key)
        else:
            self.live[key] = period

    def put_away(self, key: PeriodKey) -> None:
        """A period of which only its being there is remembered."""
        _, objective, version, start = key
        starts = self.away.setdefault((version, objective), [])
        place = bisect_right(starts, start)
        if not starts[:place] or starts[place - 1] != start:
            starts.insert(place, start)

    def reached(self, version: int, objective: str, since: int) -> list[PeriodKey]:
        """The periods put away that do not end before an instant, and at most one more."""
        starts = self.away.get((version, objective), [])
        first = max(0, bisect_right(starts, since) - 1)
        return [(self.id, objective, version, start) for start in starts[first:]]

    def recall(self, periods: Iterable[PeriodRow]) -> None:
        """Periods that were put away and are looked at again."""
        for period in periods:
            self.away[period.version, period.objective].remove(period.start)
            self.live[period.key] = period

    def settle(self) -> None:
        """Put away again what was recalled and needs no further look."""
        for period in list(self.live.values()):
            if period.told.closed and period.due is None:
                self.keep(period)

    def knows(self, key: PeriodKey) -> bool:
        """Whether the period was there before."""
        _, objective, version, start = key
        return key in self.live or start in self.away.get((version, objective), ())

    # clocks and sources

    def keep_clock(self, row: ClockRow) -> None:
        """Take a clock in as it now is; without a deadline it is put away."""
        before = self.clocks.pop(row.key, None)
        if row.due is None:
            return
        self.clocks[row.key] = row
        if before is None or before.due != row.due:
            heapq.heappush(self._clocks_due, (row.due, row.key))

    def due_clocks(self, clock: int) -> Iterator[ClockRow]:
        """The clocks whose deadline has come."""
        while self._clocks_due and self._clocks_due[0][0] <= clock:
            due, key = heapq.heappop(self._clocks_due)
            row = self.clocks.get(key)
            if row is not None and row.due == due:
                yield row

    def _clock_due(self) -> int | None:
        while self._clocks_due:
            due, key = self._clocks_due[0]
            row = self.clocks.get(key)
            if row is not None and row.due == due:
                return due
            heapq.heappop(self._clocks_due)
        return None

    def due(self) -> int | None:
        """The first log clock at which something is to be done; None when nothing is."""
        if not self.versions:
            return None
        if self.touched or self.incidents:
            return EVER
        found = [at for period in self.live.values() for at in (period.due, period.show_due)]
        found += [row.due for row in self.sources.values()]
        found += [self._clock_due(), self.starts_at, self.waiting[0][0] if self.waiting else None]
        return min((at for at in found if at is not None), default=None)

    def deadlines(self) -> int:
        """How many there are."""
        found = sum(period.due is not None for period in self.live.values()) + len(self.clocks)
        return found + sum(row.due is not None for row in self.sources.values())
