"""The calculation step by step, in seconds that one can retype into a calculator, exact to the microsecond."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from services.portal.page.agreed import Agreed, counts_of, is_counted, weight_of
from services.portal.page.durations import SECOND, second_decimals, seconds
from services.portal.page.key_figures import best, planned
from services.portal.page.moments import Calendar
from services.portal.page.numbers import MINUS, agreed_percent, number, percent
from services.portal.page.seen import Detail
from shared.agreements.document import ObjectiveClause
from shared.sla.objectives import Counts, UnknownCounts

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


def calculation(
    detail: Detail, clause: ObjectiveClause, agreed: Agreed, calendar: Calendar, clauses: Sequence[str]
) -> list[Step]:
    """The steps; empty where the indicator is none that this page can spell out."""
    counts = counts_of(clause)
    if counts is None or detail.figure.sli is None:
        return []
    work = _Work(detail, counts, agreed, calendar, _decimals(detail, counts))
    steps = [work.counted(tuple(clauses)), work.bad(), work.sli()]
    if planned(detail) is not None and not detail.figure.ended:
        steps.append(work.budget())
        steps += [work.best()] if best(detail) is not None and (planned(detail) or 0) > 0 else []
    return steps


@dataclass(frozen=True, slots=True)
class _Work:
    detail: Detail
    counts: Counts
    agreed: Agreed
    calendar: Calendar
    decimals: int

    def counted(self, clauses: tuple[str, ...]) -> Step:
        """The whole of the ledger, less what does not count."""
        figure, say = self.detail.figure, self.agreed.say
        whole = sum(figure.ledger.values())
        lines = [Line(self._span(), self._seconds(whole))]
        for kind in _NOT_COUNTED:
            time = figure.ledger.get(kind, 0)
            if time and not is_counted(self.counts, kind):
                name = str(say(f"class.{kind}"))
                term = say("calc.less.unknown") if kind == "unknown" else say("calc.less", kind=name)
                lines.append(Line(str(term), self._seconds(time)))
        lines.append(Line(str(say("calc.total")), self._seconds(figure.total), total=True))
        return Step(str(say("calc.counted")), tuple(lines), clauses)

    def bad(self) -> Step:
        """Down, unknown where it counts as down, degraded by its weight."""
        figure, say = self.detail.figure, self.agreed.say
        lines = [Line(str(say("calc.down")), self._seconds(figure.ledger.get("down", 0)))]
        unknown = figure.ledger.get("unknown", 0)
        if unknown and self.counts.unknown is UnknownCounts.DOWN:
            lines.append(Line(str(say("calc.plus.unknown")), self._seconds(unknown)))
        lines += self._degraded()
        lines.append(Line(str(say("calc.bad.total")), self._seconds(figure.bad), total=True))
        return Step(str(say("calc.bad")), tuple(lines))

    def sli(self) -> Step:
        """Good through total, exact, then as shown."""
        figure, say = self.detail.figure, self.agreed.say
        total, bad = self._plain(figure.total), self._plain(figure.bad)
        exactly = figure.good / figure.total * 100
        lines = (
            Line(f"({total} − {bad}) ÷ {total}", percent(exactly, self.agreed.language, 12, strip=True)),
            Line(
                str(say("calc.shown")),
                percent(figure.sli or 0, self.agreed.language, strip=figure.sli == 100),
                total=True,
            ),
        )
        return Step(str(say("calc.sli")), lines)

    def budget(self) -> Step:
        """(1 - target) of what counts and will count, less what is bad."""
        figure, say = self.detail.figure, self.agreed.say
        ahead, budget = planned(self.detail) or Fraction(0), figure.budget
        assert budget is not None  # noqa: S101 - planned is None without a budget
        target = agreed_percent(figure.target or Fraction(0), self.agreed.language)
        lines = [Line(str(say("calc.total")), self._seconds(figure.total))]
        if ahead:
            lines.append(Line(str(say("calc.still")), self._seconds(ahead)))
        lines += [
            Line(str(say("calc.failing", target=target)), ""),
            Line(str(say("calc.allowed")), self._seconds(budget.allowed), total=True),
            Line(str(say("calc.spent")), self._seconds(budget.spent)),
            Line(str(say("calc.remaining")), self._seconds(budget.remaining), total=True),
        ]
        return Step(str(say("calc.budget")), tuple(lines))

    def best(self) -> Step:
        """What is reached if nothing more fails."""
        figure, say = self.detail.figure, self.agreed.say
        ahead = planned(self.detail) or Fraction(0)
        whole = self._plain(figure.total + ahead)
        reachable = best(self.detail) or Fraction(0)
        lines = (
            Line(
                f"({whole} − {self._plain(figure.bad)}) ÷ {whole}",
                percent(reachable, self.agreed.language, 12, strip=True),
            ),
            Line(
                str(say("calc.shown")),
                percent(reachable, self.agreed.language, strip=reachable == 100),
                total=True,
            ),
        )
        return Step(str(say("calc.best")), lines)

    def _degraded(self) -> list[Line]:
        """A line for each severity; one for all where the stretches do not add up to the ledger."""
        figure, agreed = self.detail.figure, self.agreed
        times: dict[str | None, int] = {}
        for stretch in self.detail.stretches:
            if stretch.kind == "degraded":
                times[stretch.severity] = times.get(stretch.severity, 0) + stretch.length
        if sum(times.values()) != figure.ledger.get("degraded", 0):
            rest = figure.bad - figure.ledger.get("down", 0)
            rest -= figure.ledger.get("unknown", 0) if self.counts.unknown is UnknownCounts.DOWN else 0
            return [Line(str(agreed.say("calc.plus.degraded_all")), self._seconds(rest))]
        lines = []
        for severity, time in sorted(times.items(), key=lambda item: item[0] or ""):
            weight = weight_of(self.counts, severity)
            term = agreed.say(
                "calc.plus.degraded",
                severity=agreed.severity(severity),
                length=self._seconds(time),
                weight=number(weight, agreed.language, 9, strip=True),
            )
            lines.append(Line(str(term), self._seconds(time * weight)))
        return lines

    def _span(self) -> str:
        start = self.detail.figure.period.start
        end = start + sum(self.detail.figure.ledger.values())
        return str(
            self.agreed.say(
                "calc.span", start=self.calendar.short(start).text, end=self.calendar.short(end).text
            )
        )

    def _seconds(self, time: Fraction | int) -> str:
        return seconds(time, self.agreed.language, self.decimals)

    def _plain(self, time: Fraction) -> str:
        said = number(abs(time) / SECOND, self.agreed.language, self.decimals)
        return f"{MINUS}{said}" if time < 0 else said


def _decimals(detail: Detail, counts: Counts) -> int:
    """One number of decimals for all, fine enough for the finest."""
    figure = detail.figure
    shown = [figure.total, figure.bad, *(Fraction(time) for time in figure.ledger.values())]
    if figure.budget is not None and not figure.ended:
        shown += [figure.budget.allowed, figure.budget.remaining, planned(detail) or Fraction(0)]
    shown += [
        stretch.length * weight_of(counts, stretch.severity)
        for stretch in detail.stretches
        if stretch.kind == "degraded"
    ]
    return second_decimals(shown)
