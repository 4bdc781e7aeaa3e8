"""What comes by time alone for counts and clocks, and since when a rolling window of them is under target."""

from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.objectives import Clock, ClockKind, Credits, Ratio, RollingWindow, Tier, WarnAt
from shared.sla.figures import Outlook, Verdict
from shared.sla.spans import DAY, HOUR, Span
from tests.unit.sla.examples import MONDAY, Story, agreement, at, figure, history

ENDED = "2026-01-06"


def ratio(target: str = "0.9", **shape: Any):
    return agreement(Ratio("ok", "all", Fraction(target)), objective=shape, grace=DAY)


def counted(*told: tuple[str, int, int]) -> Story:
    story = Story()
    for when, good, total in told:
        story.counted(when, good, total)
    return story


def clock(target: str = "0.5", **shape: Any):
    return agreement(Clock(ClockKind.RESOLUTION, Fraction(target), HOUR), objective=shape, grace=DAY)


def ahead(terms, story: Story, as_of: str, period: Span = MONDAY) -> Outlook:
    return history(terms, story).outlook("o", 1, period, at(as_of))


def last(length: int, as_of: str) -> Span:
    return Span(at(as_of) - length, at(as_of))


# counts


@pytest.mark.parametrize(
    ("target", "told", "breached_at"),
    [
        ("0.9", [("10:00", 89, 100)], MONDAY.end),
        ("0.9", [("10:00", 90, 100)], None),
        ("0.9", [("10:00", 0, 1)], MONDAY.end),
        ("0.9", [], None),
        ("1", [("10:00", 99, 100)], at("10:00")),
    ],
)
def test_counts_that_stay_as_they_are_breach_at_the_end_of_the_period(target, told, breached_at):
    assert ahead(ratio(target), counted(*told), "12:00") == Outlook(
        as_of=at("12:00"),
        breached_at=breached_at,
        breach_shown_from=breached_at,
        ends_at=MONDAY.end,
        closes_at=MONDAY.end + DAY,
    )


def test_a_rolling_ratio_has_nothing_ahead_while_its_counts_are_good():
    terms = ratio(window=RollingWindow(HOUR), warn_at=WarnAt((Fraction(1, 2),)))
    good = ahead(terms, counted(("10:00", 10, 10)), "10:30", last(HOUR, "10:30"))
    assert good == Outlook(as_of=at("10:30"))
    half = ahead(terms, counted(("10:00", 95, 100)), "10:30", last(HOUR, "10:30"))
    assert [(one.share, one.at, one.shown_from) for one in half.warned] == [
        (Fraction(1, 2), at("10:00") + 1, at("10:00") + 1)
    ]
    less = ahead(terms, counted(("10:00", 96, 100)), "10:30", last(HOUR, "10:30"))
    assert less.warned == ()


def test_a_rolling_ratio_is_breached_by_less_than_twice_its_budget():
    terms = ratio(window=RollingWindow(HOUR))
    assert figure(terms, counted(("10:00", 85, 100)), "10:30", last(HOUR, "10:30")).breached_at == at("10:00")


@pytest.mark.parametrize(("as_of", "percent"), [("12:00", 0), (ENDED, 10)])
def test_counts_have_no_certain_credit_while_the_period_is_open(as_of, percent):
    tiers = Credits((Tier(Fraction("0.9"), Fraction(10)),))
    story = counted(("10:00", 89, 100))
    assert figure(ratio(credits=tiers), story, as_of).credit == percent
    rolling = ratio(credits=tiers, window=RollingWindow(3 * HOUR))
    assert figure(rolling, story, "12:00", last(3 * HOUR, "12:00")).credit == 10


def test_the_burn_of_counts_is_of_the_bad_ones():
    [first, *_] = history(ratio(), counted(("10:30", 3, 8))).burn("o", 1, MONDAY, at("10:31"))
    # five of 0.8 allowed, in two minutes of a day
    assert first.long_rate == Fraction(5) / Fraction("0.8") * 720


@pytest.mark.parametrize(("good", "state"), [(100, Verdict.MET), (99, Verdict.AT_RISK)])
def test_counts_are_at_risk_from_the_first_bad_one_where_the_lowest_share_is_nothing(good, state):
    found = figure(ratio(warn_at=WarnAt((Fraction(0),))), counted(("10:00", good, 100)), "12:00")
    assert (found.state, found.objective, found.version, found.as_of) == (state, "o", 1, at("12:00"))


def test_without_counts_nothing_is_allowed_and_no_credit_is_told():
    found = figure(ratio(), counted(("10:00", 0, 0)), "12:00")
    assert (found.budget.allowed, found.credit) == (0, None)


# clocks


def incidents(*told: tuple[str, str, str | None]) -> Story:
    """Incidents by name, opening and end."""
    story = Story()
    for name, opened, resolved in told:
        story.incident(opened, "opened", name)
        if resolved is not None:
            story.incident(resolved, "resolved", name)
    return story


def test_the_outlook_of_clocks_has_the_undecided_ones_in_order_and_the_ends_of_the_period():
    story = incidents(
        ("b", "11:30", None), ("a", "11:40", None), ("c", "09:00", "09:10"), ("d", "09:00", "10:30")
    )
    found = ahead(clock("1"), story, "12:00")
    assert [(one.incident, one.breached_at) for one in found.clocks] == [
        ("a", at("12:40")),
        ("b", at("12:30")),
    ]
    assert (found.breached_at, found.breach_shown_from) == (at("10:00"), at("10:00"))
    assert (found.as_of, found.ends_at, found.closes_at) == (at("12:00"), MONDAY.end, MONDAY.end + DAY)


def test_an_elsewhere_listed_clock_is_not_in_the_outlook_of_a_period():
    tuesday = Span(MONDAY.end, MONDAY.end + DAY)
    assert ahead(clock(), incidents(("a", "11:40", None)), "12:00", tuesday).clocks == ()


THREE = [("a", "09:00", None), ("b", "09:30", "09:40"), ("c", "10:30", None)]
SOLVED = [("a", "09:00", "11:45"), ("b", "09:30", "09:40"), ("c", "10:30", "11:45")]


@pytest.mark.parametrize("told", [THREE, SOLVED])
@pytest.mark.parametrize(
    ("as_of", "breached_at"),
    [
        ("10:00", None),
        ("10:00:00.000001", "10:00"),  # none of one in time
        ("10:30", "10:00"),
        ("10:30:00.000001", None),  # one of two: exactly the target
        ("11:30", None),
        ("11:30:00.000001", "11:30"),  # one of three
        ("13:00", "11:30"),
        ("13:00:00.000001", None),  # the first has left
    ],
)
def test_a_rolling_window_of_clocks_is_breached_since_it_has_been_under_target(told, as_of, breached_at):
    terms = clock(window=RollingWindow(3 * HOUR))
    found = figure(terms, incidents(*told), as_of, last(3 * HOUR, as_of))
    assert found.breached_at == (breached_at and at(breached_at))


def test_a_rolling_window_of_clocks_has_no_end():
    found = ahead(clock(window=RollingWindow(3 * HOUR)), incidents(*THREE), "12:00", last(3 * HOUR, "12:00"))
    assert (found.ends_at, found.closes_at, found.breached_at) == (None, None, at("11:30"))


@pytest.mark.parametrize(("as_of", "percent"), [("12:00", 0), (ENDED, 10)])
def test_clocks_have_no_certain_credit_while_the_period_is_open(as_of, percent):
    tiers = Credits((Tier(Fraction("0.9"), Fraction(10)),))
    story = incidents(("a", "09:00", "10:30"), ("b", "09:00", "09:10"))
    assert figure(clock("0.9", credits=tiers), story, as_of).credit == percent
    rolling = clock("0.9", credits=tiers, window=RollingWindow(3 * HOUR))
    assert figure(rolling, story, "12:00", last(3 * HOUR, "12:00")).credit == 10


@pytest.mark.parametrize(
    ("opened", "resolved", "shown"),
    [("23:00", None, 1), ("23:30", None, 1), ("23:30", "23:40", 0), ("22:30", "22:40", 1)],
)
def test_a_clock_due_in_the_next_period_is_shown_in_the_open_one_while_it_runs(opened, resolved, shown):
    found = figure(clock(), incidents(("a", opened, resolved)), "23:50")
    assert len(found.clocks) == shown
