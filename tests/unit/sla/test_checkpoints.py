"""Sums at checkpoints: no answer depends on where they lie, nor on what was asked and in which order facts came.

A history is told facts in a random order with questions in between, about earlier and later instants, so that
checkpoints are set, cut back and set again; it must answer like one that was told them in order and asked once.
"""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.sla.agreed.objectives import (
    Availability,
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    OutageCount,
)
from shared.sla.agreed.terms import Terms
from shared.sla.history import History
from shared.sla.spans import Span
from tests.unit.sla.examples import answers
from tests.unit.sla.stories import END, LENGTH, START, Story, story

NO_CHECKPOINT = 1 << 30
seeds = st.integers(0, 1 << 32)
often = settings(max_examples=100, deadline=None)


def with_any_measure(one: Story, rnd: Random) -> Terms:
    """The story's agreement, with a measure of time or of outages."""
    objective = one.terms.objectives[0]
    indicator = objective.indicator
    assert isinstance(indicator, Availability)
    counts, bound = indicator.counts, rnd.choice([0, 1, 2, 5, 12])
    measures = [
        OutageCount(bound, counts),
        LongestOutage(bound, counts),
        MeanTimeToRestore(bound, counts),
        MeanTimeBetweenFailures(bound, counts),
    ]
    chosen = rnd.choice([indicator, indicator, *measures])
    return replace(one.terms, objectives=(replace(objective, indicator=chosen),))


@pytest.mark.parametrize("rolling", [False, True])
@often
@given(seeds)
def test_what_was_asked_before_and_where_checkpoints_lie_changes_no_answer(rolling: bool, seed: int) -> None:
    one = story(seed, rolling=rolling)
    rnd = one.rnd
    terms = with_any_measure(one, rnd)
    arriving = list(one.facts)
    if rnd.random() < 0.7:
        rnd.shuffle(arriving)
    live = History([terms], spans_a_block=rnd.choice([1, 1, 2, 3]))
    for count, fact in enumerate(arriving, 1):
        live.add(fact)
        if rnd.random() < 0.5:
            continue
        fresh = History([terms], spans_a_block=NO_CHECKPOINT)
        for known in arriving[:count]:
            fresh.add(known)
        as_of = rnd.choice([one.as_of, rnd.randint(0, 90), max(fact.at, 1)])
        period = Span(as_of - LENGTH, as_of) if rolling else Span(START, END)
        assert answers(live, period, as_of) == answers(fresh, period, as_of)
