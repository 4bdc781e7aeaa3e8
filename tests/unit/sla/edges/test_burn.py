"""Burn rates at the edges of their numbers."""

from fractions import Fraction

import pytest

from shared.sla.burn import Burn, burn_rates
from shared.sla.spans import Span


@pytest.mark.parametrize(
    ("long_rate", "short_rate", "exceeded"),
    [(3, 3, False), (4, 3, False), (3, 4, False), (4, 4, True), (None, 4, False), (4, None, False)],
)
def test_a_pair_is_exceeded_where_both_rates_are_above_the_factor(long_rate, short_rate, exceeded):
    assert Burn(Fraction(3), 2, 1, long_rate, short_rate).exceeded is exceeded


def spent_in(window: Span) -> Fraction:
    return Fraction(window.length)


def test_a_budget_of_any_size_burns_and_none_does_not():
    assert len(burn_rates(spent_in, Fraction(1, 1000), 8640, 100, 0)) == 4
    assert burn_rates(spent_in, Fraction(0), 8640, 100, 0) == []


def test_a_window_that_scales_to_nothing_has_no_rate_and_one_of_a_microsecond_has():
    # five minutes of thirty days are one microsecond of 8640
    assert burn_rates(spent_in, Fraction(2), 8640, 100, 0)[0].short_rate == 4320
    assert burn_rates(spent_in, Fraction(2), 8639, 100, 0)[0].short_rate is None
    assert burn_rates(spent_in, Fraction(2), 8640, 100, 88)[0].long_rate == 4320
    assert burn_rates(spent_in, Fraction(2), 8640, 100, 89)[0].long_rate is None
