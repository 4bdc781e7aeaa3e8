"""The outages of one period as numbers: how many began, how long they took, the longest (SEMANTICS.md).

Whole blocks between marks are read from their sums; only the outages at both ends of the period are looked at
one by one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from shared.sla.availability.breach import Course
from shared.sla.ledger.pieces import CountedRun
from shared.sla.ledger.running_sums import RunningSums
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
    def _running(self) -> RunningSums:
        return self.course.reckoning.running

    @property
    def _parts(self) -> list[Span]:
        """The parts of the period before its first mark and after its last."""
        reckoning, window = self.course.reckoning, self._window
        if not self._has_blocks:
            return [window]
        low, high = (reckoning.mark(place) for place in self._ends)
        return [Span(window.start, low), Span(high, window.end)]

    @cached_property
    def _edges(self) -> list[list[CountedRun]]:
        """The outages, whole, that touch each of these parts."""
        return [list(self.course.reckoning.whole_outages(part)) for part in self._parts]

    @cached_property
    def begun(self) -> int:
        """How many have their first counted microsecond in the period."""
        return self._of_blocks(self._running.begun) + len(self._begun_at_edges)

    @cached_property
    def _begun_at_edges(self) -> list[CountedRun]:
        return [one for one in chain(*self._edges) if one.first in self.course.period]

    def _of_blocks(self, sums: Sequence[int]) -> int:
        return sums[self._ends[1]] - sums[self._ends[0]] if self._has_blocks else 0

    @cached_property
    def restored(self) -> tuple[int, int]:
        """How many ended in the period and before `as_of`, and their whole counted time (µs)."""
        period, as_of = self.course.period, self.course.reckoning.setting.as_of
        edges = [
            one
            for one in chain(*self._edges)
            if not one.run.lasting and one.run.end in period and one.run.end < as_of
        ]
        count = self._of_blocks(self._running.begun) + len(edges)
        return count, self._of_blocks(self._running.length) + sum(one.length for one in edges)

    @cached_property
    def longest(self) -> int:
        """The longest counted time of one inside the period (µs)."""
        of_blocks = self._running.longest_between(*self._ends) if self._has_blocks else 0
        at_edges = (one.length for part in self._parts for one in self.course.reckoning.outages_in(part))
        return max(of_blocks, max(at_edges, default=0))

    # when

    def too_many_from(self, most: int) -> int | None:
        """The first counted microsecond of the first outage that is one too many."""
        if self.begun <= most:
            return None
        head = [one for one in self._edges[0] if one.first in self.course.period]
        if most < len(head):
            return head[most].first
        if self._has_blocks:
            begun, (low, high) = self._running.begun, self._ends
            wanted = begun[low] + most - len(head)
            if wanted < begun[high]:
                place = bisect_right(begun, wanted, low, high)
                return self._running.outages[place][wanted - begun[place - 1]].first
        left = most - len(head) - self._of_blocks(self._running.begun)
        tail = [one for one in self._edges[-1] if one.first in self.course.period]
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
        reckoning, parts = self.course.reckoning, self._parts
        yield from reckoning.outages_in(parts[0])
        for place in range(self._ends[0] + 1, self._ends[1] + 1):
            if self._running.longest[place] > most:
                yield from self._running.outages[place]
        for part in parts[1:]:
            yield from reckoning.outages_in(part)
