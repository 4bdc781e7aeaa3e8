"""A ratio in a rolling window: since when, and when next, it is under target.

A count enters one microsecond after its instant and leaves a length later, so the sums are steps; they are
walked back from an instant as far as the answer lies, or ahead for one length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shared.sla.facts import RequestsCounted
from shared.sla.objectives import Ratio
from shared.sla.spans import MICROSECOND, Span


@dataclass(frozen=True, slots=True)
class RatioWindow:
    """A rolling window over counts, none of which is before `since`."""

    indicator: Ratio
    length: int
    counted: Callable[[Span], Sequence[RequestsCounted]]
    since: int

    def above_since(self, as_of: int, share: Fraction, *, reached: bool = False) -> int | None:
        """The instant since which a share of the budget has been overspent until `as_of`; None if it is not.

        With `reached`, also where exactly the share is spent, and more than nothing.
        """
        reach = self.length
        while True:
            start = max(as_of - reach, self.since)
            since: int | None = None
            for instant, bad, total in self._sums(start, as_of):
                if not self._above(bad, total, share, reached=reached):
                    since = None
                elif since is None:
                    since = instant
            if since is None or since > start or start <= self.since:
                return since
            reach *= 2

    def since_or_next(self, as_of: int, share: Fraction, *, reached: bool = False) -> int | None:
        """Since when it is overspent, else the next instant within a length at which it will be."""
        since = self.above_since(as_of, share, reached=reached)
        if since is not None:
            return since
        for instant, bad, total in self._sums(as_of + MICROSECOND, as_of + self.length):
            if self._above(bad, total, share, reached=reached):
                return instant
        return None

    def next_not_above(self, after: int, share: Fraction) -> int | None:
        """The first instant after one, within a length, at which it is not overspent."""
        for instant, bad, total in self._sums(after + MICROSECOND, after + self.length):
            if not self._above(bad, total, share, reached=False):
                return instant
        return None

    def _above(self, bad: int, total: int, share: Fraction, *, reached: bool) -> bool:
        allowed = share * (1 - self.indicator.target) * max(total, self.indicator.expected_total or 0)
        return bad > 0 and (bad >= allowed if reached else bad > allowed)

    def _sums(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """bad and total of the window at `start` and at each instant up to `end` at which they change."""
        steps: dict[int, tuple[int, int]] = {start: (0, 0)}
        for fact in self.counted(Span(start - self.length, end)):
            good = fact.counters.get(self.indicator.good, 0)
            total = fact.counters.get(self.indicator.total, 0)
            enters = max(start, fact.start + MICROSECOND)
            leaves = fact.start + self.length + MICROSECOND
            for instant, sign in ((enters, 1), (leaves, -1)):
                if instant <= end:
                    bad_before, total_before = steps.get(instant, (0, 0))
                    steps[instant] = bad_before + sign * (total - good), total_before + sign * total
        bad_now = total_now = 0
        for instant in sorted(steps):
            bad_now, total_now = bad_now + steps[instant][0], total_now + steps[instant][1]
            yield instant, bad_now, total_now
