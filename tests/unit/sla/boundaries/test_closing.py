"""SEMANTICS.md, closing, versions, late facts and credits, at their boundaries."""

from dataclasses import replace
from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import Service
from shared.sla.agreed.objectives import Credits, RollingWindow, Tier
from shared.sla.figures import SetAside, Status, TimeClass, Verdict
from shared.sla.history import History
from shared.sla.spans import DAY, HOUR, MINUTE, Span
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability, figure, history, span

TUESDAY = Span(MONDAY.end, at("2026-01-07"))
UP = Story().told("2026-01-01", "up")


def down(since: str, until: str) -> Story:
    return Story().told("2026-01-01", "up").told(since, "down").told(until, "up")


# open, provisional, closed


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2026-01-05 23:59:59.999999", Status.OPEN),
        ("2026-01-06 00:00", Status.PROVISIONAL),
        ("2026-01-06 11:59:59.999999", Status.PROVISIONAL),  # the last microsecond of the grace
        ("2026-01-06 12:00", Status.CLOSED),
    ],
)
def test_a_period_is_open_provisional_and_closed_each_from_its_instant_on(as_of, status):
    terms = agreement(grace=12 * HOUR)
    assert figure(terms, UP, as_of).period.status is status
    [listed] = [one for one in history(terms, UP).periods("o", at(as_of)) if one.span == MONDAY]
    assert listed.status is status


def test_without_grace_a_period_is_closed_at_its_end():
    assert figure(agreement(grace=0), UP, "2026-01-06").period.status is Status.CLOSED


def test_a_rolling_window_is_always_open():
    rolling = agreement(objective={"window": RollingWindow(DAY)}, grace=0)
    assert [one.status for one in history(rolling, UP).periods("o", MONDAY.end)] == [Status.OPEN]


@pytest.mark.parametrize(("as_of", "count"), [("00:00", 4), ("00:00:00.000001", 5)])
def test_a_period_is_listed_once_it_has_begun_before_as_of(as_of, count):
    assert len(history(agreement(), UP).periods("o", at(as_of))) == count


def test_a_period_that_ended_as_a_figure_is_decided_at_its_end_exactly():
    terms = agreement()
    story = down("2026-01-05 23:45:36", "2026-01-06 01:00")  # exactly the budget of the day
    assert figure(terms, story, "2026-01-05 23:59:59.999999").state is Verdict.MET
    assert figure(terms, story, "2026-01-06").state is Verdict.MET
    over = down("2026-01-05 23:45:35.999999", "2026-01-06 01:00")
    assert figure(terms, over, "2026-01-05 23:59:59.999999").state is Verdict.MET
    assert figure(terms, over, "2026-01-06").state is Verdict.BREACHED


# versions


def versions(second_from: str, *, next_period: bool = False, **old) -> History:
    second = replace(agreement(), version=2, force_from=at(second_from), next_period=next_period)
    found = History([agreement(**old), second])
    for fact in UP.facts:
        found.add(fact)
    return found


def listed(found: History, as_of: str = "2026-01-06 12:00") -> list[tuple[int, Span]]:
    return [
        (one.version, one.span) for one in found.periods("o", at(as_of)) if one.span.start >= MONDAY.start
    ]


@pytest.mark.parametrize(
    ("second_from", "expected"),
    [
        ("00:00", [(2, MONDAY), (2, TUESDAY)]),
        ("00:00:00.000001", [(1, MONDAY), (2, MONDAY), (2, TUESDAY)]),
        ("2026-01-05 23:59:59.999999", [(1, MONDAY), (2, MONDAY), (2, TUESDAY)]),
        ("2026-01-06 00:00", [(1, MONDAY), (2, TUESDAY)]),
    ],
)
def test_a_version_that_starts_inside_a_window_gives_it_twice_and_one_at_its_edge_once(second_from, expected):
    assert listed(versions(second_from)) == expected


def test_each_version_has_the_others_part_as_not_in_force():
    found = versions("12:00:00.000001")
    parts = [found.figure("o", version, MONDAY, MONDAY.end).ledger for version in (1, 2)]
    assert [part[TimeClass.UP] for part in parts] == [12 * HOUR + 1, 12 * HOUR - 1]
    assert [part[TimeClass.NOT_IN_FORCE] for part in parts] == [12 * HOUR - 1, 12 * HOUR + 1]


@pytest.mark.parametrize(
    ("second_from", "expected"),
    [
        ("00:00", [(2, MONDAY), (2, TUESDAY)]),
        ("00:00:00.000001", [(1, MONDAY), (2, TUESDAY)]),
        ("2026-01-05 23:59:59.999999", [(1, MONDAY), (2, TUESDAY)]),
        ("2026-01-06 00:00", [(1, MONDAY), (2, TUESDAY)]),
    ],
)
def test_one_that_takes_effect_with_the_next_period_lets_the_old_one_run_to_the_end_of_the_window(
    second_from, expected
):
    found = versions(second_from, next_period=True)
    assert listed(found) == expected
    assert found.figure("o", expected[0][0], MONDAY, MONDAY.end).ledger[TimeClass.UP] == DAY


def test_a_version_ends_with_its_own_force_before_the_next_begins():
    found = versions("2026-01-06 12:00", force_until=at("12:00"))
    assert found.figure("o", 1, MONDAY, MONDAY.end).ledger[TimeClass.NOT_IN_FORCE] == 12 * HOUR
    assert listed(found, "2026-01-06 12:00:00.000001") == [(1, MONDAY), (2, TUESDAY)]


def test_a_version_that_begins_before_an_earlier_one_ends_it_from_there():
    early = replace(agreement(), version=2, force_from=at("2025-12-01"))
    found = History([agreement(), early])
    assert found.figure("o", 1, MONDAY, at("12:00")).state is Verdict.NO_DATA


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("12:00", [1]),
        ("12:00:00.000001", [1, 2]),
        ("2026-01-06 11:59:59.999999", [1, 2]),
        ("2026-01-06 12:00", [2]),
    ],
)
def test_a_rolling_window_is_given_for_each_version_that_rules_a_part_of_it(as_of, expected):
    first = agreement(objective={"window": RollingWindow(DAY)})
    found = History([first, replace(first, version=2, force_from=at("12:00"))])
    listed = found.periods("o", at(as_of))
    assert [one.version for one in listed] == expected
    assert {(one.span, one.status) for one in listed} == {(Span(at(as_of) - DAY, at(as_of)), Status.OPEN)}


# late facts


@pytest.mark.parametrize(
    ("arrived", "late"), [("10:59:59.999999", False), ("11:00", False), ("11:00:00.000001", True)]
)
def test_a_fact_that_arrived_exactly_older_than_after_its_time_counts(arrived, late):
    [fact] = Story().told("10:00", "down", recorded_at=at(arrived)).facts
    placed = History([agreement(late_after=HOUR)]).add(fact)
    assert (placed == SetAside("arrived later than late_facts.older_than")) is late
    assert isinstance(placed, SetAside) is late


def test_a_fact_that_carries_no_arrival_is_never_late():
    [fact] = Story().told("2020-01-01", "down").facts
    assert not isinstance(History([agreement(late_after=0)]).add(fact), SetAside)


def test_what_is_about_another_service_or_source_is_set_aside_with_its_reason():
    found = History([agreement(services=(Service("s"),))])
    [fact] = Story().announced("10:00", "11:00", "12:00").facts
    elsewhere = replace(fact, services=("x", "y"))
    assert found.add(elsewhere) == SetAside("none of the services 'x', 'y' is in the agreement")
    assert not isinstance(found.add(replace(fact, id="n", service="x", services=("x", "s"))), SetAside)


# credits

TIERS = (Tier(Fraction(99, 100), Fraction(10)), Tier(Fraction(95, 100), Fraction(25)))
WINDOW = span("11:00", "12:40")
"""A hundred minutes: each is a percent."""


@pytest.mark.parametrize(
    ("until", "percent"),
    [
        ("12:00:00.000001", 0),
        ("12:01", 0),  # exactly 99 %: not undercut
        ("12:01:00.000001", 10),
        ("12:05", 10),
        ("12:05:00.000001", 25),
    ],
)
def test_of_the_tiers_undercut_the_lowest_applies_and_one_exactly_reached_does_not(until, percent):
    for tiers in (TIERS, TIERS[::-1]):
        terms = agreement(objective={"credits": Credits(tiers)})
        assert figure(terms, down("12:00", until), "12:40", WINDOW).credit == percent


@pytest.mark.parametrize(("cap", "percent"), [(24, 24), (25, 25), (26, 25)])
def test_a_cap_bounds_the_credit(cap, percent):
    terms = agreement(objective={"credits": Credits(TIERS, Fraction(cap))})
    assert figure(terms, down("12:00", "12:30"), "12:40", WINDOW).credit == percent


@pytest.mark.parametrize(
    ("as_of", "percent"), [("12:01", 0), ("12:01:00.000001", 10), ("12:05", 10), ("12:05:00.000001", 25)]
)
def test_while_a_period_is_open_the_credit_is_what_is_certain(as_of, percent):
    terms = agreement(objective={"credits": Credits(TIERS)})
    assert figure(terms, down("12:00", "12:30"), as_of, WINDOW).credit == percent


def test_in_a_rolling_window_the_credit_is_that_of_its_sli():
    terms = agreement(objective={"credits": Credits(TIERS), "window": RollingWindow(100 * MINUTE)})
    assert figure(terms, down("11:30", "11:32"), "12:40", WINDOW).credit == 10


def test_without_credits_agreed_the_credit_is_0_and_without_data_there_is_none():
    assert figure(agreement(), down("12:00", "12:30"), "12:40", WINDOW).credit == 0
    terms = agreement(availability(), objective={"credits": Credits(TIERS)})
    assert figure(terms, Story(), "12:40", WINDOW).credit is None
