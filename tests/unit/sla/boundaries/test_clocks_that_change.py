"""SEMANTICS.md, priority change, leaving, reopening, and the period of a clock, at their boundaries."""

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

STATUSES = {"waiting": StatusRule(True, "customer")}
WEEK = span("00:00", "2026-01-12 00:00")
TUESDAY = span("2026-01-06", "2026-01-07")
BY_PRIORITY = {"P1": HOUR, "P2": 4 * HOUR}
RUNNING, FULFILLED, BREACHED, RELEASED = (
    ClockState.RUNNING,
    ClockState.FULFILLED,
    ClockState.BREACHED,
    ClockState.RELEASED,
)


def terms(target: str = "0.9", objective: dict | None = None, more: dict | None = None, **clauses: Any):
    kind = clauses.pop("kind", ClockKind.RESOLUTION)
    clock = Clock(kind, Fraction(target), clauses.pop("within", BY_PRIORITY), **clauses)
    return agreement(
        clock, objective={"hours": OFFICE, **(objective or {})}, statuses=STATUSES, **(more or {})
    )


def clocks(told: Story, as_of: str = "16:30", period: Span = WEEK, **clauses: Any) -> tuple[ClockFigure, ...]:
    return figure(terms(**clauses), told, as_of, period).clocks


def opened(when: str = "10:00", priority: str | None = "P2", **more: Any) -> Story:
    return Story().incident(when, "opened", priority=priority, **more)


# priority change


@pytest.mark.parametrize(
    ("when", "state", "breached_at"),
    [
        ("10:30", BREACHED, "11:00"),
        ("11:00", BREACHED, "11:00"),
        ("11:00:00.000001", BREACHED, "11:00:00.000001"),  # the change brings it about
        ("13:00", BREACHED, "13:00"),
    ],
)
def test_from_start_the_new_bound_applies_to_the_whole_elapsed(when, state, breached_at):
    [clock] = clocks(opened().incident(when, "updated", priority="P1"))
    assert (clock.state, clock.deadline, clock.breached_at) == (state, at("11:00"), at(breached_at))


@pytest.mark.parametrize(("stop", "state"), [("14:00", FULFILLED), ("14:00:00.000001", BREACHED)])
def test_from_change_an_undecided_clock_begins_anew_at_the_change(stop, state):
    story = opened().incident("13:00", "updated", priority="P1").incident(stop, "resolved")
    [clock] = clocks(story, on_priority_change=OnPriorityChange.FROM_CHANGE)
    assert (clock.state, clock.started_at, clock.deadline) == (state, at("13:00"), at("14:00"))


@pytest.mark.parametrize(
    ("when", "state"), [("10:59:59.999999", RUNNING), ("11:00", RUNNING), ("11:00:00.000001", BREACHED)]
)
def test_a_longer_bound_at_the_very_instant_of_the_breach_comes_in_time(when, state):
    [clock] = clocks(opened(priority="P1").incident(when, "updated", priority="P2"), "12:00")
    assert clock.state is state


def test_breached_stays_breached_with_its_deadline():
    story = opened(priority="P1").incident("12:00", "updated", priority="P2").incident("12:30", "resolved")
    [clock] = clocks(story)
    assert (clock.state, clock.deadline, clock.priority) == (BREACHED, at("11:00"), "P2")


def test_an_update_that_repeats_the_priority_changes_nothing():
    story = opened(priority="P1").incident("10:30", "updated", priority="P1")
    [clock] = clocks(story, "10:40", on_priority_change=OnPriorityChange.FROM_CHANGE)
    assert clock.started_at == at("10:00")


# leaving and coming in


@pytest.mark.parametrize(
    ("when", "state"), [("10:30", RELEASED), ("11:00", RELEASED), ("11:00:00.000001", BREACHED)]
)
def test_one_that_leaves_at_the_very_instant_of_the_breach_is_released(when, state):
    [clock] = clocks(opened(priority="P1").incident(when, "updated", priority="P9"))
    assert clock.state is state
    assert (clock.deadline is None) == (state is RELEASED)


@pytest.mark.parametrize(("when", "state"), [("11:00", RELEASED), ("11:00:00.000001", BREACHED)])
def test_one_cancelled_at_the_very_instant_of_the_breach_is_released(when, state):
    [clock] = clocks(opened(priority="P1").incident(when, "cancelled"))
    assert clock.state is state


def test_one_that_had_stopped_before_is_not_released():
    story = opened().incident("11:00", "resolved").incident("12:00", "cancelled")
    assert clocks(story)[0].state is FULFILLED
    left = opened().incident("11:00", "resolved").incident("12:00", "updated", priority="P9")
    assert clocks(left)[0].state is FULFILLED


def test_a_breached_one_that_leaves_ends_there():
    story = opened(priority="P1").incident("12:00", "updated", priority="P9")
    [clock] = clocks(story)
    assert (clock.elapsed, clock.remaining, clock.stopped_at) == (2 * HOUR, -HOUR, None)


def test_no_priority_is_none_of_a_map_and_one_bound_takes_any():
    assert clocks(opened(priority=None)) == ()
    assert len(clocks(opened(priority=None), within=HOUR)) == 1


def test_where_restricts_by_priority_and_status():
    assert clocks(opened(priority="P2"), priorities=frozenset({"P1"})) == ()
    assert len(clocks(opened(priority="P1"), priorities=frozenset({"P1"}))) == 1
    assert clocks(opened(status="new"), statuses=frozenset({"work"})) == ()
    [clock] = clocks(
        opened(status="new").incident("11:00", "updated", status="work"), statuses=frozenset({"work"})
    )
    assert clock.started_at == at("10:00")


@pytest.mark.parametrize(
    ("how", "started_at", "state"),
    [
        (OnPriorityChange.FROM_START, "10:00", BREACHED),
        (OnPriorityChange.FROM_CHANGE, "12:00", RUNNING),
    ],
)
def test_one_that_comes_in_starts_as_if_it_had_been_there_since_opening_or_at_the_change(
    how, started_at, state
):
    story = opened(priority="P9").incident("12:00", "updated", priority="P1")
    [clock] = clocks(story, "12:30", on_priority_change=how)
    assert (clock.started_at, clock.state) == (at(started_at), state)
    assert clock.breached_at == (at("12:00") if state is BREACHED else None)


def test_one_that_comes_in_with_exactly_its_bound_used_up_is_not_breached_yet():
    story = opened(priority="P9").incident("11:00", "updated", priority="P1")
    assert clocks(story, "11:00")[0].state is RUNNING
    assert clocks(story, "11:00:00.000001")[0].breached_at == at("11:00")


def test_one_that_comes_in_after_it_was_resolved_has_stopped_then():
    story = opened(priority="P9").incident("10:30", "resolved").incident("12:00", "updated", priority="P1")
    [clock] = clocks(story)
    assert (clock.state, clock.stopped_at) == (FULFILLED, at("10:30"))
    late = opened(priority="P9").incident("11:30", "resolved").incident("12:00", "updated", priority="P1")
    [clock] = clocks(late)
    assert (clock.state, clock.stopped_at, clock.breached_at) == (BREACHED, at("11:30"), at("12:00"))


def test_one_that_leaves_and_comes_back_has_a_clock_for_each_time():
    story = opened().incident("11:00", "updated", priority="P9").incident("12:00", "updated", priority="P2")
    found = clocks(story, "13:00")
    assert [(one.state, one.started_at) for one in found] == [(RELEASED, at("10:00")), (RUNNING, at("10:00"))]


def test_one_that_comes_in_while_it_waits_is_breached_by_what_had_elapsed():
    story = opened(priority="P9").incident("11:30", "updated", status="waiting")
    [clock] = clocks(story.incident("12:00", "updated", priority="P1"))
    assert (clock.breached_at, clock.deadline) == (at("12:00"), at("11:00"))
    resolved = opened(priority="P9").incident("11:30", "resolved", status="waiting")
    [clock] = clocks(resolved.incident("12:00", "updated", priority="P1"))
    assert (clock.breached_at, clock.deadline, clock.stopped_at) == (at("12:00"), at("11:00"), at("11:30"))


def test_a_change_while_it_waits_breaches_by_what_had_elapsed():
    story = (
        opened().incident("12:00", "updated", status="waiting").incident("13:00", "updated", priority="P1")
    )
    [clock] = clocks(story)
    assert (clock.breached_at, clock.deadline, clock.paused) == (
        at("13:00"),
        at("11:00"),
        4 * HOUR + 30 * MINUTE,
    )


def test_one_that_comes_in_breached_belongs_to_the_period_in_which_it_came_in():
    story = opened(priority="P9").incident("11:30", "resolved")
    story.incident("2026-01-06 10:00", "updated", priority="P1")
    assert [figure(terms(), story, "2026-01-07", day).total for day in (MONDAY, TUESDAY)] == [0, 1]


def test_a_released_clock_has_no_stop_and_one_that_left_breached_ends_where_it_left():
    released = opened().incident("11:00", "cancelled").incident("12:00", "resolved")
    [clock] = clocks(released)
    assert (clock.state, clock.stopped_at, clock.elapsed) == (RELEASED, None, HOUR)
    left = opened(priority="P1").incident("12:00", "updated", priority="P9").incident("13:00", "resolved")
    [clock] = clocks(left)
    assert (clock.state, clock.stopped_at, clock.elapsed) == (BREACHED, None, 2 * HOUR)


# reopening


@pytest.mark.parametrize(
    ("how", "stop", "state"),
    [
        (OnReopen.CONTINUE, "15:00", FULFILLED),
        (OnReopen.CONTINUE, "15:00:00.000001", BREACHED),
        (OnReopen.NEVER_STOPPED, "14:00", FULFILLED),
        (OnReopen.NEVER_STOPPED, "14:00:00.000001", BREACHED),
    ],
)
def test_after_a_reopening_the_time_stopped_does_not_count_or_does(how, stop, state):
    story = opened().incident("11:00", "resolved").incident("12:00", "reopened").incident(stop, "resolved")
    [clock] = clocks(story, on_reopen=how)
    assert (clock.state, clock.stopped_at) == (state, at(stop))


@pytest.mark.parametrize(
    ("when", "breached_at"),
    [("14:00", None), ("14:00:00.000001", "14:00:00.000001"), ("15:00", "15:00")],
)
def test_a_reopening_that_brings_the_breach_about_is_its_instant_and_not_before_there_is_more(
    when, breached_at
):
    story = opened().incident("11:00", "resolved").incident(when, "reopened")
    [clock] = clocks(story, when, on_reopen=OnReopen.NEVER_STOPPED)
    assert clock.breached_at == (breached_at and at(breached_at))


def test_restart_is_a_new_clock_and_the_old_one_stays_decided():
    story = opened(priority="P1").incident("11:00:00.000001", "resolved").incident("13:00", "reopened")
    found = clocks(story, "14:00", on_reopen=OnReopen.RESTART)
    assert [(one.state, one.started_at, one.deadline) for one in found] == [
        (BREACHED, at("10:00"), at("11:00")),
        (RUNNING, at("13:00"), at("14:00")),
    ]


def test_where_the_clock_had_not_stopped_a_reopening_only_changes_the_status():
    story = opened(status="waiting").incident("11:00", "reopened")
    for how in OnReopen:
        [clock] = clocks(story, "12:00", on_reopen=how)
        assert (clock.started_at, clock.state, clock.paused) == (at("10:00"), RUNNING, HOUR)


def test_after_reopened_the_status_is_open_unless_it_names_another():
    story = opened(status="waiting").incident("11:00", "resolved").incident("12:00", "reopened")
    assert clocks(story, "13:00")[0].state is RUNNING
    named = opened().incident("11:00", "resolved").incident("12:00", "reopened", status="waiting")
    assert clocks(named, "13:00")[0].state is ClockState.PAUSED


def test_a_response_that_was_given_stays_given_and_one_that_a_resolve_had_stopped_goes_on():
    given = opened().incident("11:00", "responded").incident("12:00", "reopened")
    assert clocks(given, kind=ClockKind.RESPONSE)[0].stopped_at == at("11:00")
    resolved = opened().incident("11:00", "resolved").incident("12:00", "reopened")
    [clock] = clocks(resolved, "13:00", kind=ClockKind.RESPONSE)
    assert (clock.state, clock.elapsed) == (RUNNING, 2 * HOUR)


def test_a_breached_clock_that_is_reopened_stays_breached():
    story = opened(priority="P1").incident("12:00", "resolved").incident("13:00", "reopened")
    [clock] = clocks(story, "14:00")
    assert (clock.state, clock.breached_at, clock.stopped_at) == (BREACHED, at("11:00"), None)
    assert clock.elapsed == 3 * HOUR


def test_a_pause_in_the_time_stopped_is_no_pause_of_the_clock():
    story = opened().incident("11:00", "resolved", status="waiting").incident("13:00", "reopened")
    [clock] = clocks(story, "14:00")
    assert (clock.elapsed, clock.paused) == (2 * HOUR, 0)


def test_a_stopped_clock_whose_incident_left_is_not_reopened_and_one_that_came_back_is():
    left = opened().incident("11:00", "resolved").incident("11:30", "updated", priority="P9")
    away = Story()
    away.facts = [*left.facts]
    [clock] = clocks(away.incident("13:00", "reopened"))
    assert (clock.state, clock.stopped_at) == (FULFILLED, at("11:00"))
    back = left.incident("12:00", "updated", priority="P2").incident("13:00", "reopened")
    [clock] = clocks(back.incident("14:00", "resolved"))
    assert (clock.state, clock.stopped_at, clock.elapsed) == (FULFILLED, at("14:00"), 2 * HOUR)


def test_after_a_restart_the_incident_counts_from_the_reopening():
    story = opened().incident("11:00", "resolved").incident("13:00", "reopened")
    story.incident("13:30", "updated", priority="P9").incident("14:00", "updated", priority="P2")
    found = clocks(story, "15:00", on_reopen=OnReopen.RESTART)
    assert [(one.state, one.started_at) for one in found] == [
        (FULFILLED, at("10:00")),
        (RELEASED, at("13:00")),
        (RUNNING, at("13:00")),
    ]


def test_a_restart_of_one_that_is_not_in_the_objective_starts_nothing():
    story = opened().incident("11:00", "resolved").incident("12:00", "reopened")
    restart = {"on_reopen": OnReopen.RESTART, "priorities": frozenset({"P1"}), "within": HOUR}
    assert clocks(story, **restart) == ()


# the period of a clock


@pytest.mark.parametrize(
    ("opening", "monday", "tuesday"),
    [("12:59:59.999999", 1, 0), ("13:00", 1, 0), ("13:00:00.000001", 0, 1)],
)
def test_a_clock_is_counted_in_the_period_in_which_it_is_due(opening, monday, tuesday):
    story = opened(opening).incident("2026-01-06 12:00", "resolved")
    counted = [figure(terms(), story, "2026-01-07", day).total for day in (MONDAY, TUESDAY)]
    assert counted == [monday, tuesday]


def test_24_00_of_the_last_day_is_the_next_period():
    story = opened("20:00").incident("21:00", "resolved")
    always = terms(objective={"hours": None}, within=4 * HOUR)
    assert [figure(always, story, "2026-01-07", day).total for day in (MONDAY, TUESDAY)] == [0, 1]


@pytest.mark.parametrize(
    ("counted_in", "monday", "tuesday"),
    [(CountedIn.DUE, 0, 1), (CountedIn.OPENED, 1, 0), (CountedIn.STOPPED, 0, 1)],
)
def test_by_clause_a_clock_is_counted_where_it_is_opened_or_stopped(counted_in, monday, tuesday):
    story = opened("15:00").incident("2026-01-06 10:00", "resolved")
    agreed = terms(counted_in=counted_in)
    assert [figure(agreed, story, "2026-01-07", day).total for day in (MONDAY, TUESDAY)] == [monday, tuesday]


def test_a_breach_by_change_of_priority_puts_it_into_the_period_of_the_change():
    story = opened("10:00").incident("2026-01-06 09:00:00.000001", "updated", priority="P1")
    agreed = terms(within={"P1": HOUR, "P2": 30 * HOUR})
    assert [figure(agreed, story, "2026-01-07", day).total for day in (MONDAY, TUESDAY)] == [0, 1]


def test_running_ones_are_shown_in_the_open_period_and_not_counted():
    found = figure(terms(), opened(), "11:00", MONDAY)
    assert (found.total, len(found.clocks), found.state) == (0, 1, Verdict.NO_DATA)
    assert figure(terms(), opened(), "11:00", TUESDAY).clocks == ()


def test_one_that_is_due_later_is_shown_in_the_open_period_until_it_is_listed_in_its_own():
    story = opened("15:00")
    assert len(figure(terms(), story, "16:00", MONDAY).clocks) == 1
    assert figure(terms(), story, "2026-01-06 00:00", MONDAY).clocks == ()
    assert len(figure(terms(), story, "2026-01-06 00:00", TUESDAY).clocks) == 1


def test_released_ones_are_shown_in_the_period_of_their_release():
    story = opened("16:00").incident("2026-01-06 09:30", "cancelled")
    assert [len(figure(terms(), story, "2026-01-07", day).clocks) for day in (MONDAY, TUESDAY)] == [0, 1]


@pytest.mark.parametrize(
    ("when", "count"), [("09:59:59.999999", 0), ("10:00", 1), ("11:59:59.999999", 1), ("12:00", 0)]
)
def test_an_incident_belongs_to_the_version_in_force_at_its_opening(when, count):
    agreed = terms(counted_in=CountedIn.OPENED, more={"force_from": at("10:00"), "force_until": at("12:00")})
    assert figure(agreed, opened(when).incident("12:30", "resolved"), "13:00", WEEK).total == count


# the objective


def two(breached: int = 1) -> Story:
    """Ten incidents of an hour each, so many of them breached."""
    story = Story()
    for number in range(10):
        late = number < breached
        story.incident("10:00", "opened", f"i{number}", priority="P1")
        story.incident("11:00:00.000001" if late else "11:00", "resolved", f"i{number}")
    return story


@pytest.mark.parametrize(("breached", "state"), [(1, Verdict.MET), (2, Verdict.BREACHED)])
def test_an_ended_period_of_clocks_is_met_if_the_share_is_exactly_the_target(breached, state):
    found = figure(terms(), two(breached), "2026-01-06", MONDAY)
    assert (found.state, found.breached_at) == (state, MONDAY.end if state is Verdict.BREACHED else None)


def test_an_open_period_of_clocks_is_at_risk_from_the_lowest_share_on():
    for share, state in ((Fraction(1), Verdict.AT_RISK), (Fraction("1.0001"), Verdict.MET)):
        agreed = terms(objective={"warn_at": WarnAt((share,))})
        assert figure(agreed, two(1), "12:00", MONDAY).state is state
    agreed = terms(objective={"warn_at": WarnAt((Fraction(0),))})
    assert figure(agreed, two(0), "12:00", MONDAY).state is Verdict.MET
    assert (
        figure(agreed, two(5), "12:00", MONDAY).state is Verdict.AT_RISK
    )  # open: not breached before its end


def test_under_a_target_of_100_percent_the_first_breached_clock_breaches_the_open_period():
    found = figure(terms("1"), two(2), "12:00", MONDAY)
    assert (found.state, found.breached_at) == (Verdict.BREACHED, at("11:00"))


@pytest.mark.parametrize(
    ("as_of", "total"),
    [("11:00:00.000001", 1), ("12:00", 1), ("12:00:00.000001", 0)],
)
def test_in_a_rolling_window_a_clock_counts_from_the_instant_it_is_due_for_a_length(as_of, total):
    agreed = terms(objective={"window": RollingWindow(HOUR)})
    story = opened(priority="P1").incident("10:30", "resolved")
    window = Span(at(as_of) - HOUR, at(as_of))
    assert figure(agreed, story, as_of, window).total == total


# warnings


def test_a_clock_warns_at_shares_of_within_and_at_spans_before_its_deadline_each_at_its_instant():
    agreed = terms(
        objective={"warn_at": WarnAt((Fraction(3, 4), Fraction(1)), (HOUR, 4 * HOUR, 4 * HOUR + 1))}
    )
    [ahead] = history(agreed, opened()).outlook("o", 1, WEEK, at("10:30")).clocks
    assert [(one.share, one.before, one.at) for one in ahead.warned] == [
        (Fraction(3, 4), None, at("13:00")),
        (Fraction(1), None, at("14:00")),
        (None, HOUR, at("13:00")),
        (None, 4 * HOUR, at("10:00")),  # more than that is before its start, and warns of nothing
    ]


def test_with_working_days_it_warns_at_shares_of_the_service_time_from_start_to_deadline():
    agreed = terms(within=WorkingDays(1), objective={"warn_at": WarnAt((Fraction(3, 4),), (HOUR,))})
    [ahead] = history(agreed, opened()).outlook("o", 1, WEEK, at("11:00")).clocks
    assert ahead.breached_at == at("2026-01-06 10:00")  # eight hours of service time from Monday at 10:00
    assert [one.at for one in ahead.warned] == [at("16:00"), at("17:00")]


def test_a_share_that_is_no_whole_microsecond_is_reached_at_the_next():
    agreed = terms(within=10 * MINUTE + 1, objective={"warn_at": WarnAt((Fraction(1, 2),))})
    [ahead] = history(agreed, opened()).outlook("o", 1, WEEK, at("10:00")).clocks
    assert ahead.warned[0].at == at("10:05:00.000001")


@pytest.mark.parametrize(("since", "count"), [("12:59:59.999999", 0), ("13:00", 1)])
def test_a_paused_clock_has_passed_the_warnings_up_to_its_pause_and_none_ahead(since, count):
    agreed = terms(objective={"warn_at": WarnAt((Fraction(3, 4),))})
    story = opened().incident(since, "updated", status="waiting")
    [ahead] = history(agreed, story).outlook("o", 1, WEEK, at("13:30")).clocks
    assert (len(ahead.warned), ahead.breached_at) == (count, None)
