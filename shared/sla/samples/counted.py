"""The samples of an objective that are counted, with running sums: the number of a window costs a few bisections.

What stands at a rank is read from the values of the window last asked about, kept in order of size: a window that
moves on takes in what is new and lets go what is left behind.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from fractions import Fraction

from shared.sla.ledger.basis import Basis
from shared.sla.samples.ranked import Ranked
from shared.sla.samples.samples import Sample, SampleSeries
from shared.sla.samples.yardsticks import Yardstick
from shared.sla.spans import EVER, MICROSECOND, Span, Spans


class CountedSamples:
    """Running sums over the counted samples of one objective under one version."""

    def __init__(self, yardstick: Yardstick, series: SampleSeries) -> None:
        self._yardstick = yardstick
        self._series = series
        self._basis: Basis | None = None
        self._done_before = EVER
        self._starts: list[int] = []
        self._values: list[Fraction] = []
        self._sums = [Fraction(0)]
        self._good = [0]
        self._final = [0]
        """How many of the samples so far settle it, each by itself."""
        self._ranked = Ranked()
        self._held = (0, 0)
        """Between which places the values lie that are ranked."""

    def follow(self, basis: Basis, time: Callable[[Span], Spans]) -> None:
        """Take in the samples that are new, of the time that counts."""
        if self._basis is not None and basis != self._basis:
            self.cut(basis.first_difference(self._basis))
        self._basis = basis
        ends = self._series.ends()
        if ends is None or ends[1] < self._done_before:
            return
        new = Span(max(self._done_before, ends[0]), ends[1] + MICROSECOND)
        for span in time(new):
            self._take(self._series.inside(span))
        self._done_before = new.end

    def _take(self, samples: Iterable[Sample]) -> None:
        mean = self._yardstick.take == "mean"
        for one in samples:
            self._starts.append(one.fact.at)
            self._values.append(one.value)
            if mean:
                self._sums.append(self._sums[-1] + one.value)
            self._good.append(self._good[-1] + one.good)
            self._final.append(self._final[-1] + self._yardstick.is_final(one.value))

    def cut(self, instant: int) -> None:
        """Let go the samples at and after an instant."""
        if instant >= self._done_before:
            return
        self._done_before = instant
        place = bisect_left(self._starts, instant)
        self._hold(min(self._held[0], place), min(self._held[1], place))
        del self._starts[place:], self._values[place:]
        for sums in (self._sums, self._good, self._final):
            del sums[place + 1 :]

    # reading

    def count(self, span: Span) -> int:
        """How many there are in a span."""
        first, last = self._places(span)
        return last - first

    def good(self, span: Span) -> int:
        """How many of them are good by themselves."""
        first, last = self._places(span)
        return self._good[last] - self._good[first]

    def value(self, span: Span) -> Fraction | None:
        """The one number of a span; None where there are too few."""
        first, last = self._places(span)
        count, asked = last - first, self._yardstick
        if count < asked.least:
            return None
        match asked.take:
            case "mean":
                return (self._sums[last] - self._sums[first]) / count
            case "last":
                return self._values[last - 1]
            case _:
                self._hold(first, last)
                return self._ranked.at(asked.rank(count))

    def settled_at(self, span: Span) -> int | None:
        """The instant of the first sample of a span that settles it by itself."""
        first, last = self._places(span)
        if self._final[first] == self._final[last]:
            return None
        return self._starts[bisect_right(self._final, self._final[first], first, last) - 1]

    def _places(self, span: Span) -> tuple[int, int]:
        return bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)

    def _hold(self, first: int, last: int) -> None:
        """Keep the values between two places in order of size."""
        begin, end = self._held
        if abs(first - begin) + abs(last - end) > last - first:
            self._ranked = Ranked(self._values[first:last])
        else:
            for value in [*self._values[begin : min(first, end)], *self._values[max(last, begin) : end]]:
                self._ranked.remove(value)
            for value in [*self._values[first : min(begin, last)], *self._values[max(end, first) : last]]:
                self._ranked.add(value)
        self._held = first, last
