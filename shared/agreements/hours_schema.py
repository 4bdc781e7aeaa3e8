"""How `service_hours` is read: days of the week, hours of a day, holidays, dates that are replaced."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final

from shared.agreements.document import DateRange, EveryYear, HolidayClause, HoursClause
from shared.agreements.faults import Fault, Faulty
from shared.agreements.forms import day, hint, list_of, map_of, scalar, text
from shared.agreements.names import ALWAYS
from shared.agreements.nodes import Mapping, Node, shown, wrong
from shared.agreements.records import Field, record
from shared.sla.agreed.clauses import Hours

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MINUTE: Final = 60_000_000
_HOURS: Final = re.compile(r"(\d\d):([0-5]\d)-(\d\d):([0-5]\d)", re.ASCII)
_EVERY_YEAR: Final = re.compile(r"(\d\d)-(\d\d)", re.ASCII)
_DAY: Final = 24 * 60


def time_zone(node: Node, path: str) -> str:
    """An IANA name that the time zone database knows."""
    said = scalar(node, path, "a time zone is an IANA name such as Europe/Berlin")
    if not _is_zone(said):
        from zoneinfo import available_timezones

        near = hint(said, sorted(available_timezones())) or _same_letters(said)
        raise wrong(
            node, path, f"{path} is {said!r}; a time zone is an IANA name such as Europe/Berlin{near}"
        )
    return said


def _same_letters(said: str) -> str:
    """The zone that differs in small and capital letters alone."""
    from zoneinfo import available_timezones

    small = said.strip().lower().replace(" ", "_")
    found = next((name for name in sorted(available_timezones()) if name.lower() == small), None)
    return f" (did you mean {found}?)" if found else ""


@lru_cache(maxsize=256)
def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return name.strip() == name and name not in {"localtime", "Factory", "posixrules"}


def hours(node: Node, path: str) -> Hours:
    """`"HH:MM-HH:MM"`; 24:00 may end a day, an end not after its start runs into the next day."""
    right = 'hours are written like "09:00-17:00"'
    said = scalar(node, path, right)
    match = _HOURS.fullmatch(said)
    if match is None:
        raise wrong(node, path, f"{path} is {said!r}; {right}")
    opens = int(match.group(1)) * 60 + int(match.group(2))
    closes = int(match.group(3)) * 60 + int(match.group(4))
    if opens >= _DAY or closes > _DAY:
        raise wrong(
            node, path, f"{path} is {said!r}; hours begin before 24:00 and end at 24:00 at the latest"
        )
    if closes <= opens:
        closes += _DAY
    return Hours(opens * _MINUTE, closes * _MINUTE)


def weekly(node: Node, path: str) -> tuple[tuple[Hours, ...], ...]:
    """Days or ranges of days to lists of hours; seven tuples, Monday first.

    A day that stands for itself rules over a range that holds it; a day in two ranges is a fault.
    """
    named: dict[int, str] = {}
    faults: list[Fault] = []
    for key in [key for key, _ in node.entries] if isinstance(node, Mapping) else []:
        try:
            days = _days(key, path)
        except Faulty as error:
            faults.extend(error.faults)
            continue
        for number in days:
            if number in named and "-" in key.text and "-" in named[number]:
                said = f"{path}: {_DAYS[number]} is in {named[number]} and in {key.text}; name each day once"
                faults.append(Fault(key.line, key.column, path, said))
            if number not in named or "-" not in key.text:
                named[number] = key.text
    try:
        by_name = map_of(text, list_of(hours, least=0))(node, path)
    except Faulty as error:
        raise Faulty([*faults, *error.faults]) from error
    if faults:
        raise Faulty(faults)
    return tuple(by_name[named[number]] if number in named else () for number in range(7))


def _days(node: Node, path: str) -> list[int]:
    said = scalar(node, path, "a day is mon, tue, wed, thu, fri, sat or sun")
    first, dash, last = said.partition("-")
    if first not in _DAYS or (dash and last not in _DAYS):
        near = hint(first if first not in _DAYS else last, list(_DAYS))
        raise wrong(node, path, f"{path}: {said!r} is no day; days are written mon, or mon-fri{near}")
    start, end = _DAYS.index(first), _DAYS.index(last or first)
    return [number % 7 for number in range(start, end + 1 if end >= start else end + 8)]


def replaced(node: Node, path: str) -> dict[date, tuple[Hours, ...]]:
    """Dates to the hours that hold on them, whatever the week and holidays say; `[]` is closed."""
    by_text = map_of(text, list_of(hours, least=0))(node, path)
    keys = [key for key, _ in node.entries] if isinstance(node, Mapping) else []
    return {day(key, path): by_text[key.text] for key in keys}


def holiday(node: Node, path: str) -> DateRange:
    """A date, a date of every year, or a range of either, both ends included."""
    said = scalar(node, path, "a holiday is a date, as 2026-12-24, or 12-24 for every year")
    first, dots, last = said.partition("..")
    start = _date(node, path, first)
    end = _date(node, path, last) if dots else start
    if isinstance(start, date) != isinstance(end, date):
        raise wrong(node, path, f"{path} is {said!r}; both ends of a range carry the year, or neither does")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise wrong(node, path, f"{path} is {said!r}; a range does not end before it begins")
    return DateRange(start, end)


def _date(node: Node, path: str, said: str) -> date | EveryYear:
    yearly = _EVERY_YEAR.fullmatch(said)
    try:
        if yearly is None:
            return date.fromisoformat(said) if re.fullmatch(r"\d{4}-\d\d-\d\d", said) else _no_date(said)
        leap = date(2000, int(yearly.group(1)), int(yearly.group(2)))
        return EveryYear(leap.month, leap.day)
    except ValueError as error:
        right = "a date is written like 2026-12-24, or 12-24 for every year"
        raise wrong(node, path, f"{path} holds {said!r}; {right}") from error


def _no_date(said: str) -> date:
    raise ValueError(said)


def holidays(node: Node, path: str) -> HolidayClause:
    """Public holidays by country, dates of one's own, or both."""
    clause = record(
        {
            "country": Field(text, None),
            "subdivision": Field(text, None),
            "dates": Field(list_of(holiday, least=0), ()),
        },
        HolidayClause,
    )(node, path)
    if clause.country is None and clause.subdivision is not None:
        raise wrong(node, path, f"{path}.subdivision has no country; add country, as DE")
    if clause.country is None and not clause.dates:
        raise wrong(node, path, f"{path} names no holidays; give a country, or dates")
    if clause.country is not None:
        _check_country(node, path, clause.country, clause.subdivision)
    return clause


def _check_country(node: Node, path: str, country: str, subdivision: str | None) -> None:
    from shared.agreements.holiday_dates import unknown_country

    sentence = unknown_country(country, subdivision)
    if sentence is not None:
        raise wrong(node, path, f"{path}: {sentence}")


_HOURS_CLAUSE: Final = record(
    {
        "time_zone": Field(time_zone, None),
        "weekly": Field(weekly, lacking='say the hours of the week, as {mon-fri: ["09:00-17:00"]}'),
        "holidays": Field(holidays, None),
        "on": Field(replaced, {}),
    },
    HoursClause,
)


def service_hours(node: Node, path: str) -> dict[str, HoursClause]:
    """Every clause of hours by its name."""
    read: dict[str, Any] = map_of(text, _HOURS_CLAUSE)(node, path)
    if ALWAYS in read:
        raise wrong(node, path, f"{path}.{ALWAYS} is built in and means every hour; choose another name")
    return read


def hours_name(known: tuple[str, ...], node: Node, path: str) -> str:
    """The name of hours that the document has."""
    said = scalar(node, path, "it is the name of service hours")
    if said not in known:
        near = hint(said, list(known)) or f"; there are {', '.join(known)}"
        raise wrong(node, path, f"{path} names the hours {shown(node)}, which are not in service_hours{near}")
    return said
