"""SEMANTICS.md, early warning: burn rates and forecasts."""

from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import CalendarUnit
from shared.sla.agreed.objectives import CalendarWindow
from shared.sla.spans import DAY, HOUR, MINUTE
from tests.unit.sla.examples import Story, agreement, at, availability, history, span

JUNE = span("2026-06-01", "2026-07-01")
"""Thirty days: a target of 99.9 % leaves 43 min 12 s."""
MONTH = {"window": CalendarWindow(CalendarUnit.MONTH)}


def burns(story: Story, as_of: str, target: str = "0.999"):
    return history(agreement(availability(target), objective=MONTH), story).burn("o", 1, JUNE, at(as_of))


def down(since: str, until: str) -> Story:
    return Story().told("2026-05-01", "up").told(since, "down").told(until, "up")


def test_for_thirty_days_the_pairs_are_those_of_the_workbook():
    found = burns(down("2026-06-10 10:00", "2026-06-10 11:00"), "2026-06-10 11:00")
    assert [(one.factor, one.long, one.short) for one in found] == [
        (Fraction(144, 10), HOUR, 5 * MINUTE),
        (6, 6 * HOUR, 30 * MINUTE),
        (3, DAY, 2 * HOUR),
        (1, 3 * DAY, 6 * HOUR),
    ]
    assert found[0].long_rate == 1000  # all of an hour bad, a thousandth is allowed


@pytest.mark.parametrize(("seconds", "exceeded"), [("51.84", False), ("51.840001", True)])
def test_both_windows_must_exceed_strictly(seconds, exceeded):
    # 14.4 times the pace: 51.84 s of the last hour, all of them in the last five minutes
    whole, micros = seconds.split(".")
    back = f"2026-06-10 10:56:{whole}.{micros:0<6}"
    assert burns(down("2026-06-10 10:56", back), "2026-06-10 11:00")[0].exceeded is exceeded


def test_an_outage_that_is_over_does_not_exceed_the_short_window():
    found = burns(down("2026-06-10 10:00", "2026-06-10 10:30"), "2026-06-10 11:00")
    assert (found[0].long_rate, found[0].short_rate, found[0].exceeded) == (500, 0, False)


def test_a_window_without_history_gives_no_alert():
    story = Story().told("2026-06-10 10:30", "down")
    found = burns(story, "2026-06-10 11:00")
    assert found[0].long_rate is None
    assert found[0].short_rate is not None
    assert not found[0].exceeded


def test_without_a_budget_there_is_no_burn_rate():
    assert burns(down("2026-06-10 10:00", "2026-06-10 11:00"), "2026-06-10 11:00", "1") == []


def test_the_forecast_says_when_the_budget_runs_out_and_where_the_pace_leads():
    terms = agreement(availability("0.999"), objective=MONTH)
    story = Story().told("2026-05-01", "up").told("2026-06-10 10:00", "down")
    found = history(terms, story).forecast("o", 1, JUNE, at("2026-06-10 10:10"))
    assert found.runs_out_at == at("2026-06-10 10:43:12")
    ended = down("2026-06-10 10:00", "2026-06-10 10:10")
    found = history(terms, ended).forecast("o", 1, JUNE, at("2026-06-16 00:00"))
    assert found.runs_out_at is None
    # ten minutes in the last seven days, fifteen days ahead
    assert found.sli_at_end == 1 - (10 * MINUTE + Fraction(10 * MINUTE, 7 * DAY) * 15 * DAY) / (30 * DAY)
