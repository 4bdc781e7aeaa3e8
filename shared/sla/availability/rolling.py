"""Rolling windows: since when the SLI of [t - length, t) has been under target, and when it is back.

bad and total of the window are functions of t: what enters at its end and leaves at its start. The window is
under target where bad > (1 - target) x total; no data is not under (SEMANTICS.md, Breach).

What lies before a mark of the running sums is settled, so the last instant there at which a window was, or was not,
beyond a bound is searched once and kept with the marks; a fact that cuts them cuts it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from shared.sla.availability.margins import Margin, Measure
from shared.sla.ledger.running_sums import RunningSums, Searched
from shared.sla.lows import Lows
from shared.sla.spans import MICROSECOND


@dataclass(frozen=True, slots=True)
class Rolling:
    """A rolling window of one length over what counts, which begins no earlier than `since`.

    `allowed` is the share of the total that may be bad. With `reached`, a margin of nothing is above as well,
    where something is spent.
    """

    length: int
    measure: Measure
    since: int

    def margin(self, allowed: Fraction, *, reached: bool = False) -> Margin:
        """bad - allowed x total of the window that ends at an instant."""
        return Margin(self.measure, allowed, self.length, reached=reached)

    def above_since(self, as_of: int, allowed: Fraction, *, reached: bool = False) -> int | None:
        """The instant since which the margin has been above 0 until `as_of`; None where it is not now."""
        margin = self.margin(allowed, reached=reached)
        if not margin.is_above(as_of):
            return None
        last = self._last(margin, self.since, as_of, above=False)
        return self.since if last is None else last + MICROSECOND

    def not_above_since(self, as_of: int, allowed: Fraction) -> int | None:
        """Where it is not above 0 now: the first instant of that, if it was above within the last length."""
        margin = self.margin(allowed)
        if margin.is_above(as_of):
            return None
        last = self._last(margin, as_of - self.length, as_of, above=True)
        return None if last is None else last + MICROSECOND

    def _last(self, margin: Margin, start: int, as_of: int, *, above: bool) -> int | None:
        """`margin.last`, searched only from where an earlier question has searched before a mark already."""
        running, mark = self.measure.reckoning.running, self.measure.reckoning.settled_until(as_of)
        if mark is None or mark < start:
            return margin.last(start, as_of, above=above)
        key = margin.allowed, margin.reached, above
        known = running.searched.get(key)
        if known is None or not known.start <= start <= known.until <= mark:
            found = margin.last(start, mark, above=above)
            known = Searched(start, mark, found)
        elif known.until < mark:
            found = margin.last(known.until + MICROSECOND, mark, above=above)
            known = Searched(known.start, mark, known.last if found is None else found)
        running.searched[key] = known
        recent = margin.last(mark + MICROSECOND, as_of, above=above)
        if recent is not None:
            return recent
        return known.last if known.last is not None and known.last >= start else None

    def next_above(self, after: int, until: int, allowed: Fraction, *, reached: bool = False) -> int | None:
        """The first instant in (after, until] at which the margin is above 0."""
        margin = self.margin(allowed, reached=reached)
        return margin.first(self._not_above_before(margin, after + MICROSECOND, until), until, above=True)

    def _not_above_before(self, margin: Margin, start: int, end: int) -> int:
        """Where in [start, end] to begin to look for the margin above 0: nowhere before it can be so.

        For that, what has left must lie below all that can have entered by the end; after it, there is nowhere.
        """
        reckoning = self.measure.reckoning
        running = reckoning.running
        if start > end or reckoning.settled_until(end) is None:
            return start
        marks, blocks = running.marks, len(running.marks) - 1
        first = max(0, running.usable(start - self.length) - 1)
        last = min(running.usable(end - self.length), blocks)
        found = self._lows(margin.weights).first_below(margin.most(start, end), first, last)
        place = last if found is None else found
        return start if place <= first else marks[place] + self.length

    def _lows(self, weights: tuple[int, int]) -> Lows:
        """The least that the margin's sum can be in each block between two marks."""
        running = self.measure.reckoning.running
        known = running.lows.get(weights)
        if known is None:
            known = running.lows[weights] = Lows(partial(_least, running, weights))
        known.reach(len(running.marks) - 1)
        return known

    def next_not_above(self, after: int, until: int, allowed: Fraction) -> int | None:
        """The first instant in (after, until] at which the margin is at most 0."""
        return self.margin(allowed).first(after + MICROSECOND, until, above=False)


def _least(running: RunningSums, weights: tuple[int, int], block: int) -> int:
    """At the least, so much do the sums weigh anywhere in a block."""
    begin, end, (for_bad, for_good) = running.sums[block], running.sums[block + 1], weights
    return for_bad * begin.bad - for_good * (running.rates.whole * end.total - end.bad)
