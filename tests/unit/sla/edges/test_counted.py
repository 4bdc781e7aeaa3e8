"""Running sums of counts at their edges: what a counter does not tell, what comes late, and what is let go."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from shared.sla.agreed.objectives import Ratio
from shared.sla.counts.counted import Counted, CountedCounts
from shared.sla.facts import RequestsCounted
from shared.sla.history import History
from tests.unit.sla.edges.microseconds import START, moment
from tests.unit.sla.examples import MONDAY, Story, agreement, at, history

TERMS = agreement(Ratio("ok", "all", Fraction(1, 2)))


def count(after: int, good: int, total: int, name: str = "") -> RequestsCounted:
    [fact] = Story().counted(moment(after), good, total).facts
    assert isinstance(fact, RequestsCounted)
    return replace(fact, id=name or f"n{after}")


def told(*facts: RequestsCounted) -> History:
    known = history(TERMS, Story())
    for fact in facts:
        known.add(fact)
    return known


def sums(known: History) -> CountedCounts:
    return known.case("o", 1, MONDAY, at("12:00")).counts


def test_what_is_good_of_all_is_what_was_not_bad_and_what_was_good_beyond():
    assert Counted(total=10, bad=3, surplus=2).good == 9


def test_a_counter_that_is_not_told_is_nothing():
    of = told(replace(count(1, 0, 0), counters={"all": 4}), replace(count(2, 0, 0), counters={"ok": 3}))
    assert sums(of).before(START + 3) == Counted(total=4, bad=4, surplus=3)


def test_a_count_at_the_instant_of_the_last_is_taken_with_it():
    of = told(count(1, 3, 3), count(5, 1, 2))
    assert of.figure("o", 1, MONDAY, at("12:00")).total == 5
    of.add(count(5, 4, 4, "late"))
    found = of.figure("o", 1, MONDAY, at("12:00"))
    assert (found.good, found.total) == (8, 9)


@pytest.mark.parametrize(("until", "settled"), [(4, None), (5, 5), (6, 5), (7, 7), (9, 7)])
def test_what_lies_before_the_last_count_up_to_an_instant_is_settled(until, settled):
    of = sums(told(count(5, 1, 1), count(7, 1, 1)))
    assert of.settled_until(START + until) == (None if settled is None else START + settled)


def lowest(of: CountedCounts, counts: int, allowed: Fraction, *, above: bool) -> list[int | None]:
    """Of each bound the first place whose sums are below it."""
    lows = of.lows(allowed, above=above)
    return [lows.first_below(bound, 0, counts + 1) for bound in range(-40, 60, 3)]


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize("cut", range(24))
def test_a_late_count_lets_go_the_sums_from_its_instant_on(cut, above):
    rnd, allowed = Random(cut), Fraction(1, 3)
    facts = [count(2 * number, rnd.randint(0, 3), 3) for number in range(24)]
    late = [count(2 * cut, 0, 9, "late"), count(2 * cut + 1, 9, 3, "later")]
    of, fresh = told(*facts), told(*facts, *late)
    lowest(sums(of), 24, allowed, above=above)
    for fact in late:
        of.add(fact)
    for after in range(50):
        assert sums(of).before(START + after) == sums(fresh).before(START + after)
    assert lowest(sums(of), 26, allowed, above=above) == lowest(sums(fresh), 26, allowed, above=above)
