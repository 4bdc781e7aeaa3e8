"""Spans of time, half-open [start, end), and lists of them. Instants are microseconds since the epoch.

A list of spans is a tuple that is sorted, disjoint and without empty members; every function here takes
and gives such lists, so the rules above can be written as unions, cuts and differences.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

MICROSECOND: Final = 1
SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

EVER: Final = -(1 << 62)
"""Earlier than every instant: where a span has no beginning."""
NEVER: Final = 1 << 62
"""Later than every instant: where a span has no end."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """[start, end) in microseconds; empty where the end is not after the start."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Microseconds in the span, 0 for an empty one."""
        return max(0, self.end - self.start)

    def __contains__(self, instant: int) -> bool:
        return self.start <= instant < self.end

    def __bool__(self) -> bool:
        return self.end > self.start

    def cut(self, other: Span) -> Span:
        """The part that lies in both; empty where they do not meet."""
        return Span(max(self.start, other.start), min(self.end, other.end))


Spans = tuple[Span, ...]

_START: Final = attrgetter("start")
_END: Final = attrgetter("end")


def union(spans: Iterable[Span]) -> Spans:
    """The same time as a sorted, disjoint list; spans that touch become one."""
    merged: list[Span] = []
    for span in sorted(filter(None, spans), key=_START):
        if merged and span.start <= merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return tuple(merged)


def within(spans: Sequence[Span], window: Span) -> Spans:
    """The parts of a sorted list inside one span."""
    first = bisect_right(spans, window.start, key=_END)
    last = bisect_left(spans, window.end, key=_START)
    if first >= last or not window:
        return ()
    if last == first + 1:
        return (spans[first].cut(window),)
    return (spans[first].cut(window), *spans[first + 1 : last - 1], spans[last - 1].cut(window))


def intersect(one: Sequence[Span], other: Sequence[Span]) -> Spans:
    """What lies in both lists."""
    found: list[Span] = []
    i = j = 0
    while i < len(one) and j < len(other):
        part = one[i].cut(other[j])
        if part:
            found.append(part)
        if one[i].end <= other[j].end:
            i += 1
        else:
            j += 1
    return tuple(found)


def subtract(spans: Sequence[Span], taken: Sequence[Span]) -> Spans:
    """What lies in the first list and not in the second."""
    left: list[Span] = []
    j = 0
    for span in spans:
        start = span.start
        while j < len(taken) and taken[j].end <= start:
            j += 1
        k = j
        while k < len(taken) and taken[k].start < span.end:
            if taken[k].start > start:
                left.append(Span(start, taken[k].start))
            start = max(start, taken[k].end)
            k += 1
        if start < span.end:
            left.append(Span(start, span.end))
    return tuple(left)


def length(spans: Iterable[Span]) -> int:
    """Microseconds in all of them."""
    return sum(span.length for span in spans)
