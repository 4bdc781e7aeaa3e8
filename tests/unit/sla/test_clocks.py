"""SEMANTICS.md, clocks of incidents, at their boundaries. Hours are 09:00 to 17:00, four hours are allowed."""

from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.clauses import StatusRule
from shared.sla.agreed.objectives import (
    Clock,
    ClockKind,
    CountedIn,
    OnPriorityChange,
    OnReopen,
    RollingWindow,
    WarnAt,
    WorkingDays,
)
from shared.sla.figures import ClockFigure, ClockState, Verdict
from shared.sla.spans import HOUR, MINUTE, Span
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, figure, history, span

STATUSES = {"waiting": StatusRule(True, "customer"), "vendor": StatusRule(True, "supplier")}
WEEK = span("00:00", "2026-01-12 00:00")


def terms(kind: ClockKind = ClockKind.RESOLUTION, target: str = "0.9", **clauses: Any):
    clock = Clock(kind, Fraction(target), clauses.pop("within", 4 * HOUR), **clauses)
    return agreement(clock, objective={"hours": OFFICE}, statuses=STATUSES)


def clocks(told: Story, as_of: str, agreed=None) -> tuple[ClockFigure, ...]:
    return figure(agreed or terms(), told, as_of, WEEK).clocks


def opened(when: str = "10:00", **more: Any) -> Story:
    return Story().incident(when, "opened", **more)


@pytest.mark.parametrize(
    ("stop", "state"), [("14:00", ClockState.FULFILLED), ("14:00:00.000001", ClockState.BREACHED)]
)
def test_fulfilled_if_and_only_if_elapsed_at_its_stop_is_at_most_within(stop, state):
    [clock] = clocks(opened().incident(stop, "resolved"), "16:00")
    assert (clock.state, clock.deadline, clock.stopped_at) == (state, at("14:00"), at(stop))


def test_as_of_the_deadline_it_runs_and_a_microsecond_later_it_is_breached():
    [running] = clocks(opened(), "14:00")
    assert (running.state, running.remaining) == (ClockState.RUNNING, 0)
    [breached] = clocks(opened(), "14:00:00.000001")
    assert (breached.state, breached.breached_at, breached.remaining) == (
        ClockState.BREACHED,
        at("14:00"),
        -1,
    )


def test_a_deadline_at_closing_time_is_breached_only_from_the_next_opening():
    told = opened("13:00")
    [clock] = clocks(told, "2026-01-06 09:00")
    assert (clock.state, clock.deadline) == (ClockState.RUNNING, at("17:00"))
    [clock] = clocks(told, "2026-01-06 09:00:00.000001")
    assert (clock.deadline, clock.breached_at) == (at("17:00"), at("2026-01-06 09:00"))
    [clock] = clocks(opened("13:00").incident("2026-01-06 08:00", "resolved"), "2026-01-06 12:00")
    assert clock.state is ClockState.FULFILLED


def test_pauses_do_not_count_and_move_the_deadline():
    told = opened().incident("11:00", "updated", status="waiting").incident("12:30", "updated", status="work")
    [clock] = clocks(told, "13:00")
    assert (clock.elapsed, clock.paused, clock.deadline) == (90 * MINUTE, 90 * MINUTE, at("15:30"))


def test_a_pause_that_begins_at_the_deadline_keeps_it_undecided():
    told = opened().incident("14:00", "updated", status="waiting")
    [clock] = clocks(told, "16:00")
    assert (clock.state, clock.elapsed) == (ClockState.PAUSED, 4 * HOUR)
    late = opened().incident("14:00:00.000001", "updated", status="waiting")
    assert clocks(late, "16:00")[0].breached_at == at("14:00")


def test_with_working_days_such_a_pause_is_too_late():
    agreed = terms(within=WorkingDays(1))
    told = opened().incident("2026-01-06 10:00", "updated", status="waiting")
    [clock] = clocks(told, "2026-01-06 12:00", agreed)
    assert (clock.state, clock.breached_at) == (ClockState.BREACHED, at("2026-01-06 10:00"))
    before = opened().incident("2026-01-06 09:59", "updated", status="waiting")
    [clock] = clocks(before, "2026-01-06 12:00", agreed)
    assert (clock.state, clock.deadline) == (ClockState.PAUSED, at("2026-01-06 12:01"))


def test_an_incident_opened_in_a_pausing_status_starts_paused():
    [clock] = clocks(opened(status="waiting"), "12:00")
    assert (clock.state, clock.elapsed, clock.paused) == (ClockState.PAUSED, 0, 2 * HOUR)


def test_a_response_is_not_paused_and_stops_at_the_first_answer_or_the_end():
    agreed = terms(ClockKind.RESPONSE)
    told = opened().incident("11:00", "updated", status="waiting").incident("12:00", "responded")
    assert clocks(told, "13:00", agreed)[0].elapsed == 2 * HOUR
    assert clocks(opened().incident("11:00", "closed"), "13:00", agreed)[0].stopped_at == at("11:00")


def test_facts_dated_before_the_opening_hold_from_it_on():
    told = Story().incident("08:00", "updated", status="waiting").incident("10:00", "opened")
    [clock] = clocks(told, "12:00")
    assert (clock.state, clock.paused) == (ClockState.PAUSED, 2 * HOUR)


def test_facts_of_an_incident_that_was_never_opened_are_set_aside():
    told = Story().incident("10:00", "resolved")
    [(fact, reason)] = history(terms(), told).set_aside(at("12:00"))
    assert (fact.incident, reason) == ("I", "its incident was never opened")


PRIORITIES = {"P1": HOUR, "P2": 4 * HOUR}


@pytest.mark.parametrize(
    ("how", "deadline", "breached_at"),
    [(OnPriorityChange.FROM_START, "11:00", "12:00"), (OnPriorityChange.FROM_CHANGE, "13:00", None)],
)
def test_a_priority_change_applies_from_the_start_or_begins_anew(how, deadline, breached_at):
    told = opened(priority="P2").incident("12:00", "updated", priority="P1")
    [clock] = clocks(told, "12:30", terms(within=PRIORITIES, on_priority_change=how))
    assert (clock.deadline, clock.breached_at) == (at(deadline), breached_at and at(breached_at))


@pytest.mark.parametrize(
    ("when", "state"), [("11:00", ClockState.RELEASED), ("11:00:00.000001", ClockState.BREACHED)]
)
def test_leaving_at_the_very_instant_of_the_breach_comes_in_time(when, state):
    told = opened(priority="P1").incident(when, "updated", priority="P3")
    [clock] = clocks(told, "12:00", terms(within=PRIORITIES))
    assert clock.state is state


def test_an_incident_that_enters_and_leaves_at_one_instant_has_no_clock():
    assert clocks(opened().incident("10:00", "cancelled"), "12:00") == ()


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (OnReopen.CONTINUE, [("10:00", 2 * HOUR, None)]),
        (OnReopen.NEVER_STOPPED, [("10:00", 5 * HOUR, "14:00")]),
        (OnReopen.RESTART, [("10:00", HOUR, None), ("14:00", HOUR, None)]),
    ],
)
def test_a_reopening_continues_never_stopped_or_restarts(how, expected):
    told = opened().incident("11:00", "resolved").incident("14:00", "reopened")
    found = clocks(told, "15:00", terms(on_reopen=how))
    assert [(one.started_at, one.elapsed, one.breached_at) for one in found] == [
        (at(start), elapsed, breach and at(breach)) for start, elapsed, breach in expected
    ]


def test_a_reopening_that_brings_the_breach_about_is_its_instant():
    told = opened().incident("11:00", "resolved").incident("14:30", "reopened")
    [clock] = clocks(told, "15:00", terms(on_reopen=OnReopen.NEVER_STOPPED))
    assert clock.breached_at == at("14:30")


def test_an_excused_span_is_taken_out_of_the_clock():
    told = opened().proposed("12:00", "11:00", "12:00", "excused", incident="I").decided("12:10", "accepted")
    assert clocks(told, "13:00")[0].elapsed == 2 * HOUR


def test_customer_response_is_a_clock_for_each_stay():
    told = opened("09:00").incident("10:00", "updated", status="waiting")
    told.incident("12:00", "updated", status="vendor").incident("13:00", "updated", status="waiting")
    told.incident("15:00:00.000001", "resolved")
    found = clocks(told, "16:00", terms(ClockKind.CUSTOMER_RESPONSE, within=2 * HOUR))
    assert [(one.started_at, one.state) for one in found] == [
        (at("10:00"), ClockState.FULFILLED),
        (at("13:00"), ClockState.BREACHED),
    ]


@pytest.mark.parametrize(
    ("counted_in", "monday"), [(CountedIn.OPENED, 1), (CountedIn.DUE, 0), (CountedIn.STOPPED, 0)]
)
def test_a_clock_is_counted_where_it_is_due_opened_or_stopped(counted_in, monday):
    told = opened("15:00").incident("2026-01-06 10:00", "resolved")
    agreed = terms(counted_in=counted_in)
    assert figure(agreed, told, "2026-01-07", MONDAY).total == monday
    assert figure(agreed, told, "2026-01-07", span("2026-01-06", "2026-01-07")).total == 1 - monday


def test_an_open_period_is_breached_only_by_a_breached_clock_under_a_target_of_100_percent():
    assert figure(terms(), opened(), "15:00", WEEK).state is not Verdict.BREACHED
    strict = figure(terms(target="1"), opened(), "15:00", WEEK)
    assert (strict.state, strict.breached_at) == (Verdict.BREACHED, at("14:00"))
    ended = figure(terms(), opened(), "2026-01-12 00:00", WEEK)
    assert (ended.state, ended.breached_at) == (Verdict.BREACHED, WEEK.end)


def test_running_clocks_are_shown_and_not_counted():
    found = figure(terms(), opened(), "11:00", MONDAY)
    assert (found.state, found.total, len(found.clocks)) == (Verdict.NO_DATA, 0, 1)


def test_the_outlook_names_what_comes_of_a_clock():
    clock = Clock(ClockKind.RESOLUTION, Fraction(9, 10), 4 * HOUR)
    warn_at = WarnAt((Fraction(3, 4),), (HOUR, 30 * MINUTE))
    agreed = agreement(clock, objective={"hours": OFFICE, "warn_at": warn_at}, statuses=STATUSES)
    [ahead] = history(agreed, opened()).outlook("o", 1, WEEK, at("11:00")).clocks
    assert [one.at for one in ahead.warned] == [at("13:00"), at("13:00"), at("13:30")]
    assert ahead.breached_at == at("14:00")
    paused = opened().incident("13:15", "updated", status="waiting")
    [ahead] = history(agreed, paused).outlook("o", 1, WEEK, at("15:00")).clocks
    assert (len(ahead.warned), ahead.breached_at) == (2, None)


def test_a_clock_that_is_due_at_closing_time_is_breached_at_the_next_opening():
    [ahead] = history(terms(), opened("13:00")).outlook("o", 1, WEEK, at("14:00")).clocks
    assert ahead.breached_at == at("2026-01-06 09:00")


def test_a_clock_due_out_of_force_does_not_tell_since_when_a_rolling_window_is_under():
    told = opened("09:00", incident="a").incident("10:01", "opened", incident="b")
    told = told.incident("10:02", "resolved", incident="b")
    clock = Clock(ClockKind.RESOLUTION, Fraction("0.5"), HOUR)
    agreed = agreement(clock, objective={"window": RollingWindow(24 * HOUR)}, force_until=at("11:00"))
    found = figure(agreed, told, "13:00", Span(at("2026-01-04 13:00"), at("13:00")))
    assert (found.total, found.breached_at) == (1, at("10:00"))


def test_two_clocks_of_one_start_stand_in_the_order_in_which_the_incident_had_them():
    """A stay that ended where it began, and one that began there and was cancelled."""
    asked = {"asked": StatusRule(False, "customer")}
    agreed = agreement(Clock(ClockKind.CUSTOMER_RESPONSE, Fraction(1, 2), HOUR), statuses=asked)
    told = Story().incident("10:00", "opened", status="asked").incident("10:00", "responded", status="open")
    told.incident("10:00", "updated", status="asked").incident("10:15", "cancelled")
    clocks = figure(agreed, told, "20:00").clocks
    assert [(one.state.value, one.started_at) for one in clocks] == [
        ("fulfilled", at("10:00")),
        ("released", at("10:00")),
    ]
