"""Rolling windows: since when the SLI of [t - length, t) has been under target, and when it is back.

bad and total of the window are functions of t: what enters at its end and leaves at its start. The window is
under target where bad > (1 - target) x total; no data is not under (SEMANTICS.md, Breach).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from shared.sla.lines import Line, Stroke
from shared.sla.spans import MICROSECOND, Span
from shared.sla.weighing import Weighed, common_denominator

_HEAVIER_THAN_ANY_TIME: Final = 1 << 100

Counted = Callable[[Span], Sequence[Weighed]]
"""What counts in a stretch of time."""


@dataclass(frozen=True, slots=True)
class Rolling:
    """A rolling window of one length over what counts, which begins no earlier than `since`."""

    length: int
    counted: Counted
    since: int

    def strokes(self, start: int, end: int, allowed: Fraction, *, reached: bool) -> list[Stroke]:
        """The margin bad - allowed x total over [start, end], made whole; above 0 where it is under target.

        With `reached`, above 0 also where the margin is nothing and something is spent.
        """
        weight, also_bad = (_HEAVIER_THAN_ANY_TIME, 1) if reached else (1, 0)
        weighed = self.counted(Span(start - self.length, end))
        whole = common_denominator(weighed)
        line = Line()
        value = 0
        for one in weighed:
            bad = one.bad.numerator * (whole // one.bad.denominator)
            per = bad * (weight * allowed.denominator + also_bad) - weight * whole * allowed.numerator
            line.rise(one.start, one.end, per)
            line.rise(one.start + self.length, one.end + self.length, -per)
            value += per * Span(one.start, one.end).cut(Span(start - self.length, start)).length
        return list(line.strokes(value, start, end))

    def above_since(self, as_of: int, allowed: Fraction, *, reached: bool = False) -> int | None:
        """The instant since which the margin has been above 0 until `as_of`; None where it is not now."""
        reach, until = self.length, as_of
        while True:
            start = until - reach
            for stroke in reversed(self.strokes(start, until, allowed, reached=reached)):
                last = stroke.last_not_above()
                if last is not None:
                    return None if last >= as_of else last + MICROSECOND
            if start <= self.since:
                return self.since
            until, reach = start, reach * 2

    def not_above_since(self, as_of: int, allowed: Fraction) -> int | None:
        """Where it is not above 0 now: the first instant of that, if it was above within the last length."""
        for stroke in reversed(self.strokes(as_of - self.length, as_of, allowed, reached=False)):
            last = stroke.last_above()
            if last is not None:
                return None if last >= as_of else last + MICROSECOND
        return None

    def next_above(self, after: int, until: int, allowed: Fraction, *, reached: bool = False) -> int | None:
        """The first instant in (after, until] at which the margin is above 0."""
        for stroke in self.strokes(after + MICROSECOND, until, allowed, reached=reached):
            found = stroke.first_above()
            if found is not None:
                return found
        return None

    def next_not_above(self, after: int, until: int, allowed: Fraction) -> int | None:
        """The first instant in (after, until] at which the margin is at most 0."""
        for stroke in self.strokes(after + MICROSECOND, until, allowed, reached=False):
            found = stroke.first_not_above()
            if found is not None:
                return found
        return None
