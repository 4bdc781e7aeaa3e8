"""Working days: whole local dates that have service hours (SEMANTICS.md, Time).

From a start outside hours (closing time itself is outside) one goes to the next opening first and takes its
time of day; then n working dates on, at that time of day, though not past that date's close. It is not moved
when that date opens later, nor out of a gap in its hours. `by: close` gives the close of that date.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from shared.sla.agreed.objectives import WorkingDays
from shared.sla.spans import HOUR, MINUTE, SECOND
from shared.sla.time.hours import OpenHours, OpenTime
from shared.sla.time.zones import local, midnight, wall

_FARTHEST: Final = timedelta(days=366 * 60)
"""So far without a working date, and there is never one again."""


def working_deadline(start: int, within: WorkingDays, hours: OpenTime, zone: str) -> int | None:
    """The deadline so many working days after a start; None where hours never reach it."""
    opening = hours.deadline(start, 0)
    if opening is None:
        return None
    shown = local(opening, hours.zone if isinstance(hours, OpenHours) else zone)
    found = _on(shown.date(), within.days, hours)
    if found is None:
        return None
    close = _close(found, hours, zone)
    if within.by_close:
        return close
    time_of_day = shown.hour * HOUR + shown.minute * MINUTE + shown.second * SECOND + shown.microsecond
    at = wall(found, time_of_day, hours.zone if isinstance(hours, OpenHours) else zone)
    return min(at, close)


def _on(day: date, count: int, hours: OpenTime) -> date | None:
    """The date so many working dates on."""
    last = day + _FARTHEST
    while count > 0:
        day += timedelta(days=1)
        if day > last:
            return None
        if not isinstance(hours, OpenHours) or hours.day(day):
            count -= 1
            last = day + _FARTHEST
    return day


def _close(day: date, hours: OpenTime, zone: str) -> int:
    """The instant at which a date's own hours end; with `always`, the next midnight."""
    if isinstance(hours, OpenHours):
        close = hours.close(day)
        if close is not None:
            return close
    return midnight(day + timedelta(days=1), zone)
