"""A clock's bound at its edges: nothing allowed, hours that never open, working days and gaps in their hours."""

from datetime import date
from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import Hours, ServiceHours, StatusRule
from shared.sla.agreed.objectives import Clock, ClockKind, WarnAt, WorkingDays
from shared.sla.figures import ClockState
from shared.sla.incidents.bounds import Bound
from shared.sla.spans import HOUR, MINUTE, NEVER
from shared.sla.time.hours import Always, OpenHours
from tests.unit.sla.examples import OFFICE, Story, agreement, at, figure, history, span

WEEK = span("00:00", "2026-01-12 00:00")
NONE = ServiceHours("none", "UTC", ((),) * 7)
LUNCH = ServiceHours("lunch", "UTC", ((Hours(9 * HOUR, 12 * HOUR), Hours(13 * HOUR, 17 * HOUR)),) * 7)
STATUSES = {"waiting": StatusRule(True, "customer")}


def clock(within, hours=OFFICE, warn_at=None, **more):
    found = Clock(ClockKind.RESOLUTION, Fraction("0.9"), within)
    shape = {"hours": hours, "warn_at": warn_at or WarnAt()}
    return agreement(found, objective=shape, statuses=STATUSES, **more)


def opened(when: str = "10:00", **more) -> Story:
    return Story().incident(when, "opened", **more)


def paused(since: str, until: str, when: str = "10:00") -> Story:
    story = opened(when).incident(since, "updated", status="waiting")
    return story.incident(until, "updated", status="work")


def test_where_nothing_is_allowed_a_clock_is_due_at_the_first_open_instant_that_is_no_pause():
    bound = Bound(0, OpenHours(OFFICE), "UTC")
    assert bound.deadline(at("08:00"), ()) == at("09:00")
    assert bound.deadline(at("08:00"), (span("08:30", "10:00"),)) == at("10:00")
    assert bound.deadline(at("09:00"), ()) == at("09:00")


def test_in_hours_that_never_open_nothing_is_due_or_breached():
    bound = Bound(HOUR, OpenHours(NONE), "UTC")
    assert bound.deadline(at("10:00"), ()) is None
    assert bound.breach(at("10:00"), NEVER, ()) is None
    assert Bound(WorkingDays(1), OpenHours(NONE), "UTC").remaining(None, 0, at("10:00")) is None
    assert Bound(WorkingDays(1), OpenHours(NONE), "UTC").breach(at("10:00"), NEVER, ()) is None
    [shown] = figure(clock(HOUR, NONE), opened(), "12:00", WEEK).clocks
    assert (shown.deadline, shown.state, shown.remaining) == (None, ClockState.RUNNING, HOUR)


def test_an_elapsed_that_ends_where_it_starts_or_before_is_nothing():
    bound = Bound(HOUR, Always(), "UTC")
    assert bound.elapsed(at("10:00"), at("10:00"), ()) == 0
    assert bound.elapsed(at("10:00"), at("09:00"), (span("09:00", "09:30"),)) == 0


def test_with_several_pauses_what_is_left_is_what_was_not_used_between_them():
    off = (span("10:30", "11:00"), span("11:30", "12:00"), span("12:10", "13:00"))
    bound = Bound(2 * HOUR, OpenHours(OFFICE), "UTC")
    assert bound.deadline(at("10:00"), off) == at("13:50")
    assert bound.breach(at("10:00"), NEVER, off) == at("13:50")
    assert Bound(HOUR, Always(), "UTC").breach(at("10:00"), at("12:00"), off) is None
    assert Bound(HOUR, Always(), "UTC").breach(at("10:00"), at("12:00:00.000001"), off) == at("12:00")


GAP_ON_TUESDAY = ServiceHours("x", "UTC", OFFICE.weekly, on={date(2026, 1, 6): LUNCH.weekly[0]})
"""Monday 12:30 is open; a working day later it lies in closed time."""


@pytest.mark.parametrize(
    ("since", "until", "deadline"),
    [
        ("2026-01-06 12:15", "2026-01-06 14:00", "2026-01-06 12:30"),  # no service time before it: in vain
        ("2026-01-06 12:15", "2026-01-06 12:30", "2026-01-06 12:30"),
        ("2026-01-06 12:00", "2026-01-06 14:00", "2026-01-06 12:30"),
        ("2026-01-06 11:59:59.999999", "2026-01-06 14:00", "2026-01-06 14:00:00.000001"),
        ("2026-01-06 12:30", "2026-01-06 14:00", "2026-01-06 12:30"),
    ],
)
def test_a_pause_without_service_time_before_a_deadline_in_closed_time_does_not_save_it(
    since, until, deadline
):
    bound = Bound(WorkingDays(1), OpenHours(GAP_ON_TUESDAY), "UTC")
    assert bound.deadline(at("12:30"), (span(since, until),)) == at(deadline)


def test_a_pause_over_a_deadline_at_an_opening_moves_it_since_the_opening_is_in_hours():
    bound = Bound(WorkingDays(1), OpenHours(OFFICE), "UTC")
    assert bound.deadline(at("09:00"), (span("20:00", "2026-01-06 10:00"),)) == at("2026-01-06 10:00")


# of an agreement


def test_with_always_the_zone_of_the_agreement_says_the_date():
    agreed = clock(WorkingDays(0, by_close=True), None, zone="Asia/Tokyo")
    [shown] = figure(agreed, opened("10:00"), "12:00", WEEK).clocks
    assert shown.deadline == at("15:00")
    both = {"P1": WorkingDays(0, by_close=True), "P2": WorkingDays(1, by_close=True)}
    story = opened("10:00", priority="P2").incident("11:00", "updated", priority="P1")
    [shown] = figure(clock(both, None, zone="Asia/Tokyo"), story, "12:00", WEEK).clocks
    assert shown.deadline == at("15:00")
    [ahead] = history(agreed, opened("10:00")).outlook("o", 1, WEEK, at("11:00")).clocks
    assert ahead.breached_at == at("15:00")


@pytest.mark.parametrize(
    ("when", "state"),
    [("2026-01-06 10:00", ClockState.RUNNING), ("2026-01-06 10:00:00.000001", ClockState.BREACHED)],
)
def test_a_change_to_fewer_working_days_exactly_at_their_deadline_breaches_nothing_yet(when, state):
    both = {"P1": WorkingDays(1), "P2": WorkingDays(2)}
    story = opened("10:00", priority="P2").incident(when, "updated", priority="P1")
    [shown] = figure(clock(both), story, when, WEEK).clocks
    assert (shown.state, shown.deadline) == (state, at("2026-01-06 10:00"))


# warnings


def warned(agreed, story: Story, as_of: str) -> list[int]:
    [ahead] = history(agreed, story).outlook("o", 1, WEEK, at(as_of)).clocks
    assert (ahead.incident, ahead.started_at) == ("I", at("10:00"))
    return [one.at for one in ahead.warned]


def test_warnings_are_moved_by_pauses():
    agreed = clock(4 * HOUR, warn_at=WarnAt((Fraction(0), Fraction(3, 4)), (30 * MINUTE,)))
    assert warned(agreed, paused("11:00", "12:00"), "12:30") == [at("10:00"), at("14:00"), at("14:30")]


def test_with_working_days_shares_are_of_the_service_time_from_start_to_deadline():
    agreed = clock(
        WorkingDays(1), warn_at=WarnAt((Fraction(1, 2), Fraction(1)), (HOUR, 8 * HOUR, 8 * HOUR + 1))
    )
    ends = [at("14:00"), at("2026-01-06 10:00"), at("17:00"), at("10:00")]
    assert warned(agreed, opened(), "10:30") == ends


def test_with_working_days_pauses_move_the_deadline_and_the_shares_with_it_but_are_not_left_out_again():
    agreed = clock(WorkingDays(1), warn_at=WarnAt((Fraction(1, 2),)))
    # ten hours of service time from 10:00 to Tuesday 12:00: half of them is 15:00
    assert warned(agreed, paused("11:00", "13:00"), "15:30") == [at("15:00")]


def test_where_hours_never_reach_a_deadline_nothing_is_warned_of():
    once = ServiceHours("x", "UTC", ((),) * 7, on={date(2026, 1, 5): (Hours(9 * HOUR, 17 * HOUR),)})
    agreed = clock(WorkingDays(1), once, warn_at=WarnAt((Fraction(1, 2),)))
    assert warned(agreed, opened(), "12:00") == []
