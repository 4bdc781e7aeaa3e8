"""Several ways to do a thing, timed beside one another.

In each round every one of them runs once, in turn, and the turn goes back and forth: a machine that slows down for
a while slows all of them. What is compared are the times of one round; of all rounds the median and the spread are
reported. Times are those of the processor (all threads of this process), integers of nanoseconds: others on the
machine do not count. Ratios are Fractions.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

Number = TypeVar("Number", int, Fraction)

Run = Callable[[], object]
"""What is timed."""
Prepare = Callable[[], Run]
"""Makes ready what is not timed, and gives what is."""


@dataclass(frozen=True, slots=True)
class Times:
    """What one way took in each round."""

    took: tuple[int, ...]

    @property
    def median(self) -> int:
        """The middle one, the lower of two."""
        return middle(self.took)

    def each(self, count: int) -> Times:
        """The time of one of so many things done in a round."""
        return Times(tuple(one // count for one in self.took))

    def beside(self, other: Times) -> tuple[Fraction, Fraction, Fraction]:
        """How many times as long as another, round by round: median, least, most."""
        ratios = [Fraction(a, b) for a, b in zip(self.took, other.took, strict=True)]
        return middle(ratios), min(ratios), max(ratios)


def middle(values: Sequence[Number]) -> Number:
    """The median, the lower of two."""
    return sorted(values)[(len(values) - 1) // 2]


def interleaved(ways: Mapping[str, Prepare], rounds: int) -> dict[str, Times]:
    """The times of each, from rounds in which each runs once."""
    took: dict[str, list[int]] = {name: [] for name in ways}
    names = list(ways)
    for number in range(rounds):
        if number:
            gc.collect()
        for name in names if number % 2 == 0 else reversed(names):
            run = ways[name]()
            since = time.process_time_ns()
            run()
            took[name].append(time.process_time_ns() - since)
    return {name: Times(tuple(each)) for name, each in took.items()}
