"""The time of one objective as cells between boundaries, each judged anew: class, share that is bad, outage."""

import itertools
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from tests.oracle.reading import duration
from tests.oracle.states import Facts, Told, Weights

CLASSES = (
    "up",
    "down",
    "degraded",
    "unknown",
    "maintenance",
    "excused",
    "tolerated",
    "outside_service_hours",
    "not_in_force",
)


@dataclass(frozen=True)
class Cell:
    """Time in which nothing changes. `bad` is None where it does not count; `out` in a counted outage."""

    start: int
    end: int
    kind: str
    bad: Fraction | None
    out: tuple[int, int] | None


class Ledger:
    """One objective of one version, its cells wherever they are asked for, up to `as_of`."""

    def __init__(self, facts: Facts, objective: dict[str, Any], force: tuple[int, int], since: int) -> None:
        self.facts, self.force, self.as_of = facts, force, facts.as_of
        self.service = objective["service"]
        counts = objective.get("counts", {})
        self.unknown = counts.get("unknown", "excluded")
        self.maintained = counts.get("maintenance", "excluded")
        self.shortest = duration(counts.get("outages_shorter_than", "PT0S")) or 0
        self.weights = Weights(counts.get("degraded", "0"))
        self.hours = facts.hours(objective.get("service_hours", "always"))
        first = facts.first_known(self.service)
        self.floor = min([force[0], since, *([] if first is None else [first])])
        self.changes = facts.maintenance(self.service)
        self.judge = lru_cache(maxsize=None)(self.judge)  # type: ignore[method-assign]  # each instant is judged once
        self.edges = self._edges()
        self.outages = self._outages()

    def _edges(self) -> list[int]:
        """Every instant at which a class may change, service hours aside."""
        found = self.facts.state_changes(self.service) | set(self.force)
        for _, _, proposal in self.facts.accepted:
            found |= {proposal.instant("from"), proposal.instant("until")}
        for _, spans in self.changes:
            found |= {edge for span in spans for edge in span}
        return sorted(found)

    def judge(self, t: int) -> Told:
        """The state after corrections."""
        found = self.facts.correction_at(self.service, t)
        if found is not None and found[1].data["to"] in ("up", "down", "degraded"):
            return found[1].data["to"], found[1].data.get("severity")
        return self.facts.state_at(self.service, self.weights, t)

    def is_out(self, t: int) -> bool:
        state = self.judge(t)[0]
        return state == "down" or (state == "unknown" and self.unknown == "down")

    def _outages(self) -> list[tuple[int, int, bool]]:
        """Whole outages up to `as_of`, and whether each counts."""
        points = [self.floor, *(edge for edge in self.edges if self.floor < edge < self.as_of), self.as_of]
        found: list[tuple[int, int, bool]] = []
        for a, b in itertools.pairwise(points):
            if not self.is_out(a):
                continue
            down = self.judge(a)[0] == "down"
            if found and found[-1][1] == a:
                start, _, was_down = found.pop()
                found.append((start, b, was_down or down))
            else:
                found.append((a, b, down))
        return [(a, b, not down or b - a >= self.shortest) for a, b, down in found]

    def maintenance_at(self, t: int) -> int | None:
        """Since when it is known that an instant is maintenance that is not counted; None where it is not."""
        found = self.facts.correction_at(self.service, t)
        if found is not None:
            return found[0] if found[1].data["to"] == "maintenance" else None
        return min(
            (known for known, spans in self.changes if any(a <= t < b for a, b in spans)), default=None
        )

    def cell(self, a: int, b: int) -> Cell:
        """What a stretch is; it has no boundary inside."""
        kind, bad = self._class(a)
        out = next(((x, y) for x, y, counts in self.outages if x <= a < y and counts), None)
        counted = kind == "down" or (kind == "unknown" and self.unknown == "down")
        return Cell(a, b, kind, bad, out if counted else None)

    def _class(self, t: int) -> tuple[str, Fraction | None]:
        if not self.force[0] <= t < self.force[1]:
            return "not_in_force", None
        if not self.hours.elapsed(t, t + 1):
            return "outside_service_hours", None
        found = self.facts.correction_at(self.service, t)
        if found is not None and found[1].data["to"] == "excused":
            return "excused", None
        if self.maintained != "counts_as_is" and self.maintenance_at(t) is not None:
            return "maintenance", Fraction(0) if self.maintained == "counts_as_up" else None
        if any(a <= t < b and not counts for a, b, counts in self.outages):
            return "tolerated", Fraction(0)
        state, severity = self.judge(t)
        bad = {"up": Fraction(0), "down": Fraction(1), "degraded": self.weights.of(severity)}
        if state == "unknown":
            return state, {"excluded": None, "up": Fraction(0), "down": Fraction(1)}[self.unknown]
        return state, bad[state]

    def cells(self, start: int, end: int) -> list[Cell]:
        """The cells of [start, end), none after `as_of`."""
        end = min(end, self.as_of)
        if end <= start:
            return []
        hours = {edge for span in self.hours.between(start, end) for edge in span}
        outages = {edge for a, b, _ in self.outages for edge in (a, b)}
        inner = sorted(edge for edge in {*self.edges, *hours, *outages} if start < edge < end)
        points = [start, *inner, end]
        return [self.cell(a, b) for a, b in itertools.pairwise(points)]

    def planned(self, t: int, end: int) -> int:
        """Service time in force from an instant to the end, less maintenance known by then to be excluded."""
        start, end = max(t, self.force[0]), min(end, self.force[1])
        total = 0
        for a, b in self.hours.between(start, end):
            points = [a, *(edge for edge in self.edges if a < edge < b), b]
            for x, y in itertools.pairwise(points):
                known = self.maintenance_at(x) if self.maintained == "excluded" else None
                total += 0 if known is not None and known <= t else y - x
        return total

    def known_ats(self) -> set[int]:
        """The instants at which maintenance becomes known."""
        return {known for known, _ in self.changes} | {since for _, since, _ in self.facts.accepted}


def sums(cells: list[Cell]) -> tuple[Fraction, int]:
    """Bad and counted time."""
    counted = [cell for cell in cells if cell.bad is not None]
    bad = sum(((cell.bad or 0) * (cell.end - cell.start) for cell in counted), Fraction(0))
    return bad, sum(cell.end - cell.start for cell in counted)
