"""Dates, durations and shares in words, in English and German.

Instants are told in the agreement's zone, to the second, cut off; shares and durations are rounded down; German has
the decimal comma; before a percent sign stands a narrow no-break space.
"""

from datetime import date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from shared.contracts.instants import DAY, SECOND
from shared.sla.clauses import CalendarUnit

NARROW: Final = "\u202f"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))


class Language(Enum):
    """The languages that every sentence has."""

    EN = "en"
    DE = "de"


_DAYS: Final = {
    Language.EN: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    Language.DE: ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
_MONTHS: Final = {
    Language.EN: (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    Language.DE: (
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
}  # fmt: skip
_ORDINALS: Final = ("first", "second", "third", "fourth")


def local(instant: int, zone: str) -> datetime:
    """The wall time of an instant in a zone, to the microsecond."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(ZoneInfo(zone))


def moment(instant: int, zone: str, language: Language) -> str:
    """`Saturday 17 January at 03:05:18`, `Samstag, 17. Januar, um 03:05:18 Uhr`."""
    at = local(instant, zone)
    day, month = _DAYS[language][at.weekday()], _MONTHS[language][at.month - 1]
    if language is Language.EN:
        return f"{day} {at.day} {month} at {at:%H:%M:%S}"
    return f"{day}, {at.day}. {month}, um {at:%H:%M:%S} Uhr"


def period_name(start: int, unit: CalendarUnit, zone: str, language: Language) -> str:
    """The period as one would say it after `for` and `für`: `January 2026`, `das 1. Quartal 2026`."""
    first = local(start, zone).date()
    quarter = (first.month - 1) // 3
    year, week, _ = first.isocalendar()
    month = f"{_MONTHS[language][first.month - 1]} {first.year}"
    english = {
        CalendarUnit.DAY: f"{first.day} {month}",
        CalendarUnit.WEEK: f"week {week} of {year}",
        CalendarUnit.MONTH: month,
        CalendarUnit.QUARTER: f"the {_ORDINALS[quarter]} quarter of {first.year}",
        CalendarUnit.YEAR: f"the year {first.year}",
    }
    german = {
        CalendarUnit.DAY: f"den {first.day}. {month}",
        CalendarUnit.WEEK: f"die Kalenderwoche {week}/{year}",
        CalendarUnit.MONTH: month,
        CalendarUnit.QUARTER: f"das {quarter + 1}. Quartal {first.year}",
        CalendarUnit.YEAR: f"das Jahr {first.year}",
    }
    return (english if language is Language.EN else german)[unit]


def rolling_name(length: int, language: Language) -> str:
    """`the last 30 days`, `die letzten 30 Tage`, and in hours or a plain duration where it is no number of days."""
    days, rest = divmod(length, DAY)
    if rest:
        said = duration(length)
        return f"the last {said}" if language is Language.EN else f"die letzten {said}"
    if days == 1:
        return "the last 24 hours" if language is Language.EN else "die letzten 24 Stunden"
    return f"the last {days} days" if language is Language.EN else f"die letzten {days} Tage"


def duration(length: int) -> str:
    """`41 min 15 s`, `2 h 12 min`: the two largest units that are not zero, the rest cut off; the same in both."""
    seconds = max(0, length) // SECOND
    if seconds == 0:
        return "0 s" if length <= 0 else "less than 1 s"
    units = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    parts = []
    for name, size in units:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {name}")
        elif parts:
            break
    return " ".join(parts[:2])


def percent(share: Fraction, language: Language, decimals: int = 4) -> str:
    """`99.9521 %`: a share between 0 and 1 in percent, rounded down, without trailing zeros."""
    scaled = share * 100 * 10**decimals
    whole, part = divmod(scaled.numerator // scaled.denominator, 10**decimals)
    digits = f"{part:0{decimals}d}".rstrip("0")
    point = "." if language is Language.EN else ","
    return f"{whole}{point + digits if digits else ''}{NARROW}%"


def shortened(text: str, most: int = 200) -> str:
    """A title or name, cut where it is longer than anyone would read."""
    return text if len(text) <= most else text[: most - 1] + "…"


def local_day(instant: int, zone: str) -> date:
    """The date of an instant in a zone."""
    return local(instant, zone).date()
