"""SEMANTICS.md, burn rates, at their boundaries: thirty days, 99.9 %, so that a thousandth may be bad."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import CalendarUnit, Hours, ServiceHours
from shared.sla.agreed.objectives import CalendarWindow, Ratio, Weights
from shared.sla.spans import DAY, HOUR, MINUTE
from tests.unit.sla.examples import Story, agreement, at, availability, history, span

JUNE = span("2026-06-01", "2026-07-01")
WEEK = span("2026-06-08", "2026-06-15")
MONTH = {"window": CalendarWindow(CalendarUnit.MONTH)}


def burns(story: Story, as_of: str, target: str = "0.999", period=JUNE, **more):
    terms = agreement(availability(target), **{"objective": MONTH, **more})
    return history(terms, story).burn("o", 1, period, at(as_of))


def down(since: str, until: str) -> Story:
    return Story().told("2026-05-01", "up").told(since, "down").told(until, "up")


@pytest.mark.parametrize(
    ("pair", "since", "micros"),
    [
        (0, "10:55", 51_840_000),  # 14.4 x a thousandth of an hour, all of it in the last five minutes
        (1, "10:30", 129_600_000),
        (2, "09:00", 259_200_000),
        (3, "05:00", 259_200_000),
    ],
)
def test_a_rate_exactly_at_the_factor_does_not_exceed_and_a_microsecond_more_does(pair, since, micros):
    start = at(f"2026-06-10 {since}")
    for more, exceeded in ((0, False), (1, True)):
        story = down("2026-06-10 10:00", "2026-06-10 10:01")
        up, *outage = story.facts
        outage = [
            replace(fact, at=when) for fact, when in zip(outage, (start, start + micros + more), strict=True)
        ]
        story.facts = [up, *outage]
        assert burns(story, "2026-06-10 11:00")[pair].exceeded is exceeded


def test_both_windows_must_exceed():
    over = burns(down("2026-06-10 10:00", "2026-06-10 10:54"), "2026-06-10 11:00")[0]
    assert (over.long_rate > over.factor, over.short_rate, over.exceeded) == (True, 0, False)
    just = burns(down("2026-06-10 10:59:55", "2026-06-10 11:00"), "2026-06-10 11:00")[0]
    assert (just.long_rate > just.factor, just.short_rate > just.factor, just.exceeded) == (
        False,
        True,
        False,
    )


@pytest.mark.parametrize(("first", "has_rate"), [("10:00", True), ("10:00:00.000001", False)])
def test_a_window_that_reaches_back_before_the_history_gives_no_rate(first, has_rate):
    found = burns(Story().told(f"2026-06-10 {first}", "up"), "2026-06-10 11:00")[0]
    assert (found.long_rate is not None, found.short_rate is not None) == (has_rate, True)


@pytest.mark.parametrize(("force_from", "has_rate"), [("10:00", True), ("10:00:00.000001", False)])
def test_force_is_where_history_begins(force_from, has_rate):
    story = Story().told("2026-05-01", "up")
    found = burns(story, "2026-06-10 11:00", force_from=at(f"2026-06-10 {force_from}"))[0]
    assert (found.long_rate is not None) is has_rate


def test_windows_are_scaled_to_the_length_of_the_period():
    found = burns(down("2026-06-10 10:00", "2026-06-10 10:01"), "2026-06-10 11:00", period=WEEK)
    assert [(one.factor, one.long, one.short) for one in found] == [
        (Fraction("14.4"), 14 * MINUTE, 70_000_000),
        (6, 84 * MINUTE, 7 * MINUTE),
        (3, 336 * MINUTE, 28 * MINUTE),
        (1, 1008 * MINUTE, 84 * MINUTE),
    ]


def test_without_a_budget_there_is_none():
    assert burns(down("2026-06-10 10:00", "2026-06-10 10:01"), "2026-06-10 11:00", "1") == []


def test_a_ratio_burns_its_counts():
    terms = agreement(Ratio("ok", "all", Fraction("0.9")), objective=MONTH)
    story = Story().counted("2026-06-10 10:30", 0, 5).counted("2026-06-02", 100, 100)
    [first, *_] = history(terms, story).burn("o", 1, JUNE, at("2026-06-10 11:00"))
    # five of the 10.5 allowed, in a 720th of the period
    assert first.long_rate == Fraction(5) / Fraction("10.5") * 720
    assert (first.long, first.short_rate, first.exceeded) == (HOUR, 0, False)


def test_the_forecast_takes_the_last_seven_days_and_names_them():
    story = down("2026-06-03 00:00", "2026-06-03 00:10")
    terms = agreement(availability("0.999"), objective=MONTH)
    found = history(terms, story).forecast("o", 1, JUNE, at("2026-06-10 00:00"))
    assert found.pace_of == span("2026-06-03", "2026-06-10")
    assert found.sli_at_end == 1 - (10 * MINUTE + Fraction(10 * MINUTE, 7 * DAY) * 21 * DAY) / (30 * DAY)
    later = history(terms, story).forecast("o", 1, JUNE, at("2026-06-10 00:10"))
    assert later.sli_at_end == 1 - Fraction(10 * MINUTE, 30 * DAY)
    assert history(terms, Story()).forecast("o", 1, JUNE, at("2026-06-10")).sli_at_end is None


def test_the_pace_of_the_forecast_weighs_degraded_time():
    story = (
        Story().told("2026-05-01", "up").told("2026-06-03 00:00", "degraded").told("2026-06-03 00:30", "up")
    )
    terms = agreement(availability("0.999", degraded=Weights({}, Fraction(1, 3))), objective=MONTH)
    found = history(terms, story).forecast("o", 1, JUNE, at("2026-06-10 00:00"))
    assert found.sli_at_end == 1 - (10 * MINUTE + Fraction(10 * MINUTE, 7 * DAY) * 21 * DAY) / (30 * DAY)


def test_where_nothing_counted_in_the_last_seven_days_there_is_no_pace_though_the_budget_runs_out():
    on = {date(2026, 6, day): (Hours(0, 24 * HOUR),) for day in (1, 20)}
    hours = ServiceHours("x", "UTC", ((),) * 7, on=on)
    terms = agreement(availability("0.9"), objective={**MONTH, "hours": hours})
    story = Story().told("2026-05-01", "up").told("2026-06-18", "down")
    found = history(terms, story).forecast("o", 1, JUNE, at("2026-06-19 12:00"))
    # a tenth of two days
    assert found.runs_out_at == at("2026-06-20 04:48")
    assert (found.sli_at_end, found.pace_of) == (None, span("2026-06-12 12:00", "2026-06-19 12:00"))
    silent = Story().told("2026-05-01", "up").told("2026-06-05", "unknown")
    assert (
        history(agreement(availability(), objective=MONTH), silent)
        .forecast("o", 1, JUNE, at("2026-06-20"))
        .sli_at_end
        is None
    )
