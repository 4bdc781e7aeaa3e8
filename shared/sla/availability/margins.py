"""Where a margin of bad time crosses 0, found by halving what bounds leave open.

The margin at t is bad - allowed x total over [t - length, t), or over [start, t): above 0 where too much is bad.
bad and total are differences of sums that never fall, so over a stretch of time the sums at its ends bound the
margin; where the bounds decide, nothing in between is looked at. What they leave open is halved, down to a few
spans, in which the margin is straight between instants and is inverted exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import Final, NamedTuple

from shared.sla.figures import ClassedSpan, TimeClass
from shared.sla.halving import Halving
from shared.sla.ledger.pieces import RateOf
from shared.sla.ledger.reckoning import Reckoning
from shared.sla.ledger.sums import Spent, Sums
from shared.sla.lines import Line, Stroke
from shared.sla.spans import DAY, Span
from shared.sla.time.hours import Always

_HEAVIER_THAN_ANY_TIME: Final = 1 << 100
"""A factor that lets the margin decide, and what is bad only where the margin is nothing."""
_FEW_MARKS: Final = 2
_SHORT: Final = 7 * DAY
"""So much time has few spans of service hours."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is bad, and of what: in sums, and by the microsecond of a span, in whole parts."""

    reckoning: Reckoning
    upto: Callable[[int], Spent]
    of: Callable[[Sums], Spent]
    rate_of: RateOf
    whole: int

    def at_least(self, instant: int) -> Spent:
        """A lower bound of `upto`."""
        sums = self.reckoning.at_least(instant)
        return self.upto(instant) if sums is None else self.of(sums)

    def at_most(self, instant: int) -> Spent:
        """An upper bound of `upto`."""
        sums = self.reckoning.at_most(instant)
        return self.upto(instant) if sums is None else self.of(sums)


spent_by: Final[Callable[[Sums], Spent]] = attrgetter("bad", "total")
"""Bad time and the time that counts, of sums."""


def spent_of_budget(reckoning: Reckoning) -> Measure:
    """Bad time of all that counts."""
    rate_of = reckoning.running.rates.of
    return Measure(reckoning, reckoning.spent, spent_by, rate_of, reckoning.whole)


def unknown_of_assessed(reckoning: Reckoning) -> Measure:
    """Unknown time of all that is in force and in service hours (SEMANTICS.md, not_assessable)."""
    return Measure(reckoning, lambda instant: _unknown(reckoning.upto(instant)), _unknown, _unknown_rate, 1)


def _unknown(sums: Sums) -> Spent:
    return sums.unknown, sums.assessed


def _unknown_rate(span: ClassedSpan) -> int | None:
    if span.time_class is TimeClass.NOT_IN_FORCE:
        return None
    return int(span.time_class is TimeClass.UNKNOWN)


class Weights(NamedTuple):
    """What a part of bad time adds to a margin, what a part of good time takes off, and how many parts a µs has."""

    for_bad: int
    for_good: int
    whole: int

    def of(self, bad: Spent, good: Spent) -> int:
        """The weight of the bad time of the one and the good time of the other."""
        return self.for_bad * bad[0] - self.for_good * (self.whole * good[1] - good[0])


@dataclass(frozen=True)
class Margin(Halving):
    """A margin over a window of a `length` that moves on, or, with None, over all since `start`.

    With `reached` it is above 0 also where it is nothing and something is bad.
    """

    measure: Measure
    allowed: Fraction
    length: int | None
    start: int = 0
    reached: bool = False

    def is_above(self, instant: int) -> bool:
        """Whether it is above 0 at an instant."""
        return self._at(instant) > 0

    def _first_in(self, start: int, end: int, *, above: bool) -> int | None:
        found = (
            stroke.first_above() if above else stroke.first_not_above()
            for stroke in self._strokes(start, end)
        )
        return next((at for at in found if at is not None), None)

    def _last_in(self, start: int, end: int, *, above: bool) -> int | None:
        found = (
            stroke.last_above() if above else stroke.last_not_above()
            for stroke in reversed(list(self._strokes(start, end)))
        )
        return next((at for at in found if at is not None), None)

    # the margin

    def _begin(self, instant: int) -> int:
        return self.start if self.length is None else instant - self.length

    @cached_property
    def weights(self) -> Weights:
        """What a part of bad time adds to the margin, and what a part of good time takes off."""
        bad, good = self.allowed.denominator - self.allowed.numerator, self.allowed.numerator
        factor = _HEAVIER_THAN_ANY_TIME if self.reached else 1
        return Weights(factor * bad + self.reached, factor * good, self.measure.whole)

    def _at(self, instant: int) -> int:
        now, gone = self.measure.upto(instant), self.measure.upto(self._begin(instant))
        return self.weights.of(now, now) - self.weights.of(gone, gone)

    def heaviest(self, start: int, end: int) -> int:
        """At the most, so much does all before an instant of [start, end] weigh."""
        return self.weights.of(self.measure.upto(end), self.measure.upto(start))

    def lightest(self, start: int, end: int) -> int:
        """At the least, so much does all before an instant of [start, end] weigh."""
        return self.weights.of(self.measure.upto(start), self.measure.upto(end))

    def _sure(self, start: int, end: int) -> bool | None:
        """Whether it is above 0 all through [start, end], or nowhere; None where the bounds do not tell.

        Bad time that enters and good time that leaves let it rise, the others fall; each of the four only grows.
        """
        measure, (for_bad, for_good, whole) = self.measure, self.weights
        bad_low, total_low = measure.at_least(start)
        bad_high, total_high = measure.at_most(end)
        bad_gone_low, total_gone_low = measure.at_least(self._begin(start))
        bad_gone_high, total_gone_high = measure.at_most(self._begin(end))
        least_good = whole * (total_low - total_gone_high) - bad_low + bad_gone_high
        if for_bad * (bad_high - bad_gone_low) <= for_good * least_good:
            return False
        most_good = whole * (total_high - total_gone_low) - bad_high + bad_gone_low
        return True if for_bad * (bad_low - bad_gone_high) > for_good * most_good else None

    def _middle(self, start: int, end: int) -> int | None:
        """Where to halve [start, end]: at a mark that enters or leaves near its middle; None where it is short."""
        reckoning = self.measure.reckoning
        low, high = reckoning.marks(start, end)
        if high - low > _FEW_MARKS:
            return reckoning.mark((low + high) // 2)
        if self.length is not None:
            low, high = reckoning.marks(start - self.length, end - self.length)
            if high - low > _FEW_MARKS:
                return reckoning.mark((low + high) // 2) + self.length
        many_hours = not isinstance(reckoning.setting.hours, Always) and end - start > _SHORT
        return (start + end) // 2 + 1 if many_hours else None

    def _strokes(self, start: int, end: int) -> Iterator[Stroke]:
        """Its straight parts over [start, end], both included."""
        line, (for_bad, for_good, whole) = Line(), self.weights
        for since, until, rate in self.measure.reckoning.rated(Span(start, end), self.measure.rate_of):
            line.rise(max(start, since), min(end, until), for_bad * rate - for_good * (whole - rate))
        if self.length is not None:
            gone = Span(start - self.length, end - self.length)
            for since, until, rate in self.measure.reckoning.rated(gone, self.measure.rate_of):
                leaves = max(gone.start, since) + self.length
                stays = min(gone.end, until) + self.length
                line.rise(leaves, stays, for_good * (whole - rate) - for_bad * rate)
        return line.strokes(self._at(start), start, end)
