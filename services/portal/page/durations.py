"""Durations in words: `41 min 15 s`. Microseconds in, rounded down to what is shown, also below zero.

The signs d, h, min and s are those of the SI and the same in every language we speak.
"""

from fractions import Fraction
from math import floor
from typing import Final

from services.portal.page.language import Language
from services.portal.page.numbers import MINUS, NARROW, decimals_of, number

SECOND: Final = 1_000_000
_UNITS: Final = (("d", 86_400), ("h", 3_600), ("min", 60))


def duration(microseconds: Fraction | int, language: Language, decimals: int | None = None) -> str:
    """In days, hours, minutes and seconds, parts that are zero left out.

    `decimals` of a second: at most as many as told, end zeros dropped; else none from a minute on, and below it as
    many as needed, at most three.
    """
    seconds = Fraction(microseconds) / SECOND
    if decimals is None:
        decimals = 0 if abs(seconds) >= 60 else decimals_of(seconds, 3)
    scaled = floor(seconds * 10**decimals)
    sign, rest = (MINUS if scaled < 0 else ""), Fraction(abs(scaled), 10**decimals)
    parts: list[str] = []
    for unit, length in _UNITS:
        count, rest = divmod(rest, length)
        if count:
            parts.append(f"{count} {unit}")
    if rest or not parts:
        parts.append(f"{number(rest, language, decimals, strip=True)} s")
    return sign + " ".join(parts).replace(" ", "\u00a0")


def service_time(microseconds: Fraction | int, language: Language) -> str:
    """A length of service time: hours are its largest unit, since a day of service hours has fewer than 24."""
    size = abs(Fraction(microseconds))
    hours, rest = divmod(floor(size / SECOND), 3_600)
    if not hours:
        return duration(microseconds, language)
    minutes = f"\u00a0{duration(rest * SECOND, language)}" if rest else ""
    return f"{MINUS if microseconds < 0 else ''}{number(hours, language)}\u00a0h{minutes}"


def brief(said: str) -> str:
    """A duration in words with its two largest units alone, rounded down: `15 d 11 h`."""
    return "\u00a0".join(said.split("\u00a0")[:4])


def short_duration(microseconds: Fraction | int) -> str:
    """The largest whole unit alone, for the ticks of an axis: `40 min`, `−2 h`, `0`."""
    seconds = floor(Fraction(microseconds) / SECOND)
    sign, seconds = (MINUS if seconds < 0 else ""), abs(seconds)
    for unit, length in _UNITS:
        if seconds and seconds % length == 0:
            return f"{sign}{seconds // length}{NARROW}{unit}"
    return f"{sign}{seconds}{NARROW}s" if seconds else "0"


def second_decimals(values: list[Fraction]) -> int:
    """How many decimals of a second all these durations need to be exact, at most six."""
    return max((decimals_of(value / SECOND, 6) for value in values), default=0)
