"""SEMANTICS.md, Time: calendar windows at their boundaries."""

import pytest

from shared.sla.agreed.clauses import CalendarUnit as U
from shared.sla.time.windows import window_at, windows_between
from tests.unit.sla.examples import at, span


@pytest.mark.parametrize(
    ("unit", "before", "after"),
    [
        (U.DAY, span("2026-01-31", "2026-02-01"), span("2026-02-01", "2026-02-02")),
        (U.WEEK, span("2025-12-22", "2025-12-29"), span("2025-12-29", "2026-01-05")),
        (U.MONTH, span("2025-12-01", "2026-01-01"), span("2026-01-01", "2026-02-01")),
        (U.MONTH, span("2028-02-01", "2028-03-01"), span("2028-03-01", "2028-04-01")),
        (U.QUARTER, span("2025-10-01", "2026-01-01"), span("2026-01-01", "2026-04-01")),
        (U.QUARTER, span("2026-01-01", "2026-04-01"), span("2026-04-01", "2026-07-01")),
        (U.QUARTER, span("2026-04-01", "2026-07-01"), span("2026-07-01", "2026-10-01")),
        (U.QUARTER, span("2026-07-01", "2026-10-01"), span("2026-10-01", "2027-01-01")),
        (U.YEAR, span("2025-01-01", "2026-01-01"), span("2026-01-01", "2027-01-01")),
    ],
)
def test_24_00_of_the_last_day_is_the_next_window(unit, before, after):
    assert window_at(unit, "UTC", after.start - 1) == before
    assert window_at(unit, "UTC", after.start) == after


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Europe/Berlin", "2026-03-31 22:00"),
        ("America/New_York", "2026-04-01 04:00"),
        ("Pacific/Kiritimati", "2026-03-31 10:00"),
    ],
)
def test_windows_turn_at_midnight_of_the_agreements_zone(zone, midnight):
    assert window_at(U.MONTH, zone, at(midnight)).start == at(midnight)
    assert window_at(U.MONTH, zone, at(midnight) - 1).end == at(midnight)


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        ("2026-01-05", "2026-01-05", 0),
        ("2026-01-05 10:00", "2026-01-05 10:00", 0),
        ("2026-01-05", "2026-01-05 00:00:00.000001", 1),
        ("2026-01-05", "2026-01-06", 1),
        ("2026-01-05", "2026-01-06 00:00:00.000001", 2),
        ("2026-01-04 23:59:59.999999", "2026-01-06", 2),
    ],
)
def test_a_window_is_listed_if_it_holds_a_part_of_the_span(since, until, count):
    assert len(list(windows_between(U.DAY, "UTC", at(since), at(until)))) == count


def test_a_day_begins_where_clocks_that_skip_midnight_go_on():
    assert window_at(U.DAY, "America/Sao_Paulo", at("2018-11-04 12:00")) == span(
        "2018-11-04 03:00", "2018-11-05 02:00"
    )


def test_where_clocks_go_back_across_midnight_the_day_that_has_begun_goes_on():
    day = span("2006-10-29 02:30", "2006-10-30 03:30")  # at 00:01 clocks go back to 23:01 of the date before
    assert window_at(U.DAY, "America/St_Johns", day.start - 1).end == day.start
    assert window_at(U.DAY, "America/St_Johns", at("2006-10-29 03:00")) == day
    assert next(windows_between(U.DAY, "America/St_Johns", at("2006-10-29 03:00"), day.end)) == day
