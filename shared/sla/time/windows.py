"""Calendar windows: day, ISO week, month, quarter, year, local to a zone, with their true length."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import takewhile

from shared.sla.agreed.clauses import CalendarUnit
from shared.sla.spans import Span
from shared.sla.time.zones import local_date, midnight


def first_date(unit: CalendarUnit, day: date) -> date:
    """The first date of the window that holds a date."""
    match unit:
        case CalendarUnit.DAY:
            return day
        case CalendarUnit.WEEK:
            return day - timedelta(days=day.weekday())
        case CalendarUnit.MONTH:
            return day.replace(day=1)
        case CalendarUnit.QUARTER:
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case CalendarUnit.YEAR:
            return date(day.year, 1, 1)


def next_first_date(unit: CalendarUnit, first: date) -> date:
    """The first date of the window after the one that begins on `first`."""
    match unit:
        case CalendarUnit.DAY:
            return first + timedelta(days=1)
        case CalendarUnit.WEEK:
            return first + timedelta(days=7)
        case CalendarUnit.MONTH:
            return date(first.year + first.month // 12, first.month % 12 + 1, 1)
        case CalendarUnit.QUARTER:
            return date(first.year + (first.month + 2) // 12, (first.month + 2) % 12 + 1, 1)
        case CalendarUnit.YEAR:
            return date(first.year + 1, 1, 1)


def window_at(unit: CalendarUnit, zone: str, instant: int) -> Span:
    """The window that holds an instant."""
    return next(_from(unit, zone, instant))


def windows_between(unit: CalendarUnit, zone: str, since: int, until: int) -> Iterator[Span]:
    """Every window that holds a part of [since, until), in order; a date that clocks skip has none."""
    if until > since:
        yield from takewhile(lambda span: span.start < until, _from(unit, zone, since))


def _from(unit: CalendarUnit, zone: str, instant: int) -> Iterator[Span]:
    """The window that holds an instant, and those after it.

    Where clocks go back across midnight they show the date before once more, though its window has ended.
    """
    first = first_date(unit, local_date(instant, zone))
    while True:
        after = next_first_date(unit, first)
        span = Span(midnight(first, zone), midnight(after, zone))
        if span and span.end > instant:
            yield span
        first = after
