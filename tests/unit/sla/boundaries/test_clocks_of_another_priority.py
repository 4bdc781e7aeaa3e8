"""SEMANTICS.md, a priority changed while the clock is stopped, and changes of one instant that contradict."""

import pytest

from shared.sla.agreed.objectives import OnPriorityChange, OnReopen
from shared.sla.figures import ClockFigure, ClockState
from shared.sla.spans import HOUR
from tests.unit.sla.boundaries.test_clocks_that_change import clocks, opened
from tests.unit.sla.examples import Story, at

FULFILLED, BREACHED, RELEASED = ClockState.FULFILLED, ClockState.BREACHED, ClockState.RELEASED


def stopped(since: str, priority: str, reopened: str, until: str) -> Story:
    """Opened at 10:00 with P2 (4 h), resolved, of another priority half an hour later, reopened and resolved again."""
    story = opened().incident(since, "resolved").incident(since[:3] + "30", "updated", priority=priority)
    return story.incident(reopened, "reopened").incident(until, "resolved")


@pytest.mark.parametrize(
    ("story", "state", "deadline", "breached_at"),
    [
        (stopped("10:00", "P1", "13:00", "14:00"), FULFILLED, "14:00", None),
        (stopped("10:00", "P1", "13:00", "14:00:00.000001"), BREACHED, "14:00", "14:00"),
        (stopped("11:00", "P1", "13:00", "13:00"), FULFILLED, "11:00", None),
        (stopped("12:00", "P1", "13:00", "13:10"), BREACHED, "11:00", "13:00"),
        (stopped("11:00", "P2", "13:00", "16:00"), FULFILLED, "16:00", None),
    ],
)
def test_a_clock_that_runs_on_has_the_bound_of_the_priority_that_its_incident_has_then(
    story, state, deadline, breached_at
):
    [clock] = clocks(story, "17:00")
    assert (clock.state, clock.deadline) == (state, at(deadline))
    assert clock.breached_at == (breached_at and at(breached_at))


def test_where_the_time_stopped_counts_a_longer_bound_of_then_takes_it_in():
    story = opened(priority="P1").incident("10:30", "resolved").incident("11:00", "updated", priority="P2")
    [clock] = clocks(story.incident("13:00", "reopened"), "13:30", on_reopen=OnReopen.NEVER_STOPPED)
    assert (clock.state, clock.priority, clock.deadline) == (ClockState.RUNNING, "P2", at("14:00"))


def test_from_change_it_begins_anew_at_the_reopening():
    story = stopped("13:00", "P1", "15:00", "16:00")
    [clock] = clocks(story, "16:30", on_priority_change=OnPriorityChange.FROM_CHANGE)
    assert (clock.state, clock.started_at, clock.elapsed) == (FULFILLED, at("15:00"), HOUR)


def test_a_new_clock_from_a_reopening_has_the_priority_of_then():
    story = stopped("11:00", "P1", "13:00", "14:00:00.000001")
    first, second = clocks(story, "16:30", on_reopen=OnReopen.RESTART)
    assert (first.state, first.priority) == (FULFILLED, "P2")
    assert (second.state, second.priority, second.deadline) == (BREACHED, "P1", at("14:00"))


def test_a_breached_one_that_is_reopened_shows_the_priority_of_then_and_keeps_its_deadline():
    story = opened(priority="P1").incident("12:00", "resolved").incident("12:30", "updated", priority="P2")
    [clock] = clocks(story.incident("13:00", "reopened"), "13:30")
    assert (clock.state, clock.priority, clock.deadline) == (BREACHED, "P2", at("11:00"))


def test_one_that_comes_in_stopped_from_the_change_has_stopped_there_and_runs_on_when_reopened():
    story = opened(priority="P9").incident("11:00", "resolved").incident("12:00", "updated", priority="P1")
    [clock] = clocks(story, "17:00", on_priority_change=OnPriorityChange.FROM_CHANGE)
    assert (clock.state, clock.started_at, clock.stopped_at) == (FULFILLED, at("12:00"), at("12:00"))
    story = story.incident("13:00", "reopened").incident("14:00:00.000001", "resolved")
    [clock] = clocks(story, "17:00", on_priority_change=OnPriorityChange.FROM_CHANGE)
    assert (clock.state, clock.breached_at, clock.elapsed) == (BREACHED, at("14:00"), HOUR + 1)


def one(story: Story) -> ClockFigure:
    [clock] = clocks(story, "16:30")
    return clock


def test_a_longer_bound_at_the_instant_of_a_change_that_breached_comes_in_time():
    shorter = opened().incident("13:00", "updated", priority="P1")
    assert one(shorter.incident("13:00", "updated", priority="P2")).state is BREACHED  # at 14:00, by time
    shorter = opened().incident("13:00", "updated", priority="P1")
    longer = shorter.incident("13:00", "updated", priority="P2").incident("14:00", "resolved")
    assert (one(longer).state, one(longer).breached_at) == (FULFILLED, None)
    shorter = opened().incident("13:00", "updated", priority="P1")
    late = shorter.incident("13:00:00.000001", "updated", priority="P2").incident("14:00", "resolved")
    assert (one(late).state, one(late).breached_at) == (BREACHED, at("13:00"))


@pytest.mark.parametrize(("when", "state"), [("13:00", RELEASED), ("13:00:00.000001", BREACHED)])
def test_one_that_leaves_at_the_instant_of_a_change_that_breached_is_released(when, state):
    shorter = opened().incident("13:00", "updated", priority="P1")
    assert one(shorter.incident(when, "cancelled")).state is state


def test_one_that_enters_over_its_bound_and_leaves_at_one_instant_has_no_clock():
    entered = opened(priority="P9").incident("13:00", "updated", priority="P1")
    assert clocks(entered.incident("13:00", "updated", priority="P9")) == ()
    entered = opened(priority="P9").incident("13:00", "updated", priority="P1")
    assert clocks(entered.incident("13:00", "cancelled")) == ()


def away_when_reopened(until: str) -> Story:
    """Opened at 10:00 with P2 (4 h), resolved at 11:00, out at 12:00, reopened there at 13:00, back at 14:00."""
    story = opened().incident("11:00", "resolved").incident("12:00", "updated", priority="P9")
    story = story.incident("13:00", "reopened").incident("14:00", "updated", priority="P2")
    return story.incident(until, "resolved")


@pytest.mark.parametrize(
    ("until", "state", "breached_at"),
    [("16:00", FULFILLED, None), ("16:00:00.000001", BREACHED, "16:00")],
)
def test_one_reopened_outside_the_objective_runs_on_when_it_comes_back(until, state, breached_at):
    [clock] = clocks(away_when_reopened(until), "17:00")
    assert (clock.state, clock.breached_at) == (state, breached_at and at(breached_at))


def test_one_reopened_outside_the_objective_stays_decided_until_it_comes_back():
    [clock] = clocks(away_when_reopened("16:00"), "13:59:59.999999")
    assert (clock.state, clock.stopped_at) == (FULFILLED, at("11:00"))
    [clock] = clocks(away_when_reopened("16:00"), "14:00")
    assert (clock.state, clock.deadline) == (ClockState.RUNNING, at("16:00"))


def test_one_reopened_outside_begins_at_the_change_or_has_a_new_clock_from_its_reopening():
    [clock] = clocks(away_when_reopened("16:00"), "17:00", on_priority_change=OnPriorityChange.FROM_CHANGE)
    assert (clock.started_at, clock.elapsed) == (at("14:00"), 2 * HOUR)
    first, second = clocks(away_when_reopened("16:00"), "17:00", on_reopen=OnReopen.RESTART)
    assert (first.state, first.stopped_at) == (FULFILLED, at("11:00"))
    assert (second.started_at, second.elapsed) == (at("13:00"), 3 * HOUR)
