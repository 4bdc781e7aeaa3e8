"""Service hours by expanding one local date after the other, and adding up what lies between two instants."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from holidays import country_holidays

from tests.oracle.reading import MICRO, local, wall

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 86_400_000_000
HORIZON = 366 * 2
"""Dates to look ahead for the next opening."""


class Hours:
    """One clause of `service_hours`, or always where it is None."""

    def __init__(self, clause: dict[str, Any] | None, zone: str) -> None:
        self.clause = clause
        self.zone = (clause or {}).get("time_zone", zone)
        self.of_date = lru_cache(maxsize=None)(self._of_date)
        self.between = lru_cache(maxsize=512)(self._between)
        self.is_holiday = lru_cache(maxsize=None)(self._is_holiday)

    def _of_date(self, day: date) -> list[tuple[int, int]]:
        """The spans of one date, in order; they may run into the next day."""
        clause = self.clause or {}
        on = {str(key): value for key, value in clause.get("on", {}).items()}
        if day.isoformat() in on:
            texts = on[day.isoformat()]
        elif self.is_holiday(day):
            texts = []
        else:
            weekly = clause.get("weekly", {})
            held = [spans for names, spans in weekly.items() if _covers(names, day.weekday())]
            texts = weekly.get(DAYS[day.weekday()], held[0] if held else [])
        found = []
        for text in texts:
            start, end = (_micros(part) for part in text.split("-"))
            opens = wall(self.zone, day, start)
            closes = wall(self.zone, day, end if end > start else end + DAY)
            if closes > opens:
                found.append((opens, closes))
        return sorted(found)

    def _is_holiday(self, day: date) -> bool:
        clause = (self.clause or {}).get("holidays", {})
        if "country" in clause and day in country_holidays(
            clause["country"], subdiv=clause.get("subdivision")
        ):
            return True
        for text in clause.get("dates", []):
            first, _, last = text.partition("..")
            last = last or first
            here = day.isoformat()[-len(first) :]
            if (first <= here <= last) if first <= last else (here >= first or here <= last):
                return True
        return False

    def _between(self, start: int, end: int) -> list[tuple[int, int]]:
        """Service time in [start, end), merged, in order."""
        if end <= start:
            return []
        if self.clause is None:
            return [(start, end)]
        day, last = local(self.zone, start).date() - timedelta(3), local(self.zone, end).date() + timedelta(2)
        spans = []
        while day <= last:
            spans += self.of_date(day)
            day += timedelta(1)
        return merged((max(a, start), min(b, end)) for a, b in spans)

    def elapsed(self, start: int, end: int) -> int:
        return sum(b - a for a, b in self.between(start, end))

    def opening(self, instant: int) -> int | None:
        """The instant itself inside hours, else the next opening."""
        if self.clause is None:
            return instant
        reach = 10 * DAY
        while reach < HORIZON * DAY:
            found = self.between(instant, instant + reach)
            if found:
                return found[0][0]
            reach *= 4
        return None

    def deadline(self, start: int, length: int, off: list[tuple[int, int]]) -> int | None:
        """The first instant by which so much service time outside `off` has passed, found stretch by stretch."""
        at, left, reach = start, length, 10 * DAY
        while reach < HORIZON * DAY:
            for a, b in without(self.between(at, at + reach), off):
                if b - a >= left:
                    return a + left
                left -= b - a
            at, reach = at + reach, reach * 2
        return None

    def working_day(self, start: int, days: int, *, by_close: bool) -> int | None:
        """So many dates with hours on, at the same time of day or at the close."""
        opening = self.opening(start)
        if opening is None:
            return None
        at = local(self.zone, opening)
        day = at.date()
        if self.clause is None:
            day += timedelta(days)
            close = wall(self.zone, day, DAY)
        else:
            looked = 0
            while days:
                day += timedelta(1)
                looked += 1
                days -= bool(self.of_date(day))
                if looked > HORIZON:
                    return None
            close = max((b for _, b in self.of_date(day)), default=wall(self.zone, day, DAY))
        if by_close:
            return close
        return min(
            close, wall(self.zone, day, (at - at.replace(hour=0, minute=0, second=0, microsecond=0)) // MICRO)
        )


def merged(spans: Any) -> list[tuple[int, int]]:
    """Spans without overlaps, in order, empty ones dropped."""
    found: list[tuple[int, int]] = []
    for a, b in sorted(span for span in spans if span[0] < span[1]):
        if found and a <= found[-1][1]:
            found[-1] = found[-1][0], max(b, found[-1][1])
        else:
            found.append((a, b))
    return found


def without(spans: list[tuple[int, int]], off: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans less other spans."""
    for c, d in off:
        spans = [piece for a, b in spans for piece in ((a, min(b, c)), (max(a, d), b)) if piece[0] < piece[1]]
    return spans


def _covers(names: str, weekday: int) -> bool:
    first, _, last = names.partition("-")
    start, end = DAYS.index(first), DAYS.index(last or first)
    return start <= weekday <= end if start <= end else weekday >= start or weekday <= end


def _micros(text: str) -> int:
    hour, minute = text.split(":")
    return (int(hour) * 60 + int(minute)) * 60_000_000
