"""The measures of outages in a rolling window: since when the value has been beyond its bound.

What counts in [t - length, t) is a function of t: an outage enters with its first counted microsecond (or
its end, for restoring) and leaves a length later; its counted time enters and leaves as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.sla.agreed.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    OutageCount,
    OutageIndicator,
)
from shared.sla.ledger.outage_time import CountedOutage
from shared.sla.ledger.weighing import Weighed, common_denominator
from shared.sla.lines import Line, Stroke
from shared.sla.spans import MICROSECOND, Span, Spans, intersect, union


@dataclass(frozen=True, slots=True)
class OutageWindow:
    """A rolling window over outages and what counts, neither of which is before `since`."""

    indicator: OutageIndicator
    length: int
    outages: Callable[[Span], Sequence[CountedOutage]]
    counted: Callable[[Span], Sequence[Weighed]]
    since: int

    def beyond_since(self, as_of: int) -> int | None:
        """The instant since which the value has been beyond its bound until `as_of`; None where it is not."""
        reach = self.length
        while True:
            start = max(as_of - reach, self.since)
            beyond = self.beyond(start, as_of)
            if not beyond or as_of not in beyond[-1]:
                return None
            if beyond[-1].start > start or start <= self.since:
                return beyond[-1].start
            reach *= 2

    def beyond(self, start: int, end: int) -> Spans:
        """The instants of [start, end] at which the value is beyond its bound; without data it is not."""
        above = union(
            Span(first, last + MICROSECOND)
            for line, value in self._margins(Span(start, end))
            for first, last in _above(list(line.strokes(value, start, end)))
        )
        return intersect(above, self._with_data(Span(start, end))) if above else above

    def _with_data(self, asked: Span) -> Spans:
        """The instants at which some time of the window counts."""
        counted = self.counted(Span(asked.start - self.length, asked.end))
        return union(Span(one.start + MICROSECOND, one.end + self.length) for one in counted)

    def _margins(self, asked: Span) -> list[tuple[Line, int]]:
        """Lines over the instants of a span, each above 0 where the value is beyond; value just before it."""
        window = Span(asked.start - self.length, asked.end)
        outages = self.outages(window)
        match self.indicator:
            case OutageCount(at_most=bound):
                line = _steps([(one.first, 1) for one in outages], self.length)
                return [(line, _value(line, asked.start) - bound)]
            case LongestOutage(at_most=bound):
                return [(line, _value(line, asked.start) - bound) for line in map(self._time, outages)]
            case MeanTimeToRestore(at_most=bound):
                over = [
                    (one.run.end, one.length - bound)
                    for one in outages
                    if not one.run.lasting and one.run.end < asked.end
                ]
                line = _steps(over, self.length)
                return [(line, _value(line, asked.start))]
            case MeanTimeBetweenFailures(at_least=bound):
                return [self._between(window, outages, bound, asked.start)]

    def _time(self, outage: CountedOutage) -> Line:
        line = Line()
        for span in outage.time:
            line.rise(span.start, span.end, 1)
            line.rise(span.start + self.length, span.end + self.length, -1)
        return line

    def _between(
        self, window: Span, outages: Sequence[CountedOutage], bound: int, start: int
    ) -> tuple[Line, int]:
        weighed = self.counted(window)
        whole = common_denominator(weighed)
        line = _steps([(one.first, whole * bound) for one in outages], self.length)
        for one in weighed:
            good = int((1 - one.bad) * whole)
            line.rise(one.start, one.end, -good)
            line.rise(one.start + self.length, one.end + self.length, good)
        return line, _value(line, start)


def _steps(entering: Sequence[tuple[int, int]], length: int) -> Line:
    """A line that has a step one microsecond after each instant, and its undoing when it leaves."""
    line = Line()
    for instant, by in entering:
        line.step(instant + MICROSECOND, by)
        line.step(instant + length + MICROSECOND, -by)
    return line


def _value(line: Line, instant: int) -> int:
    """The value of a line that begins at nothing, just before an instant."""
    first = min([instant, *line.instants()])
    strokes = list(line.strokes(0, first, instant - MICROSECOND)) if first < instant else []
    return strokes[-1].value + strokes[-1].slope * (instant - strokes[-1].start) if strokes else 0


def _above(strokes: Sequence[Stroke]) -> list[tuple[int, int]]:
    """The first and last instants of the stretches above 0, one per stroke at most."""
    found: list[tuple[int, int]] = []
    for stroke in strokes:
        first, last = stroke.first_above(), stroke.last_above()
        if first is not None and last is not None:
            found.append((first, last))
    return found
