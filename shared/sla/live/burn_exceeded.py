"""Where both windows of a pair exceed: in a stretch of time, and since when without a break.

A stretch is swept: both sides of the rate are straight between instants, or steps, and are inverted. A run is followed
back by sweeping, and what was found of settled time is kept with its sums: a run that has lasted for a year costs a
look no more than what has come since the look before.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from shared.sla.burn import Pair
from shared.sla.lines import Line
from shared.sla.live.burn_courses import BurnCourse
from shared.sla.spans import MICROSECOND, Span, Spans, intersect, subtract, union


def exceeded(course: BurnCourse, pair: Pair, length: int, begin: int, end: int) -> Spans:
    """The instants of [begin, end] at which both windows exceed, for a period of a length (µs)."""
    if begin > end or pair.short <= 0 or not course.spends(Span(begin - pair.short, end)):
        return ()
    asked, line = Span(begin, end), Line()
    found = _above(line, course.base(line, asked, 1), asked)
    for window in (pair.short, pair.long):
        if not found:
            break
        asked, line = Span(found[0].start, found[-1].end - MICROSECOND), Line()
        bound = _bound(course, pair, window)
        value = course.spent(line, window, asked, length * bound.denominator)
        value += course.base(line, asked, -bound.numerator * course.whole)
        found = intersect(found, _above(line, value, asked))
    return found


def exceeded_first(course: BurnCourse, pair: Pair, length: int, begin: int, end: int) -> int | None:
    """The first instant of [begin, end] at which both windows exceed: swept part by larger part."""
    reach = pair.short
    while reach > 0 and begin <= end:
        until = min(end, begin + reach)
        found = exceeded(course, pair, length, begin, until)
        if found:
            return found[0].start
        begin, reach = until + MICROSECOND, reach * 2
    return None


def exceeded_since(course: BurnCourse, pair: Pair, length: int, lowest: int, instant: int) -> int:
    """Since when both windows have exceeded up to an instant at which they do, not before `lowest`."""
    last = _last_not(course, pair, length, lowest, instant - MICROSECOND)
    return lowest if last is None else last + MICROSECOND


def _last_not(course: BurnCourse, pair: Pair, length: int, lowest: int, instant: int) -> int | None:
    """The last instant of [lowest, instant] at which they do not."""
    known = course.searched(instant)
    if known is None or known.until < lowest + known.late:
        return _Run(course, pair, length, 0).last(lowest, instant, above=False)
    search, key = _Run(course, pair, length, known.late), (pair, known.of)
    found = known.searches.last(
        key, search, lowest + known.late, known.until, instant + known.late, above=False
    )
    return None if found is None else found - known.late


@dataclass(frozen=True, slots=True)
class _Run:
    """Whether a pair is exceeded, for a period of a length; asked of the instant that lies later by `late`."""

    course: BurnCourse
    pair: Pair
    length: int
    late: int

    def last(self, start: int, end: int, *, above: bool) -> int | None:
        """The last instant of [start, end] at which it is, or is not: swept from the end, part by larger part."""
        reach = self.pair.long
        while end >= start:
            begin = max(start, end - reach)
            asked = Span(begin, end + MICROSECOND)
            found = self._swept(asked)
            spans = found if above else subtract((asked,), found)
            if spans:
                return spans[-1].end - MICROSECOND
            end, reach = begin - MICROSECOND, reach * 2
        return None

    def _swept(self, asked: Span) -> Spans:
        late = self.late
        begin, end = asked.start - late, asked.end - MICROSECOND - late
        found = exceeded(self.course, self.pair, self.length, begin, end)
        return tuple(Span(span.start + late, span.end + late) for span in found)


def _bound(course: BurnCourse, pair: Pair, window: int) -> Fraction:
    return pair.factor * window * (1 - course.target)


def _above(line: Line, value: int, asked: Span) -> Spans:
    """The instants at which a line is above 0, both ends of the span asked for included."""
    found: list[Span] = []
    for stroke in line.strokes(value, asked.start, asked.end):
        first, last = stroke.first_above(), stroke.last_above()
        if first is not None and last is not None:
            found.append(Span(first, last + MICROSECOND))
    return union(found)
