"""Instants as text: RFC 3339 outside, whole microseconds since the epoch (UTC) inside.

Fractions finer than a microsecond are cut off (SEMANTICS.md, Time). An instant without an offset is refused:
nobody can tell which moment it means.
"""

import re
from datetime import date

from shared.contracts.errors import ContractError

SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 86_400 * SECOND

_EPOCH = date(1970, 1, 1).toordinal()
_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([Zz])|([+-])(\d\d):(\d\d))", re.ASCII
)


def parse_instant(text: object, field: str = "time") -> int:
    """Microseconds since the epoch of an RFC 3339 instant; ContractError names `field` and what would be right."""
    match = _RFC3339.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ContractError(
            field, f"{field} is {text!r}; an instant is written like 2026-01-31T23:00:00Z, with its offset"
        )
    year, month, day, hour, minute, second, fraction, _, sign, offset_hour, offset_minute = match.groups()
    try:
        days = date(int(year), int(month), int(day)).toordinal() - _EPOCH
    except ValueError as error:
        raise ContractError(field, f"{field} is {text!r}; there is no such day") from error
    if int(hour) > 23 or int(minute) > 59 or int(second) > 59:
        raise ContractError(
            field,
            f"{field} is {text!r}; hours go to 23, minutes and seconds to 59 (leap seconds are not used)",
        )
    seconds = days * 86_400 + int(hour) * 3_600 + int(minute) * 60 + int(second)
    if sign is not None:
        if int(offset_hour) > 23 or int(offset_minute) > 59:
            raise ContractError(field, f"{field} is {text!r}; an offset lies between -23:59 and +23:59")
        offset = int(offset_hour) * 3_600 + int(offset_minute) * 60
        seconds += -offset if sign == "+" else offset
    return seconds * SECOND + (int(fraction[:6].ljust(6, "0")) if fraction else 0)


def format_instant(instant: int) -> str:
    """UTC with as many decimals of a second as the instant needs: `2026-01-31T23:00:00Z`, `…:00.25Z`."""
    days, rest = divmod(instant, DAY)
    seconds, micros = divmod(rest, SECOND)
    day = date.fromordinal(days + _EPOCH)
    decimals = f".{micros:06d}".rstrip("0") if micros else ""
    hour, minute, second = seconds // 3_600, seconds // 60 % 60, seconds % 60
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}T{hour:02d}:{minute:02d}:{second:02d}{decimals}Z"
