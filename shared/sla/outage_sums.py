"""The outages of one period as numbers: how many began, how long they took, the longest (SEMANTICS.md).

Whole blocks between marks are read from their sums; only the outages at both ends of the period are looked at
one by one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from shared.sla.breach import Course
from shared.sla.pieces import CountedRun
from shared.sla.running_sums import Block
from shared.sla.spans import MICROSECOND, Span


@dataclass(frozen=True)
class OutageSums:
    """The counted outages of a period, up to the instant of its course."""

    course: Course

    @cached_property
    def _ends(self) -> tuple[int, int]:
        """The places of the marks between which whole blocks lie."""
        return self.course.reckoning.whole_blocks(self._window)

    @property
    def _window(self) -> Span:
        return Span(self.course.period.start, self.course.known_until)

    @property
    def _has_blocks(self) -> bool:
        return self._ends[0] < self._ends[1]

    @property
    def _blocks(self) -> list[Block]:
        low, high = self._ends
        return self.course.reckoning.running.blocks[low + 1 : high + 1]

    @cached_property
    def _edges(self) -> tuple[list[CountedRun], list[CountedRun]]:
        """The outages, whole, that touch the period before its first mark and after its last."""
        reckoning, window = self.course.reckoning, self._window
        if not self._has_blocks:
            return list(reckoning.whole_outages(window)), []
        low, high = (reckoning.mark(place) for place in self._ends)
        head, tail = Span(window.start, low), Span(high, window.end)
        return list(reckoning.whole_outages(head)), list(reckoning.whole_outages(tail))

    @cached_property
    def begun(self) -> int:
        """How many have their first counted microsecond in the period."""
        return self._sum_of_blocks(lambda block: block.begun) + len(self._begun_at_edges)

    @cached_property
    def _begun_at_edges(self) -> list[CountedRun]:
        return [one for one in chain(*self._edges) if one.first in self.course.period]

    def _sum_of_blocks(self, so_far: Callable[[Block], int]) -> int:
        if not self._has_blocks:
            return 0
        blocks = self.course.reckoning.running.blocks
        return so_far(blocks[self._ends[1]]) - so_far(blocks[self._ends[0]])

    @cached_property
    def restored(self) -> tuple[int, int]:
        """How many ended in the period and before `as_of`, and their whole counted time (µs)."""
        period, as_of = self.course.period, self.course.reckoning.setting.as_of
        edges = [
            one
            for one in chain(*self._edges)
            if not one.run.lasting and one.run.end in period and one.run.end < as_of
        ]
        count = self._sum_of_blocks(lambda block: block.begun) + len(edges)
        return count, self._sum_of_blocks(lambda block: block.length) + sum(one.length for one in edges)

    @cached_property
    def longest(self) -> int:
        """The longest counted time of one inside the period (µs)."""
        blocks = self._blocks if self._has_blocks else []
        longest = max((block.longest for block in blocks), default=0)
        return max([longest, *(one.length for one in self._longer(longest))])

    # when

    def too_many_from(self, most: int) -> int | None:
        """The first counted microsecond of the first outage that is one too many."""
        if self.begun <= most:
            return None
        head = [one for one in self._edges[0] if one.first in self.course.period]
        if most < len(head):
            return head[most].first
        if self._has_blocks:
            blocks, (low, high) = self.course.reckoning.running.blocks, self._ends
            wanted = blocks[low].begun + most - len(head)
            if wanted < blocks[high].begun:
                place = bisect_right(blocks, wanted, low, high, key=lambda block: block.begun)
                return blocks[place].outages[wanted - blocks[place - 1].begun].first
        left = most - len(head) - self._sum_of_blocks(lambda block: block.begun)
        tail = [one for one in self._edges[1] if one.first in self.course.period]
        return tail[left].first

    def too_long_from(self, most: int) -> int | None:
        """The first instant by which one outage has more counted time inside the period than a bound."""
        if self.longest <= most:
            return None
        found = next(one for one in self._longer(most) if one.length > most)
        run, left = Span(found.run.start, found.run.end).cut(self._window), most
        for part in self.course.reckoning.counted_spans(run):
            if part.length > left:
                return part.start + left + MICROSECOND
            left -= part.length
        return None

    def _longer(self, most: int) -> Iterator[CountedRun]:
        """The outages with what counts in the period, in order, but those of blocks that have none so long."""
        reckoning, window = self.course.reckoning, self._window
        if not self._has_blocks:
            yield from reckoning.outages_in(window)
            return
        low, high = (reckoning.mark(place) for place in self._ends)
        yield from reckoning.outages_in(Span(window.start, low))
        for block in self._blocks:
            if block.longest > most:
                yield from block.outages
        yield from reckoning.outages_in(Span(high, window.end))
