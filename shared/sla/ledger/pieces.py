"""A stretch of time classed whatever the hours, with the sums up to any instant of it by bisection.

What the states, corrections and maintenance say is classed once; service hours are then asked how much of a
span lies inside them. So a piece has as many spans as things happened in it, however many days it has.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from shared.sla.figures import ClassedSpan
from shared.sla.ledger.classes import classify
from shared.sla.ledger.outage_time import counts_as_outage
from shared.sla.ledger.outages import Run
from shared.sla.ledger.setting import Setting
from shared.sla.ledger.sums import Rates, Spent, Sums, summed
from shared.sla.spans import Span
from shared.sla.time.hours import Always

RateOf = Callable[[ClassedSpan], int | None]
"""What of each microsecond of a span is bad; None where it does not count."""
Rated = tuple[int, int, int]
"""From, until, and what of each microsecond is bad."""


class CountedRun(NamedTuple):
    """An outage that is not tolerated, its first counted microsecond, and its counted time (µs)."""

    run: Run
    first: int
    length: int


class Piece:
    """The classed spans of a window that ends at `as_of` at the latest, and the outages that touch it."""

    def __init__(self, setting: Setting, window: Span, floor: int, rates: Rates) -> None:
        found = classify(setting.whatever_hours, window, floor)
        self.window = window
        self.spans = found.spans
        self.runs = found.runs
        self._run_ends = [run.end for run in self.runs]
        self._counts = setting.counts
        self._hours = setting.hours
        self._rates = rates
        self.starts = [span.start for span in self.spans]
        self._spent = list(accumulate(self.spans, self._and_of, initial=(0, 0)))
        """What is spent before each span, and of all at the end."""

    def _and_of(self, before: Spent, span: ClassedSpan) -> Spent:
        rate = self._rates.of(span)
        if rate is None:
            return before
        served = self._hours.elapsed(span.start, span.end)
        return before[0] + rate * served, before[1] + served

    def spent(self, instant: int) -> Spent:
        """What of the piece is bad, and what counts, before an instant."""
        index = bisect_right(self.starts, instant) - 1
        if index < 0:
            return self._spent[0]
        span = self.spans[index]
        if instant >= span.end:
            return self._spent[index + 1]
        rate, before = self._rates.of(span), self._spent[index]
        if rate is None:
            return before
        served = self._hours.elapsed(span.start, instant)
        return before[0] + rate * served, before[1] + served

    def upto(self, instant: int) -> Sums:
        """The sums of the piece before an instant; a look at each of its spans."""
        return self.sums(0, bisect_right(self.starts, instant), instant)

    def sums(self, first: int, last: int, until: int) -> Sums:
        """The sums of its spans from one place to another, up to an instant."""
        spans = self.spans[first:last]
        if spans and until < spans[-1].end:
            spans[-1] = spans[-1]._replace(end=until)
        return summed(spans, self._hours.elapsed, self._rates)

    def rated(self, window: Span, rate_of: RateOf) -> Iterator[Rated]:
        """What counts of a window, in order."""
        always = isinstance(self._hours, Always)
        for span in self._touching(window):
            rate = rate_of(span)
            if rate is None:
                continue
            start, end = max(span.start, window.start), min(span.end, window.end)
            if always:
                if start < end:
                    yield start, end, rate
                continue
            for part in self._hours.within(Span(start, end)):
                yield part.start, part.end, rate

    def outages(self, window: Span) -> list[CountedRun]:
        """The outages that are not tolerated, with what counts of them in a window, where anything does."""
        minimum = self._counts.outages_shorter_than
        found: list[CountedRun] = []
        for index in range(bisect_right(self._run_ends, window.start), len(self.runs)):
            run = self.runs[index]
            if run.start >= window.end:
                break
            if run.tolerated(minimum):
                continue
            counted = self._counted(Span(run.start, run.end).cut(window))
            if counted is not None:
                found.append(CountedRun(run, *counted))
        return found

    def _counted(self, window: Span) -> tuple[int, int] | None:
        """The first counted microsecond of an outage in a window, and the counted time."""
        first: int | None = None
        time = 0
        for start, end in self._out(window):
            served = self._hours.elapsed(start, end)
            if served and first is None:
                first = self._hours.deadline(start, 0)
            time += served
        return None if first is None else (first, time)

    def counted_spans(self, window: Span) -> Iterator[Span]:
        """The time in service hours in which the service is out, and that counts."""
        for start, end in self._out(window):
            yield from self._hours.within(Span(start, end))

    def _out(self, window: Span) -> Iterator[tuple[int, int]]:
        """The time that counts as an outage, whatever the hours."""
        for span in self._touching(window):
            if counts_as_outage(span, self._counts):
                yield max(span.start, window.start), min(span.end, window.end)

    def _touching(self, window: Span) -> Sequence[ClassedSpan]:
        """The spans of which a part may lie in a window."""
        first = max(0, bisect_right(self.starts, window.start) - 1)
        return self.spans[first : bisect_left(self.starts, window.end)]
