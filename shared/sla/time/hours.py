"""Service hours as time: wall-clock hours expanded per local day, and the two questions to them.

`elapsed(a, b)` is the service time in [a, b); `deadline(a, d)` the first instant by which d has passed. They
are inverse to one another (SEMANTICS.md, Time). A deadline that falls on closing time stays there; adding
nothing outside hours gives the next opening. Days are expanded a local year at a time, and kept.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Protocol

from shared.sla.agreed.clauses import ServiceHours
from shared.sla.spans import Span, Spans, union, within
from shared.sla.time.zones import local_date, midnight, wall

_LAST_YEAR = 9998
_YEARS_WITHOUT_HOURS = 60
"""So many years without an open moment, and there is never one again."""


class OpenTime(Protocol):
    """Service time: always, or by service hours."""

    def within(self, window: Span) -> Spans:
        """The open time in a window."""

    def elapsed(self, start: int, end: int) -> int:
        """Service time in [start, end), µs."""

    def deadline(self, start: int, duration: int) -> int | None:
        """The first instant by which the duration has passed; None where hours never reach it."""

    def is_open(self, instant: int) -> bool:
        """Whether the instant lies in service time; closing time does not."""


class Always:
    """The built-in hours `always`."""

    def within(self, window: Span) -> Spans:
        """All of the window."""
        return (window,) if window else ()

    def elapsed(self, start: int, end: int) -> int:
        """The time between."""
        return max(0, end - start)

    def deadline(self, start: int, duration: int) -> int | None:
        """So much later."""
        return start + duration

    def is_open(self, _instant: int) -> bool:
        """Always."""
        return True


@dataclass(frozen=True, slots=True)
class _Year:
    spans: Spans
    starts: tuple[int, ...]
    passed: tuple[int, ...]
    """Service time of the year before each of its spans, and of all of it at the end."""


class OpenHours:
    """Service hours of an agreement, expanded as they are asked for."""

    def __init__(self, hours: ServiceHours) -> None:
        self._hours = hours
        self._years: dict[int, _Year] = {}

    @property
    def zone(self) -> str:
        """The zone of its wall clock."""
        return self._hours.zone

    def day(self, day: date) -> Spans:
        """The merged hours of one local date; those that cross midnight belong to the day they begin on."""
        return union(self._agreed(day))

    def close(self, day: date) -> int | None:
        """The instant at which a date's own hours end; None where it has none."""
        spans = self.day(day)
        return spans[-1].end if spans else None

    def within(self, window: Span) -> Spans:
        """The open time in a window."""
        if not window:
            return ()
        found: list[Span] = []
        last = self._year_of(window.end - 1)
        for number in range(self._year_of(window.start), last + 1):
            for span in within(self._year(number).spans, window):
                if found and found[-1].end == span.start:
                    found[-1] = Span(found[-1].start, span.end)
                else:
                    found.append(span)
        return tuple(found)

    def elapsed(self, start: int, end: int) -> int:
        """Service time in [start, end), µs."""
        if end <= start:
            return 0
        first, last = self._year_of(start), self._year_of(end)
        whole = sum(self._year(number).passed[-1] for number in range(first, last))
        return whole + self._passed(last, end) - self._passed(first, start)

    def deadline(self, start: int, duration: int) -> int | None:
        """The first instant by which the duration has passed; None where hours never reach it."""
        if duration == 0 and self.is_open(start):
            return start
        number = self._year_of(start)
        left = duration + self._passed(number, start)
        empty = 0
        while number <= _LAST_YEAR and empty < _YEARS_WITHOUT_HOURS:
            year = self._year(number)
            found = self._reached(year, left, start, at_once=duration == 0)
            if found is not None:
                return found
            left -= year.passed[-1]
            empty = 0 if year.spans else empty + 1
            number += 1
        return None

    def is_open(self, instant: int) -> bool:
        """Whether the instant lies in service time; closing time does not."""
        year = self._year(self._year_of(instant))
        index = bisect_right(year.starts, instant) - 1
        return index >= 0 and instant < year.spans[index].end

    @staticmethod
    def _reached(year: _Year, left: int, start: int, *, at_once: bool) -> int | None:
        """Where in a year so much of its service time has passed; for nothing to add, its next opening."""
        if at_once:
            return next((span.start for span in year.spans if span.start >= start), None)
        if left > year.passed[-1]:
            return None
        index = bisect_left(year.passed, left) - 1
        return year.spans[index].start + left - year.passed[index]

    def _passed(self, number: int, instant: int) -> int:
        """Service time of a year before an instant in it."""
        year = self._year(number)
        index = bisect_right(year.starts, instant) - 1
        if index < 0:
            return 0
        span = year.spans[index]
        return year.passed[index] + min(instant, span.end) - span.start

    def _year_of(self, instant: int) -> int:
        return local_date(instant, self._hours.zone).year

    def _year(self, number: int) -> _Year:
        known = self._years.get(number)
        if known is None:
            known = self._years[number] = self._expand(number)
        return known

    def _agreed(self, day: date) -> Iterator[Span]:
        told = self._hours.on.get(day)
        if told is None:
            told = () if day in self._hours.holidays else self._hours.weekly[day.weekday()]
        zone = self._hours.zone
        for part in told:
            yield Span(wall(day, part.opens, zone), wall(day, part.closes, zone))

    def _expand(self, number: int) -> _Year:
        first, following = date(number, 1, 1), date(number + 1, 1, 1)
        zone = self._hours.zone
        year = Span(midnight(first, zone), midnight(following, zone))
        days = (date.fromordinal(day) for day in range(first.toordinal() - 1, following.toordinal()))
        spans = within(union(span for day in days for span in self._agreed(day)), year)
        starts = tuple(span.start for span in spans)
        return _Year(spans, starts, (0, *accumulate(span.length for span in spans)))


_ALWAYS = Always()


def open_time(hours: ServiceHours | None) -> OpenTime:
    """Service time of a clause's hours; None is `always`."""
    return _ALWAYS if hours is None else OpenHours(hours)
