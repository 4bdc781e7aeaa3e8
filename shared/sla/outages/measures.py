"""The measures of outages: how many, how long, mean time to restore and between failures (SEMANTICS.md).

Each has a value, and an instant from which that is beyond its bound and cannot come back. A mean time to restore
is decided at the end of the period.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from shared.sla.agreed.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    OutageCount,
    OutageIndicator,
)
from shared.sla.availability.breach import Course, course_line, first_lost
from shared.sla.ledger.outage_time import CountedOutage
from shared.sla.lines import Line
from shared.sla.outages.sums import OutageSums
from shared.sla.spans import MICROSECOND, Span


def value_of(indicator: OutageIndicator, outages: OutageSums, good: Fraction) -> int | None:
    """The value in a period: a number, or µs rounded down; None for a mean of nothing."""
    match indicator:
        case OutageCount():
            return outages.begun
        case LongestOutage():
            return outages.longest
        case MeanTimeToRestore():
            count, time = outages.restored
            return time // count if count else None
        case MeanTimeBetweenFailures():
            return int(good // outages.begun) if outages.begun else None


def is_beyond(indicator: OutageIndicator, outages: OutageSums, good: Fraction) -> bool:
    """Whether the value, unrounded, is beyond its bound; no value is not."""
    match indicator:
        case OutageCount(at_most=bound):
            return outages.begun > bound
        case LongestOutage(at_most=bound):
            return outages.longest > bound
        case MeanTimeToRestore(at_most=bound):
            count, time = outages.restored
            return time > bound * count
        case MeanTimeBetweenFailures(at_least=bound):
            return bound * outages.begun > good


def lost_from(indicator: OutageIndicator, outages: OutageSums) -> int | None:
    """The first instant of a calendar window from which the value is beyond its bound for good."""
    match indicator:
        case OutageCount(at_most=bound):
            first = outages.too_many_from(bound)
            return None if first is None else first + MICROSECOND
        case LongestOutage(at_most=bound):
            return outages.too_long_from(bound)
        case MeanTimeToRestore():
            return None
        case MeanTimeBetweenFailures(at_least=bound):
            return _too_often_from(outages.course, bound)


def _too_often_from(course: Course, bound: int) -> int | None:
    """From when bound x count(t) is above good(t) + planned(t)."""
    whole = course.reckoning.whole

    def begun_before(instant: int) -> int:
        return OutageSums(Course(Span(course.period.start, instant), course.reckoning)).begun

    def at(instant: int) -> int:
        bad, total = course.spent(instant)
        good = whole * (total + course.planned(instant)) - bad
        return whole * bound * begun_before(instant) - good

    def line(window: Span) -> Line:
        found = course_line(course, window, lambda rate: rate - whole, -whole)
        for one in course.reckoning.whole_outages(window):
            if one.first in window:
                found.step(one.first + MICROSECOND, whole * bound)
        return found

    return first_lost(course, at, line)


def begun(outages: Iterable[CountedOutage], period: Span) -> list[CountedOutage]:
    """Those whose first counted microsecond is in the period."""
    return [one for one in outages if one.first in period]


def ended(outages: Iterable[CountedOutage], period: Span, as_of: int) -> list[CountedOutage]:
    """Those that ended in the period and before `as_of`."""
    return [one for one in outages if not one.run.lasting and one.run.end in period and one.run.end < as_of]
