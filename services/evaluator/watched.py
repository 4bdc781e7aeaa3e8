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
    """`live` holds the periods that time can still change, `closed` those closed without anyone told, which late
    history may change in silence, `final` those whose end was told. `begins`: the first start of each objective.
    """

    id: str
    number: int
    n: int = 0
    head: bytes = GENESIS
    touched: dict[str, int] = field(default_factory=dict)
    starts_at: int | None = None
    versions: dict[int, VersionRow] = field(default_factory=dict)
    live: dict[PeriodKey, PeriodRow] = field(default_factory=dict)
    closed: dict[PeriodKey, PeriodRow] = field(default_factory=dict)
    final: set[PeriodKey] = field(default_factory=set)
    begins: dict[tuple[int, str], int] = field(default_factory=dict)
    waiting: list[tuple[int, int, Fact]] = field(default_factory=list)

    def row(self) -> AgreementRow:
        """As it is kept."""
        return AgreementRow(
            id=self.id, number=self.number, n=self.n, head=self.head,
            touched=dict(self.touched), starts_at=self.starts_at,
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

    def keep(self, period: PeriodRow) -> None:
        """Take the period in as it now is."""
        key = period.key
        self.live.pop(key, None)
        self.closed.pop(key, None)
        if period.told.final:
            self.final.add(key)
        else:
            (self.closed if period.told.closed else self.live)[key] = period
        name = period.version, period.objective
        self.begins[name] = min(period.start, self.begins.get(name, period.start))

    def knows(self, key: PeriodKey) -> bool:
        """Whether the period was there before."""
        return key in self.live or key in self.closed or key in self.final

    def due(self) -> int | None:
        """The first log clock at which something is to be done; None when nothing is."""
        if not self.versions:
            return None
        if self.touched:
            return EVER
        found = [
            at for period in self.live.values() for at in (period.due, period.show_due) if at is not None
        ]
        if self.starts_at is not None:
            found.append(self.starts_at)
        if self.waiting:
            found.append(self.waiting[0][0])
        return min(found, default=None)
