"""Numbers, shares and lengths of time as people write them, in English and German.

What is shown is rounded down, so that it is reached. The signs d, h, min and s are those of the SI and the same in
both languages; in a sentence a length of time is said in words (`span_of_time`, `service_time`). Dates stand in
`date_words`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, Literal

Language = Literal["en", "de"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "de")

THIN: Final = "\N{NARROW NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"
GROUP: Final[dict[Language, str]] = {"en": ",", "de": "."}
"""What stands between groups of three digits."""
_SECOND: Final = 1_000_000
_UNITS: Final = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
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
_Unit = tuple[str, str, int]
"""One, several, and how many seconds it has."""
_DATIVE: Final = {"Tage": "Tagen"}


def number(value: Fraction | int, language: Language, places: int = 4) -> str:
    """A number with at most so many decimals, rounded toward zero, digits in groups of three: 29,401.5; 29.401,5."""
    size = abs(Fraction(value))
    whole, rest = divmod(size.numerator * 10**places // size.denominator, 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0") if places else ""
    group, comma = GROUP[language], "," if language == "de" else "."
    grouped = f"{whole:,}".replace(",", group)
    sign = MINUS if value < 0 and (whole or decimals) else ""
    return f"{sign}{grouped}{comma + decimals if decimals else ''}"


def percent(share: Fraction, language: Language, places: int = 4) -> str:
    """A share between 0 and 1 in percent."""
    return f"{number(share * 100, language, places)}{THIN}%"


def agreed(value: Fraction | int, language: Language) -> str:
    """A number as it was agreed, with all its decimals: who signs a sentence signs the document's own number."""
    denominator = Fraction(value).denominator
    exact = (places for places in range(denominator.bit_length()) if 10**places % denominator == 0)
    return number(value, language, next(exact, 4))


def promised(share: Fraction, language: Language) -> str:
    """A share between 0 and 1 as it was agreed, in percent."""
    return f"{agreed(share * 100, language)}{THIN}%"


def duration(micros: Fraction | int, most: int = len(_UNITS)) -> str:
    """A length of time to the second in at most so many units, `41 min 15 s`; below a second in ms or µs."""
    size = abs(int(micros))
    sign = MINUS if micros < 0 and size else ""
    if 0 < size < _SECOND:
        return f"{sign}{size // 1_000} ms" if size >= 1_000 else f"{sign}{size} µs"
    seconds, parts = size // _SECOND, list[tuple[int, str]]()
    for unit, length in _UNITS:
        count, seconds = divmod(seconds, length)
        if count or (parts and len(parts) < most):
            parts.append((count, unit))
    said = [f"{count} {unit}" for count, unit in parts[:most] if count]
    return sign + (" ".join(said) or "0 s")


def exact_duration(micros: Fraction | int, language: Language) -> str:
    """A length of time to the microsecond, `44 min 38.4 s`; what is finer is cut off."""
    size = abs(Fraction(micros))
    whole = size.numerator // size.denominator
    minutes, rest = divmod(whole, 60 * _SECOND)
    parts = [duration(minutes * 60 * _SECOND)] if minutes else []
    parts += [f"{number(Fraction(rest, _SECOND), language, 6)} s"] if rest or not parts else []
    return f"{MINUS if micros < 0 and whole else ''}{' '.join(parts)}"


def span_of_time(micros: Fraction | int, language: Language, *, dative: bool = False) -> str:
    """A length of time in words, `4 hours`, `1 day and 12 hours`; German also in the dative. Not for negative ones."""
    return _in_words(micros, language, _WHOLE[language], dative=dative)


def service_time(micros: Fraction | int, language: Language, *, dative: bool = False) -> str:
    """The same of service time, with hours as the largest unit: 24 hours of service are no day."""
    return _in_words(micros, language, _WHOLE[language][1:], dative=dative)


def _in_words(micros: Fraction | int, language: Language, units: Sequence[_Unit], *, dative: bool) -> str:
    rest, parts = int(micros), list[str]()
    for one, several, length in units[:-1]:
        count, rest = divmod(rest, length * _SECOND)
        if count:
            word = one if count == 1 else several
            parts.append(f"{count} {_DATIVE.get(word, word) if dative else word}")
    if rest or not parts:
        one, several, _ = _WHOLE[language][-1]
        exact = Fraction(rest, _SECOND)
        parts.append(f"{number(exact, language, 6)} {one if exact == 1 else several}")
    return joined(parts, language)


def several(count: int, one: str, many: str, language: Language) -> str:
    """`1 outage`, `3 outages`."""
    return f"{number(count, language)} {one if count == 1 else many}"


def joined(words: list[str], language: Language) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'und' if language == 'de' else 'and'} {words[-1]}"


def shortened(text: str, most: int = 200) -> str:
    """A title or name, cut where it is longer than anyone would read."""
    return text if len(text) <= most else text[: most - 1] + "…"
