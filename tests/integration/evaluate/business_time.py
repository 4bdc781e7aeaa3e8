"""Cases of another system's service hours, beside the project, each as an agreement that says the same.

That system takes breaks off a date and lets a holiday win over hours given for it. The contract has neither
word, but says the same with `on`: the hours that are left of the date, or none at all.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from services.cli.service_time import NamedHours, named_hours
from shared.agreements.reading import read_agreement
from tests.unit.agreements.documents import with_changes

CASES: Final = Path(__file__).resolve().parents[4] / "shared" / "samples" / "business-time" / "cases.json"
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_BACK: Final = "the contract asks for deadlines, and never backwards from one"
_BREAK: Final = "the contract has hours and no breaks, so none can be asked for; their time is not open"
NOT_EXPRESSIBLE: Final = {
    "subtract_business_seconds: before 90 seconds": _BACK,
    "subtract_business_seconds: before 90 minutes": _BACK,
    "subtract_business_seconds: before 3 hours": _BACK,
    "subtract_business_seconds: before 0 -> last active moment backward": _BACK,
    "subtract_business_days: within period": _BACK,
    "subtract_business_days: before first period": _BACK,
    "subtract_business_days: after last period": _BACK,
    "on_break: on_break at 2006-01-04T11:00:00Z": _BREAK,
    "on_break: on_break at 2006-01-04T12:00:00Z": _BREAK,
    "on_break: on_break at 2006-01-04T13:00:00Z": _BREAK,
    "on_break: on_break at 2006-01-05T12:00:00Z": _BREAK,
    "local_to_utc: wall clock normal": "hours are written to the minute, and this time has seconds",
    "intersect: intersection of two calendars (result keeps FIRST calendar timezone; second interpreted "
    "wall-clock)": "an objective has one set of service hours, and no hours are made of two others",
}
"""The cases that the contract has no words for, by name, each with the reason."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `said` is all that the file says of it."""

    name: str
    said: dict[str, Any]

    @property
    def hours(self) -> NamedHours:
        """Its calendar, read from an agreement."""
        return hours_of(self.said["calendar"]["timezone"], **_clauses(self.said["calendar"]))


def cases() -> Iterator[Case]:
    """Every case of the file; none where it is not there."""
    said = json.loads(CASES.read_text(encoding="utf-8"))["cases"] if CASES.is_file() else []
    return (Case(f"{one['op']}: {one['case']}", one) for one in said)


def hours_of(zone: str, **clauses: Any) -> NamedHours:
    """Service hours as the reader takes them from a document."""
    document = with_changes(time_zone=zone, service_hours={"h": clauses})
    found = named_hours(read_agreement(json.dumps(document))[0], "h")
    assert found is not None
    return found


def _clauses(calendar: dict[str, Any]) -> dict[str, Any]:
    holidays = calendar.get("holidays", [])
    dates = {*calendar.get("shifts", {}), *calendar.get("breaks", {})}.difference(holidays)
    on = {day: [_text(*one) for one in _left_of(day, calendar)] for day in sorted(dates)}
    weekly = {day: [_text(*one) for one in hours] for day, hours in calendar["weekly"].items()}
    clauses = {"weekly": weekly, "holidays": {"dates": holidays}, "on": on}
    given = {"weekly", *(["holidays"] if holidays else []), *(["on"] if on else [])}
    return {name: clause for name, clause in clauses.items() if name in given}


def _text(start: str, end: str) -> str:
    return f"{start}-{end}"


def _left_of(day: str, calendar: dict[str, Any]) -> list[tuple[str, str]]:
    """The hours of a date less its breaks; times of a day compare as text."""
    weekday = _DAYS[date.fromisoformat(day).weekday()]
    hours = calendar.get("shifts", {}).get(day, calendar["weekly"].get(weekday, []))
    left = [(start, end) for start, end in hours]
    for start, end in calendar.get("breaks", {}).get(day, []):
        cut = [((one[0], min(one[1], start)), (max(one[0], end), one[1])) for one in left]
        left = [part for parts in cut for part in parts if part[0] < part[1]]
    return left
