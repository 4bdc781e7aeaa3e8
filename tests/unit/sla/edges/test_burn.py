"""Burn rates at the edges of their numbers."""

from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import Service
from shared.sla.burn import Burn, burn_rates
from shared.sla.spans import Span
from tests.unit.sla.examples import MONDAY, Story, agreement, at, history


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


@pytest.mark.parametrize(
    ("up_before", "as_of", "known"),
    [
        (False, "10:01:59.999999", False),
        (False, "10:02", True),
        (True, "10:01", True),
        (True, "09:32", True),
        (True, "09:31:59.999999", False),
    ],
)
def test_history_begins_with_the_first_fact_where_the_service_is_unknown_before_it(up_before, as_of, known):
    # the longer of the first two windows has two minutes of a day; force is since half past nine
    terms = agreement(services=(Service("s", up_before_first_fact=up_before),), force_from=at("09:30"))
    [first, *_] = history(terms, Story().told("10:00", "up")).burn("o", 1, MONDAY, at(as_of))
    assert first.long_rate == (0 if known else None)


@pytest.mark.parametrize(("as_of", "known"), [("09:31:59.999999", False), ("09:32", True)])
def test_without_facts_history_begins_with_force(as_of, known):
    terms = agreement(force_from=at("09:30"))
    [first, *_] = history(terms, Story()).burn("o", 1, MONDAY, at(as_of))
    assert first.long_rate == (0 if known else None)
