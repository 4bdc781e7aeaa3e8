"""Numbers with as many digits as decide: what is shown lies on the same side of its bound as what was computed.

Shown is rounded down, compared unrounded (docs/decisions/0015). Where rounding would put a number onto its bound, or
across it, the digits that make the difference are shown as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Final

from shared.agreements import words
from shared.agreements.explained.voice import Voice
from shared.sla.spans import DAY, HOUR, MINUTE, SECOND

USUAL: Final = 4
"""Decimals of a number where nothing asks for more."""
_MOST: Final = 30


def deciding_places(value: Fraction, bounds: Iterable[Fraction]) -> int:
    """The fewest decimals, from `USUAL` on, that leave the value where it lies to each of the bounds."""
    held = tuple(bounds)
    for places in range(USUAL, _MOST):
        step = 10**places
        size = Fraction(abs(value.numerator) * step // value.denominator, step)
        shown = size if value >= 0 else -size
        if all(_side(shown, bound) == _side(value, bound) for bound in held):
            return places
    return _MOST


def deciding_number(voice: Voice, value: Fraction, *bounds: Fraction | None) -> str:
    """A number beside what it is held against."""
    return voice.number(value, deciding_places(value, (one for one in bounds if one is not None)))


def deciding_percent(voice: Voice, share: Fraction, *bounds: Fraction | None) -> str:
    """A share beside those it is held against."""
    held = (one * 100 for one in bounds if one is not None)
    return voice.percent(share, deciding_places(share * 100, held))


def deciding_length(voice: Voice, micros: Fraction | int, bound: int, *, service: bool = False) -> str:
    """A length of time in words, to the second from a minute on, to the microsecond where that decides."""
    said = words.service_time if service else words.span_of_time
    return said(_length(micros, bound), voice.language)


def deciding_dative(voice: Voice, micros: Fraction | int, bound: int) -> str:
    """The same of service time, in the German dative."""
    return words.service_time(_length(micros, bound), voice.language, dative=True)


def brief_length(voice: Voice, micros: Fraction | int, bound: int) -> str:
    """The two greatest units, `10 d 6 h`, or all of it to the microsecond where the rest decides."""
    whole = int(micros)
    for unit, next_unit in pairwise((DAY, HOUR, MINUTE, SECOND)):
        if whole >= unit:
            cut = whole - whole % next_unit
            return words.exact_duration(
                cut if _side(cut, bound) == _side(whole, bound) else whole, voice.language
            )
    return words.exact_duration(whole, voice.language)


def _length(micros: Fraction | int, bound: int) -> int:
    whole = int(micros)
    cut = whole - whole % SECOND if whole >= MINUTE else whole
    return cut if _side(cut, bound) == _side(whole, bound) else whole


def _side(value: Fraction | int, bound: Fraction | int) -> int:
    return (value > bound) - (value < bound)
