"""Availability and the measures of outages in one period, by walking from boundary to boundary."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from shared.contracts.instants import format_instant
from tests.oracle.causes import cause_and_conditions
from tests.oracle.ledger import CLASSES, Ledger, sums
from tests.oracle.reading import duration, share

Outage = tuple[int, int]


def above_from(function: Callable[[int], Any], points: Iterable[int]) -> int | None:
    """The first instant at which a function is above 0, which between two points only rises or falls."""
    before = None
    for point in sorted(set(points)):
        if function(point) > 0:
            return point if before is None else _crossing(function, before, point)
        before = point
    return None


def above_since(function: Callable[[int], Any], points: Iterable[int], last: int) -> int | None:
    """The first instant since which a convex stretch after stretch has been above 0 until the last one."""
    if function(last) <= 0:
        return None
    after = last
    for point in sorted({one for one in points if one < last}, reverse=True):
        lowest = _lowest(function, point, after)
        if function(lowest) <= 0:
            return _crossing(function, lowest, after)
        after = point
    return after


def _crossing(function: Callable[[int], Any], low: int, high: int) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if function(middle) > 0 else (middle, high)
    return high


def _lowest(function: Callable[[int], Any], low: int, high: int) -> int:
    """The last instant at which a convex function is lowest, or not above 0."""
    if function(low) <= 0 and function(high) <= 0:
        return high
    while high - low > 2:
        third = (high - low) // 3
        a, b = low + third, high - third
        low, high = (low, b) if function(a) < function(b) else (a, high)
    return min(range(high, low - 1, -1), key=function)


def credit(objective: dict[str, Any], sli: Fraction | None) -> str:
    """The percentage of the lowest tier that is undercut, at most the cap."""
    clause = objective.get("credits", [])
    tiers = clause["tiers"] if isinstance(clause, dict) else clause
    under = [
        (share(one["below"]), share(str(one["percent"])))
        for one in tiers
        if sli is not None and sli < share(one["below"])
    ]
    if not under:
        return "0"
    percent = min(under)[1]
    if isinstance(clause, dict) and "cap" in clause:
        percent = min(percent, share(clause["cap"]) * 100)
    return str(number(percent))


def number(value: Fraction | int) -> int | str:
    """An integer where it is whole, else exact text."""
    value = Fraction(value)
    for places in range(200):
        if (value * 10**places).denominator == 1:
            if not places:
                return int(value)
            digits = str(abs(int(value * 10**places))).rjust(places + 1, "0")
            return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"
        if pow(10, 400, value.denominator):
            break
    return f"{value.numerator}/{value.denominator}"


def percent_down(value: Fraction | None) -> str | None:
    """Up to 12 decimals, rounded down."""
    return None if value is None else str(number(Fraction(int(value * 10**14), 10**12)))


def instant(value: int | None) -> str | None:
    return None if value is None else format_instant(value)


def budget(allowed: Fraction, spent: Fraction | int) -> dict[str, Any]:
    return {"allowed": number(allowed), "spent": number(spent), "remaining": number(allowed - spent)}


def warned(objective: dict[str, Any], allowed: Fraction, spent: Fraction | int, default: list[str]) -> bool:
    """Whether what is spent has reached the lowest share of `warn_at`."""
    shares = [share(one) for one in objective.get("warn_at", default) if not one.startswith("P")]
    return bool(shares) and spent > 0 and spent >= min(shares) * allowed


class Measure:
    """One objective in one period; `length` is that of a rolling window."""

    def __init__(
        self, ledger: Ledger, objective: dict[str, Any], period: tuple[int, int], *, rolling: bool
    ) -> None:
        self.ledger, self.objective, self.as_of = ledger, objective, ledger.as_of
        self.start, self.end = period
        self.until = max(self.start, min(self.end, self.as_of))
        self.rolling, self.length = rolling, self.end - self.start
        self.open = rolling or self.as_of < self.end
        floor = min(ledger.floor, self.start)
        self.all = ledger.cells(floor, self.as_of)
        self.cells = list(ledger.cells(self.start, self.end))
        self.bad, self.total = sums(self.cells)
        self.planned = 0 if rolling else ledger.planned(max(self.start, self.as_of), self.end)
        self.kinds = {kind: sum(c.end - c.start for c in self.cells if c.kind == kind) for kind in CLASSES}
        edges = {edge for cell in self.all for edge in (cell.start, cell.end)}
        self.edges = edges | {edge + self.length for edge in edges} if rolling else edges

    def within(self, start: int, end: int) -> tuple[Fraction, int]:
        """Bad and counted time between two instants."""
        bad, total = Fraction(0), 0
        for cell in self.all:
            time = min(cell.end, end) - max(cell.start, start)
            if cell.bad is not None and time > 0:
                bad, total = bad + cell.bad * time, total + time
        return bad, total

    def points(self, *more: int) -> list[int]:
        """The boundaries at which a calendar window may turn."""
        known = self.ledger.known_ats()
        inner = {one for one in {*self.edges, *known, *more} if self.start < one < self.until}
        return sorted({self.start, *inner, self.until})

    def figure(self) -> dict[str, Any]:
        indicator = self.objective["indicator"]
        own = self.availability() if indicator == "availability" else self.of_outages(indicator)
        return {
            "good_us": number(self.total - self.bad),
            "total_us": self.total,
            "ledger_us": self.kinds,
            "outages": [
                {
                    "from": instant(a),
                    "until": None if b == self.as_of and self.ledger.is_out(b) else instant(b),
                    "counted_us": time,
                    **cause_and_conditions(self.ledger, a, b),
                }
                for (a, b), time in self.counted(self.start, self.until).items()
            ],
            **own,
        }

    # availability

    def availability(self) -> dict[str, Any]:
        target = share(self.objective["target"])
        allowed = (1 - target) * (self.total + self.planned)
        sli = (self.total - self.bad) / self.total if self.total else None
        state, breached_at = self._verdict(target, allowed, sli)
        likely = sli
        if self.open and not self.rolling and self.total:
            likely = (self.total - self.bad + self.planned) / (self.total + self.planned)
        return {
            "state": state,
            "sli_percent": percent_down(sli),
            "value": None,
            "target_percent": percent_down(target),
            "budget_us": budget(allowed, self.bad),
            "breached_at": instant(breached_at),
            "credit_percent": None
            if state in ("no_data", "not_assessable")
            else credit(self.objective, likely),
        }

    def _verdict(self, target: Fraction, allowed: Fraction, sli: Fraction | None) -> tuple[str, int | None]:
        bound = self.objective.get("not_assessable_above", {}).get("unknown")
        within = sum(
            time for kind, time in self.kinds.items() if kind not in ("not_in_force", "outside_service_hours")
        )
        if bound is not None and within and Fraction(self.kinds["unknown"], within) > share(bound):
            return "not_assessable", None
        if sli is None:
            return "no_data", None
        breached_at = self._breached_at(target)
        if breached_at is not None:
            return "breached", breached_at
        if self.open and warned(self.objective, allowed, self.bad, ["50 %", "75 %", "90 %"]):
            return "at_risk", None
        return "met", None

    def _breached_at(self, target: Fraction) -> int | None:
        def over(t: int) -> Fraction:
            start = t - self.length if self.rolling else self.start
            bad, total = self.within(start, t)
            planned = 0 if self.rolling else self.ledger.planned(t, self.end)
            return bad - (1 - target) * (total + planned)

        t = above_since(over, self.edges, self.as_of) if self.rolling else above_from(over, self.points())
        return None if t is None else t - 1

    # measures of outages

    def counted(self, start: int, end: int) -> dict[Outage, int]:
        """The outages with counted time in a span, and that time."""
        found: dict[Outage, int] = {}
        for cell in self.all:
            time = min(cell.end, end) - max(cell.start, start)
            if cell.out is not None and time > 0:
                found[cell.out] = found.get(cell.out, 0) + time
        return found

    def firsts(self) -> dict[Outage, int]:
        """The first counted instant of each outage."""
        found: dict[Outage, int] = {}
        for cell in self.all:
            if cell.out is not None:
                found.setdefault(cell.out, cell.start)
        return found

    def beyond(self, indicator: str, start: int, end: int) -> tuple[int | None, Fraction]:
        """The value in a span, and a function that is above 0 where it is beyond its bound."""
        begun = sum(start <= first < end for first in self.firsts().values())
        if indicator == "outage_count":
            return begun, Fraction(begun - int(self.objective["at_most"]))
        bound = duration(self.objective.get("at_most") or self.objective["at_least"]) or 0
        if indicator == "longest_outage":
            longest = max(self.counted(start, end).values(), default=0)
            return longest, Fraction(longest - bound)
        if indicator == "mean_time_to_restore":
            lengths = [
                time
                for (_, b), time in self.counted(self.ledger.floor, self.as_of).items()
                if self._ended(b, start, end)
            ]
            mean = Fraction(sum(lengths), len(lengths)) if lengths else None
            if mean is None:
                return None, Fraction(-1)
            no_data = self.rolling and not self.within(start, end)[1]
            return int(mean), Fraction(-1) if no_data else mean - bound
        bad, total = self.within(start, end)
        planned = 0 if self.rolling else self.ledger.planned(max(end, self.start), self.end)
        value = int((total - bad) / begun) if begun else None
        return value, bound * begun - (total - bad + planned)

    def _ended(self, at: int, start: int, end: int) -> bool:
        return start <= at < end and at < self.as_of

    def of_outages(self, indicator: str) -> dict[str, Any]:
        value, _ = self.beyond(
            indicator, self.start, self.until if indicator != "mean_time_to_restore" else self.end
        )
        firsts = {first + 1 for first in self.firsts().values()}
        ends = {b + 1 for _, b in self.firsts()}
        breached_at = None
        if not self.total:
            state = "no_data"
        else:
            t = self._turns(indicator, firsts | ends)
            breached_at = None if t is None else t - 1
            if t is not None and indicator == "mean_time_to_restore" and not self.rolling:
                breached_at = t
            state = (
                "breached"
                if t is not None
                else "at_risk"
                if self.open and self._at_risk(indicator, value)
                else "met"
            )
        return {
            "state": state,
            "sli_percent": None,
            "value": value,
            "target_percent": None,
            "budget_us": None,
            "breached_at": instant(breached_at),
            "credit_percent": None,
        }

    def _turns(self, indicator: str, steps: set[int]) -> int | None:
        if self.rolling:
            points = {*self.edges, *steps, *(step + self.length for step in steps)}
            return above_since(lambda t: self.beyond(indicator, t - self.length, t)[1], points, self.as_of)
        if indicator == "mean_time_to_restore":
            over = self.beyond(indicator, self.start, self.end)[1] > 0
            return self.end if over and not self.open else None
        return above_from(lambda t: self.beyond(indicator, self.start, t)[1], self.points(*steps))

    def _at_risk(self, indicator: str, value: int | None) -> bool:
        if value is None or indicator in ("outage_count", "longest_outage"):
            return False
        if indicator == "mean_time_to_restore":
            return self.beyond(indicator, self.start, self.end)[1] > 0
        return value < (duration(self.objective["at_least"]) or 0)
