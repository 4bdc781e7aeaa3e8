"""SEMANTICS.md, Time: windows, service hours, elapsed and deadline, working days, at their boundaries."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.sla.agreed.clauses import CalendarUnit, Hours, ServiceHours
from shared.sla.agreed.objectives import WorkingDays
from shared.sla.spans import DAY as ONE_DAY
from shared.sla.spans import HOUR, MINUTE, Span
from shared.sla.time.hours import Always, OpenHours
from shared.sla.time.windows import window_at, windows_between
from shared.sla.time.workdays import working_deadline
from tests.unit.sla.examples import OFFICE, at, span

NIGHT = ServiceHours("night", "UTC", ((Hours(22 * HOUR, 30 * HOUR),),) * 7)
BERLIN = ServiceHours("early", "Europe/Berlin", ((Hours(HOUR, 4 * HOUR),),) * 7)
LUNCH = ServiceHours("lunch", "UTC", ((Hours(9 * HOUR, 12 * HOUR), Hours(13 * HOUR, 17 * HOUR)),) * 7)


def days(unit: CalendarUnit, zone: str, when: str) -> float:
    return window_at(unit, zone, at(when)).length / ONE_DAY


@pytest.mark.parametrize(
    ("unit", "zone", "when", "expected"),
    [
        (CalendarUnit.DAY, "Europe/Berlin", "2026-03-29 12:00", 23 / 24),
        (CalendarUnit.DAY, "Europe/Berlin", "2026-10-25 12:00", 25 / 24),
        (CalendarUnit.MONTH, "Europe/Berlin", "2026-03-15", 31 - 1 / 24),
        (CalendarUnit.WEEK, "UTC", "2026-01-05", 7),
        (CalendarUnit.QUARTER, "UTC", "2026-02-15", 90),
        (CalendarUnit.YEAR, "UTC", "2028-02-15", 366),
    ],
)
def test_calendar_windows_have_their_true_local_length(unit, zone, when, expected):
    assert days(unit, zone, when) == expected


def test_a_date_that_clocks_skip_has_no_window():
    since, until = at("2011-12-29 12:00"), at("2011-12-31 12:00")
    windows = list(windows_between(CalendarUnit.DAY, "Pacific/Apia", since, until))
    assert windows == [
        span("2011-12-29 10:00", "2011-12-30 10:00"),
        span("2011-12-30 10:00", "2011-12-31 10:00"),
        span("2011-12-31 10:00", "2012-01-01 10:00"),
    ]


def test_an_iso_week_begins_on_monday_and_the_last_instant_of_sunday_belongs_to_the_week_before():
    assert window_at(CalendarUnit.WEEK, "UTC", at("00:00")).start == at("00:00")
    assert window_at(CalendarUnit.WEEK, "UTC", at("00:00") - 1).end == at("00:00")


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        ("10:00", HOUR, "11:00"),
        ("16:00", HOUR, "17:00"),  # exactly closing time: it stays there
        ("16:00", HOUR + 1, "2026-01-06 09:00:00.000001"),
        ("10:00", 0, "10:00"),
        ("17:00", 0, "2026-01-06 09:00"),  # closing time is outside
        ("08:00", 0, "09:00"),
        ("2026-01-10 12:00", 8 * HOUR, "2026-01-12 17:00"),  # over a weekend
    ],
)
def test_a_deadline_is_the_first_instant_by_which_the_duration_has_passed(start, duration, expected):
    assert OpenHours(OFFICE).deadline(at(start), duration) == at(expected)


@given(
    st.integers(0, 40 * ONE_DAY), st.integers(1, 200 * HOUR), st.sampled_from([OFFICE, NIGHT, BERLIN, LUNCH])
)
def test_elapsed_and_deadline_are_inverse(offset, duration, hours):
    time = OpenHours(hours)
    start = at("2026-03-10") + offset
    deadline = time.deadline(start, duration)
    assert time.elapsed(start, deadline) == duration
    assert time.elapsed(start, deadline - 1) == duration - 1


def test_hours_that_cross_midnight_belong_to_the_day_they_begin_on_holidays_included():
    closed = ServiceHours("night", "UTC", NIGHT.weekly, holidays=frozenset({date(2026, 1, 5)}))
    assert OpenHours(closed).within(span("2026-01-05", "2026-01-06 12:00")) == (span("00:00", "06:00"),)


def test_on_wins_over_holidays_and_an_empty_list_is_closed():
    on = {date(2026, 1, 5): (Hours(8 * HOUR, 9 * HOUR),), date(2026, 1, 6): ()}
    hours = ServiceHours("x", "UTC", OFFICE.weekly, frozenset({date(2026, 1, 5)}), on)
    assert OpenHours(hours).within(span("2026-01-05", "2026-01-07")) == (span("08:00", "09:00"),)


@pytest.mark.parametrize(("day", "length"), [("2026-03-29", 2 * HOUR), ("2026-10-25", 4 * HOUR)])
def test_hours_over_a_clock_change_are_wall_time(day, length):
    # 01:00 to 04:00: an hour is missing in March and twice there in October
    assert OpenHours(BERLIN).elapsed(at(day) - 2 * HOUR, at(day) + 12 * HOUR) == length


def test_a_segment_whose_end_falls_into_the_gap_before_its_start_is_dropped():
    hours = ServiceHours("gap", "Europe/Berlin", ((Hours(2 * HOUR + 30 * MINUTE, 3 * HOUR),),) * 7)
    assert OpenHours(hours).day(date(2026, 3, 29)) == ()
    assert OpenHours(hours).day(date(2026, 3, 30))[0].length == 30 * MINUTE


def test_an_ambiguous_wall_time_is_the_first():
    hours = ServiceHours("fold", "Europe/Berlin", ((Hours(2 * HOUR, 2 * HOUR + 30 * MINUTE),),) * 7)
    assert OpenHours(hours).day(date(2026, 10, 25)) == (Span(at("2026-10-25"), at("2026-10-25 00:30")),)


def test_segments_that_overlap_are_merged_but_each_date_keeps_its_own_close():
    hours = ServiceHours("x", "UTC", ((Hours(20 * HOUR, 30 * HOUR), Hours(21 * HOUR, 25 * HOUR)),) * 7)
    assert OpenHours(hours).elapsed(at("00:00"), at("2026-01-06 00:00")) == 10 * HOUR
    assert OpenHours(hours).close(date(2026, 1, 5)) == at("2026-01-06 06:00")


def test_hours_that_never_open_reach_no_deadline():
    assert OpenHours(ServiceHours("never", "UTC", ((),) * 7)).deadline(at("10:00"), 1) is None


def test_service_time_across_the_end_of_a_year_is_counted_once():
    assert OpenHours(NIGHT).elapsed(at("2025-12-31"), at("2026-01-02")) == 16 * HOUR


@pytest.mark.parametrize(
    ("start", "within", "hours", "expected"),
    [
        ("10:30", WorkingDays(1), OFFICE, "2026-01-06 10:30"),
        ("17:00", WorkingDays(1), OFFICE, "2026-01-07 09:00"),  # closing time is outside: Tuesday's opening
        ("2026-01-09 16:00", WorkingDays(1), OFFICE, "2026-01-12 16:00"),  # over the weekend
        ("10:30", WorkingDays(0, by_close=True), OFFICE, "17:00"),
        ("10:30", WorkingDays(2, by_close=True), OFFICE, "2026-01-07 17:00"),
    ],
)
def test_working_days_are_whole_local_dates_at_the_time_of_day(start, within, hours, expected):
    assert working_deadline(at(start), within, OpenHours(hours), "UTC") == at(expected)


def test_working_days_are_not_moved_past_that_dates_close_nor_out_of_a_gap_in_its_hours():
    short = ServiceHours("x", "UTC", OFFICE.weekly, on={date(2026, 1, 6): (Hours(9 * HOUR, 12 * HOUR),)})
    assert working_deadline(at("15:00"), WorkingDays(1), OpenHours(short), "UTC") == at("2026-01-06 12:00")
    gap = ServiceHours("x", "UTC", OFFICE.weekly, on={date(2026, 1, 6): LUNCH.weekly[0]})
    assert working_deadline(at("12:30"), WorkingDays(1), OpenHours(gap), "UTC") == at("2026-01-06 12:30")


def test_with_always_every_date_is_a_working_date_and_closes_at_midnight():
    assert working_deadline(at("10:00"), WorkingDays(1, by_close=True), Always(), "UTC") == at("2026-01-07")
