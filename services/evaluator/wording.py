"""Dates, durations and shares in the sentences of verdicts: the words of `shared.agreements`, as a verdict uses them.

Instants are told in the agreement's zone, to the second, cut off; shares and durations are rounded down.
"""

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Final

from shared.agreements import date_words, words
from shared.agreements.words import shortened
from shared.sla.clauses import CalendarUnit
from shared.sla.zones import local_date

__all__ = [
    "NARROW",
    "Language",
    "duration",
    "local_day",
    "moment",
    "percent",
    "period_name",
    "rolling_name",
    "shortened",
]

NARROW: Final = words.THIN


class Language(Enum):
    """The languages that every sentence has."""

    EN = "en"
    DE = "de"


def moment(instant: int, zone: str, language: Language) -> str:
    """`Saturday 17 January at 03:05:18`, `Samstag, 17. Januar, um 03:05:18 Uhr`."""
    return date_words.moment(instant, zone, language.value)


def period_name(start: int, unit: CalendarUnit, zone: str, language: Language) -> str:
    """The period as one would say it after `for` and `für`: `January 2026`, `das 1. Quartal 2026`."""
    return date_words.period_name(start, unit, zone, language.value)


def rolling_name(length: int, language: Language) -> str:
    """`the last 30 days`, `die letzten 30 Tage`."""
    return date_words.rolling_name(length, language.value)


def duration(length: int) -> str:
    """`41 min 15 s`, `2 h 12 min`: the two largest units that are not zero, the rest cut off; the same in both."""
    return words.duration(max(0, length), most=2)


def percent(share: Fraction, language: Language, decimals: int = 4) -> str:
    """`99.9521 %`: a share between 0 and 1 in percent, rounded down, without trailing zeros."""
    return words.percent(share, language.value, decimals)


def local_day(instant: int, zone: str) -> date:
    """The date of an instant in a zone."""
    return local_date(instant, zone)
