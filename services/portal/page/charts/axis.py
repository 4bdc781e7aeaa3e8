"""Round values for the ticks of an axis."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import count
from math import ceil, floor
from typing import Final

SECOND: Final = 1_000_000
_MINUTE, _HOUR, _DAY = 60 * SECOND, 3_600 * SECOND, 86_400 * SECOND
_STEPS: Final = (
    *(SECOND * n for n in (1, 2, 5, 10, 15, 30)),
    *(_MINUTE * n for n in (1, 2, 5, 10, 15, 20, 30)),
    *(_HOUR * n for n in (1, 2, 3, 4, 6, 12)),
    *(_DAY * n for n in (1, 2, 5, 7, 10, 14, 30, 60, 90)),
)


def duration_ticks(low: Fraction, high: Fraction, most: int) -> Sequence[int]:
    """At most about `most` round durations (µs) that lie within [low, high]; 0 is one of them."""
    span = high - low
    step = next((step for step in _STEPS if span / step <= most), _STEPS[-1])
    return [tick * step for tick in range(ceil(low / step), floor(high / step) + 1)]


def count_ticks(low: Fraction, high: Fraction, most: int) -> Sequence[int]:
    """At most about `most` round whole numbers that lie within [low, high]; 0 is one of them."""
    steps = (digit * 10**power for power in count() for digit in (1, 2, 5))
    step = next(step for step in steps if (high - low) / step <= most)
    return [tick * step for tick in range(ceil(low / step), floor(high / step) + 1)]


def base_below(value: Fraction) -> Fraction:
    """A round percentage a little below the value, not under 0: where bars that do not begin at zero begin."""
    gap = 100 - value
    for step in (
        Fraction(1, 100),
        Fraction(1, 20),
        Fraction(1, 4),
        Fraction(1, 2),
        Fraction(1),
        Fraction(5),
        Fraction(10),
    ):
        if gap <= step * 6:
            return max(Fraction(0), (floor(value / step) - 1) * step)
    return Fraction(0)


def spaced(count: int, most: int) -> Sequence[int]:
    """At most `most` of the places 0 … count-1, evenly apart, the first one among them."""
    step = max(1, ceil(Fraction(count, most)))
    return range(0, count, step)
