"""Durations as ISO 8601 writes them, in whole microseconds: P1D is 24 hours, months and years are none."""

from __future__ import annotations

import re
from typing import Final

SECOND: Final = 1_000_000
_UNITS: Final = {"W": 604_800, "D": 86_400, "H": 3_600, "M": 60, "S": 1}
_FORM: Final = re.compile(
    r"P(?=.)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12})(?:[.,](\d{1,6})0*)?S)?)?",
    re.ASCII,
)
_CALENDAR: Final = re.compile(r"P(\d+Y)?(\d+M)?.*", re.ASCII)


def parse_duration(text: str) -> int:
    """Microseconds; ValueError with what would be right for any other text."""
    match = _FORM.fullmatch(text)
    if match is not None:
        weeks, days, hours, minutes, seconds, fraction = match.groups()
        counts = zip((weeks, days, hours, minutes, seconds), _UNITS.values(), strict=True)
        whole = sum(int(count or 0) * unit for count, unit in counts)
        return whole * SECOND + int((fraction or "0").ljust(6, "0"))
    calendar = _CALENDAR.fullmatch(text)
    if calendar is not None and any(calendar.groups()):
        raise ValueError(
            "a duration is written in weeks, days, hours, minutes and seconds, as P30D; months and "
            "years have no fixed length"
        )
    raise ValueError("a duration is written like PT4H, P3D, P2W or PT0.5S")


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
