"""What was left of the budget at each instant, as it was known then: points for a picture.

Maintenance lowers the budget from its announcement, exclusions as they pass, bad time as it happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from shared.sla.availability.availability import AvailabilityCase
from shared.sla.availability.breach import Course
from shared.sla.figures import BudgetPoint
from shared.sla.ledger.weighing import Weighed, common_denominator
from shared.sla.lines import Line, Stroke
from shared.sla.spans import Span


def budget_line(case: AvailabilityCase) -> list[BudgetPoint]:
    """The points of a period up to the instant of the case; of a rolling window over its own length."""
    period = case.period.span
    if case.rolling:
        weighed = case.counted(Span(period.start - period.length, period.end))
        bad, time, start = _rolling_lines(weighed, period)
        return list(_points(bad, time, start, period, 1 - case.indicator.target, common_denominator(weighed)))
    course = case.course
    span = Span(period.start, course.known_until)
    weighed = case.counted(period)
    whole = common_denominator(weighed)
    bad, time = _calendar_lines(course, weighed, whole)
    room = course.planned(period.start)
    return list(_points(bad, time, (0, room), span, 1 - case.indicator.target, whole))


def _calendar_lines(course: Course, weighed: list[Weighed], whole: int) -> tuple[Line, Line]:
    bad, time = Line(), Line()
    for one in weighed:
        bad.rise(one.start, one.end, int(one.bad * whole))
        time.rise(one.start, one.end, 1)
    for span in course.reckoning.setting.service_time(course.period):
        time.rise(span.start, span.end, -1)
    for gone in course.excluded(course.period):
        part = Span(gone.start, gone.end).cut(course.period)
        since = max(part.start, min(gone.known_at, part.end))
        time.rise(since, part.end, 1)
        if since < part.end and gone.known_at > course.period.start:
            time.step(gone.known_at, since - part.end)
    return bad, time


def _rolling_lines(weighed: list[Weighed], period: Span) -> tuple[Line, Line, tuple[int, int]]:
    whole = common_denominator(weighed)
    bad, time = Line(), Line()
    spent = total = 0
    before = Span(period.start - period.length, period.start)
    for one in weighed:
        rate = int(one.bad * whole)
        inside = Span(one.start, one.end).cut(before).length
        spent += rate * inside
        total += inside
        for line, slope in ((bad, rate), (time, 1)):
            line.rise(one.start, one.end, slope)
            line.rise(one.start + period.length, one.end + period.length, -slope)
    return bad, time, (spent, total)


def _points(
    bad: Line, time: Line, start: tuple[int, int], span: Span, share: Fraction, whole: int
) -> Iterator[BudgetPoint]:
    for line, other in ((bad, time), (time, bad)):
        for instant in line.instants():
            other.mark(instant)
        line.mark(span.end)
    spent = bad.strokes(start[0], span.start, span.end)
    room = time.strokes(start[1], span.start, span.end)
    before: BudgetPoint | None = None
    for used, allowed in zip(spent, room, strict=True):
        point = _point(used, allowed, used.start, share, whole)
        if before is not None and before != point:
            yield before
        yield point
        before = _point(used, allowed, min(used.end, span.end), share, whole)


def _point(spent: Stroke, room: Stroke, at: int, share: Fraction, whole: int) -> BudgetPoint:
    used = Fraction(spent.value + spent.slope * (at - spent.start), whole)
    allowed = share * (room.value + room.slope * (at - room.start))
    return BudgetPoint(at, allowed - used, allowed)
