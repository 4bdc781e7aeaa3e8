"""SEMANTICS.md, `ratio`, at its boundaries: 90 % of the counts must be good."""

from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.clauses import MaintenanceClause
from shared.sla.agreed.objectives import MaintenanceCounts, Ratio, RollingWindow, WarnAt
from shared.sla.figures import Verdict
from shared.sla.spans import HOUR, Span
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, figure, history

ENDED = "2026-01-06 00:00"


def terms(target: str = "0.9", objective: dict | None = None, more: dict | None = None, **clauses: Any):
    ratio = Ratio("ok", "all", Fraction(target), **clauses)
    return agreement(ratio, objective=objective or {}, **(more or {}))


def counted(*told: tuple[str, int, int]) -> Story:
    story = Story()
    for when, good, total in told:
        story.counted(when, good, total)
    return story


@pytest.mark.parametrize(
    ("when", "total"),
    [
        ("08:59:59.999999", 0),
        ("09:00", 10),
        ("16:59:59.999999", 10),
        ("17:00", 0),
    ],
)
def test_a_count_belongs_to_the_instant_of_its_from_and_outside_hours_it_is_not_counted(when, total):
    assert figure(terms(objective={"hours": OFFICE}), counted((when, 9, 10)), ENDED).total == total


@pytest.mark.parametrize(("when", "monday"), [("2026-01-05 23:59:59.999999", 10), ("2026-01-06 00:00", 0)])
def test_a_count_from_24_00_of_the_last_day_is_the_next_periods(when, monday):
    story = counted((when, 9, 10))
    assert figure(terms(), story, "2026-01-07").total == monday
    assert figure(terms(), story, "2026-01-07", Span(MONDAY.end, at("2026-01-07"))).total == 10 - monday


@pytest.mark.parametrize(
    ("when", "total"), [("09:59:59.999999", 0), ("10:00", 10), ("11:59:59.999999", 10), ("12:00", 0)]
)
def test_a_count_counts_from_the_first_instant_of_force_up_to_its_end(when, total):
    agreed = terms(more={"force_from": at("10:00"), "force_until": at("12:00")})
    assert figure(agreed, counted((when, 9, 10)), ENDED).total == total


@pytest.mark.parametrize(
    ("how", "total"), [(MaintenanceCounts.EXCLUDED, 0), (MaintenanceCounts.COUNTS_AS_IS, 10)]
)
def test_in_excluded_maintenance_it_is_not_counted(how, total):
    story = counted(("10:00", 0, 10)).announced("2026-01-04", "10:00", "10:00:00.000001")
    agreed = terms(maintenance=how, more={"maintenance": MaintenanceClause()})
    assert figure(agreed, story, ENDED).total == total


@pytest.mark.parametrize(("to", "total"), [("excused", 0), ("maintenance", 0), ("up", 10)])
def test_excused_counts_are_not_counted(to, total):
    story = counted(("10:00", 0, 10)).proposed("12:00", "10:00", "10:01", to).decided("12:10", "accepted")
    assert figure(terms(), story, ENDED).total == total


@pytest.mark.parametrize(("as_of", "total"), [("09:59:59.999999", 0), ("10:00", 10)])
def test_a_count_exactly_at_as_of_is_known_in_a_calendar_period(as_of, total):
    assert figure(terms(), counted(("10:00", 9, 10)), as_of).total == total


@pytest.mark.parametrize(
    ("as_of", "total"), [("10:00", 0), ("10:00:00.000001", 10), ("11:00", 10), ("11:00:00.000001", 0)]
)
def test_in_a_rolling_window_a_count_is_in_from_just_after_its_instant_for_a_length(as_of, total):
    agreed = terms(objective={"window": RollingWindow(HOUR)})
    window = Span(at(as_of) - HOUR, at(as_of))
    assert figure(agreed, counted(("10:00", 9, 10)), as_of, window).total == total


@pytest.mark.parametrize(("good", "state"), [(90, Verdict.MET), (89, Verdict.BREACHED)])
def test_an_ended_ratio_is_met_if_it_is_exactly_the_target(good, state):
    found = figure(terms(), counted(("10:00", good, 100)), ENDED)
    assert (found.state, found.breached_at) == (state, MONDAY.end if state is Verdict.BREACHED else None)


def test_without_an_expected_total_an_open_period_is_not_breached_before_its_end():
    found = figure(terms(), counted(("10:00", 0, 100)), "23:59:59.999999")
    assert (found.state, found.breached_at) == (Verdict.MET, None)
    assert found.budget.remaining == -90


@pytest.mark.parametrize(("good", "breached"), [(100, False), (99, True)])
def test_under_a_target_of_100_percent_the_first_failure_breaches_at_its_instant(good, breached):
    found = figure(terms("1"), counted(("09:00", 5, 5), ("10:00", good, 100), ("11:00", 0, 1)), "10:30")
    assert found.breached_at == (at("10:00") if breached else None)


@pytest.mark.parametrize(
    ("told", "breached_at"),
    [
        ([("10:00", 80, 100)], None),  # exactly what 200 allow
        ([("10:00", 79, 100)], "10:00"),
        ([("10:00", 80, 100), ("11:00", 9, 10)], "11:00"),
        ([("10:00", 79, 100), ("11:00", 110, 110)], None),  # 210 allow 21
        ([("10:00", 79, 100), ("11:00", 110, 110), ("12:00", 0, 1)], "12:00"),  # since then, without a break
    ],
)
def test_with_an_expected_total_the_count_since_which_too_much_was_bad_is_the_breach(told, breached_at):
    found = figure(terms(expected_total=200), counted(*told), "13:00")
    assert found.breached_at == (breached_at and at(breached_at))


def test_two_counts_of_one_instant_are_taken_together():
    story = counted(("10:00", 70, 100), ("10:00", 100, 100), ("11:00", 60, 60))
    assert figure(terms(expected_total=200), story, "10:30").breached_at == at("10:00")
    kept = counted(("10:00", 79, 100), ("10:00", 110, 110))
    assert figure(terms(expected_total=200), kept, "10:30").breached_at is None


@pytest.mark.parametrize(("as_of", "allowed"), [("23:59:59.999999", 20), (ENDED, 10)])
def test_allowed_is_of_the_greater_of_total_and_expected_while_open_and_of_total_after_the_end(
    as_of, allowed
):
    assert figure(terms(expected_total=200), counted(("10:00", 95, 100)), as_of).budget.allowed == allowed


def test_if_only_the_end_shows_it_the_breach_is_the_end():
    story = counted(("10:00", 85, 100))
    assert figure(terms(expected_total=200), story, "23:59:59.999999").breached_at is None
    assert figure(terms(expected_total=200), story, ENDED).breached_at == MONDAY.end


@pytest.mark.parametrize(("good", "state"), [(95, Verdict.AT_RISK), (96, Verdict.MET), (100, Verdict.MET)])
def test_an_open_ratio_is_at_risk_from_exactly_the_lowest_share_on(good, state):
    agreed = terms(objective={"warn_at": WarnAt((Fraction(1, 2), Fraction(3, 4)))})
    assert figure(agreed, counted(("10:00", good, 100)), "12:00").state is state
    assert figure(agreed, counted(("10:00", good, 100)), ENDED).state is Verdict.MET


def test_without_a_count_there_is_no_data():
    found = figure(terms(), counted(("10:00", 0, 0)), ENDED)
    assert (found.state, found.sli) == (Verdict.NO_DATA, None)


@pytest.mark.parametrize(
    ("as_of", "breached_at"),
    [("10:00", None), ("10:00:00.000001", "10:00"), ("11:00", "10:00"), ("11:00:00.000001", None)],
)
def test_a_rolling_ratio_is_breached_since_it_has_been_under_target(as_of, breached_at):
    agreed = terms(objective={"window": RollingWindow(HOUR)})
    story = counted(("09:30", 10, 10), ("10:00", 0, 10), ("10:45", 1, 1))
    found = figure(agreed, story, as_of, Span(at(as_of) - HOUR, at(as_of)))
    assert found.breached_at == (breached_at and at(breached_at))


def test_a_rolling_ratio_under_target_for_longer_than_its_length_is_followed_back():
    agreed = terms(objective={"window": RollingWindow(HOUR)})
    story = counted(*((f"{hour:02}:{minute:02}", 0, 1) for hour in range(5, 10) for minute in (0, 30)))
    assert figure(agreed, story, "09:45", Span(at("08:45"), at("09:45"))).breached_at == at("05:00")


def test_the_outlook_of_a_rolling_ratio_names_where_it_is_back_and_where_it_will_be_under():
    agreed = terms(objective={"window": RollingWindow(HOUR), "warn_at": WarnAt((Fraction(1, 2),))})
    under = history(agreed, counted(("10:00", 0, 10), ("10:30", 90, 90), ("10:40", 0, 1)))
    found = under.outlook("o", 1, Span(at("09:45"), at("10:45")), at("10:45"))
    assert (found.breached_at, found.recovered_at) == (at("10:40"), at("11:00") + 1)
    good_leaves = history(agreed, counted(("10:00", 90, 90), ("10:30", 0, 10)))
    found = good_leaves.outlook("o", 1, Span(at("09:45"), at("10:45")), at("10:45"))
    assert (found.breached_at, found.breach_shown_from) == (at("11:00"), at("11:00") + 1)
    assert [one.at for one in found.warned] == [at("10:30") + 1]
