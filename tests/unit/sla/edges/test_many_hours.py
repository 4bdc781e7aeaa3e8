"""Breaches found by halving a long time of service hours: where the margin is nothing, and where it is least above."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.clauses import CalendarUnit, Hours, ServiceHours
from shared.sla.agreed.objectives import CalendarWindow, RollingWindow, WarnAt
from shared.sla.spans import DAY, HOUR, MICROSECOND, Span
from tests.unit.sla.examples import OFFICE, Story, agreement, at, availability, history

TWO_WEEKS = Span(at("2026-01-05"), at("2026-01-19"))
"""Of 80 office hours, 40 of them before the weekend in the middle."""

WHOLE_DAYS = ServiceHours("whole days", "UTC", ((Hours(0, 24 * HOUR),),) * 7)


def breached_at(hours: ServiceHours, period: Span = TWO_WEEKS, target: str = "0.5") -> int | None:
    terms = agreement(availability(target), objective={"hours": hours})
    down = history(terms, Story().told("2026-01-05", "down"))
    return down.figure("o", 1, period, at("2026-01-19 00:00:01")).breached_at


def test_a_margin_of_nothing_all_through_a_weekend_is_no_breach_yet():
    assert breached_at(OFFICE) == at("2026-01-12 09:00")


def test_a_microsecond_more_before_the_weekend_breaches_before_it():
    longer = (Hours(9 * HOUR, 17 * HOUR + MICROSECOND),)
    hours = ServiceHours("office", "UTC", OFFICE.weekly, on={date(2026, 1, 9): longer})
    assert breached_at(hours) == at("2026-01-09 17:00")


@pytest.mark.parametrize("more", range(4))
def test_a_period_of_an_odd_length_is_halved_at_whole_microseconds(more):
    period = Span(TWO_WEEKS.start, TWO_WEEKS.end + more)
    # of the whole period three fifths are allowed, cut off
    assert breached_at(WHOLE_DAYS, period, "0.4") == period.start + 3 * period.length // 5


HALF = WarnAt((Fraction(1, 2),))
WINDOWS = {
    "rolling": (RollingWindow(30 * DAY), lambda as_of: Span(as_of - 30 * DAY, as_of)),
    "month": (CalendarWindow(CalendarUnit.MONTH), lambda _: Span(at("2026-01-01"), at("2026-02-01"))),
}


def answers(hours: ServiceHours | None, window: str, as_of: int) -> tuple[Any, ...]:
    """Of an outage of two days and a half, or one that is long over, and a short one."""
    shape, period = WINDOWS[window]
    story = Story().told("2025-11-01", "up").told("2026-01-10 00:00:00.000001", "down")
    story.told("2026-01-12 12:00", "up").told("2026-01-20 01:00", "down").told("2026-01-20 02:00", "up")
    terms = agreement(
        availability("0.95"),
        objective={"hours": hours, "window": shape, "warn_at": HALF},
        force_from=at("2025-11-01"),
    )
    asked = "o", 1, period(as_of), as_of
    known = history(terms, story)
    figure, outlook = known.figure(*asked), known.outlook(*asked)
    return figure.state, figure.breached_at, figure.recovered_at, outlook.warned, outlook.recovered_at


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("as_of", ["2026-01-11 15:00", "2026-01-30", "2026-02-12 07:00", "2026-02-20"])
def test_hours_that_are_always_open_by_the_day_find_what_always_does(as_of, window):
    for more in range(3):
        assert answers(WHOLE_DAYS, window, at(as_of) + more) == answers(None, window, at(as_of) + more)
