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
    RollingWindow,
)
from shared.sla.agreed.terms import Terms
from shared.sla.figures import TimeClass
from shared.sla.history import History
from shared.sla.spans import DAY, HOUR, MICROSECOND, MINUTE, Span
from tests.unit.sla.examples import OFFICE, agreement, availability
from tests.unit.sla.examples import Story as Told
from tests.unit.sla.examples import at as on_monday
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


def answers(history: History, period: Span, as_of: int) -> list[object]:
    asked = ("o", 1, period, as_of)
    return [
        history.figure(*asked),
        history.outlook(*asked),
        history.spans(*asked),
        history.evidence(*asked),
        history.transitions(*asked),
        history.burn(*asked),
        history.forecast(*asked),
        history.budget_line(*asked),
    ]


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


def flapping(days: int) -> Told:
    """Down for the last ten minutes of each hour."""
    told = Told()
    for hour in range(days * 24):
        day, clock = divmod(hour, 24)
        told.told(f"2026-01-{5 + day:02} {clock:02}:00", "up")
        told.told(f"2026-01-{5 + day:02} {clock:02}:50", "down")
    return told


WEEK = Span(on_monday("00:00"), on_monday("2026-01-12 00:00"))
AS_OF = on_monday("2026-01-09 15:00")


@pytest.mark.parametrize("hours", [None, OFFICE])
@pytest.mark.parametrize(
    "late",
    [
        Told().told("2026-01-05 00:10", "down", id="late"),
        Told().told("2026-01-07 10:55", "up", id="late"),
        Told().told("2026-01-08 10:58", "down", id="late", source="q", first_failed_at="2026-01-06 03:20"),
        Told().told("2026-01-01 00:00", "down", id="late", source="q"),
        Told().announced("2026-01-04 00:00", "2026-01-06 09:00", "2026-01-06 12:00"),
        Told().proposed("2026-01-08", "2026-01-06 00:00", "2026-01-07 00:00", "up").decided("2026-01-08", "accepted"),
    ],
)  # fmt: skip
def test_a_late_word_cuts_checkpoints_back_to_what_it_changes(hours: object, late: Told) -> None:
    terms = agreement(availability("0.9", outages_shorter_than=12 * MINUTE), objective={"hours": hours})
    live, fresh = History([terms]), History([terms], spans_a_block=NO_CHECKPOINT)
    for fact in flapping(4).facts:
        live.add(fact)
        fresh.add(fact)
    answers(live, WEEK, AS_OF)
    for number, fact in enumerate(late.facts):
        told = replace(fact, id=f"late{number}")
        live.add(told)
        fresh.add(told)
    assert answers(live, WEEK, AS_OF) == answers(fresh, WEEK, AS_OF)


def test_a_word_at_the_very_instant_that_was_asked_about_ends_the_outage() -> None:
    live = History([agreement(availability("0.9"))])
    for fact in Told().told("10:00", "down").facts:
        live.add(fact)
    assert live.figure("o", 1, WEEK, on_monday("11:00")).outages[0].end is None
    live.add(replace(Told().told("11:00", "up").facts[0], id="end"))
    assert live.figure("o", 1, WEEK, on_monday("11:00")).outages[0].end == on_monday("11:00")


@pytest.mark.parametrize("silent", [False, True])
def test_silence_that_decides_a_correction_moves_what_lies_behind_checkpoints(silent: bool) -> None:
    clause = {"corrections": replace(agreement().corrections, decide_within=DAY, silence_accepts=silent)}
    live = History([agreement(availability("0.9"), **clause)])
    for fact in [*flapping(4).facts, *Told().proposed("2026-01-08", "2026-01-05", "2026-01-07", "up").facts]:
        live.add(replace(fact, id=f"{fact.id}{fact.source}"))
    decided = on_monday("2026-01-09 00:00")
    down = [
        live.figure("o", 1, WEEK, as_of).ledger[TimeClass.DOWN]
        for as_of in (decided - MICROSECOND, decided, decided - MICROSECOND)
    ]
    assert down[0] == down[2]
    assert down[0] - down[1] == (8 * HOUR if silent else 0) - MICROSECOND


def test_a_rolling_window_that_has_been_under_target_for_weeks_says_since_when() -> None:
    terms = agreement(availability("0.9"), objective={"window": RollingWindow(DAY)})
    found = History([terms], spans_a_block=4)
    for fact in flapping(20).facts:
        found.add(fact)
    as_of = on_monday("2026-01-24 12:00")
    figure = found.figure("o", 1, Span(as_of - DAY, as_of), as_of)
    # After 01:50 the second outage brings what is bad of all time so far to 10 % again: 666.67 s of 6,666.67 s.
    assert figure.breached_at == on_monday("01:51:06.666666")
