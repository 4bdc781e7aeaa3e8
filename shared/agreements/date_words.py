"""Days, instants and periods as people of a zone say them, in English and German.

Instants are told on the clocks of a zone, which whoever shows them names. Where clocks show a time twice, the
zone's abbreviation says which is meant.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from shared.agreements.words import Language, duration
from shared.sla.agreed.clauses import CalendarUnit
from shared.sla.spans import DAY, HOUR, Span
from shared.sla.time.windows import window_at
from shared.sla.time.zones import local

_MONTHS: Final = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "de": (
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
}  # fmt: skip
_WEEKDAYS: Final = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
_ORDINALS: Final = ("first", "second", "third", "fourth")


def day(moment: date, language: Language) -> str:
    """`17 January 2026`, `17. Januar 2026`."""
    return f"{_day(moment, language)} {moment.year}"


def moment(at: int, zone: str, language: Language) -> str:
    """`Saturday 17 January at 03:05:18`, `Samstag, 17. Januar, um 03:05:18 Uhr`; to the second, without the year."""
    shown = local(at, zone)
    weekday = _WEEKDAYS[language][shown.weekday()]
    if language == "de":
        return f"{weekday}, {_day(shown, 'de')}, um {_hour(shown)}"
    return f"{weekday} {_day(shown, 'en')} at {_clock(shown.replace(microsecond=0))}"


def weekday(at: int, zone: str, language: Language) -> str:
    """`Mon`, `Mo`: the day of the week, short, for tables."""
    return _WEEKDAYS[language][local(at, zone).weekday()][: 2 if language == "de" else 3]


def instant(at: int, zone: str, language: Language) -> str:
    """`Saturday, 17 January 2026, 03:05:10` with as many decimals of a second as it needs."""
    shown = local(at, zone)
    return f"{_WEEKDAYS[language][shown.weekday()]}, {day(shown.date(), language)}, {_clock(shown, language)}"


def short_instant(at: int, zone: str, language: Language) -> str:
    """`17 Jan 2026 03:05:10`, `17.01.2026 03:05:10`: for tables."""
    shown = local(at, zone)
    if language == "de":
        return f"{shown.day:02d}.{shown.month:02d}.{shown.year} {_clock(shown, language)}"
    return f"{shown.day:2d} {_MONTHS['en'][shown.month - 1][:3]} {shown.year} {_clock(shown, language)}"


def period_name(start: int, unit: CalendarUnit, zone: str, language: Language) -> str:
    """A period as one says it after `for` and `für`: `January 2026`, `das 1. Quartal 2026`."""
    first = local(start, zone).date()
    year, week, _ = first.isocalendar()
    quarter = (first.month - 1) // 3
    if language == "de":
        return {
            CalendarUnit.DAY: f"den {day(first, 'de')}",
            CalendarUnit.WEEK: f"die Kalenderwoche {week}/{year}",
            CalendarUnit.MONTH: _month(first, "de"),
            CalendarUnit.QUARTER: f"das {quarter + 1}. Quartal {first.year}",
            CalendarUnit.YEAR: f"das Jahr {first.year}",
        }[unit]
    return {
        CalendarUnit.DAY: day(first, "en"),
        CalendarUnit.WEEK: f"week {week} of {year}",
        CalendarUnit.MONTH: _month(first, "en"),
        CalendarUnit.QUARTER: f"the {_ORDINALS[quarter]} quarter of {first.year}",
        CalendarUnit.YEAR: f"the year {first.year}",
    }[unit]


def short_quarter(start: int, zone: str) -> str:
    """`Q1 2026`."""
    first = local(start, zone).date()
    return f"Q{(first.month - 1) // 3 + 1} {first.year}"


def in_period(start: int, unit: CalendarUnit, zone: str, language: Language) -> str:
    """A period as one says when something was: `in January 2026`, `im 1. Quartal 2026`, `am 1. Januar 2026`."""
    name = period_name(start, unit, zone, language)
    if language == "en":
        return f"on {name}" if unit is CalendarUnit.DAY else f"in {name.removeprefix('the year ')}"
    if unit is CalendarUnit.MONTH:
        return f"im {name}"
    article, _, rest = name.partition(" ")
    return f"{ {'den': 'am', 'die': 'in der', 'das': 'im'}[article] } {rest}"


def rolling_name(length: int, language: Language, *, dative: bool = False) -> str:
    """`the last 30 days`, `die letzten 30 Tage`; in hours or a plain length where it is no number of days."""
    letzten = "den letzten" if dative else "die letzten"
    days, rest = divmod(length, DAY)
    if rest == 0 and days > 1:
        return (
            f"the last {days} days"
            if language == "en"
            else f"{letzten} {days} {'Tagen' if dative else 'Tage'}"
        )
    hours, rest = divmod(length, HOUR)
    if rest == 0 and hours > 1:
        return f"the last {hours} hours" if language == "en" else f"{letzten} {hours} Stunden"
    return f"the last {duration(length)}" if language == "en" else f"{letzten} {duration(length)}"


def unit_of(span: Span, zone: str) -> CalendarUnit | None:
    """Which calendar unit a span is one of; None for any other span."""
    units = (unit for unit in CalendarUnit if window_at(unit, zone, span.start) == span)
    return next(units, None)


def _day(moment: date, language: Language) -> str:
    dot = "." if language == "de" else ""
    return f"{moment.day}{dot} {_MONTHS[language][moment.month - 1]}"


def _month(first: date, language: Language) -> str:
    return f"{_MONTHS[language][first.month - 1]} {first.year}"


def _clock(shown: datetime, language: Language = "en") -> str:
    point = "," if language == "de" else "."
    decimals = f"{point}{shown.microsecond:06d}".rstrip("0") if shown.microsecond else ""
    twice = shown.replace(fold=0).utcoffset() != shown.replace(fold=1).utcoffset()
    return f"{shown:%H:%M:%S}{decimals}" + (f" {shown.tzname()}" if twice else "")


def _hour(shown: datetime) -> str:
    """`03:05:18 Uhr`, `02:30:00 Uhr CEST`."""
    time, _, zone = _clock(shown.replace(microsecond=0)).partition(" ")
    return f"{time} Uhr {zone}".rstrip()
