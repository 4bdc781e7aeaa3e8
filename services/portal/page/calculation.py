"""The calculation step by step, in seconds that one can retype into a calculator.

Each step is written with as many decimals as its finest number needs, so that its lines add up digit for digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from services.portal.page.agreed import Agreed, counts_of, is_counted, weight_of
from services.portal.page.durations import SECOND, second_decimals, seconds
from services.portal.page.key_figures import best, planned
from services.portal.page.moments import Calendar
from services.portal.page.numbers import agreed_percent, number, percent
from services.portal.page.seen import Detail
from shared.agreements.document import ObjectiveClause
from shared.sla.objectives import Counts, UnknownCounts

_DECIMALS = 8
_NOT_COUNTED = ("maintenance", "excused", "unknown", "outside_service_hours", "not_in_force")


@dataclass(frozen=True, slots=True)
class Line:
    """A term and its value; `total` draws a line above."""

    term: str
    value: str
    total: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the calculation with the clauses it rests on."""

    title: str
    lines: tuple[Line, ...]
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Term:
    """A line before it is written: microseconds, None where the line is an operation alone."""

    said: str
    time: Fraction | None
    total: bool = False


def calculation(
    detail: Detail, clause: ObjectiveClause, agreed: Agreed, calendar: Calendar, clauses: Sequence[str]
) -> list[Step]:
    """The steps; empty where the indicator is none that this page can spell out."""
    counts = counts_of(clause)
    if counts is None or detail.figure.sli is None:
        return []
    work = _Work(detail, counts, agreed, calendar)
    steps = [work.counted(tuple(clauses)), work.bad(), work.sli()]
    ahead = planned(detail)
    if ahead is not None and not detail.figure.ended:
        steps.append(work.budget(ahead))
        reachable = best(detail)
        steps += [work.best(ahead, reachable)] if reachable is not None else []
    return steps


@dataclass(frozen=True, slots=True)
class _Work:
    detail: Detail
    counts: Counts
    agreed: Agreed
    calendar: Calendar

    def counted(self, clauses: tuple[str, ...]) -> Step:
        """The whole of the ledger, less what does not count."""
        figure, say = self.detail.figure, self.agreed.say
        terms = [_Term(self._span(), Fraction(sum(figure.ledger.values())))]
        for kind in _NOT_COUNTED:
            time = figure.ledger.get(kind, 0)
            if time and not is_counted(self.counts, kind):
                said = "calc.less.unknown" if kind == "unknown" else "calc.less"
                terms.append(_Term(str(say(said, kind=say(f"class.{kind}"))), Fraction(time)))
        terms.append(_Term(str(say("calc.total")), figure.total, total=True))
        return Step(str(say("calc.counted")), self._written(terms), clauses)

    def bad(self) -> Step:
        """Down, unknown where it counts as down, degraded by its weight."""
        figure, say = self.detail.figure, self.agreed.say
        terms = [_Term(str(say("calc.down")), Fraction(figure.ledger.get("down", 0)))]
        unknown = figure.ledger.get("unknown", 0)
        if unknown and self.counts.unknown is UnknownCounts.DOWN:
            terms.append(_Term(str(say("calc.plus.unknown")), Fraction(unknown)))
        terms += self._degraded()
        terms.append(_Term(str(say("calc.bad.total")), figure.bad, total=True))
        return Step(str(say("calc.bad")), self._written(terms))

    def sli(self) -> Step:
        """Good through total, as exact as the API says it, then as shown."""
        figure, say = self.detail.figure, self.agreed.say
        return self._quotient("calc.sli", figure.total, figure.sli or Fraction(0), str(say("calc.shown")))

    def budget(self, ahead: Fraction) -> Step:
        """(1 - target) of what counts and will count, less what is bad."""
        figure, say = self.detail.figure, self.agreed.say
        assert figure.budget is not None  # noqa: S101 - without a budget nothing is planned
        target = agreed_percent(figure.target or Fraction(0), self.agreed.language)
        terms = [_Term(str(say("calc.total")), figure.total)]
        terms += [_Term(str(say("calc.still")), ahead)] if ahead else []
        terms += [
            _Term(str(say("calc.failing", target=target)), None),
            _Term(str(say("calc.allowed")), figure.budget.allowed, total=True),
            _Term(str(say("calc.spent")), figure.budget.spent),
            _Term(str(say("calc.remaining")), figure.budget.remaining, total=True),
        ]
        return Step(str(say("calc.budget")), self._written(terms))

    def best(self, ahead: Fraction, reachable: Fraction) -> Step:
        """What is reached if nothing more fails."""
        shown = str(self.agreed.say("calc.shown"))
        return self._quotient("calc.best", self.detail.figure.total + ahead, reachable, shown)

    def _quotient(self, title: str, whole: Fraction, value: Fraction, shown: str) -> Step:
        """(whole − bad) ÷ whole, to more decimals than are shown, then rounded down as the page shows it."""
        language = self.agreed.language
        decimals = second_decimals([whole, self.detail.figure.bad])
        total, bad = (number(t / SECOND, language, decimals) for t in (whole, self.detail.figure.bad))
        lines = (
            Line(f"({total} − {bad}) ÷ {total}", percent(value, language, _DECIMALS, strip=True)),
            Line(shown, percent(value, language, strip=value == 100), total=True),
        )
        return Step(str(self.agreed.say(title)), lines)

    def _degraded(self) -> list[_Term]:
        """A line for each severity; one for all where the stretches do not add up to the ledger."""
        figure, agreed = self.detail.figure, self.agreed
        times: dict[str | None, int] = {}
        for stretch in self.detail.stretches:
            if stretch.kind == "degraded":
                times[stretch.severity] = times.get(stretch.severity, 0) + stretch.length
        if sum(times.values()) != figure.ledger.get("degraded", 0):
            rest = figure.bad - figure.ledger.get("down", 0)
            rest -= figure.ledger.get("unknown", 0) if self.counts.unknown is UnknownCounts.DOWN else 0
            return [_Term(str(agreed.say("calc.plus.degraded_all")), rest)]
        terms = []
        for severity, time in sorted(times.items(), key=lambda item: item[0] or ""):
            weight = weight_of(self.counts, severity)
            said = agreed.say(
                "calc.plus.degraded",
                severity=agreed.severity(severity),
                length=seconds(time, agreed.language, second_decimals([Fraction(time)])),
                weight=number(weight, agreed.language, 9, strip=True),
            )
            terms.append(_Term(str(said), time * weight))
        return terms

    def _span(self) -> str:
        start = self.detail.figure.period.start
        end = start + sum(self.detail.figure.ledger.values())
        begins, ends = self.calendar.short(start).text, self.calendar.short(end).text
        return str(self.agreed.say("calc.span", start=begins, end=ends))

    def _written(self, terms: Sequence[_Term]) -> tuple[Line, ...]:
        decimals = second_decimals([term.time for term in terms if term.time is not None])
        language = self.agreed.language
        return tuple(
            Line(term.said, "" if term.time is None else seconds(term.time, language, decimals), term.total)
            for term in terms
        )
