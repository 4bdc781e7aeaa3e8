"""Counts of requests of one service in order of their `from`, with prefix sums of each counter.

A sum over a span costs two bisections, however many counts there are; a late count lowers the point from
which the sums are built again when next asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from shared.sla.facts import OrderKey, RequestsCounted
from shared.sla.spans import Span


def _place(fact: RequestsCounted) -> tuple[int, OrderKey]:
    return fact.start, fact.order


class CountSeries:
    """The counts of one service; a count belongs to the instant of its `from`."""

    def __init__(self) -> None:
        self._facts: list[RequestsCounted] = []
        self._sums: dict[str, list[int]] = {}
        self._readers: list[Callable[[int], None]] = []

    def tell(self, reader: Callable[[int], None]) -> None:
        """Let a reader be told of each instant of which there is a new count."""
        self._readers.append(reader)

    def add(self, fact: RequestsCounted) -> None:
        """Take a count, in any order."""
        for reader in self._readers:
            reader(fact.start)
        if not self._facts or _place(self._facts[-1]) < _place(fact):
            self._facts.append(fact)
            return
        index = bisect_left(self._facts, _place(fact), key=_place)
        self._facts.insert(index, fact)
        for sums in self._sums.values():
            del sums[index + 1 :]

    def sum(self, counter: str, span: Span) -> int:
        """What a counter counts in a span."""
        sums = self._sums.setdefault(counter, [0])
        for fact in self._facts[len(sums) - 1 :]:
            sums.append(sums[-1] + fact.counters.get(counter, 0))
        return sums[self._index(span.end)] - sums[self._index(span.start)]

    def ends(self) -> tuple[int, int] | None:
        """The instants of the first and the last count; None without any."""
        return (self._facts[0].start, self._facts[-1].start) if self._facts else None

    def inside(self, span: Span) -> list[RequestsCounted]:
        """The counts of a span, in order."""
        return self._facts[self._index(span.start) : self._index(span.end)]

    def _index(self, instant: int) -> int:
        return bisect_left(self._facts, instant, key=lambda fact: fact.start)
