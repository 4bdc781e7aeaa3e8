"""The measures of outages: how many, how long, mean time to restore and between failures (SEMANTICS.md).

Each has a value and a margin, a line that is above 0 where the value is beyond its bound and cannot come
back: a breach is found by inverting it. A mean time to restore is decided at the end of the period.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shared.sla.breach import Course
from shared.sla.lines import Line
from shared.sla.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    OutageCount,
    OutageIndicator,
)
from shared.sla.outage_time import CountedOutage
from shared.sla.spans import MICROSECOND, Span, length, within
from shared.sla.weighing import common_denominator


@dataclass(frozen=True, slots=True)
class Margin:
    """A line and its value just before the period's start."""

    line: Line
    value: int


def value_of(
    indicator: OutageIndicator, outages: Sequence[CountedOutage], period: Span, as_of: int, good: Fraction
) -> int | None:
    """The value in a period: a number, or µs rounded down; None for a mean of nothing."""
    match indicator:
        case OutageCount():
            return len(begun(outages, period))
        case LongestOutage():
            return max((length(within(one.time, period)) for one in outages), default=0)
        case MeanTimeToRestore():
            restored = ended(outages, period, as_of)
            return sum(one.length for one in restored) // len(restored) if restored else None
        case MeanTimeBetweenFailures():
            count = len(begun(outages, period))
            return int(good // count) if count else None


def begun(outages: Iterable[CountedOutage], period: Span) -> list[CountedOutage]:
    """Those whose first counted microsecond is in the period."""
    return [one for one in outages if one.first in period]


def ended(outages: Iterable[CountedOutage], period: Span, as_of: int) -> list[CountedOutage]:
    """Those that ended in the period and before `as_of`."""
    return [one for one in outages if not one.run.lasting and one.run.end in period and one.run.end < as_of]


def too_long(indicator: MeanTimeToRestore, restored: Sequence[CountedOutage]) -> bool:
    """Whether the mean time to restore, unrounded, is beyond its bound."""
    return sum(one.length for one in restored) > indicator.at_most * len(restored)


def count_margin(indicator: OutageCount, outages: Iterable[CountedOutage], period: Span) -> Margin:
    """The number of outages begun, less the bound."""
    line = Line()
    for one in begun(outages, period):
        line.step(one.first + MICROSECOND, 1)
    return Margin(line, -indicator.at_most)


def length_margins(indicator: LongestOutage, outages: Iterable[CountedOutage], period: Span) -> list[Margin]:
    """For each outage its counted time inside the period, less the bound."""
    margins: list[Margin] = []
    for one in outages:
        line = Line()
        for span in within(one.time, period):
            line.rise(span.start, span.end, 1)
        margins.append(Margin(line, -indicator.at_most))
    return margins


def between_margin(
    indicator: MeanTimeBetweenFailures, outages: Iterable[CountedOutage], course: Course
) -> Margin:
    """bound x count(t) - (good(t) + planned(t)), made whole; with no outage it is never above 0."""
    whole = common_denominator(course.weighed)
    line = Line()
    for one in course.weighed:
        line.rise(one.start, one.end, -int((1 - one.bad) * whole))
    for span in course.service_time:
        line.rise(span.start, span.end, whole)
    for gone in course.excluded:
        since = max(gone.start, min(gone.known_at, gone.end))
        line.rise(since, gone.end, -whole)
        if since < gone.end and gone.known_at > course.period.start:
            line.step(gone.known_at, whole * (gone.end - since))
    for outage in begun(outages, course.period):
        line.step(outage.first + MICROSECOND, whole * indicator.at_least)
    return Margin(line, -whole * course.planned(course.period.start))
