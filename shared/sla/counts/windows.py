"""A ratio over a window of counts: since when, and when next, a share of the budget is overspent.

A count enters one microsecond after its instant and, in a window that moves on, leaves a length later, so what
is bad and the total are steps. Both are differences of sums that never fall; where the sums at the ends of a
stretch decide, nothing in between is looked at, and what they leave open is halved, down to a few counts.

Ahead of the last count nothing enters: a share is overspent once what has left is beyond it by less than all that was
told, and the first such sums are found by their lows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final

from shared.sla.agreed.objectives import Ratio
from shared.sla.counts.counted import CountedCounts
from shared.sla.halving import Halving
from shared.sla.spans import MICROSECOND

_FEW: Final = 16


@dataclass(frozen=True, slots=True)
class RatioWindow:
    """The window [t - length, t), or with no `length` [since, t); no count is before `since`.

    A share of the budget is overspent where bad > share x allowed, or with `reached` where it is exactly spent.
    """

    indicator: Ratio
    counts: CountedCounts
    length: int | None
    since: int

    def above_since(self, as_of: int, share: Fraction, *, reached: bool = False) -> int | None:
        """The instant since which a share of the budget has been overspent until `as_of`; None if it is not."""
        search = _Search(self, share, reached=reached)
        if not search.at(as_of):
            return None
        last = self._last_not_above(search, as_of)
        return self.since if last is None else last + MICROSECOND

    def _last_not_above(self, search: _Search, as_of: int) -> int | None:
        settled = self.counts.settled_until(as_of)
        if self.length is None or settled is None:
            return search.last(self.since, as_of, above=False)
        key = self.length, search.share, search.reached
        return self.counts.searched.last(key, search, self.since, settled, as_of, above=False)

    def since_or_next(self, as_of: int, share: Fraction, *, reached: bool = False) -> int | None:
        """Since when it is overspent, else the next instant within a length at which it will be."""
        since = self.above_since(as_of, share, reached=reached)
        if since is not None or self.length is None:
            return since
        search = _Search(self, share, reached=reached)
        return search.ahead(as_of + MICROSECOND, as_of + self.length, above=True)

    def next_not_above(self, after: int, share: Fraction) -> int | None:
        """The first instant after one at which it is not overspent, until what was told by then has left."""
        until = after + (self.length or 0) + MICROSECOND
        return _Search(self, share).ahead(after + MICROSECOND, until, above=False)


@dataclass(frozen=True)
class _Search(Halving):
    window: RatioWindow
    share: Fraction
    reached: bool = False

    def at(self, instant: int) -> bool:
        """Whether it is overspent at an instant."""
        end, begin = self.window.counts.before(instant), self.window.counts.before(self._begin(instant))
        bad = end.bad - begin.bad - (end.surplus - begin.surplus)
        return self._is_above(bad, end.total - begin.total)

    def ahead(self, start: int, end: int, *, above: bool) -> int | None:
        """As `first`; quick where no count enters any more."""
        counts, length = self.window.counts, self.window.length
        bounded_below = not above and self.window.indicator.expected_total is not None
        if length is None or bounded_below or counts.place(start) < counts.place(end):
            return self.first(start, end, above=above)
        first, last = counts.place(start - length), counts.place(end - length)
        told = counts.before(start).beyond(self._allowed)
        bound = told + self.reached if above else 1 - told
        found = counts.lows(self._allowed, above=above).first_below(bound, first, last + 1)
        if found is None:
            return None
        at = start if found == first else counts.start(found - 1) + length + MICROSECOND
        return at if self.at(at) is above else self.first(at, end, above=above)

    def _first_in(self, start: int, end: int, *, above: bool) -> int | None:
        return next((at for at in self._steps(start, end) if self.at(at) is above), None)

    def _last_in(self, start: int, end: int, *, above: bool) -> int | None:
        steps = self._steps(start, end)
        ends = [*(at - MICROSECOND for at in steps[1:]), end]
        return next((at for at in reversed(ends) if self.at(at) is above), None)

    def _begin(self, instant: int) -> int:
        return self.window.since if self.window.length is None else instant - self.window.length

    def _is_above(self, bad: int, total: int) -> bool:
        allowed = self._allowed
        over = bad * allowed.denominator - allowed.numerator * max(
            total, self.window.indicator.expected_total or 0
        )
        return bad > 0 and (over >= 0 if self.reached else over > 0)

    @cached_property
    def _allowed(self) -> Fraction:
        return self.share * (1 - self.window.indicator.target)

    def _sure(self, start: int, end: int) -> bool | None:
        """Whether it is overspent all through [start, end], or nowhere; None where the sums do not tell."""
        before = self.window.counts.before
        began, ended = before(self._begin(start)), before(self._begin(end))
        begins, ends = before(start), before(end)
        most = ends.bad - began.bad - max(0, begins.surplus - ended.surplus)
        if not self._is_above(most, max(0, begins.total - ended.total)):
            return False
        least = max(0, begins.bad - ended.bad) - (ends.surplus - began.surplus)
        return True if self._is_above(least, ends.total - began.total) else None

    def _middle(self, start: int, end: int) -> int | None:
        """Where to halve [start, end]: where the middle one of what enters or leaves does; None where few do."""
        counts = self.window.counts
        low, high = counts.place(start), counts.place(end)
        if high - low > _FEW:
            return counts.start((low + high) // 2) + MICROSECOND
        if self.window.length is not None:
            low, high = counts.place(start - self.window.length), counts.place(end - self.window.length)
            if high - low > _FEW:
                return counts.start((low + high) // 2) + self.window.length + MICROSECOND
        return None

    def _steps(self, start: int, end: int) -> Sequence[int]:
        """`start`, and each later instant up to `end` at which something enters or leaves, in order."""
        counts, lags = self.window.counts, [0] if self.window.length is None else [0, self.window.length]
        found = {start}
        for lag in lags:
            places = range(counts.place(start - lag), counts.place(end - lag))
            found.update(counts.start(place) + lag + MICROSECOND for place in places)
        return sorted(found)
