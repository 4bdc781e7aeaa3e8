"""Durations as ISO 8601 writes them, in whole microseconds: P1D is 24 hours, months and years are none."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

SECOND: Final = 1_000_000
_UNITS: Final = {"W": 604_800, "D": 86_400, "H": 3_600, "M": 60, "S": 1}
_FORM: Final = re.compile(
    r"P(?=.)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12})S)?)?", re.ASCII
)
_FRACTION: Final = re.compile(r"(?P<before>.*\d)[.,](?P<digits>\d{1,18})(?P<unit>[WDHMS])", re.ASCII)
"""The last number alone may have decimals (ISO 8601)."""
_CALENDAR: Final = re.compile(r"P(\d+Y)?(\d+M)?.*", re.ASCII)


def parse_duration(text: str) -> int:
    """Microseconds, what is finer cut off; ValueError with what would be right for any other text."""
    fraction = _FRACTION.fullmatch(text)
    whole_numbers = text if fraction is None else f"{fraction['before']}{fraction['unit']}"
    match = _FORM.fullmatch(whole_numbers)
    if match is not None:
        whole = sum(
            int(count or 0) * unit for count, unit in zip(match.groups(), _UNITS.values(), strict=True)
        )
        return whole * SECOND + (0 if fraction is None else _part(fraction["digits"], fraction["unit"]))
    calendar = _CALENDAR.fullmatch(whole_numbers)
    if calendar is not None and any(calendar.groups()):
        raise ValueError(
            "a duration is written in weeks, days, hours, minutes and seconds, as P30D; months and "
            "years have no fixed length"
        )
    raise ValueError("a duration is written like PT4H, P3D, P2W or PT0.5S")


def _part(digits: str, unit: str) -> int:
    """Microseconds of the decimals of so many of a unit."""
    return int(Fraction(f"0.{digits}") * _UNITS[unit] * SECOND)


def format_duration(duration: int) -> str:
    """The shortest ISO 8601 form in days, hours, minutes and seconds; not for negative durations."""
    seconds, micros = divmod(duration, SECOND)
    days, seconds = divmod(seconds, 86_400)
    hours, seconds = divmod(seconds, 3_600)
    minutes, seconds = divmod(seconds, 60)
    decimals = f".{micros:06d}".rstrip("0") if micros else ""
    time = "".join(f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M")) if count)
    time += f"{seconds}{decimals}S" if seconds or decimals else ""
    date = f"{days}D" if days else ""
    return f"P{date}{'T' + time if time else ''}" if date or time else "PT0S"
