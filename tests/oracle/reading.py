"""Agreements and facts as plain dicts and integers: every scalar stays text until a rule asks for its number."""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from shared.contracts.instants import parse_instant

EPOCH = datetime.fromisoformat("1970-01-01")
MICRO = timedelta(microseconds=1)
FOREVER = 1 << 70


def agreement(text: str) -> list[dict[str, Any]]:
    """The versions of an agreement in the order of their numbers; all scalars are text.

    What is JSON, as the stories are, is read as such: YAML takes most of the time of a story.
    """
    parts = text.split("\n---\n")
    if all(part.startswith("{") for part in parts):
        documents = [json.loads(part, parse_int=str, parse_float=str) for part in parts]
    else:
        documents = [one for one in YAML(typ="base").load_all(text) if one]
    return sorted(documents, key=lambda one: int(one["metadata"]["version"]))


def duration(text: str) -> int | None:
    """Microseconds of an ISO 8601 duration; None for `never`."""
    if text == "never":
        return None
    units = {"W": 604_800, "D": 86_400, "H": 3_600, "M": 60, "S": 1}
    found = sum(Fraction(number) * units[unit] for number, unit in re.findall(r"([\d.]+)([WDHMS])", text))
    return int(found * 1_000_000)


def share(text: str) -> Fraction:
    """`99.9 %` or `0.5`."""
    number = Fraction(text.replace("%", "").strip())
    return number / 100 if "%" in text else number


def wall(zone: str, day: date, micros: int = 0) -> int:
    """The instant of a wall-clock time: the first of two, and moved forward by the gap where there is none."""
    local = datetime.combine(day, time()) + micros * MICRO
    offset = local.replace(tzinfo=_zone(zone)).utcoffset()
    assert offset is not None
    return (local - offset - EPOCH) // MICRO


def local(zone: str, instant: int) -> datetime:
    """The wall clock at an instant."""
    utc = (EPOCH + instant * MICRO).replace(tzinfo=ZoneInfo("UTC"))
    return utc.astimezone(_zone(zone)).replace(tzinfo=None)


def moment(text: str, zone: str) -> int:
    """An instant, or the local midnight that begins a date."""
    return wall(zone, date.fromisoformat(text)) if len(text) == 10 else parse_instant(text)


def window(unit: str, zone: str, instant: int) -> tuple[int, int]:
    """The calendar window that an instant lies in."""
    return calendar(unit, zone, local(zone, instant).date())


def calendar(unit: str, zone: str, day: date) -> tuple[int, int]:
    """The day, week, month, quarter or year of a date."""
    if unit in ("day", "week"):
        first = day if unit == "day" else day - timedelta(day.weekday())
        return wall(zone, first), wall(zone, first + timedelta(1 if unit == "day" else 7))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first_month = (day.month - 1) // months * months
    after = day.year * 12 + first_month + months
    return wall(zone, date(day.year, first_month + 1, 1)), wall(zone, date(after // 12, after % 12 + 1, 1))


def period(text: str, zone: str) -> tuple[int, int]:
    """What `--period` names."""
    if "/" in text:
        first, last = text.split("/")
        return moment(first, zone), moment(last, zone)
    if "W" in text:
        return calendar("week", zone, date.fromisocalendar(int(text[:4]), int(text[6:]), 1))
    if "Q" in text:
        return calendar("quarter", zone, date(int(text[:4]), int(text[6:]) * 3 - 2, 1))
    unit = {4: "year", 7: "month", 10: "day"}[len(text)]
    return calendar(unit, zone, date.fromisoformat((text + "-01-01")[:10]))


class Fact:
    """One event: `kind` is its type without the prefix."""

    def __init__(self, event: dict[str, Any]) -> None:
        self.key = event["source"], event["id"]
        self.source, self.service = event["source"], event["subject"]
        self.kind = event["type"].removeprefix("dev.eyelevel.")
        self.data = event["data"]
        self.at = parse_instant(event["time"])
        arrived = event.get("recordedtime")
        self.arrived = self.at if arrived is None else parse_instant(arrived)
        number = event.get("sequence")
        opens = self.kind == "incident.opened"
        self.order = self.at, not opens, number is not None, int(number or 0), event["id"], self.source

    def instant(self, name: str) -> int:
        return parse_instant(self.data[name])

    @property
    def is_empty(self) -> bool:
        return "from" in self.data and self.instant("until") <= self.instant("from")


def events(lines: Iterable[dict[str, Any]]) -> tuple[list[Fact], int]:
    """The facts in their order, and how many lines were repeats."""
    found: dict[tuple[str, str], Fact] = {}
    read = 0
    for line in lines:
        read += 1
        fact = Fact(json.loads(json.dumps(line)))
        found.setdefault(fact.key, fact)
    return sorted(found.values(), key=lambda fact: fact.order), read - len(found)


@lru_cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
