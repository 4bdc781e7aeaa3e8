"""When pairs of burn windows are exceeded, exactly: found by inverting functions of time (SEMANTICS.md, early warning).

A rate is above its factor at t where spent(t) x period > factor x window x (1 - target) x base(t). A pair is exceeded
where this holds for both windows, the budget is more than nothing, and the longer window does not reach back before the
history. What is ahead is told by the present state as it lasts, for the length of the longest window; by then one must
look again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from shared.sla.availability.availability import AvailabilityCase
from shared.sla.burn import Pair, scaled
from shared.sla.counts.ratio import RatioCase
from shared.sla.history import History
from shared.sla.live.burn_courses import BurnCourse, CountCourse, TimeCourse
from shared.sla.live.burn_exceeded import exceeded, exceeded_first, exceeded_since
from shared.sla.spans import MICROSECOND, NEVER, Span


@dataclass(frozen=True, slots=True)
class BurnRun:
    """A stretch in which a pair is exceeded, from its first instant on; `end` None while it lasts."""

    factor: Fraction
    long: int
    short: int
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Burning:
    """The stretches that end after the instant asked about, by start and factor, and when to ask anew."""

    runs: tuple[BurnRun, ...] = ()
    due: int | None = None


def burning(
    history: History,
    objective: str,
    version: int,
    period: Span,
    since: int,
    as_of: int,
    *,
    again_at: int = NEVER,
) -> Burning:
    """The pairs exceeded between an instant and `as_of`, as known now, and when the next will be by time alone.

    Where one looks again at `again_at` anyway, it is that instant at the latest: nothing later is looked for.
    """
    case = history.case(objective, version, period, as_of)
    if not isinstance(case, AvailabilityCase | RatioCase) or not case.objective.burn_alerts:
        return Burning()
    if case.indicator.target == 1:
        return Burning()
    asked = Span(since, min(as_of, period.end))
    found = [run for pair in scaled(period.length) for run in _runs(_course(case), pair, case, asked)]
    found.sort(key=lambda run: (run.start, -run.factor))
    return Burning(tuple(found), _due(case, found, as_of, again_at))


def _course(case: AvailabilityCase | RatioCase) -> BurnCourse:
    return TimeCourse(case) if isinstance(case, AvailabilityCase) else CountCourse(case)


def _runs(
    course: BurnCourse, pair: Pair, case: AvailabilityCase | RatioCase, asked: Span
) -> Iterator[BurnRun]:
    """The stretches of one pair; one that began before the span asked for is followed back to its beginning."""
    lowest = course.since + pair.long
    if not case.rolling:
        lowest = max(lowest, case.period.span.start)
    begin, length = max(asked.start, lowest), case.period.span.length
    for span in exceeded(course, pair, length, begin, asked.end):
        if span.end > asked.start:
            start = exceeded_since(course, pair, length, lowest, begin) if span.start == begin else span.start
            lasts = span.end > case.setting.as_of
            yield BurnRun(pair.factor, pair.long, pair.short, start, None if lasts else span.end)


def _due(
    case: AvailabilityCase | RatioCase, found: Sequence[BurnRun], as_of: int, again_at: int
) -> int | None:
    """The next instant at which a pair will be exceeded if nothing is told, at the latest the one to ask anew."""
    pairs = scaled(case.period.span.length)
    horizon = as_of + max(pair.long for pair in pairs)
    if not case.rolling:
        horizon = min(horizon, case.period.span.end)
    if horizon <= as_of:
        return None
    imagined = _course(replace(case, setting=case.setting.at(horizon)))
    lasting = {run.factor for run in found if run.end is None}
    soonest = min(horizon, again_at)
    for pair in pairs:
        if pair.factor not in lasting:
            begin = max(as_of + MICROSECOND, imagined.since + pair.long)
            first = exceeded_first(imagined, pair, case.period.span.length, begin, soonest)
            soonest = soonest if first is None else first
    return soonest
