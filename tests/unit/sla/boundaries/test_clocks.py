"""SEMANTICS.md, clocks of incidents, at their boundaries. Hours are 09:00 to 17:00, four hours are allowed."""

from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.clauses import StatusRule
from shared.sla.agreed.objectives import Clock, ClockKind, WorkingDays
from shared.sla.figures import ClockFigure, ClockState
from shared.sla.spans import HOUR, MINUTE, Span
from tests.unit.sla.examples import OFFICE, Story, agreement, at, figure, span

STATUSES = {
    "waiting": StatusRule(True, "customer"),
    "vendor": StatusRule(True, "supplier"),
    "asked": StatusRule(False, "customer"),
}
WEEK = span("00:00", "2026-01-12 00:00")
DONE = (ClockState.FULFILLED, None)


def terms(kind: ClockKind = ClockKind.RESOLUTION, **clauses: Any):
    force = clauses.pop("force", {})
    clock = Clock(kind, Fraction("0.9"), clauses.pop("within", 4 * HOUR), **clauses)
    return agreement(clock, objective={"hours": OFFICE}, statuses=STATUSES, **force)


def clocks(told: Story, as_of: str, agreed=None, period: Span = WEEK) -> tuple[ClockFigure, ...]:
    return figure(agreed or terms(), told, as_of, period).clocks


def opened(when: str = "10:00", **more: Any) -> Story:
    return Story().incident(when, "opened", **more)


def told(clock: ClockFigure) -> tuple[ClockState, int | None]:
    return clock.state, clock.breached_at


# start


@pytest.mark.parametrize(
    ("when", "deadline"),
    [
        ("09:00", "13:00"),
        ("13:00", "17:00"),  # exactly at closing time
        ("13:00:00.000001", "2026-01-06 09:00:00.000001"),
        ("08:00", "13:00"),
        ("17:00", "2026-01-06 13:00"),
        ("2026-01-10 12:00", "2026-01-12 13:00"),
    ],
)
def test_a_clock_starts_at_the_opening_also_outside_hours_and_is_due_when_its_time_has_passed(when, deadline):
    [clock] = clocks(opened(when), "2026-01-12", period=span("00:00", "2026-01-20 00:00"))
    assert (clock.started_at, clock.deadline) == (at(when), at(deadline))


# stop


@pytest.mark.parametrize(
    ("stop", "state"),
    [
        ("13:59:59.999999", DONE),
        ("14:00", DONE),
        ("14:00:00.000001", (ClockState.BREACHED, "14:00")),
    ],
)
def test_a_stop_exactly_at_the_deadline_is_in_time(stop, state):
    [clock] = clocks(opened().incident(stop, "resolved"), "16:00")
    assert told(clock) == (state[0], state[1] and at(state[1]))
    assert clock.remaining == at("14:00") - at(stop)


@pytest.mark.parametrize(
    ("stop", "state", "breached_at"),
    [
        ("17:00", ClockState.FULFILLED, None),
        ("2026-01-06 08:59:59.999999", ClockState.FULFILLED, None),
        ("2026-01-06 09:00", ClockState.FULFILLED, None),
        ("2026-01-06 09:00:00.000001", ClockState.BREACHED, "2026-01-06 09:00"),
    ],
)
def test_where_the_deadline_is_a_closing_time_a_stop_up_to_the_next_opening_is_in_time(
    stop, state, breached_at
):
    [clock] = clocks(opened("13:00").incident(stop, "resolved"), "2026-01-07")
    assert (*told(clock), clock.deadline) == (state, breached_at and at(breached_at), at("17:00"))


@pytest.mark.parametrize(
    ("as_of", "state", "remaining"),
    [
        ("14:00", ClockState.RUNNING, 0),
        ("14:00:00.000001", ClockState.BREACHED, -1),
        ("15:00", ClockState.BREACHED, -HOUR),
    ],
)
def test_a_running_clock_is_breached_from_the_first_microsecond_of_more(as_of, state, remaining):
    [clock] = clocks(opened(), as_of)
    assert (clock.state, clock.remaining, clock.deadline) == (state, remaining, at("14:00"))


@pytest.mark.parametrize(
    ("kind", "closes", "step", "stopped"),
    [
        (ClockKind.RESOLUTION, False, "resolved", True),
        (ClockKind.RESOLUTION, False, "closed", True),
        (ClockKind.RESOLUTION, False, "responded", False),
        (ClockKind.RESOLUTION, False, "updated", False),
        (ClockKind.RESOLUTION, True, "resolved", False),
        (ClockKind.RESOLUTION, True, "closed", True),
        (ClockKind.RESPONSE, False, "responded", True),
        (ClockKind.RESPONSE, False, "resolved", True),
        (ClockKind.RESPONSE, False, "closed", True),
    ],
)
def test_the_type_of_the_fact_stops_a_clock_and_never_a_status(kind, closes, step, stopped):
    story = opened().incident("11:00", step, status="resolved")
    [clock] = clocks(story, "12:00", terms(kind, stops_at_close=closes))
    assert clock.stopped_at == (at("11:00") if stopped else None)


def test_the_first_stop_counts():
    story = opened().incident("11:00", "resolved").incident("12:00", "closed")
    assert clocks(story, "13:00")[0].stopped_at == at("11:00")


def test_a_late_stop_is_recorded_and_the_deadline_stays():
    [clock] = clocks(opened().incident("15:00", "resolved"), "16:00")
    assert (clock.stopped_at, clock.deadline, clock.remaining) == (at("15:00"), at("14:00"), -HOUR)


def test_a_second_opening_is_a_repeat_and_earlier_facts_hold_from_the_opening_on():
    story = Story().incident("09:00", "resolved").incident("10:00", "opened").incident("11:00", "opened")
    [clock] = clocks(story, "12:00")
    assert (clock.started_at, clock.stopped_at) == (at("10:00"), at("10:00"))


# pauses


@pytest.mark.parametrize(
    ("since", "state"),
    [
        ("13:59:59.999999", (ClockState.PAUSED, None)),
        ("14:00", (ClockState.PAUSED, None)),
        ("14:00:00.000001", (ClockState.BREACHED, "14:00")),
    ],
)
def test_a_pause_that_begins_exactly_at_the_deadline_comes_in_time(since, state):
    [clock] = clocks(opened().incident(since, "updated", status="waiting"), "16:00")
    assert told(clock) == (state[0], state[1] and at(state[1]))


def test_after_a_pause_at_the_deadline_the_breach_is_where_it_ends():
    story = (
        opened().incident("14:00", "updated", status="waiting").incident("15:00", "updated", status="work")
    )
    [clock] = clocks(story, "15:00")
    assert (clock.state, clock.deadline) == (ClockState.RUNNING, at("14:00"))
    assert clocks(story, "15:00:00.000001")[0].breached_at == at("15:00")
    resolved = opened().incident("14:00", "updated", status="waiting").incident("14:30", "resolved")
    assert clocks(resolved, "16:00")[0].state is ClockState.FULFILLED


def test_while_paused_the_deadline_is_the_one_that_would_hold_if_the_pause_ended_now():
    story = opened().incident("11:00", "updated", status="waiting")
    assert [clocks(story, as_of)[0].deadline for as_of in ("12:00", "13:30")] == [at("15:00"), at("16:30")]
    assert clocks(story, "14:00:00.000001")[0].deadline == at("2026-01-06 09:00:00.000001")


def test_from_one_pausing_status_to_another_it_stays_paused():
    story = (
        opened().incident("11:00", "updated", status="waiting").incident("12:00", "updated", status="vendor")
    )
    [clock] = clocks(story.incident("13:00", "updated", status="work"), "14:00")
    assert (clock.elapsed, clock.paused) == (2 * HOUR, 2 * HOUR)


def test_an_update_without_a_status_leaves_it():
    story = (
        opened().incident("11:00", "updated", status="waiting").incident("12:00", "updated", priority="P1")
    )
    assert clocks(story, "13:00")[0].state is ClockState.PAUSED


def test_the_objectives_own_statuses_pause_in_place_of_the_agreements():
    agreed = terms(pause_while=frozenset({"parked"}))
    assert clocks(opened(status="waiting"), "11:00", agreed)[0].state is ClockState.RUNNING
    assert clocks(opened(status="parked"), "11:00", agreed)[0].state is ClockState.PAUSED


@pytest.mark.parametrize(
    ("pause_while", "state"), [(None, ClockState.RUNNING), (frozenset({"waiting"}), ClockState.PAUSED)]
)
def test_a_response_clock_is_not_paused_unless_its_own_clause_says_so(pause_while, state):
    agreed = terms(ClockKind.RESPONSE, pause_while=pause_while)
    assert clocks(opened(status="waiting"), "11:00", agreed)[0].state is state


def test_an_incident_opened_in_a_pausing_status_starts_paused_from_its_opening():
    story = opened(status="waiting").incident("11:00", "updated", status="work")
    [clock] = clocks(story, "12:00")
    assert (clock.started_at, clock.elapsed, clock.paused) == (at("10:00"), HOUR, HOUR)


def test_a_pause_outside_hours_takes_nothing():
    story = opened("16:00").incident("17:00", "updated", status="waiting")
    story.incident("2026-01-06 09:00", "updated", status="work")
    [clock] = clocks(story, "2026-01-06 10:00")
    assert (clock.elapsed, clock.paused, clock.deadline) == (2 * HOUR, 0, at("2026-01-06 12:00"))


# excused


@pytest.mark.parametrize(
    ("start", "end", "elapsed"),
    [("11:00", "12:00", 2), ("09:00", "11:00", 2), ("12:00", "15:00", 2), ("15:00", "16:00", 3)],
)
def test_an_excused_span_is_taken_out_of_elapsed(start, end, elapsed):
    story = opened().proposed("12:00", start, end, "excused", incident="I").decided("12:10", "accepted")
    assert clocks(story, "13:00")[0].elapsed == elapsed * HOUR


def test_only_an_accepted_correction_to_excused_for_this_incident_is_taken_out():
    for to, name, step in (
        ("excused", "I", "declined"),
        ("maintenance", "I", "accepted"),
        ("excused", "J", "accepted"),
    ):
        story = opened().proposed("12:00", "11:00", "12:00", to, incident=name).decided("12:10", step)
        assert clocks(story, "13:00")[0].elapsed == 3 * HOUR


# working days


def days(count: int = 1, *, by_close: bool = False):
    return terms(within=WorkingDays(count, by_close))


@pytest.mark.parametrize(
    ("stop", "state", "remaining"),
    [
        ("2026-01-06 10:00", ClockState.FULFILLED, 0),
        ("2026-01-06 10:00:00.000001", ClockState.BREACHED, -1),
        ("2026-01-06 09:00", ClockState.FULFILLED, HOUR),
        ("15:00", ClockState.FULFILLED, 3 * HOUR),
        ("2026-01-07 09:00", ClockState.BREACHED, -7 * HOUR),
    ],
)
def test_with_working_days_it_is_fulfilled_if_it_stops_at_or_before_its_deadline(stop, state, remaining):
    [clock] = clocks(opened().incident(stop, "resolved"), "2026-01-08", days())
    assert (clock.state, clock.remaining, clock.deadline) == (state, remaining, at("2026-01-06 10:00"))


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2026-01-06 10:00", ClockState.RUNNING), ("2026-01-06 10:00:00.000001", ClockState.BREACHED)],
)
def test_with_working_days_as_of_the_deadline_it_still_runs(as_of, state):
    [clock] = clocks(opened(), as_of, days())
    assert clock.state is state
    assert clock.breached_at == (at("2026-01-06 10:00") if state is ClockState.BREACHED else None)


@pytest.mark.parametrize(
    ("since", "until", "deadline"),
    [
        ("11:00", "12:00", "2026-01-06 11:00"),
        ("09:00", "10:30", "2026-01-06 10:30"),  # the part from the start on
        ("2026-01-06 09:59:59.999999", "2026-01-06 11:00", "2026-01-06 11:00:00.000001"),
        ("2026-01-06 10:00", "2026-01-06 11:00", "2026-01-06 10:00"),  # it begins at the deadline
        ("17:00", "2026-01-06 09:00", "2026-01-06 10:00"),  # a move of nothing leaves it
        ("16:00", "2026-01-06 16:30", "2026-01-07 10:30"),
    ],
)
def test_with_working_days_pauses_that_begin_before_the_deadline_move_it_by_their_service_time(
    since, until, deadline
):
    story = opened(status="work").incident(since, "updated", status="waiting")
    story.incident(until, "updated", status="work")
    if at(since) < at("10:00"):
        story = opened(status="waiting").incident(until, "updated", status="work")
    assert clocks(story, "2026-01-09", days())[0].deadline == at(deadline)


def test_a_deadline_at_a_close_that_is_moved_is_not_brought_to_a_close_again():
    story = (
        opened().incident("11:00", "updated", status="waiting").incident("12:00", "updated", status="work")
    )
    [clock] = clocks(story, "15:00", days(0, by_close=True))
    assert clock.deadline == at("2026-01-06 10:00")


def test_a_pause_over_a_deadline_at_closing_time_moves_it_only_by_what_counts():
    over = opened("16:00").incident("16:30", "updated", status="waiting")
    over.incident("2026-01-06 09:30", "updated", status="work")
    [clock] = clocks(over, "2026-01-06 12:00", days(0, by_close=True))
    assert clock.deadline == at("2026-01-06 10:00")  # half an hour before the close, half an hour after


# customer response


def test_customer_response_runs_in_statuses_whose_reason_is_the_customer_whether_they_pause_or_not():
    story = (
        opened().incident("11:00", "updated", status="asked").incident("12:00", "updated", status="vendor")
    )
    [clock] = clocks(story, "16:00", terms(ClockKind.CUSTOMER_RESPONSE))
    assert (clock.started_at, clock.stopped_at, clock.elapsed) == (at("11:00"), at("12:00"), HOUR)


def test_an_unbroken_stay_in_two_such_statuses_is_one_clock():
    story = (
        opened().incident("11:00", "updated", status="asked").incident("12:00", "updated", status="waiting")
    )
    story.incident("13:00", "updated", status="work")
    [clock] = clocks(story, "16:00", terms(ClockKind.CUSTOMER_RESPONSE))
    assert (clock.started_at, clock.elapsed) == (at("11:00"), 2 * HOUR)


@pytest.mark.parametrize("step", ["resolved", "closed"])
def test_a_stay_ends_when_the_incident_does_and_a_reopening_in_such_a_status_begins_another(step):
    story = opened(status="waiting").incident("11:00", step).incident("13:00", "reopened", status="waiting")
    found = clocks(story, "14:00", terms(ClockKind.CUSTOMER_RESPONSE))
    assert [(one.started_at, one.elapsed) for one in found] == [(at("10:00"), HOUR), (at("13:00"), HOUR)]


def test_a_cancelled_incident_releases_the_stay_that_runs_and_keeps_those_before():
    story = opened(status="waiting").incident("11:00", "updated", status="work")
    story.incident("12:00", "updated", status="waiting").incident("13:00", "cancelled")
    found = clocks(story, "14:00", terms(ClockKind.CUSTOMER_RESPONSE))
    assert [one.state for one in found] == [ClockState.FULFILLED, ClockState.RELEASED]


def test_the_length_of_a_stay_is_held_to_the_same_bound():
    agreed = terms(ClockKind.CUSTOMER_RESPONSE, within=HOUR)
    for until, state in (("12:00", ClockState.FULFILLED), ("12:00:00.000001", ClockState.BREACHED)):
        story = (
            opened().incident("11:00", "updated", status="waiting").incident(until, "updated", status="work")
        )
        assert clocks(story, "16:00", agreed)[0].state is state


def test_elapsed_and_pauses_of_a_clock_end_where_it_stops():
    story = opened(status="waiting").incident("11:00", "updated", status="work").incident("12:00", "resolved")
    story.incident("12:30", "updated", status="waiting")
    [clock] = clocks(story, "16:00")
    assert (clock.elapsed, clock.paused, clock.remaining) == (HOUR, HOUR, 3 * HOUR)
    assert clock.deadline == at("15:00")


def test_thirty_minutes_of_a_bound_in_minutes():
    agreed = terms(within=30 * MINUTE)
    assert clocks(opened(), "10:30", agreed)[0].state is ClockState.RUNNING
    assert clocks(opened(), "10:30:00.000001", agreed)[0].breached_at == at("10:30")
