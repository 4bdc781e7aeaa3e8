"""Durations, shares, dates and instants as people write them, in English and German.

Numbers are rounded down, never up: what is shown is reached. Zones are named by whoever shows an instant.
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Final, Literal

from shared.sla.zones import local

Language = Literal["en", "de"]

_SECOND: Final = 1_000_000
_UNITS: Final = {
    "en": (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)),
    "de": (("T.", 86_400), ("Std.", 3_600), ("Min.", 60), ("Sek.", 1)),
}
_WHOLE: Final = {
    "en": (
        ("day", "days", 86_400),
        ("hour", "hours", 3_600),
        ("minute", "minutes", 60),
        ("second", "seconds", 1),
    ),
    "de": (
        ("Tag", "Tage", 86_400),
        ("Stunde", "Stunden", 3_600),
        ("Minute", "Minuten", 60),
        ("Sekunde", "Sekunden", 1),
    ),
}
_DATIVE: Final = {"Tage": "Tagen"}
_MONTHS: Final = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "de": (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
}
_WEEKDAYS: Final = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
_THIN: Final = "\N{NARROW NO-BREAK SPACE}"


def number(value: Fraction | int, language: Language, places: int = 4) -> str:
    """A number with at most so many decimals, rounded down (toward zero), trailing zeros dropped."""
    size = abs(Fraction(value))
    whole, rest = divmod(size.numerator * 10**places // size.denominator, 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0") if places else ""
    grouped = f"{whole:,}".replace(",", _THIN)
    comma = "," if language == "de" else "."
    sign = "-" if value < 0 and (whole or decimals) else ""
    return f"{sign}{grouped}{comma + decimals if decimals else ''}"


def percent(share: Fraction, language: Language, places: int = 4) -> str:
    """A share in percent, rounded down."""
    return f"{number(share * 100, language, places)}{_THIN}%"


def duration(micros: int, language: Language) -> str:
    """A length of time to the second, `41 min 15 s`; below a second in milliseconds or microseconds."""
    size = abs(micros)
    if 0 < size < _SECOND:
        small = f"{size // 1_000} ms" if size >= 1_000 else f"{size} µs"
        return small if micros >= 0 else f"-{small}"
    seconds, parts = size // _SECOND, []
    for unit, length in _UNITS[language]:
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count} {unit}")
    said = " ".join(parts) or f"0 {_UNITS[language][-1][0]}"
    return said if micros >= 0 else f"-{said}"


def span_of_time(micros: int, language: Language, *, dative: bool = False) -> str:
    """A length of time in the words of a clause, `4 hours`, `1 day and 12 hours`; German also in the dative."""
    seconds, rest = divmod(micros, _SECOND)
    parts = []
    for one, several, length in _WHOLE[language]:
        count, seconds = divmod(seconds, length)
        if count:
            word = one if count == 1 else several
            parts.append(f"{count} {_DATIVE.get(word, word) if dative else word}")
    if rest or not parts:
        exact = number(Fraction(seconds * _SECOND + rest, _SECOND), language, 6)
        parts.append(f"{exact} {_WHOLE[language][-1][1]}")
    joint = " und " if language == "de" else " and "
    return joint.join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]


def day(moment: date, language: Language) -> str:
    """`17 January 2026`, `17. Januar 2026`."""
    dot = "." if language == "de" else ""
    return f"{moment.day}{dot} {_MONTHS[language][moment.month - 1]} {moment.year}"


def instant(at: int, zone: str, language: Language) -> str:
    """`Saturday, 17 January 2026, 03:05:10` on the clocks of a zone; decimals of a second as they are needed."""
    shown = local(at, zone)
    return f"{_WEEKDAYS[language][shown.weekday()]}, {day(shown.date(), language)}, {_clock(shown)}"


def short_instant(at: int, zone: str) -> str:
    """`2026-01-17 03:05:10` on the clocks of a zone, for tables."""
    shown = local(at, zone)
    return f"{shown.date().isoformat()} {_clock(shown)}"


def joined(words: list[str], language: Language) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'und' if language == 'de' else 'and'} {words[-1]}"


def _clock(shown: datetime) -> str:
    decimals = f".{shown.microsecond:06d}".rstrip("0") if shown.microsecond else ""
    return f"{shown:%H:%M:%S}{decimals}"
