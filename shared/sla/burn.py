"""Burn rates: how fast the budget goes, over pairs of windows (SEMANTICS.md, early warning).

Burn rate = share of the budget spent / share of the period passed. The pairs are those of the multiwindow,
multi-burn-rate alerts of Google's SRE workbook, given for thirty days and scaled to the period; both windows
must exceed the factor, strictly. A window that reaches back before the history gives no rate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from shared.sla.spans import DAY, HOUR, MINUTE, Span


@dataclass(frozen=True, slots=True)
class Pair:
    """Two windows (µs), and the rate above which both are too fast."""

    factor: Fraction
    long: int
    short: int


PAIRS: Final = (
    Pair(Fraction(144, 10), HOUR, 5 * MINUTE),
    Pair(Fraction(6), 6 * HOUR, 30 * MINUTE),
    Pair(Fraction(3), DAY, 2 * HOUR),
    Pair(Fraction(1), 3 * DAY, 6 * HOUR),
)
"""For a period of thirty days."""

_OF_DAYS: Final = 30 * DAY

SpentIn = Callable[[Span], Fraction]
"""What was spent of the budget in a stretch of time, in the budget's unit."""


def scaled(period: int) -> tuple[Pair, ...]:
    """The pairs for a period of a length (µs), rounded down; of a very short one a window can have no length."""
    return tuple(
        Pair(one.factor, one.long * period // _OF_DAYS, one.short * period // _OF_DAYS) for one in PAIRS
    )


@dataclass(frozen=True, slots=True)
class Burn:
    """One pair of windows at an instant: lengths in µs, rates None where a window has no history."""

    factor: Fraction
    long: int
    short: int
    long_rate: Fraction | None
    short_rate: Fraction | None

    @property
    def exceeded(self) -> bool:
        """Whether both rates are above the factor."""
        if self.long_rate is None or self.short_rate is None:
            return False
        return self.long_rate > self.factor and self.short_rate > self.factor


def burn_rates(spent_in: SpentIn, allowed: Fraction, period: int, as_of: int, since: int) -> list[Burn]:
    """The pairs for a period of a length (µs); empty where there is no budget. `since`: start of history."""
    if allowed <= 0:
        return []

    def rate(window: int) -> Fraction | None:
        if window <= 0 or as_of - window < since:
            return None
        return spent_in(Span(as_of - window, as_of)) / allowed / Fraction(window, period)

    return [Burn(one.factor, one.long, one.short, rate(one.long), rate(one.short)) for one in scaled(period)]
