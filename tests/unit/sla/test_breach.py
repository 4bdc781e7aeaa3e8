"""SEMANTICS.md, breach, budget, credits and status, at their boundaries."""

from fractions import Fraction

import pytest

from shared.sla.agreed.objectives import Credits, RollingWindow, Tier, WarnAt
from shared.sla.figures import Status, Verdict
from shared.sla.spans import DAY as ONE_DAY
from shared.sla.spans import HOUR, MICROSECOND, MINUTE, SECOND, Span
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability, figure, history, span

WINDOW = span("11:00", "12:40")
"""A hundred minutes: a target of 99 % leaves a budget of 60 s."""


def down(since: str, until: str | None = None) -> Story:
    story = Story().told("2026-01-01", "up").told(since, "down")
    return story if until is None else story.told(until, "up")


def test_a_budget_of_60_seconds_is_breached_one_microsecond_before_more_is_spent():
    assert figure(agreement(), down("12:00"), "12:30", WINDOW).breached_at == at("12:01")


@pytest.mark.parametrize(
    ("back", "state", "breached_at"),
    [("12:01", Verdict.MET, None), ("12:01:00.000001", Verdict.BREACHED, "12:01")],
)
def test_coming_back_at_the_end_of_the_budget_is_in_time(back, state, breached_at):
    found = figure(agreement(), down("12:00", back), "12:30", WINDOW)
    assert (found.state, found.breached_at) == (state, breached_at and at(breached_at))


def test_a_figure_at_the_instant_of_the_breach_still_holds():
    assert figure(agreement(), down("12:00"), "12:01", WINDOW).state is Verdict.MET
    assert figure(agreement(), down("12:00"), "12:01:00.000001", WINDOW).state is Verdict.BREACHED


def test_a_target_of_100_percent_is_breached_when_the_outage_starts():
    assert figure(agreement(availability("1")), down("12:00"), "12:30").breached_at == at("12:00")


def test_an_announcement_that_takes_planned_time_away_can_be_the_breach():
    story = down("10:00", "10:14").announced("15:00", "20:00", "22:00")
    assert figure(agreement(), story, "14:59:59.999999").state is Verdict.MET
    assert figure(agreement(), story, "15:00").breached_at == at("15:00") - MICROSECOND


def test_what_is_announced_after_the_breach_does_not_move_it():
    story = down("10:00", "11:00").announced("10:13:30", "20:00", "22:00")
    assert figure(agreement(), story, "12:00").breached_at == at("10:13:30") - MICROSECOND
    later = down("10:00", "11:00").announced("10:30", "20:00", "22:00")
    assert figure(agreement(), later, "12:00").breached_at == at("10:14:24")


def test_a_late_fact_before_it_moves_it():
    story = down("10:00", "11:00").told("09:00", "down").told("09:01:40", "up")
    assert figure(agreement(), story, "12:00").breached_at == at("10:12:44")


def test_a_fraction_of_a_microsecond_is_not_rounded():
    window = Span(at("12:00"), at("12:00") + 150)  # a budget of 1.5 µs
    story = down("12:00")
    assert figure(agreement(), story, "12:00:00.000002", window).breached_at == at("12:00") + 1


@pytest.mark.parametrize(("back", "state"), [("12:00:30", Verdict.AT_RISK), ("12:00:29.999999", Verdict.MET)])
def test_at_risk_from_the_lowest_share_on(back, state):
    terms = agreement(objective={"warn_at": WarnAt((Fraction(3, 4), Fraction(1, 2)))})
    assert figure(terms, down("12:00", back), "12:30", WINDOW).state is state


def test_a_period_that_has_ended_is_met_or_breached_but_never_at_risk():
    terms = agreement(objective={"warn_at": WarnAt((Fraction(1, 2),))})
    assert figure(terms, down("12:00", "12:01"), "12:40", WINDOW).state is Verdict.MET


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2026-01-05 23:59:59.999999", Status.OPEN),
        ("2026-01-06 00:00", Status.PROVISIONAL),
        ("2026-01-06 23:59:59.999999", Status.PROVISIONAL),
        ("2026-01-07 00:00", Status.CLOSED),
    ],
)
def test_a_period_is_open_then_provisional_then_closed_each_from_that_instant_on(as_of, status):
    [*_, found] = [
        one
        for one in history(agreement(grace=ONE_DAY), down("10:00")).periods("o", at(as_of))
        if one.span == MONDAY
    ]
    assert found.status is status


def test_a_period_that_begins_at_as_of_is_not_listed_yet():
    found = history(agreement(), Story().told("2026-01-04 10:00", "up"))
    assert len(found.periods("o", at("00:00"))) == 1
    assert len(found.periods("o", at("00:00") + 1)) == 2


@pytest.mark.parametrize(
    ("minutes_down", "percent"),
    [(0, 0), (1, 10), (10, 10), (11, 20), (60, 20)],
)
def test_the_lowest_tier_undercut_applies_up_to_the_cap(minutes_down, percent):
    tiers = (Tier(Fraction(1), Fraction(10)), Tier(Fraction(9, 10), Fraction(25)))
    terms = agreement(objective={"credits": Credits(tiers, Fraction(20))})
    story = Story().told("2026-01-01", "up")
    if minutes_down:
        story = down("11:00", f"{11 + minutes_down // 60}:{minutes_down % 60:02}")
    assert figure(terms, story, "2026-01-06 00:00", span("11:00", "12:40")).credit == percent


def test_while_a_period_is_open_only_the_credit_that_is_certain_is_due():
    terms = agreement(objective={"credits": Credits((Tier(Fraction(1, 2), Fraction(10)),))})
    assert figure(terms, down("00:00"), "12:00").credit == 0
    assert figure(terms, down("00:00"), "12:00:00.000001").credit == 10


ROLLING = {"window": RollingWindow(HOUR)}


def rolled(story: Story, as_of: str):
    when = at(as_of)
    return figure(agreement(availability("0.9"), objective=ROLLING), story, as_of, Span(when - HOUR, when))


def test_a_rolling_window_is_breached_since_it_has_been_under_target_and_recovers():
    story = down("10:00", "10:30")  # six minutes are allowed
    assert rolled(story, "10:06").breached_at is None
    assert rolled(story, "10:20").breached_at == at("10:06")
    assert rolled(story, "11:23:59.999999").state is Verdict.BREACHED
    back = rolled(story, "11:30")
    assert (back.state, back.recovered_at) == (Verdict.MET, at("11:24"))


def test_no_data_is_not_under_target():
    assert rolled(Story(), "10:20").state is Verdict.NO_DATA


def test_the_outlook_names_the_instants_ahead():
    terms = agreement(objective={"warn_at": WarnAt((Fraction(1, 2),))})
    outlook = history(terms, down("12:00")).outlook("o", 1, WINDOW, at("12:00"))
    assert [(one.share, one.at) for one in outlook.warned] == [(Fraction(1, 2), at("12:00:30"))]
    assert (outlook.breached_at, outlook.breach_shown_from) == (at("12:01"), at("12:01") + MICROSECOND)
    assert (outlook.ends_at, outlook.due) == (at("12:40"), at("12:00:30"))


def test_the_outlook_waits_until_an_outage_counts():
    terms = agreement(availability(outages_shorter_than=5 * MINUTE))
    outlook = history(terms, down("12:00")).outlook("o", 1, WINDOW, at("12:02"))
    assert (outlook.breached_at, outlook.breach_shown_from) == (at("12:01"), at("12:05"))
    assert outlook.revisit_at == at("12:05")


def test_the_budget_line_falls_with_bad_time_and_at_an_announcement():
    story = down("10:00", "10:14").announced("15:00", "20:00", "22:00")
    line = history(agreement(), story).budget_line("o", 1, MONDAY, at("16:00"))
    assert [(point.at, point.remaining) for point in line] == [
        (at("00:00"), 864 * SECOND),
        (at("10:00"), 864 * SECOND),
        (at("10:14"), 24 * SECOND),
        (at("15:00"), 24 * SECOND),
        (at("15:00"), -48 * SECOND),
        (at("16:00"), -48 * SECOND),
    ]


@pytest.mark.parametrize("announced", ["11:00", "10:59:59.999999"])
def test_what_is_announced_up_to_the_period_start_is_known_from_its_beginning(announced):
    story = down("12:00").announced(announced, "12:35", "12:40")
    assert figure(agreement(), story, "12:30", WINDOW).breached_at == at("12:00:57")
