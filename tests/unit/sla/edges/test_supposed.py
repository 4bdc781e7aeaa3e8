"""The double figure by indicator: what is open is supposed to be accepted now, and nothing of that stays."""

from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.objectives import (
    Clock,
    ClockKind,
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OutageCount,
    Ratio,
    RollingWindow,
    Satisfaction,
)
from shared.sla.figures import Figure, Status
from shared.sla.history import History
from shared.sla.spans import HOUR, MINUTE, Span
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability, counts, history

NOW = "18:00"
TWELVE_HOURS = Span(at(NOW) - 12 * HOUR, at(NOW))


def told() -> Story:
    """Two outages, two counts, two samples and an incident; what is open excuses the first of each."""
    story = Story().told("2026-01-01", "up")
    story.told("10:00", "down").told("10:30", "up").told("12:00", "down").told("12:10", "up")
    story.counted("10:05", 5, 10).counted("12:05", 20, 20)
    story.measured("10:05", "9").measured("12:05", "3").measured("12:06", "4")
    return story.incident("10:00", "opened").incident("11:30", "resolved")


def excusing(story: Story) -> Story:
    story.proposed("15:00", "10:00", "10:40", "excused")
    return story.proposed("15:00", "10:00", "10:40", "excused", correction="i", incident="I")


def numbers(found: Figure) -> tuple[Any, ...]:
    return found.good, found.total, found.value


CASES = {
    # of eighteen hours forty minutes are bad, or ten of seventeen hours and twenty minutes
    "availability": (
        availability("0.98"),
        (1040 * MINUTE, 1080 * MINUTE, None),
        (1030 * MINUTE, 1040 * MINUTE, None),
    ),
    "outage_count": (
        OutageCount(1, counts()),
        (1040 * MINUTE, 1080 * MINUTE, 2),
        (1030 * MINUTE, 1040 * MINUTE, 1),
    ),
    "longest_outage": (
        LongestOutage(20 * MINUTE, counts()),
        (1040 * MINUTE, 1080 * MINUTE, 30 * MINUTE),
        (1030 * MINUTE, 1040 * MINUTE, 10 * MINUTE),
    ),
    "mean_time_to_restore": (
        MeanTimeToRestore(15 * MINUTE, counts()),
        (1040 * MINUTE, 1080 * MINUTE, 20 * MINUTE),
        (1030 * MINUTE, 1040 * MINUTE, 10 * MINUTE),
    ),
    "mean_time_between_failures": (
        MeanTimeBetweenFailures(9 * HOUR, counts()),
        (1040 * MINUTE, 1080 * MINUTE, 520 * MINUTE),
        (1030 * MINUTE, 1040 * MINUTE, 1030 * MINUTE),
    ),
    "ratio": (Ratio("ok", "all", Fraction("0.9")), (25, 30, None), (20, 20, None)),
    "each": (Measurement("m", "ms", Fraction(5), target=Fraction("0.9")), (2, 3, None), (2, 2, None)),
    "mean": (
        Measurement("m", "ms", Fraction(5), take="mean"),
        (2, 3, Fraction(16, 3)),
        (2, 2, Fraction(7, 2)),
    ),
    "p50": (Measurement("m", "ms", Fraction(3), take="p50"), (1, 3, 4), (1, 2, 3)),
    # an hour and a half, or fifty minutes: an hour is allowed
    "clock": (Clock(ClockKind.RESOLUTION, Fraction(1), HOUR), (0, 1, None), (1, 1, None)),
}
"""By indicator: good, total and value as reported, and as they would be."""


@pytest.mark.parametrize("name", CASES)
def test_beside_each_reported_figure_stands_the_one_that_would_be(name):
    indicator, reported, supposed = CASES[name]
    known = history(agreement(indicator), excusing(told()))
    assert numbers(known.figure("o", 1, MONDAY, at(NOW))) == reported
    double = known.proposed("o", 1, MONDAY, at(NOW))
    assert double is not None
    assert numbers(double.figure) == supposed


def all_of(known: History, period: Span) -> list[Any]:
    return [
        known.outlook("o", 1, period, at(NOW)),
        known.burn("o", 1, period, at(NOW)),
        known.figure("o", 1, period, at(NOW)),
        known.figure("o", 1, period, at("17:00")),
    ]


@pytest.mark.parametrize("figure_first", [True, False])
@pytest.mark.parametrize("rolling", [False, True], ids=["period", "rolling"])
@pytest.mark.parametrize("name", CASES)
def test_what_is_supposed_changes_no_answer_after_it(name, rolling, figure_first):
    shape = {"window": RollingWindow(12 * HOUR)} if rolling else {}
    terms, period = agreement(CASES[name][0], objective=shape), TWELVE_HOURS if rolling else MONDAY
    asked = history(terms, excusing(told()))
    if figure_first:
        asked.case("o", 1, period, at(NOW))
    asked.proposed("o", 1, period, at(NOW))
    assert all_of(asked, period) == all_of(history(terms, excusing(told())), period)


def test_the_double_figure_of_a_rolling_window_is_that_of_an_open_one():
    terms = agreement(objective={"window": RollingWindow(12 * HOUR)})
    double = history(terms, excusing(told())).proposed("o", 1, TWELVE_HOURS, at(NOW))
    assert double is not None
    assert double.figure.period.status is Status.OPEN
    # of twelve hours forty minutes are excused: one per cent of the rest are 6 min 48 s
    assert double.figure.breached_at == at("12:06:48")


def test_what_is_supposed_is_accepted_last_and_rules_over_what_was_accepted_before():
    story = (
        told()
        .proposed("13:00", "10:00", "10:20", "down", correction="j")
        .decided("14:00", "accepted", correction="j")
    )
    story.proposed("12:30", "10:10", "10:30", "up")
    double = history(agreement(), story).proposed("o", 1, MONDAY, at(NOW))
    assert double is not None
    # of the first outage ten minutes are left, of the second ten
    assert double.figure.good == (18 * 60 - 20) * MINUTE


def test_answers_are_excused_by_no_correction():
    story = Story().answered("10:05", "2").answered("12:05", "4")
    terms = agreement(Satisfaction(Fraction(3), Fraction(5)))
    double = history(terms, excusing(story)).proposed("o", 1, MONDAY, at(NOW))
    assert double is not None
    assert (double.figure.total, double.figure.value) == (2, 3)


def test_what_was_declined_stays_declined_and_what_is_open_is_supposed():
    story = (
        told()
        .proposed("13:00", "12:00", "12:10", "up", correction="j")
        .decided("14:00", "declined", correction="j")
    )
    double = history(agreement(), story.proposed("15:00", "10:00", "10:30", "up")).proposed(
        "o", 1, MONDAY, at(NOW)
    )
    assert double is not None
    assert double.figure.good == (18 * 60 - 10) * MINUTE


def test_of_two_that_are_open_the_one_with_a_sequence_is_taken_last():
    story = told().proposed("15:00", "10:00", "10:30", "down", sequence=1)
    story.proposed("16:00", "10:00", "10:30", "up", correction="j")
    double = history(agreement(), story).proposed("o", 1, MONDAY, at(NOW))
    assert double is not None
    assert double.figure.good == (18 * 60 - 40) * MINUTE


def test_of_one_that_was_accepted_now_and_one_that_is_supposed_the_order_of_facts_says_which_is_last():
    story = (
        told()
        .proposed("13:00", "10:00", "10:30", "down", correction="j")
        .decided(NOW, "accepted", correction="j")
    )
    story.proposed("17:00", "10:00", "10:30", "up")
    double = history(agreement(), story).proposed("o", 1, MONDAY, at(NOW))
    assert double is not None
    assert double.figure.good == (18 * 60 - 10) * MINUTE


def test_maintenance_that_is_supposed_is_known_from_now_on():
    # of a hundred minutes ten will be maintenance: known before the outage they would leave 54 s of 60
    window = Span(at("11:00"), at("12:40"))
    story = Story().told("2026-01-01", "up").told("12:00", "down")
    double = history(agreement(), story.proposed("11:05", "12:30", "12:40", "maintenance")).proposed(
        "o", 1, window, at("12:25")
    )
    assert double is not None
    assert double.figure.breached_at == at("12:01")
