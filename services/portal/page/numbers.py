"""Exact numbers as text: never through a float, rounded down, also below zero, so nothing looks better than it is."""

from fractions import Fraction
from math import floor
from typing import Final

from services.portal.page.language import Language

NARROW: Final = "\u202f"
MINUS: Final = "\u2212"
_GROUP: Final[dict[Language, str]] = {"en": ",", "de": "."}
_POINT: Final[dict[Language, str]] = {"en": ".", "de": ","}


def exact(value: int | str) -> Fraction:
    """A number as the APIs write it: an integer, a decimal (`"123.5"`) or a ratio (`"370/3"`)."""
    return Fraction(value)


def decimals_of(value: Fraction, most: int) -> int:
    """How many decimals write the number exactly, at most `most`."""
    for places in range(most):
        if (value * 10**places).denominator == 1:
            return places
    return most


def number(value: Fraction | int, language: Language, decimals: int = 0, *, strip: bool = False) -> str:
    """The number rounded down (towards minus infinity), digits in groups of three (29,401.5; 29.401,5); `strip` drops
    end zeros.
    """
    scaled = floor(value * 10**decimals)
    sign, digits = (MINUS if scaled < 0 else ""), str(abs(scaled)).rjust(decimals + 1, "0")
    whole, fraction = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    if strip:
        fraction = fraction.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", _GROUP[language])
    return f"{sign}{grouped}{_POINT[language]}{fraction}" if fraction else f"{sign}{grouped}"


def percent(value: Fraction | int, language: Language, decimals: int = 4, *, strip: bool = False) -> str:
    """So many percent (99.9 is 99.9 percent), with a narrow space before the sign."""
    return number(value, language, decimals, strip=strip) + NARROW + "%"


def agreed_percent(value: Fraction, language: Language) -> str:
    """A share that people wrote down: all its decimals, none added."""
    return percent(value, language, decimals_of(value, 9), strip=True)
