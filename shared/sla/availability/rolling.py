"""Rolling windows: since when the SLI of [t - length, t) has been under target, and when it is back.

bad and total of the window are functions of t: what enters at its end and leaves at its start. The window is
under target where bad > (1 - target) x total; no data is not under (SEMANTICS.md, Breach).

What lies before a mark of the running sums is settled, so the last instant there at which a window was, or was not,
beyond a bound is searched once and kept with the marks; a fact that cuts them cuts it too. Ahead of now little enters,
so blocks between marks that cannot turn the window by leaving it are passed over, however many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from shared.sla.availability.margins import Margin, Measure, Weights, spent_by
from shared.sla.ledger.running_sums import RunningSums
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
        mark = self.measure.reckoning.settled_until(as_of)
        if mark is None or mark < start:
            return margin.last(start, as_of, above=above)
        key = self.length, margin.allowed, margin.reached
        searched = self.measure.reckoning.running.searched
        return searched.last(key, margin, start, mark, as_of, above=above)

    def next_above(self, after: int, until: int, allowed: Fraction, *, reached: bool = False) -> int | None:
        """The first instant in (after, until] at which the margin is above 0."""
        margin = self.margin(allowed, reached=reached)
        return self._first(margin, after + MICROSECOND, until, above=True)

    def next_not_above(self, after: int, until: int, allowed: Fraction) -> int | None:
        """The first instant in (after, until] at which the margin is at most 0."""
        return self._first(self.margin(allowed), after + MICROSECOND, until, above=False)

    def _first(self, margin: Margin, start: int, end: int, *, above: bool) -> int | None:
        """`margin.first`, searched only from the first block on that can bring it about by leaving.

        The margin is above 0 only where what has left weighs less than all up to the end can, and not above only
        where what has left weighs as much as all up to the start must.
        """
        reckoning = self.measure.reckoning
        running = reckoning.running
        if start > end or reckoning.settled_until(end) is None:
            return margin.first(start, end, above=above)
        marks, blocks = running.marks, len(running.marks) - 1
        begin = max(0, running.usable(start - self.length) - 1)
        stop = min(running.usable(end - self.length), blocks)
        bound = margin.heaviest(start, end) if above else MICROSECOND - margin.lightest(start, end)
        found = self._lows(margin.weights, above=above).first_below(bound, begin, stop)
        place = stop if found is None else found
        return margin.first(start if place <= begin else marks[place] + self.length, end, above=above)

    def _lows(self, weights: Weights, *, above: bool) -> Lows:
        """The least that the sums can weigh in each block between two marks, or the most with the other sign."""
        running = self.measure.reckoning.running
        known = running.lows.get((weights, above))
        if known is None:
            lowest = partial(_lightest if above else _heaviest_negated, running, weights)
            known = running.lows[weights, above] = Lows(lowest)
        known.reach(len(running.marks) - 1)
        return known


def _lightest(running: RunningSums, weights: Weights, block: int) -> int:
    return weights.of(spent_by(running.sums[block]), spent_by(running.sums[block + 1]))


def _heaviest_negated(running: RunningSums, weights: Weights, block: int) -> int:
    return -weights.of(spent_by(running.sums[block + 1]), spent_by(running.sums[block]))
