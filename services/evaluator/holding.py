"""The state of one partition in memory: its clock, its agreements, and which of them is due when.

A heap over the due instants makes a tick with nothing due one look, however many agreements there are. Its entries
are hints: an agreement whose due instant has changed since is pushed again, and the stale entry is passed over.
"""

import heapq
from dataclasses import dataclass, field

from services.evaluator.ports import AgreementRow, Kept
from services.evaluator.records import read_kept
from services.evaluator.watched import Watched


@dataclass(slots=True)
class Holding:
    """What one member of the group knows of a partition. `clock` is None until the first tick."""

    number: int
    clock: int | None = None
    agreements: dict[str, Watched] = field(default_factory=dict)
    _heap: list[tuple[int, str]] = field(default_factory=list)
    _due: dict[str, int] = field(default_factory=dict)

    def take(self, kept: Kept) -> None:
        """Take in what the store has kept."""
        for row in kept.agreements:
            self.agreements[row.id] = _watched(row, self.number)
        for version in kept.versions:
            self.agreements[version.agreement].versions[version.version] = version
        for period in kept.periods:
            self.agreements[period.agreement].keep(period)
        for key in kept.closed:
            self.agreements[key[0]].put_away(key)
        for clock in kept.clocks:
            self.agreements[clock.agreement].keep_clock(clock)
        for source in kept.sources:
            self.agreements[source.agreement].sources[source.key] = source
        for agreement, n, event in kept.waiting:
            self.agreements[agreement].wait(read_kept(event), n)
        for row in kept.agreements:
            self.schedule(self.agreements[row.id])

    def watched(self, agreement: str) -> Watched:
        """The agreement, new where it was not known."""
        found = self.agreements.get(agreement)
        if found is None:
            found = self.agreements[agreement] = Watched(agreement, self.number)
        return found

    def schedule(self, watched: Watched) -> None:
        """Note when the agreement is due."""
        due = watched.due()
        if due is None:
            self._due.pop(watched.id, None)
        elif self._due.get(watched.id) != due:
            self._due[watched.id] = due
            heapq.heappush(self._heap, (due, watched.id))

    def due(self, clock: int) -> list[Watched]:
        """The agreements that are due, by id, so that their order is that of any replay. Schedule each again."""
        found = []
        while self._heap and self._heap[0][0] <= clock:
            due, agreement = heapq.heappop(self._heap)
            if self._due.get(agreement) == due:
                del self._due[agreement]
                found.append(agreement)
        return [self.agreements[agreement] for agreement in sorted(found)]

    def deadlines(self) -> int:
        """How many deadlines are stored; for metrics."""
        return sum(watched.deadlines() for watched in self.agreements.values())

    def waiting(self) -> int:
        """How many facts wait for their time; for metrics."""
        return sum(len(watched.waiting) for watched in self.agreements.values())

    def oldest_waiting(self) -> int | None:
        """The instant of the earliest fact that waits for its time; for metrics."""
        found = [watched.waiting[0][0] for watched in self.agreements.values() if watched.waiting]
        return min(found, default=None)


def _watched(row: AgreementRow, number: int) -> Watched:
    return Watched(
        row.id, number, row.n, row.head,
        touched=dict(row.touched), incidents=set(row.incidents), starts_at=row.starts_at,
    )  # fmt: skip
