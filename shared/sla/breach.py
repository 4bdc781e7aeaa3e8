"""When a calendar window can no longer be met, and when shares of its budget are spent (SEMANTICS.md, Breach).

bad(t) and total(t) are what counts before t; planned(t) is the service time in force from t to the end of
the period, less maintenance there that will be excluded and was known at t. From the first t with
bad(t) > (1 - target) x (total(t) + planned(t)) the period is lost; `breached_at` is one microsecond earlier.
A share of the budget is reached at the first t with bad(t) >= share x that, and bad(t) more than nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from shared.sla.lines import Line, first_above
from shared.sla.setting import Excluded
from shared.sla.spans import MICROSECOND, Span, Spans, length
from shared.sla.weighing import Weighed, common_denominator

_HEAVIER_THAN_ANY_TIME: Final = 1 << 100
"""A factor that lets the margin decide, and what is spent only where the margin is nothing."""


@dataclass(frozen=True, slots=True)
class Course:
    """The course of one period: what counts of it, its service time in force, and what will be excluded.

    `known_until`: what counts is told up to here; later instants are not looked at.
    """

    period: Span
    weighed: Sequence[Weighed]
    service_time: Spans
    excluded: Sequence[Excluded]
    known_until: int

    def planned(self, instant: int) -> int:
        """Service time in force from an instant on, less excluded maintenance there known by then (µs)."""
        ahead = Span(max(instant, self.period.start), self.period.end)
        time = sum(span.cut(ahead).length for span in self.service_time)
        gone = sum(
            Span(one.start, one.end).cut(ahead).length for one in self.excluded if one.known_at <= instant
        )
        return time - gone


def lost_from(course: Course, target: Fraction) -> int | None:
    """The first instant from which the period can no longer be met, up to `known_until`; None before that."""
    allowed = 1 - target
    line, value = _margin(course, allowed, 1, 0)
    return first_above(line.strokes(value, course.period.start, course.known_until))


def breached_at(course: Course, target: Fraction) -> int | None:
    """One microsecond before the period is lost."""
    lost = lost_from(course, target)
    return None if lost is None else lost - MICROSECOND


def reached_at(course: Course, target: Fraction, share: Fraction) -> int | None:
    """The first instant at which a share of the budget is spent, and more than nothing; None before that."""
    line, value = _margin(course, (1 - target) * share, _HEAVIER_THAN_ANY_TIME, 1)
    return first_above(line.strokes(value, course.period.start, course.known_until))


def _margin(course: Course, allowed: Fraction, weight: int, also_bad: int) -> tuple[Line, int]:
    """weight x (bad(t) - allowed x (total(t) + planned(t))) + also_bad x bad(t), made whole; value at start."""
    whole = common_denominator(course.weighed)
    per_bad = weight * allowed.denominator + also_bad
    per_allowed = weight * whole * allowed.numerator
    line = Line()
    for one in course.weighed:
        bad = one.bad.numerator * (whole // one.bad.denominator) * per_bad
        line.rise(one.start, one.end, bad - per_allowed)
    for span in course.service_time:
        line.rise(span.start, span.end, per_allowed)
    planned = length(course.service_time)
    for gone in course.excluded:
        since = max(gone.start, min(gone.known_at, gone.end))
        line.rise(since, gone.end, -per_allowed)
        if gone.known_at <= course.period.start:
            planned -= gone.end - gone.start
        elif since < gone.end:
            line.step(gone.known_at, per_allowed * (gone.end - since))
    return line, -per_allowed * planned
