"""`--period`: a year, quarter, month, ISO week, day, or any span, as instants of the agreement's zone."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from shared.contracts.errors import ContractError
from shared.contracts.instants import parse_instant
from shared.sla.agreed.clauses import CalendarUnit
from shared.sla.spans import Span
from shared.sla.time.windows import next_first_date
from shared.sla.time.zones import midnight

FORMS: Final = "2026, 2026-Q1, 2026-01, 2026-W03, 2026-01-15, or FROM/UNTIL with dates or instants"
_YEAR: Final = re.compile(r"(\d{4})", re.ASCII)
_QUARTER: Final = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
_MONTH: Final = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_WEEK: Final = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def read_period(text: str, zone: str) -> Span:
    """The span of a period; ContractError where the text is none of the forms, or the span is empty."""
    if "/" in text:
        first, _, last = text.partition("/")
        span = Span(_end(first, zone), _end(last, zone))
    else:
        span = _calendar(text, zone)
    if not span:
        raise ContractError("period", f"the period {text!r} does not end after it begins")
    return span


def _calendar(text: str, zone: str) -> Span:
    try:
        unit, first = _first(text)
        return Span(midnight(first, zone), midnight(next_first_date(unit, first), zone))
    except (ValueError, OverflowError) as error:
        if isinstance(error, ContractError):
            raise
        raise ContractError("period", f"the period {text!r} is not in the calendar") from error


def _first(text: str) -> tuple[CalendarUnit, date]:
    if match := _YEAR.fullmatch(text):
        return CalendarUnit.YEAR, date(int(match.group(1)), 1, 1)
    if match := _QUARTER.fullmatch(text):
        return CalendarUnit.QUARTER, date(int(match.group(1)), int(match.group(2)) * 3 - 2, 1)
    if match := _MONTH.fullmatch(text):
        return CalendarUnit.MONTH, date(int(match.group(1)), int(match.group(2)), 1)
    if match := _WEEK.fullmatch(text):
        return CalendarUnit.WEEK, date.fromisocalendar(int(match.group(1)), int(match.group(2)), 1)
    if _DAY.fullmatch(text):
        return CalendarUnit.DAY, date.fromisoformat(text)
    raise ContractError("period", f"the period {text!r} is not understood; it is {FORMS}")


def _end(text: str, zone: str) -> int:
    if not _DAY.fullmatch(text):
        return _instant(text)
    try:
        return midnight(date.fromisoformat(text), zone)
    except (ValueError, OverflowError) as error:
        raise ContractError("period", f"the period names {text!r}; there is no such day") from error


def _instant(text: str) -> int:
    try:
        return parse_instant(text, "period")
    except ContractError as error:
        if "T" in text.upper():
            raise
        said = f"one end of the period is {text!r}; it is a date or an instant, as 2026-01-15 or 2026-01-31T23:00:00Z"
        raise ContractError("period", said) from error
