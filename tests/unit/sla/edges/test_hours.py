"""How far service hours are looked for."""

from datetime import date, timedelta

import pytest

from shared.sla.agreed.clauses import Hours, ServiceHours
from shared.sla.agreed.objectives import WorkingDays
from shared.sla.spans import HOUR
from shared.sla.time.hours import Always, OpenHours, open_time
from shared.sla.time.workdays import working_deadline
from tests.unit.sla.examples import at


def test_without_hours_it_is_always_and_with_some_it_is_these():
    assert isinstance(open_time(None), Always)
    office = open_time(ServiceHours("x", "UTC", ((Hours(0, HOUR),),) * 7))
    assert office.elapsed(at("2026-01-05"), at("2026-01-06")) == HOUR


@pytest.mark.parametrize(("year", "found"), [(2085, True), (2086, False)])
def test_after_sixty_years_without_hours_there_are_none(year, found):
    once = ServiceHours("x", "UTC", ((),) * 7, on={date(year, 1, 1): (Hours(0, HOUR),)})
    assert OpenHours(once).deadline(at("2026-01-05"), HOUR) == (at(f"{year}-01-01 01:00") if found else None)


def test_years_without_hours_are_counted_from_the_last_with_some():
    on = {date(year, 1, 1): (Hours(0, HOUR),) for year in (2060, 2110)}
    hours = OpenHours(ServiceHours("x", "UTC", ((),) * 7, on=on))
    assert hours.deadline(at("2026-01-05"), 2 * HOUR) == at("2110-01-01 01:00")


def test_there_is_no_deadline_after_the_last_year_of_the_calendar():
    daily = OpenHours(ServiceHours("x", "UTC", ((Hours(0, HOUR),),) * 7))
    assert daily.deadline(at("9998-12-31 00:00"), HOUR) == at("9998-12-31 01:00")
    assert daily.deadline(at("9998-12-31 00:00"), HOUR + 1) is None


@pytest.mark.parametrize(("year", "found"), [(2086, True), (2087, False)])
def test_sixty_years_are_counted_after_the_year_that_had_some(year, found):
    on = {date(one, 1, 10): (Hours(0, HOUR),) for one in (2026, year)}
    hours = OpenHours(ServiceHours("x", "UTC", ((),) * 7, on=on))
    assert (hours.deadline(at("2026-01-05"), 2 * HOUR) is not None) is found


@pytest.mark.parametrize(("days", "found"), [(366 * 60, True), (366 * 60 + 1, False)])
def test_after_sixty_years_without_a_working_date_there_is_none(days, found):
    monday = date(2026, 1, 5)
    on = {day: (Hours(0, HOUR),) for day in (monday, monday + timedelta(days=days))}
    hours = OpenHours(ServiceHours("x", "UTC", ((),) * 7, on=on))
    due = working_deadline(at("00:30"), WorkingDays(1, by_close=True), hours, "UTC")
    assert (due is not None) is found
