"""What one objective's time sums up to before any instant, and between any two: marks, and a piece at each end.

A reckoning is one setting read through its running sums. From the last mark up to `as_of` it classes anew (a
setting that looks ahead lets the present last), before that it asks the marks. An outage that was running at the
very beginning may reach further back for an early period (`floor`); then the time up to the next mark is classed
for that period alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from shared.sla.ledger.counted_outages import OutageList
from shared.sla.ledger.outages import is_out
from shared.sla.ledger.pieces import CountedRun, Piece, Rated, RateOf
from shared.sla.ledger.running_sums import RunningSums
from shared.sla.ledger.setting import Setting
from shared.sla.ledger.sums import NOTHING, Spent, Sums, not_in_force
from shared.sla.ledger.weighing import Weighed
from shared.sla.spans import MICROSECOND, Span


@dataclass(frozen=True)
class Reckoning:
    """Sums of a setting's time up to its `as_of`; none of its outages begins before `floor`."""

    running: RunningSums
    setting: Setting
    floor: int

    @cached_property
    def _known(self) -> int:
        """How many marks lie at or before the setting's instant."""
        return self.running.usable(self.setting.as_of)

    @cached_property
    def _first(self) -> int:
        """The first mark whose sums do not depend on the floor."""
        marks = self.running.marks
        if self.floor >= marks[0]:
            return 0
        before = self.setting.states.between(marks[0] - MICROSECOND, marks[0])[0]
        return int(is_out(before.reading, self.setting.counts))

    @cached_property
    def _origin(self) -> int:
        """From where sums are counted: the first mark that can be used, or the floor."""
        return self.running.marks[self._first] if self._first < self._known else self.floor

    @cached_property
    def _head(self) -> Piece:
        """From the floor to the origin, where outages at the beginning make a difference."""
        start = self.floor if self._first else self._origin
        return Piece(self.setting, Span(start, self._origin), self.floor, self.running.rates)

    @cached_property
    def _tail(self) -> Piece:
        if self._first < self._known:
            return self.running.tail(self.setting)
        window = Span(self.floor, max(self.floor, self.setting.as_of))
        return Piece(self.setting, window, self.floor, self.running.rates)

    @cached_property
    def _base(self) -> Sums:
        """The sums before the tail."""
        return self.running.sums[self._known - 1] if self._first < self._known else NOTHING

    @cached_property
    def _before_head(self) -> Sums:
        """The sums before the head, which may be less than nothing: those before the origin are what marks say."""
        origin = self.running.sums[self._first] if self._first < self._known else NOTHING
        return origin - self._of_head

    @cached_property
    def _of_head(self) -> Sums:
        return self._head.upto(self._origin)

    @property
    def whole(self) -> int:
        """How many parts of bad time a microsecond has."""
        return self.running.rates.whole

    # sums

    def _located(self, instant: int) -> tuple[Sums, Piece | None]:
        """The piece that holds an instant, with the sums before it; None at a mark and before all pieces."""
        if instant >= self._tail.window.start:
            return self._base, self._tail
        if instant >= self._origin:
            marks = self.running.marks
            index = bisect_right(marks, instant) - 1
            at_mark = marks[index] == instant
            return self.running.sums[index], None if at_mark else self.running.piece(index, self.setting)
        head = self._head
        return self._before_head, head if instant >= head.window.start else None

    def upto(self, instant: int) -> Sums:
        """The sums before an instant up to `as_of`, counted from a fixed one (of earlier time less than nothing)."""
        base, piece = self._located(instant)
        if piece is not None:
            return base + piece.upto(instant)
        start = self._head.window.start
        return base - not_in_force(start - instant) if instant < start else base

    def spent(self, instant: int) -> Spent:
        """What `upto` says of bad time and of the time that counts, at less cost."""
        base, piece = self._located(instant)
        if piece is None:
            return base.bad, base.total
        bad, total = piece.spent(instant)
        return base.bad + bad, base.total + total

    def between(self, start: int, end: int) -> Sums:
        """The sums of [start, end)."""
        return self.upto(end) - self.upto(start) if end > start else NOTHING

    def spent_between(self, start: int, end: int) -> Spent:
        """Bad time and time that counts of [start, end)."""
        if end <= start:
            return 0, 0
        (bad, total), (bad_before, total_before) = self.spent(end), self.spent(start)
        return bad - bad_before, total - total_before

    def at_least(self, instant: int) -> Sums | None:
        """A bound of `upto` that costs next to nothing: the sums at the mark before an instant; None in the tail."""
        if instant >= self._tail.window.start:
            return None
        if instant >= self._origin:
            return self.running.sums[bisect_right(self.running.marks, instant) - 1]
        return self._before_head

    def at_most(self, instant: int) -> Sums | None:
        """The same from above: the sums at the mark after an instant; None in the tail."""
        if instant >= self._tail.window.start:
            return None
        if instant >= self._origin:
            return self.running.sums[bisect_left(self.running.marks, instant)]
        return self._before_head + self._of_head

    def settled_until(self, instant: int) -> int | None:
        """The last mark up to an instant, where all before it is what the marks say; None without such a one."""
        usable = self.running.usable(min(instant, self.setting.as_of))
        return self.running.marks[usable - 1] if usable and not self._first else None

    def stays_until(self, instant: int) -> int | None:
        """The last mark up to an instant, where all before it stays as it is for this floor; None without one."""
        usable = self.running.usable(min(instant, self.setting.as_of))
        return self.running.marks[usable - 1] if usable > self._first else None

    def marks(self, start: int, end: int) -> tuple[int, int]:
        """The places of the first mark after `start` and of the first not before `end`, among `mark`'s."""
        marks = self.running.marks
        low = max(self._first, bisect_right(marks, start, hi=self._known))
        return low, max(low, bisect_left(marks, end, hi=self._known))

    def mark(self, place: int) -> int:
        """The instant of a mark."""
        return self.running.marks[place]

    # what happened

    def pieces(self, window: Span) -> Iterator[Piece]:
        """The pieces that hold a window, in order; before the first of them nothing counts."""
        if window.start < self._origin and self._first:
            yield self._head
        if self._first < self._known:
            index = max(self._first, bisect_right(self.running.marks, window.start, hi=self._known) - 1)
            while index < self._known - 1 and self.running.marks[index] < window.end:
                yield self.running.piece(index, self.setting)
                index += 1
        if window.end > self._tail.window.start:
            yield self._tail

    def rated(self, window: Span, rate_of: RateOf) -> Iterator[Rated]:
        """What counts of a window, in order."""
        for piece in self.pieces(window):
            yield from piece.rated(window, rate_of)

    def weighed(self, window: Span) -> list[Weighed]:
        """What counts of a window with its bad share; neighbours that count alike are one."""
        found: list[Weighed] = []
        for start, end, rate in self.rated(window, self.running.rates.of):
            bad = Fraction(rate, self.whole)
            if found and found[-1].end == start and found[-1].bad == bad:
                found[-1] = Weighed(found[-1].start, end, bad)
            else:
                found.append(Weighed(start, end, bad))
        return found

    def outages(self, window: Span) -> OutageList:
        """The outages with counted time in a window, with that time."""
        low, high = self.whole_blocks(window)
        if low >= high:
            return OutageList(tuple(self.outages_in(window)))
        head, tail = Span(window.start, self.mark(low)), Span(self.mark(high), window.end)
        return OutageList(
            tuple(self.outages_in(head)),
            self.running.outages,
            (low + 1, high + 1),
            tuple(self.outages_in(tail)),
        )

    def whole_blocks(self, window: Span) -> tuple[int, int]:
        """The places of the first and the last mark in a window; between them lie whole blocks."""
        marks = self.running.marks
        low = max(self._first, bisect_left(marks, window.start, hi=self._known))
        return low, bisect_right(marks, window.end, hi=self._known) - 1

    def outages_in(self, window: Span) -> Iterator[CountedRun]:
        """The same, one by one: for a window of few of them."""
        if window:
            for piece in self.pieces(window):
                yield from piece.outages(window)

    def whole_outages(self, window: Span) -> Iterator[CountedRun]:
        """The outages that touch a window or end where it begins, with all of their counted time."""
        for piece in self.pieces(Span(window.start - MICROSECOND, window.end)):
            for one in piece.outages(piece.window):
                if one.run.end >= window.start and one.run.start < window.end:
                    yield one

    def counted_spans(self, window: Span) -> Iterator[Span]:
        """The counted time of outages in a window, in order."""
        for piece in self.pieces(window):
            yield from piece.counted_spans(window)
