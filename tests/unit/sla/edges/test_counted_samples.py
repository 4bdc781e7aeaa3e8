"""Running sums of samples at their edges: windows that begin late, what comes late, and values that stay ranked."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from shared.sla.agreed.objectives import Measurement
from shared.sla.facts import MeasurementTaken
from shared.sla.history import History
from shared.sla.samples.counted import CountedSamples
from shared.sla.spans import Span
from tests.unit.sla.edges.microseconds import START, moment
from tests.unit.sla.examples import MONDAY, Story, agreement, at, history

TAKES = {"max": max, "min": min, "p50": lambda values: sorted(values)[(len(values) + 1) // 2 - 1]}


def measured(after: int, value: int, name: str = "") -> MeasurementTaken:
    [fact] = Story().measured(moment(after), str(value)).facts
    assert isinstance(fact, MeasurementTaken)
    return replace(fact, id=name or f"n{after}")


def told(take: str, *facts: MeasurementTaken) -> History:
    known = history(agreement(Measurement("m", "ms", at_most=Fraction(5), take=take)), Story())
    for fact in facts:
        known.add(fact)
    return known


def sums(known: History) -> CountedSamples:
    return known.case("o", 1, MONDAY, at("12:00")).sums


def test_samples_before_a_window_are_none_of_it():
    of = sums(told("mean", *(measured(after, after) for after in (1, 3, 4, 7, 9))))
    window = Span(START + 3, START + 9)
    assert (of.count(window), of.good(window), of.value(window)) == (3, 2, Fraction(14, 3))


@pytest.mark.parametrize("take", ["mean", "max", "p50", "last"])
def test_a_sample_at_the_instant_of_the_last_is_taken_with_it(take):
    known = told(take, measured(1, 3), measured(5, 4))
    known.figure("o", 1, MONDAY, at("12:00"))
    known.add(measured(5, 9, "z"))
    found = known.figure("o", 1, MONDAY, at("12:00"))
    assert (found.total, found.value) == (3, {"mean": Fraction(16, 3), "max": 9, "p50": 4, "last": 9}[take])


@pytest.mark.parametrize(("window", "settled"), [((0, 9), 4), ((5, 9), 8), ((5, 8), None), ((4, 5), 4)])
def test_the_first_sample_of_a_window_that_no_other_can_mend_settles_it(window, settled):
    of = sums(told("max", *(measured(after, 9 if after % 4 == 0 else 1) for after in range(1, 9))))
    found = of.settled_at(Span(START + window[0], START + window[1]))
    assert found == (None if settled is None else START + settled)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("take", TAKES)
def test_asked_of_any_windows_between_late_samples_the_number_is_that_of_the_values(take, seed):
    rnd, values = Random(seed), {after: after * 7 % 23 for after in range(0, 60, 2)}
    known = told(take, *(measured(after, value) for after, value in values.items()))
    for number in range(60):
        start = rnd.randrange(60)
        end = start + rnd.choice([1, 3, 10, 40])
        inside = [value for after, value in values.items() if start <= after < end]
        found = sums(known).value(Span(START + start, START + end))
        assert found == (TAKES[take](inside) if inside else None)
        late = rnd.randrange(1, 60, 2)
        if number % 5 == 0 and late not in values:
            values[late] = rnd.randrange(23)
            known.add(measured(late, values[late]))
