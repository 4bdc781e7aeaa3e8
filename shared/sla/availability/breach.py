"""When a calendar window can no longer be met, and when shares of its budget are spent (SEMANTICS.md, Breach).

bad(t) and total(t) are what counts before t; planned(t) is the service time in force from t to the end of
the period, less maintenance there that will be excluded and was known at t. From the first t with
bad(t) > (1 - target) x (total(t) + planned(t)) the period is lost; `breached_at` is one microsecond earlier.
A share of the budget is reached at the first t with bad(t) >= share x that, and bad(t) more than nothing.

The left side never falls and the right side never grows, so that t is found by halving: over the marks of the
reckoning, over the spans between two of them, in service hours over time, and in the last stretch by inverting the
straight parts of the margin.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final

from shared.sla.ledger.reckoning import Reckoning
from shared.sla.ledger.setting import Excluded
from shared.sla.ledger.sums import Spent, Sums
from shared.sla.lines import Line, first_above
from shared.sla.spans import DAY, MICROSECOND, Span
from shared.sla.time.hours import Always

_HEAVIER_THAN_ANY_TIME: Final = 1 << 100
"""A factor that lets the margin decide, and what is spent only where the margin is nothing."""


@dataclass(frozen=True)
class Course:
    """The course of one period up to the instant of its reckoning; later ones are not looked at."""

    period: Span
    reckoning: Reckoning

    @cached_property
    def _spent_before(self) -> Spent:
        return self.reckoning.spent(self.period.start)

    @property
    def known_until(self) -> int:
        """Up to where what counts is known."""
        return max(self.period.start, min(self.period.end, self.reckoning.setting.as_of))

    def sums(self, instant: int) -> Sums:
        """What the period sums up to before an instant."""
        return self.reckoning.between(self.period.start, instant)

    def spent(self, instant: int) -> Spent:
        """What is bad of the period before an instant, and what counts."""
        if instant <= self.period.start:
            return 0, 0
        (bad, total), (bad_before, total_before) = self.reckoning.spent(instant), self._spent_before
        return bad - bad_before, total - total_before

    def planned(self, instant: int) -> int:
        """Service time in force from an instant on, less excluded maintenance there known by then (µs)."""
        setting = self.reckoning.setting
        ahead = Span(max(instant, self.period.start), self.period.end).cut(setting.force)
        time = setting.hours.elapsed(ahead.start, ahead.end) if ahead else 0
        if not self.reckoning.running.excluded:
            return time
        gone = (
            Span(one.start, one.end).cut(ahead) for one in self.excluded(ahead) if one.known_at <= instant
        )
        return time - sum(span.length for span in gone)

    def excluded(self, window: Span) -> Sequence[Excluded]:
        """The excluded maintenance that lies in a window, in order."""
        found = self.reckoning.running.excluded
        first = bisect_right(found, window.start, key=lambda one: one.end)
        return found[first : bisect_left(found, window.end, key=lambda one: one.start)]


def lost_from(course: Course, target: Fraction) -> int | None:
    """The first instant from which the period can no longer be met, up to `known_until`; None before that."""
    return _Margin(course, 1 - target, 1, 0).first_above()


def breached_at(course: Course, target: Fraction) -> int | None:
    """One microsecond before the period is lost."""
    lost = lost_from(course, target)
    return None if lost is None else lost - MICROSECOND


def reached_at(course: Course, target: Fraction, share: Fraction) -> int | None:
    """The first instant at which a share of the budget is spent, and more than nothing; None before that."""
    return _Margin(course, (1 - target) * share, _HEAVIER_THAN_ANY_TIME, 1).first_above()


@dataclass(frozen=True, slots=True)
class _Margin:
    """weight x (bad(t) - allowed x (total(t) + planned(t))) + also_bad x bad(t), made whole."""

    course: Course
    allowed: Fraction
    weight: int
    also_bad: int

    def first_above(self) -> int | None:
        """The first instant of the course at which it is above 0."""
        return first_lost(self.course, self._at, self._line)

    def _at(self, instant: int) -> int:
        bad, total = self.course.spent(instant)
        return self._value(bad, total + self.course.planned(instant))

    def _value(self, bad: int, base: int) -> int:
        over = bad * self.allowed.denominator - self.course.reckoning.whole * self.allowed.numerator * base
        return self.weight * over + self.also_bad * bad

    def _line(self, window: Span) -> Line:
        return course_line(self.course, window, lambda rate: self._value(rate, 1), self._value(0, 1))


def first_lost(course: Course, at: Callable[[int], int], line: Callable[[Span], Line]) -> int | None:
    """The first instant of a course at which a margin that never falls is above 0; `line` is its course in a part."""
    begin, until = course.period.start, course.known_until
    if at(until) <= 0:
        return None
    if at(begin) > 0:
        return begin
    reckoning = course.reckoning
    low, high = reckoning.marks(begin, until)
    begin, until = _between(reckoning.running.marks, low, high, begin, until, at)
    for piece in reckoning.pieces(Span(begin, until)):
        low, high = bisect_right(piece.starts, begin), bisect_left(piece.starts, until)
        begin, until = _between(piece.starts, low, high, begin, until, at)
    many_hours = not isinstance(reckoning.setting.hours, Always)
    while many_hours and until - begin > DAY:
        middle = (begin + until) // 2
        begin, until = (begin, middle) if at(middle) > 0 else (middle, until)
    return first_above(line(Span(begin, until)).strokes(at(begin), begin, until))


def _between(
    instants: Sequence[int], low: int, high: int, begin: int, until: int, at: Callable[[int], int]
) -> tuple[int, int]:
    """The neighbours of some instants, or the ends around them, between which a margin comes above 0."""
    found = bisect_left(instants, True, low, high, key=lambda instant: at(instant) > 0)
    return instants[found - 1] if found > low else begin, instants[found] if found < high else until


def course_line(course: Course, window: Span, of_rate: Callable[[int], int], of_planned: int) -> Line:
    """A line of what counts in a part of a course, by what of it is bad, and of each planned microsecond."""
    reckoning, line = course.reckoning, Line()
    for start, end, rate in reckoning.rated(window, reckoning.running.rates.of):
        line.rise(start, end, of_rate(rate))
    for span in reckoning.setting.service_time(window):
        line.rise(span.start, span.end, -of_planned)
    for gone in course.excluded(Span(window.start, course.period.end)):
        part = Span(max(gone.start, window.start), min(gone.end, course.period.end))
        since = max(part.start, min(gone.known_at, part.end))
        line.rise(since, min(part.end, window.end), of_planned)
        if window.start < gone.known_at <= window.end and since < part.end:
            line.step(gone.known_at, of_planned * (since - part.end))
    return line
