"""Functions of time that are straight between instants, summed from their changes and inverted exactly.

A line is told its changes of slope (per µs) and its steps; its strokes are its straight parts. All values
are integers, so an inversion gives a whole microsecond, and nothing is found by looking now and then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight part [start, end): the value at its start, and the change per µs."""

    start: int
    end: int
    value: int
    slope: int

    def first_above(self) -> int | None:
        """The first instant of the part whose value is above 0; None where none is."""
        if self.value > 0:
            return self.start
        if self.slope <= 0:
            return None
        return self._inside(self.start + -self.value // self.slope + 1)

    def first_not_above(self) -> int | None:
        """The first instant of the part whose value is at most 0; None where none is."""
        if self.value <= 0:
            return self.start
        if self.slope >= 0:
            return None
        return self._inside(self.start - self.value // self.slope)

    def last_not_above(self) -> int | None:
        """The last instant of the part whose value is at most 0; None where none is."""
        above = self.first_above()
        if above is None:
            return self.end - 1
        if above > self.start:
            return above - 1
        below = self.first_not_above()
        return None if below is None else self.end - 1

    def last_above(self) -> int | None:
        """The last instant of the part whose value is above 0; None where none is."""
        below = self.first_not_above()
        if below is None:
            return self.end - 1
        if below > self.start:
            return below - 1
        above = self.first_above()
        return None if above is None else self.end - 1

    def _inside(self, instant: int) -> int | None:
        return instant if instant < self.end else None


class Line:
    """A function of time, built from changes of slope and steps."""

    def __init__(self) -> None:
        self._slopes: dict[int, int] = {}
        self._steps: dict[int, int] = {}

    def rise(self, start: int, end: int, per_microsecond: int) -> None:
        """Let it rise by so much per µs in [start, end)."""
        if end > start and per_microsecond:
            self._slopes[start] = self._slopes.get(start, 0) + per_microsecond
            self._slopes[end] = self._slopes.get(end, 0) - per_microsecond

    def step(self, instant: int, by: int) -> None:
        """Let it change by so much at an instant, which has the new value already."""
        self._steps[instant] = self._steps.get(instant, 0) + by

    def instants(self) -> list[int]:
        """The instants at which it changes its slope or steps."""
        return sorted({*self._slopes, *self._steps})

    def mark(self, instant: int) -> None:
        """Let a stroke begin at an instant."""
        self.step(instant, 0)

    def strokes(self, value: int, start: int, end: int) -> Iterator[Stroke]:
        """Its straight parts on [start, end], both included, from its value just before `start`'s own step."""
        instants = sorted(
            at for at in {*self._slopes, *self._steps, start, end + 1} if start <= at <= end + 1
        )
        slope = sum(change for at, change in self._slopes.items() if at < start)
        for at, until in pairwise(instants):
            value += self._steps.get(at, 0)
            slope += self._slopes.get(at, 0)
            yield Stroke(at, until, value, slope)
            value += slope * (until - at)


def first_above(strokes: Iterator[Stroke]) -> int | None:
    """The first instant at which a line is above 0."""
    return next((at for stroke in strokes if (at := stroke.first_above()) is not None), None)
