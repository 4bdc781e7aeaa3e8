"""Service hours: days, ranges, holidays of one's own and of a country, dates that are replaced."""

from datetime import date
from typing import Any

import pytest

from shared.agreements.document import HoursClause
from shared.agreements.holiday_dates import HolidayDates, unknown_country
from shared.sla.agreed.clauses import Hours
from tests.unit.agreements.documents import faults, read

HOUR = 3_600_000_000


def office(**clause: Any) -> HoursClause:
    return read(service_hours__office={"weekly": {"mon-fri": ["09:00-17:00"]}, **clause}).service_hours[
        "office"
    ]


def of_week(weekly: dict[str, list[str]]) -> tuple[tuple[Hours, ...], ...]:
    return office(weekly=weekly).weekly


@pytest.mark.parametrize(
    ("text", "opens", "closes"),
    [
        ("09:00-17:00", 9, 17),
        ("00:00-24:00", 0, 24),
        ("22:00-06:00", 22, 30),
        ("14:00-00:00", 14, 24),
        ("08:00-08:00", 8, 32),
    ],
)
def test_an_end_not_after_its_start_runs_into_the_next_day(text: str, opens: int, closes: int) -> None:
    assert of_week({"mon": [text]})[0] == (Hours(opens * HOUR, closes * HOUR),)


@pytest.mark.parametrize(
    ("days", "open_days"),
    [
        ("mon-fri", "11111.."),
        ("sat-sun", ".....11"),
        ("fri-mon", "1...111"),
        ("mon-sun", "1111111"),
        ("wed", "..1...."),
    ],
)
def test_ranges_of_days_may_run_over_the_weekend(days: str, open_days: str) -> None:
    assert "".join("1" if hours else "." for hours in of_week({days: ["09:00-17:00"]})) == open_days


def test_a_day_that_stands_for_itself_rules_over_a_range_wherever_it_stands() -> None:
    after = of_week({"mon-fri": ["09:00-17:00"], "tue": []})
    before = of_week({"tue": [], "mon-fri": ["09:00-17:00"]})
    assert (after, after[1], after[2]) == (before, (), (Hours(9 * HOUR, 17 * HOUR),))


FAULTS = [
    ({"weekly": {"mon-wed": ["09:00-17:00"], "tue-fri": []}}, "tue is in mon-wed and in tue-fri"),
    ({"weekly": {"tues": ["09:00-17:00"]}}, "did you mean tue?"),
    ({"weekly": {"mon-": ["09:00-17:00"]}}, "is no day"),
    ({"weekly": {"mon": "09:00-17:00"}}, "it is a list"),
    ({"weekly": {"mon": ["9-17"]}}, 'hours are written like "09:00-17:00"'),
    ({"weekly": {"mon": ["24:00-02:00"]}}, "begin before 24:00"),
    ({"weekly": {"mon": ["09:00-24:01"]}}, "end at 24:00 at the latest"),
    ({"weekly": None}, "weekly is empty"),
    ({"on": {"12-24": []}}, "a date is written like 2026-12-24"),
    ({"time_zone": "Berlin"}, "an IANA name"),
    ({"holidays": {}}, "names no holidays"),
    ({"holidays": {"subdivision": "BE"}}, "has no country"),
    ({"holidays": {"country": "XX"}}, "there are no holidays of 'XX'"),
    ({"holidays": {"country": "DE", "subdivision": "ZZ"}}, "DE has no part 'ZZ'"),
    ({"holidays": {"dates": ["2026-12-24..12-26"]}}, "both ends of a range carry the year"),
    ({"holidays": {"dates": ["2026-12-26..2026-12-24"]}}, "does not end before it begins"),
    ({"holidays": {"dates": ["02-30"]}}, "12-24 for every year"),
    ({"holidays": {"dates": ["Christmas"]}}, "12-24 for every year"),
]


@pytest.mark.parametrize(("clause", "said"), FAULTS)
def test_what_is_wrong_with_hours(clause: dict[str, Any], said: str) -> None:
    found = [f.sentence for f in faults(service_hours__office={"weekly": {"mon": ["09:00-17:00"]}, **clause})]
    assert any(said in sentence for sentence in found), found


def dates(*said: str) -> HolidayDates:
    clause = office(holidays={"dates": list(said)}).holidays
    assert clause is not None
    return HolidayDates(clause)


@pytest.mark.parametrize(
    ("said", "inside", "outside"),
    [
        ("2026-12-24", ["2026-12-24"], ["2025-12-24", "2026-12-25"]),
        ("12-24", ["2025-12-24", "2026-12-24"], ["2026-12-25"]),
        ("02-29", ["2028-02-29"], ["2026-02-28", "2026-03-01"]),
        ("2026-07-08..2026-08-20", ["2026-07-08", "2026-08-20"], ["2026-07-07", "2026-08-21", "2027-07-10"]),
        ("2026-07-08..2026-07-08", ["2026-07-08"], ["2026-07-09"]),
        (
            "12-24..01-06",
            ["2026-12-24", "2026-12-31", "2026-01-01", "2026-01-06"],
            ["2026-01-07", "2026-12-23"],
        ),
    ],
)
def test_dates_of_ones_own_with_both_ends_included(said: str, inside: list[str], outside: list[str]) -> None:
    holidays = dates(said)
    assert [date.fromisoformat(day) in holidays for day in inside] == [True] * len(inside)
    assert [date.fromisoformat(day) in holidays for day in outside] == [False] * len(outside)


def test_public_holidays_of_a_country_and_its_part() -> None:
    clause = office(holidays={"country": "DE", "subdivision": "BE", "dates": ["12-24"]}).holidays
    assert clause is not None
    holidays = HolidayDates(clause)
    womens_day, second_of_january = date(2026, 3, 8), date(2026, 1, 2)
    assert [womens_day in holidays, date(2026, 12, 24) in holidays, second_of_january in holidays] == [
        True,
        True,
        False,
    ]


def test_only_dates_are_holidays_and_equal_clauses_are_equal() -> None:
    assert ("12-24" in dates("12-24"), dates("12-24") == dates("12-24")) == (False, True)
    assert hash(dates("12-24")) == hash(dates("12-24"))


def test_a_country_with_parts_names_them() -> None:
    assert unknown_country("DE", "BE") is None
    assert "BE" in (unknown_country("DE", "XX") or "")
