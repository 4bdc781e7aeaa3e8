"""What is taken of samples, one number, and the bounds that it is held against (CONTRACT.md, section 1).

Percentiles are by nearest rank: p95 of n samples is the one at place ceil(0.95 n) in order of size, so it is
always a sample that was taken. All is exact.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from shared.sla.agreed.objectives import Measurement, Satisfaction
from shared.sla.samples.samples import is_within


@dataclass(frozen=True, slots=True)
class Yardstick:
    """`take`: max, min, mean, last, p50, p95 or p99. With fewer than `least` samples there is no value."""

    take: str
    at_most: Fraction | None
    at_least: Fraction | None
    least: int = 1

    def value(self, values: Sequence[Fraction]) -> Fraction | None:
        """The one number of values in order; None where there are too few."""
        if len(values) < self.least:
            return None
        match self.take:
            case "mean":
                return sum(values, Fraction(0)) / len(values)
            case "last":
                return values[-1]
            case _:
                return sorted(values)[self.rank(len(values)) - 1]

    def rank(self, count: int) -> int:
        """At which place in order of size, counted from 1, the number stands among so many."""
        if self.take in ("max", "min"):
            return count if self.take == "max" else 1
        return -(-int(self.take.removeprefix("p")) * count // 100)

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
    """Values that enter in order and leave in the same order, as in a window that moves on.

    What stands at a rank is above a bound if fewer values than the rank are not, so no order of size is kept.
    """

    def __init__(self, yardstick: Yardstick) -> None:
        self._yardstick = yardstick
        self._queue: deque[Fraction] = deque()
        self._sum = Fraction(0)
        self._above = self._below = 0

    def enter(self, value: Fraction) -> None:
        """Take the next value."""
        self._queue.append(value)
        self._count(value, 1)

    def leave(self) -> None:
        """Let the first one go."""
        self._count(self._queue.popleft(), -1)

    def _count(self, value: Fraction, sign: int) -> None:
        asked = self._yardstick
        if asked.take == "mean":
            self._sum += sign * value
        self._above += sign * (asked.at_most is not None and value > asked.at_most)
        self._below += sign * (asked.at_least is not None and value < asked.at_least)

    def is_beyond(self) -> bool:
        """Whether what is taken of the values that are in breaks a bound; with too few it does not."""
        count, asked = len(self._queue), self._yardstick
        if count < asked.least:
            return False
        match asked.take:
            case "mean":
                return asked.is_beyond(self._sum / count)
            case "last":
                return asked.is_beyond(self._queue[-1])
            case _:
                rank = asked.rank(count)
                return self._above > count - rank or self._below >= rank
