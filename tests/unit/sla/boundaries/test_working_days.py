"""SEMANTICS.md, Time: working days at their boundaries. Office hours are 09:00 to 17:00, Monday to Friday."""

from datetime import date

import pytest

from shared.sla.agreed.clauses import Hours, ServiceHours
from shared.sla.agreed.objectives import WorkingDays
from shared.sla.spans import HOUR
from shared.sla.time.hours import Always, OpenHours
from shared.sla.time.workdays import working_deadline
from tests.unit.sla.examples import OFFICE, at


def due(start: str, days: int, *, by_close: bool = False, hours: ServiceHours = OFFICE) -> int | None:
    return working_deadline(at(start), WorkingDays(days, by_close), OpenHours(hours), "UTC")


def tuesday(opens: int, closes: int) -> ServiceHours:
    return ServiceHours("x", "UTC", OFFICE.weekly, on={date(2026, 1, 6): (Hours(opens, closes),)})


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("08:00", "2026-01-06 09:00"),
        ("09:00", "2026-01-06 09:00"),
        ("09:00:00.000001", "2026-01-06 09:00:00.000001"),
        ("13:45:30.25", "2026-01-06 13:45:30.25"),
        ("16:59:59.999999", "2026-01-06 16:59:59.999999"),
        ("17:00", "2026-01-07 09:00"),  # closing time itself is outside
        ("2026-01-09 17:00", "2026-01-13 09:00"),  # Friday's close: from Monday's opening
        ("2026-01-10 12:00", "2026-01-13 09:00"),
    ],
)
def test_from_a_start_outside_hours_one_goes_to_the_next_opening_and_takes_its_time_of_day(start, expected):
    assert due(start, 1) == at(expected)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("10:30", 0, "17:00"),
        ("16:59:59.999999", 0, "17:00"),
        ("17:00", 0, "2026-01-06 17:00"),
        ("2026-01-10 12:00", 0, "2026-01-12 17:00"),
        ("10:30", 1, "2026-01-06 17:00"),
        ("10:30", 5, "2026-01-12 17:00"),
    ],
)
def test_by_close_gives_the_close_of_the_date_and_of_the_same_date_for_none(start, days, expected):
    assert due(start, days, by_close=True) == at(expected)


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        (9 * HOUR, 15 * HOUR, "2026-01-06 15:00"),  # it would be exactly at its close
        (9 * HOUR, 14 * HOUR, "2026-01-06 14:00"),  # not past its close
        (16 * HOUR, 18 * HOUR, "2026-01-06 15:00"),  # not moved to its later opening
        (9 * HOUR, 18 * HOUR, "2026-01-06 15:00"),
    ],
)
def test_the_time_of_day_is_kept_though_not_past_that_dates_close(opens, closes, expected):
    assert due("15:00", 1, hours=tuesday(opens, closes)) == at(expected)


def test_a_holiday_is_no_working_date_and_a_date_on_the_list_is_one():
    holidays = frozenset({date(2026, 1, 6)})
    saturday = {date(2026, 1, 10): (Hours(10 * HOUR, 11 * HOUR),)}
    hours = ServiceHours("x", "UTC", OFFICE.weekly, holidays, saturday)
    assert due("10:30", 1, hours=hours) == at("2026-01-07 10:30")
    assert due("2026-01-09 10:30", 1, hours=hours) == at("2026-01-10 10:30")


def test_the_time_of_day_is_that_of_the_wall_clock_on_both_sides_of_a_clock_change():
    berlin = ServiceHours("x", "Europe/Berlin", OFFICE.weekly)
    # Friday 27 March 10:30 is 09:30 UTC, Monday 30 March 10:30 is 08:30 UTC
    assert due("2026-03-27 09:30", 1, hours=berlin) == at("2026-03-30 08:30")
    assert due("2026-10-23 08:30", 1, hours=berlin) == at("2026-10-26 09:30")


def test_the_hours_zone_says_which_date_it_is_and_with_always_the_agreements():
    tokyo = ServiceHours("x", "Asia/Tokyo", ((Hours(0, 24 * HOUR),),) * 7)
    # 20:00 UTC on Monday is 05:00 on Tuesday in Tokyo
    assert due("20:00", 0, by_close=True, hours=tokyo) == at("2026-01-06 15:00")
    always = working_deadline(at("20:00"), WorkingDays(0, by_close=True), Always(), "Asia/Tokyo")
    assert always == at("2026-01-06 15:00")
    plain = working_deadline(at("20:00"), WorkingDays(2), Always(), "Asia/Tokyo")
    assert plain == at("2026-01-07 20:00")


def test_where_no_further_date_has_hours_there_is_no_deadline():
    never = ServiceHours("x", "UTC", ((),) * 7)
    once = ServiceHours("x", "UTC", ((),) * 7, on={date(2026, 1, 5): (Hours(9 * HOUR, 17 * HOUR),)})
    assert due("10:00", 1, hours=never) is None
    assert due("10:00", 1, hours=once) is None
    assert due("10:00", 0, by_close=True, hours=once) == at("17:00")
