"""One number of samples in a rolling window: since when, and when next, it is beyond its bound.

A sample enters one microsecond after its instant and leaves a length later, so the number changes in steps;
they are walked back from an instant as far as the answer lies, or ahead for one length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from shared.sla.samples.samples import Sample
from shared.sla.samples.yardsticks import Tally, Yardstick
from shared.sla.spans import MICROSECOND, Span


@dataclass(frozen=True, slots=True)
class SampleWindow:
    """A rolling window over samples, none of which is before `since`."""

    yardstick: Yardstick
    length: int
    counted: Callable[[Span], Sequence[Sample]]
    since: int

    def beyond_since(self, as_of: int) -> int | None:
        """The instant since which it has been beyond until `as_of`; None if it is not."""
        reach = self.length
        while True:
            start = max(as_of - reach, self.since)
            since: int | None = None
            for instant, beyond in self._steps(start, as_of):
                if not beyond:
                    since = None
                elif since is None:
                    since = instant
            if since is None or since > start or start <= self.since:
                return since
            reach *= 2

    def since_or_next(self, as_of: int) -> int | None:
        """Since when it is beyond, else the next instant within a length at which it will be."""
        since = self.beyond_since(as_of)
        return self._next(as_of, beyond=True) if since is None else since

    def next_within(self, after: int) -> int | None:
        """The first instant after one, within a length, at which it is not beyond."""
        return self._next(after, beyond=False)

    def _next(self, after: int, *, beyond: bool) -> int | None:
        steps = self._steps(after + MICROSECOND, after + self.length + MICROSECOND)
        return next((instant for instant, found in steps if found is beyond), None)

    def _steps(self, start: int, end: int) -> Iterator[tuple[int, bool]]:
        """Whether it is beyond, at `start` and at each instant up to `end` at which it can change."""
        samples = self.counted(Span(start - self.length, end))
        instants = {start}
        for sample in samples:
            enters = sample.fact.at + MICROSECOND
            instants.update(at for at in (enters, enters + self.length) if start <= at <= end)
        tally = Tally(self.yardstick)
        entered = left = 0
        for instant in sorted(instants):
            while entered < len(samples) and samples[entered].fact.at < instant:
                tally.enter(samples[entered].value)
                entered += 1
            while left < entered and samples[left].fact.at < instant - self.length:
                tally.leave()
                left += 1
            yield instant, tally.is_beyond()
