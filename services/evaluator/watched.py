"""One agreement as it is held in memory: where its chain stands, its versions, its periods, and what waits.

It mirrors its rows; the facts themselves are in the store, and the calculus over them in `histories`. Anything that
fails throws the whole partition's state away, and it is read again.
"""

import heapq
from dataclasses import dataclass, field

from services.evaluator.ports import AgreementRow, PeriodKey, PeriodRow, VersionRow
from shared.contracts.facts import Fact
from shared.sla.spans import EVER

GENESIS = bytes(32)
"""What stands before the first fact of a chain."""


@dataclass(slots=True)
class Watched:
    """`closed` holds the periods whose closing was recorded, `live` all others. Instants in µs."""

    id: str
    number: int
    n: int = 0
    head: bytes = GENESIS
    touched_since: int | None = None
    starts_at: int | None = None
    versions: dict[int, VersionRow] = field(default_factory=dict)
    live: dict[PeriodKey, PeriodRow] = field(default_factory=dict)
    closed: dict[PeriodKey, PeriodRow] = field(default_factory=dict)
    waiting: list[tuple[int, int, Fact]] = field(default_factory=list)

    def row(self) -> AgreementRow:
        """As it is kept."""
        return AgreementRow(
            id=self.id, number=self.number, n=self.n, head=self.head,
            touched_since=self.touched_since, starts_at=self.starts_at,
        )  # fmt: skip

    def touch(self, since: int) -> None:
        """Something changes the time from `since` on; the next tick looks at it."""
        self.touched_since = since if self.touched_since is None else min(since, self.touched_since)

    def wait(self, fact: Fact, n: int) -> None:
        """A fact of later than the log clock."""
        heapq.heappush(self.waiting, (fact.at, n, fact))

    def take_waiting(self, clock: int) -> list[Fact]:
        """Those whose time has come, in order of time."""
        taken = []
        while self.waiting and self.waiting[0][0] <= clock:
            taken.append(heapq.heappop(self.waiting)[2])
        return taken

    def keep(self, period: PeriodRow) -> None:
        """Take the period in as it now is."""
        (self.live if period.told.closed else self.closed).pop(period.key, None)
        (self.closed if period.told.closed else self.live)[period.key] = period

    def due(self) -> int | None:
        """The first log clock at which something is to be done; None when nothing is."""
        if not self.versions:
            return None
        if self.touched_since is not None:
            return EVER
        found = [period.due for period in self.live.values() if period.due is not None]
        if self.starts_at is not None:
            found.append(self.starts_at)
        if self.waiting:
            found.append(self.waiting[0][0])
        return min(found, default=None)
