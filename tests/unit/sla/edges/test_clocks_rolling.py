"""Since when a rolling window of clocks has been under target: of running clocks, and of those that have settled."""

import pytest

from shared.sla.agreed.objectives import CountedIn, RollingWindow
from shared.sla.spans import HOUR
from tests.unit.sla.edges.test_clock_figures import clock, excuse, incidents, last
from tests.unit.sla.examples import at, figure

THREE_HOURS = RollingWindow(3 * HOUR)


def test_running_clocks_that_were_breached_one_after_another_are_under_target_since_the_first():
    story = incidents(("a", "09:00", None), ("b", "10:30", None))
    found = figure(clock(window=THREE_HOURS), story, "11:31", last(3 * HOUR, "11:31"))
    assert found.breached_at == at("10:00")


@pytest.mark.parametrize("changing", ["", "f", "ab", "abf"])
def test_clocks_that_have_left_the_window_count_before_they_left(changing):
    story = incidents(
        ("f", "08:30", "09:00"),  # due 09:30, leaves 12:30
        ("a", "09:00", "10:01"),  # due 10:00, leaves 13:00: one of two is no breach
        ("b", "10:30", "11:31"),  # due 11:30: two of three is one
    )
    for name in changing:
        excuse(story, "13:15", name)
    found = figure(clock(window=THREE_HOURS), story, "13:30", last(3 * HOUR, "13:30"))
    assert (found.good, found.total, found.breached_at) == (0, 1, at("11:30"))


DUE_IN_TURN = [
    # all resolved too late
    ([("a", "09:00", "10:30"), ("b", "09:30", "11:00"), ("c", "10:00", "11:20")], "10:00"),
    # the fulfilled ones came last: with three of four, and of five, breached it still is
    (
        [
            ("a", "09:00", "10:30"),
            ("b", "09:30", "11:00"),
            ("c", "10:00", "11:20"),
            ("f", "10:30", "10:40"),
            ("g", "11:00", "11:10"),
        ],
        "10:00",
    ),
    # due at 10:30 the fulfilled one brought it back; the next, due at 11:00, made it two of three
    (
        [
            ("a", "09:00", "10:30"),
            ("f", "09:30", "09:40"),
            ("b", "10:00", "11:20"),
            ("c", "10:30", "12:00"),
        ],
        "11:00",
    ),
]


@pytest.mark.parametrize(("told", "since"), DUE_IN_TURN)
def test_clocks_that_have_settled_are_undone_one_by_one_until_the_window_met_its_target(told, since):
    found = figure(
        clock("0.5", window=RollingWindow(6 * HOUR)), incidents(*told), "13:00", last(6 * HOUR, "13:00")
    )
    assert found.breached_at == at(since)


def test_a_clock_that_was_due_a_microsecond_ago_has_just_entered_the_window():
    # stopped a microsecond late, so it is breached, and settled at once
    story = incidents(("a", "09:00", "10:00:00.000001"))
    found = figure(clock(window=THREE_HOURS), story, "10:00:00.000001", last(3 * HOUR, "10:00:00.000001"))
    assert (found.total, found.breached_at) == (1, at("10:00"))


def test_a_clock_counted_where_it_stopped_puts_the_window_under_target_there():
    terms = clock(window=THREE_HOURS, counted_in=CountedIn.STOPPED)
    found = figure(terms, incidents(("a", "09:00", "11:00")), "12:00", last(3 * HOUR, "12:00"))
    assert (found.clocks[0].breached_at, found.breached_at) == (at("10:00"), at("11:00"))


def test_an_undecided_clock_is_no_step_of_the_window():
    told = ("x", "08:00", "08:10"), ("a", "08:30", None), ("b", "09:30", None), ("u", "09:45", None)
    terms = clock(window=THREE_HOURS, counted_in=CountedIn.OPENED)
    found = figure(terms, incidents(*told), "10:31", last(3 * HOUR, "10:31"))
    assert (found.good, found.total, found.breached_at) == (1, 3, at("09:30"))
