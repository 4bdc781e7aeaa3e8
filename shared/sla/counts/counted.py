"""The counts of an objective that are counted, with running sums: what a window holds costs two bisections.

A count belongs to the instant of its `from`. Whether it is counted depends on force, hours, corrections and
maintenance; what changes those, and a late count, cuts the sums back to the instant from which it matters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from shared.sla.agreed.objectives import Ratio
from shared.sla.counts.counters import CountSeries
from shared.sla.halving import Searches
from shared.sla.ledger.basis import Basis, basis_of
from shared.sla.ledger.classes import counted_time
from shared.sla.ledger.setting import Setting
from shared.sla.lows import Lows
from shared.sla.spans import EVER, MICROSECOND, Span


@dataclass(frozen=True, slots=True)
class Counted:
    """Sums of counts: all, those that were not good, and what was good beyond all (which no sane counter tells)."""

    total: int
    bad: int
    surplus: int

    @property
    def good(self) -> int:
        """What was good of all."""
        return self.total - self.bad + self.surplus

    def beyond(self, allowed: Fraction) -> int:
        """What is bad, less what is good beyond all and a share that is allowed of all; made whole."""
        return (self.bad - self.surplus) * allowed.denominator - allowed.numerator * self.total


class CountedCounts:
    """Running sums over the counted counts of one objective under one version."""

    def __init__(self, indicator: Ratio, series: CountSeries) -> None:
        self._indicator = indicator
        self._series = series
        self._basis: Basis | None = None
        self._done_before = EVER
        self._starts: list[int] = []
        self._sums: list[Counted] = [Counted(0, 0, 0)]
        self.searched = Searches()
        """What windows have searched of the time up to the last count."""
        self._lows: dict[tuple[Fraction, bool], Lows] = {}

    def follow(self, setting: Setting) -> None:
        """Take in the counts that are new, as a setting sees them."""
        basis = basis_of(setting)
        if self._basis is not None and basis != self._basis:
            self.cut(basis.first_difference(self._basis))
        self._basis = basis
        ends = self._series.ends()
        if ends is None or ends[1] < self._done_before:
            return
        new = Span(max(self._done_before, ends[0]), ends[1] + MICROSECOND)
        for span in counted_time(setting, new):
            for fact in self._series.inside(span):
                got = fact.counters.get(self._indicator.good, 0)
                told = fact.counters.get(self._indicator.total, 0)
                before = self._sums[-1]
                self._starts.append(fact.start)
                self._sums.append(
                    Counted(
                        before.total + told,
                        before.bad + max(0, told - got),
                        before.surplus + max(0, got - told),
                    )
                )
        self._done_before = new.end

    def cut(self, instant: int) -> None:
        """Let go the counts at and after an instant."""
        if instant < self._done_before:
            self._done_before = instant
            place = self.place(instant)
            del self._starts[place:], self._sums[place + 1 :]
            self.searched.cut(instant)
            for lows in self._lows.values():
                lows.cut(place + 1)

    # reading

    def place(self, instant: int) -> int:
        """How many counts lie before an instant."""
        return bisect_left(self._starts, instant)

    def start(self, place: int) -> int:
        """The instant of a count."""
        return self._starts[place]

    def before(self, instant: int) -> Counted:
        """The sums of all counts before an instant."""
        return self._sums[self.place(instant)]

    def settled_until(self, instant: int) -> int | None:
        """The last count up to an instant, the sums before which only a late one changes; None without any."""
        place = bisect_right(self._starts, instant)
        return self._starts[place - 1] if place else None

    def lows(self, allowed: Fraction, *, above: bool) -> Lows:
        """Where the sums before each count are lowest by `beyond`, or highest, with the other sign."""
        known = self._lows.get((allowed, above))
        if known is None:
            known = self._lows[allowed, above] = Lows(partial(self._signed, allowed, 1 if above else -1))
        known.reach(len(self._sums))
        return known

    def _signed(self, allowed: Fraction, sign: int, place: int) -> int:
        return sign * self._sums[place].beyond(allowed)
