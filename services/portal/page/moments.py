"""Instants as people of a zone say them, with the exact one in UTC at hand.

Shown times are cut to the second, never rounded up. Where a local time comes twice (the hour when clocks go
back), the zone's abbreviation tells which is meant.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from services.portal.page.language import Language

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAYS: Final[dict[Language, tuple[str, ...]]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
_MONTHS: Final[dict[Language, tuple[str, ...]]] = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "de": (
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
}  # fmt: skip
_SHORT: Final[dict[Language, tuple[str, ...]]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "de": ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant written for a page: `text` for people, `utc` for machines and the title, to the microsecond."""

    text: str
    utc: str

    def __str__(self) -> str:
        return self.text


def local(instant: int, zone: ZoneInfo) -> datetime:
    """The wall clock of the zone at an instant (µs since the epoch)."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone)


def instant_of(moment: datetime) -> int:
    """The instant (µs since the epoch) of an aware datetime."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def utc(instant: int) -> str:
    """`2026-01-17T02:05:18.000000Z`: UTC, always with microseconds."""
    return (_EPOCH + timedelta(microseconds=instant)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Calendar:
    """How one zone and one language write dates and times."""

    zone: ZoneInfo
    language: Language

    def day_of(self, instant: int, *, year: bool = False) -> str:
        """`17 Jan`, `17. Jan.`, with the year where asked."""
        return self.day(local(instant, self.zone).date(), year=year)

    def day(self, day: date, *, year: bool = False) -> str:
        """A local date, short."""
        month = _SHORT[self.language][day.month - 1]
        dot = "." if self.language == "de" else ""
        return f"{day.day}{dot}\u00a0{month}" + (f"\u00a0{day.year}" if year else "")

    def long_day(self, day: date, *, year: bool = True) -> str:
        """`24 January 2026`, `24. Januar 2026`."""
        month = _MONTHS[self.language][day.month - 1]
        dot = "." if self.language == "de" else ""
        return f"{day.day}{dot}\u00a0{month}" + (f"\u00a0{day.year}" if year else "")

    def weekday(self, day: date) -> str:
        """`Saturday`, `Samstag`."""
        return _DAYS[self.language][day.weekday()]

    def month(self, day: date, *, year: bool = True) -> str:
        """`January 2026`, `Januar 2026`."""
        name = _MONTHS[self.language][day.month - 1]
        return f"{name} {day.year}" if year else name

    def short_month(self, day: date) -> str:
        """`Jan`, `Jan.`."""
        return _SHORT[self.language][day.month - 1]

    def clock(self, instant: int, *, seconds: bool = True, tenths: bool = False) -> str:
        """`03:05:18`, cut to the second; with the zone's abbreviation in the hour that comes twice."""
        there = local(instant, self.zone)
        text = there.strftime("%H:%M:%S" if seconds else "%H:%M")
        if tenths:
            point = "," if self.language == "de" else "."
            text += f"{point}{there.microsecond // 100_000}"
        twice = there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()
        return f"{text}\u00a0{there.tzname()}" if twice else text

    def short(self, instant: int, *, year: bool = False, tenths: bool = False) -> Moment:
        """`17 Jan, 03:05:18`."""
        return Moment(
            f"{self.day_of(instant, year=year)}, {self.clock(instant, tenths=tenths)}", utc(instant)
        )

    def full(self, instant: int) -> Moment:
        """`Saturday 17 January at 03:05:18`, `Samstag, 17. Januar, 03:05:18`."""
        day = local(instant, self.zone).date()
        parts = self.weekday(day), self.long_day(day, year=False), self.clock(instant)
        joined = "{} {} at {}" if self.language == "en" else "{}, {}, {}"
        return Moment(joined.format(*parts), utc(instant))

    def stamp(self, instant: int) -> Moment:
        """`24 Jan 2026, 10:00:00 CET`: with year and zone, to sign a page with."""
        there = local(instant, self.zone)
        name = there.tzname() or ""
        said = f"{self.day_of(instant, year=True)}, {there:%H:%M:%S}\u00a0{name}"
        return Moment(said, utc(instant))

    def time_only(self, instant: int) -> Moment:
        """`03:05:18`, where the day is plain from what stands beside it."""
        return Moment(self.clock(instant), utc(instant))

    def until(self, start: int, end: int) -> Moment:
        """The end of a span: the time alone where it ends on the day it began."""
        same = local(start, self.zone).date() == local(end, self.zone).date()
        return self.time_only(end) if same else self.short(end)
