"""SEMANTICS.md, Time: service hours at their boundaries, over each kind of clock change."""

from datetime import date

import pytest

from shared.sla.agreed.clauses import Hours, ServiceHours
from shared.sla.spans import DAY, HOUR, MINUTE, Span
from shared.sla.time.hours import Always, OpenHours
from tests.unit.sla.examples import OFFICE, at, span


def daily(zone: str, opens: int, closes: int) -> OpenHours:
    return OpenHours(ServiceHours("x", zone, ((Hours(opens, closes),),) * 7))


def test_a_span_holds_its_start_and_not_its_end():
    assert at("10:00") in span("10:00", "11:00")
    assert at("11:00") not in span("10:00", "11:00")
    assert not span("10:00", "10:00")


@pytest.mark.parametrize("day", ["2026-03-28", "2026-03-30", "2026-10-24", "2026-10-26"])
def test_nine_o_clock_stays_nine_o_clock_on_both_sides_of_a_clock_change(day):
    offset = HOUR if day in ("2026-03-28", "2026-10-26") else 2 * HOUR
    [open_] = daily("Europe/Berlin", 9 * HOUR, 10 * HOUR).day(date.fromisoformat(day))
    assert open_.start == at(f"{day} 09:00") - offset


@pytest.mark.parametrize(
    ("zone", "day", "opens", "expected"),
    [
        ("Europe/Berlin", "2026-03-29", 2 * HOUR, "2026-03-29 01:00"),  # 03:00 summer time
        ("Europe/Berlin", "2026-03-29", 2 * HOUR + 30 * MINUTE, "2026-03-29 01:30"),
        ("Australia/Lord_Howe", "2026-10-04", 2 * HOUR + 15 * MINUTE, "2026-10-03 15:45"),  # by half an hour
        ("America/Sao_Paulo", "2018-11-04", 0, "2018-11-04 03:00"),  # midnight itself is skipped
        ("Asia/Tehran", "2022-03-22", 0, "2022-03-21 20:30"),
    ],
)
def test_a_wall_time_that_does_not_exist_moves_forward_by_the_gap(zone, day, opens, expected):
    [open_, *_] = daily(zone, opens, 24 * HOUR).day(date.fromisoformat(day))
    assert open_.start == at(expected)


def test_the_hours_of_a_date_that_clocks_skip_move_to_the_next_one():
    hours = daily("Pacific/Apia", 9 * HOUR, 17 * HOUR)
    assert hours.day(date(2011, 12, 30)) == hours.day(date(2011, 12, 31))
    assert hours.day(date(2011, 12, 31)) == (span("2011-12-30 19:00", "2011-12-31 03:00"),)
    assert hours.elapsed(at("2011-12-29 12:00"), at("2011-12-31 12:00")) == 16 * HOUR  # the 29th, the 31st


@pytest.mark.parametrize(
    ("zone", "day", "opens", "expected"),
    [
        ("Europe/Berlin", "2026-10-25", 2 * HOUR + 30 * MINUTE, "2026-10-25 00:30"),
        ("Australia/Lord_Howe", "2026-04-05", HOUR + 45 * MINUTE, "2026-04-04 14:45"),
        ("America/Sao_Paulo", "2018-02-17", 23 * HOUR + 30 * MINUTE, "2018-02-18 01:30"),
        ("Asia/Tehran", "2022-09-21", 23 * HOUR, "2022-09-21 18:30"),
    ],
)
def test_an_ambiguous_wall_time_is_the_first_of_the_two(zone, day, opens, expected):
    assert daily(zone, opens, 24 * HOUR).day(date.fromisoformat(day))[0].start == at(expected)


@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        ("Europe/Berlin", "2026-03-28", 24 * HOUR),
        ("Europe/Berlin", "2026-03-29", 23 * HOUR),
        ("Europe/Berlin", "2026-10-25", 25 * HOUR),
        ("Australia/Lord_Howe", "2026-10-04", 23 * HOUR + 30 * MINUTE),
        ("Australia/Lord_Howe", "2026-04-05", 24 * HOUR + 30 * MINUTE),
        ("America/Sao_Paulo", "2018-11-04", 23 * HOUR),
        ("America/Sao_Paulo", "2018-02-17", 25 * HOUR),
        ("Asia/Tehran", "2022-03-22", 23 * HOUR),
        ("Asia/Tehran", "2022-09-21", 25 * HOUR),
    ],
)
def test_a_day_from_00_00_to_24_00_is_as_long_as_its_clocks_make_it(zone, day, length):
    [open_] = daily(zone, 0, 24 * HOUR).day(date.fromisoformat(day))
    assert open_.length == length


def test_a_segment_whose_end_is_exactly_its_start_after_the_gap_is_dropped():
    hours = daily("Europe/Berlin", 2 * HOUR + 30 * MINUTE, 3 * HOUR + 30 * MINUTE)
    assert hours.day(date(2026, 3, 29)) == ()
    longer = daily("Europe/Berlin", 2 * HOUR + 30 * MINUTE, 3 * HOUR + 30 * MINUTE + 1)
    assert longer.day(date(2026, 3, 29)) == (Span(at("2026-03-29 01:30"), at("2026-03-29 01:30") + 1),)


def test_hours_until_24_00_and_from_00_00_meet_without_a_gap():
    evening_and_night = ServiceHours("x", "UTC", ((Hours(0, 2 * HOUR), Hours(22 * HOUR, 24 * HOUR)),) * 7)
    hours = OpenHours(evening_and_night)
    assert hours.within(span("20:00", "2026-01-06 04:00")) == (span("22:00", "2026-01-06 02:00"),)
    assert hours.close(date(2026, 1, 5)) == at("2026-01-06")
    assert hours.deadline(at("23:00"), HOUR) == at("2026-01-06")
    assert hours.deadline(at("23:00"), HOUR + 1) == at("2026-01-06") + 1


def test_the_last_microsecond_of_a_span_may_be_the_first_of_a_year():
    hours = daily("UTC", 0, HOUR)
    first = Span(at("2026-01-01"), at("2026-01-01") + 1)
    assert hours.within(Span(at("2025-12-31 12:00"), first.end)) == (first,)
    assert hours.within(Span(at("2025-12-31 12:00"), first.start)) == ()


def test_hours_across_midnight_are_those_of_the_day_they_begin_on_also_on_the_last_of_the_year():
    holiday = frozenset({date(2026, 1, 1)})
    hours = OpenHours(ServiceHours("x", "UTC", ((Hours(22 * HOUR, 30 * HOUR),),) * 7, holiday))
    found = hours.within(span("2025-12-31 12:00", "2026-01-02 12:00"))
    assert found == (span("2025-12-31 22:00", "2026-01-01 06:00"),)
    assert hours.is_open(at("2026-01-01 05:59:59.999999"))
    assert not hours.is_open(at("2026-01-01 06:00"))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("08:00", "09:00", 0),
        ("08:00", "09:00:00.000001", 1),
        ("16:59:59.999999", "17:00", 1),
        ("17:00", "2026-01-06 09:00", 0),
        ("17:00", "2026-01-06 09:00:00.000001", 1),
        ("10:00", "10:00", 0),
        ("11:00", "10:00", 0),
        ("00:00", "2026-01-12 00:00", 40 * HOUR),
        ("2025-12-29", "2026-01-12", 80 * HOUR),  # over the end of a year
        ("2026-01-01", "2026-01-01 10:00", HOUR),  # in the first hours of a year
        ("2026-01-01 10:00", "2026-01-01 17:00", 7 * HOUR),
        ("2023-12-25", "2026-01-05", 5 * 8 * HOUR * 106),
    ],
)
def test_elapsed_is_the_service_time_from_a_start_up_to_but_without_an_end(start, end, expected):
    assert OpenHours(OFFICE).elapsed(at(start), at(end)) == expected


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        ("16:00", HOUR, "17:00"),
        ("2025-12-31 16:00", HOUR, "2025-12-31 17:00"),
        ("2025-12-31 16:00", HOUR + 1, "2026-01-01 09:00:00.000001"),
        ("2024-01-01", 8 * HOUR, "2024-01-01 17:00"),
        ("2024-01-01", 5 * 8 * HOUR * 106, "2026-01-09 17:00"),
    ],
)
def test_a_deadline_exactly_at_closing_time_stays_there(start, duration, expected):
    assert OpenHours(OFFICE).deadline(at(start), duration) == at(expected)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("09:00", "09:00"),
        ("08:59:59.999999", "09:00"),
        ("16:59:59.999999", "16:59:59.999999"),
        ("17:00", "2026-01-06 09:00"),
        ("2026-01-09 17:00", "2026-01-12 09:00"),
        ("2025-12-31 17:00", "2026-01-01 09:00"),
    ],
)
def test_adding_nothing_gives_the_same_instant_in_hours_and_the_next_opening_outside(start, expected):
    assert OpenHours(OFFICE).deadline(at(start), 0) == at(expected)


def test_a_date_on_the_list_is_open_though_a_holiday_and_closed_where_its_list_is_empty():
    on = {date(2026, 1, 5): (Hours(8 * HOUR, 9 * HOUR),), date(2026, 1, 6): ()}
    holidays = frozenset({date(2026, 1, 5), date(2026, 1, 7)})
    hours = OpenHours(ServiceHours("x", "UTC", OFFICE.weekly, holidays, on))
    assert [hours.close(date(2026, 1, day)) for day in (5, 6, 7, 8)] == [
        at("09:00"),
        None,
        None,
        at("2026-01-08 17:00"),
    ]


def test_hours_that_open_once_in_many_years_are_found_and_hours_that_end_are_not():
    once = ServiceHours("x", "UTC", ((),) * 7, on={date(2060, 1, 1): (Hours(0, HOUR),)})
    assert OpenHours(once).deadline(at("10:00"), HOUR) == at("2060-01-01 01:00")
    assert OpenHours(once).deadline(at("10:00"), HOUR + 1) is None
    assert OpenHours(once).deadline(at("10:00"), 0) == at("2060-01-01")


def test_always_is_all_of_the_time_and_a_span_that_ends_before_it_starts_is_none():
    assert Always().within(span("10:00", "10:00")) == ()
    assert Always().within(span("10:00", "11:00")) == (span("10:00", "11:00"),)
    assert Always().is_open(at("10:00"))
    assert Always().elapsed(at("11:00"), at("10:00")) == 0
    assert Always().deadline(at("10:00"), 0) == at("10:00")
    assert Always().elapsed(at("10:00"), at("10:00") + DAY) == DAY
