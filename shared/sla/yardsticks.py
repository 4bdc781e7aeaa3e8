"""What is taken of samples, one number, and the bounds that it is held against (CONTRACT.md, section 1).

Percentiles are by nearest rank: p95 of n samples is the one at place ceil(0.95 n) in order of size, so it is
always a sample that was taken. All is exact.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from shared.sla.objectives import Measurement, Satisfaction
from shared.sla.samples import is_within


@dataclass(frozen=True, slots=True)
class Yardstick:
    """`take`: max, min, mean, last, p50, p95 or p99. With fewer than `least` samples there is no value."""

    take: str
    at_most: Fraction | None
    at_least: Fraction | None
    least: int = 1

    def value(self, values: Iterable[Fraction]) -> Fraction | None:
        """The one number of values in order; None where there are too few."""
        tally = Tally(self)
        for value in values:
            tally.enter(value)
        return tally.value()

    def is_beyond(self, value: Fraction | None) -> bool:
        """Whether a value breaks a bound; no value does not."""
        return value is not None and not is_within(value, self.at_most, self.at_least)

    def is_final(self, value: Fraction) -> bool:
        """Whether a single sample settles it: no further one brings a maximum down or a minimum up again."""
        if self.take == "max":
            return self.at_most is not None and value > self.at_most
        return self.take == "min" and self.at_least is not None and value < self.at_least


def yardstick_of(indicator: Satisfaction | Measurement) -> Yardstick:
    """The yardstick of an objective; an indicator with `each` has none of these and is a ratio."""
    if isinstance(indicator, Satisfaction):
        return Yardstick("mean", None, indicator.target, max(1, indicator.at_least_answers))
    return Yardstick(indicator.take or "mean", indicator.at_most, indicator.at_least)


class Tally:
    """Values that enter in order and leave in the same order, as in a window that moves on."""

    def __init__(self, yardstick: Yardstick) -> None:
        self._yardstick = yardstick
        self._queue: deque[Fraction] = deque()
        self._by_size: list[Fraction] = []
        self._sum = Fraction(0)
        self._sized = yardstick.take not in ("mean", "last")

    def enter(self, value: Fraction) -> None:
        """Take the next value."""
        self._queue.append(value)
        self._sum += value
        if self._sized:
            insort(self._by_size, value)

    def leave(self) -> None:
        """Let the first one go."""
        value = self._queue.popleft()
        self._sum -= value
        if self._sized:
            del self._by_size[bisect_left(self._by_size, value)]

    def value(self) -> Fraction | None:
        """What is taken of the values that are in; None where they are too few."""
        count = len(self._queue)
        if count < self._yardstick.least:
            return None
        match self._yardstick.take:
            case "mean":
                return self._sum / count
            case "last":
                return self._queue[-1]
            case "max":
                return self._by_size[-1]
            case "min":
                return self._by_size[0]
            case percentile:
                rank = -(-int(percentile.removeprefix("p")) * count // 100)
                return self._by_size[rank - 1]
