"""The month of docs/how-a-figure-comes-about.md: its agreement and its facts, read from the page itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from shared.agreements.document import Document
from shared.agreements.evidence import fact_of
from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from shared.contracts.envelope import read_mapping
from shared.contracts.facts import read_fact
from shared.contracts.instants import format_instant
from shared.sla.history import History
from shared.sla.time.zones import instant_of

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-a-figure-comes-about.md"
BERLIN = ZoneInfo("Europe/Berlin")

_TIME = r"(\d{4}-\d\d-\d\d \d\d:\d\d(?::[\d.]+)?)"
_TOLD: dict[str, tuple[str, Callable[..., dict[str, Any]]]] = {
    r"the shop is (up|down)": ("availability.changed", lambda state: {"state": state, "condition": "http"}),
    r"nobody knows how the shop is": (
        "availability.changed",
        lambda: {"state": "unknown", "condition": "http"},
    ),
    rf"maintenance is announced for {_TIME} to {_TIME}": (
        "change.announced",
        lambda start, end: {"change": "CHG-1", "from": utc(start), "until": utc(end)},
    ),
    r"the maintenance is finished": ("change.finished", lambda: {"change": "CHG-1"}),
    rf"proposes to excuse {_TIME} to {_TIME}, when ACME tested the load": (
        "correction.proposed",
        lambda start, end: {
            "correction": "COR-1",
            "service": "webshop",
            "from": utc(start),
            "until": utc(end),
            "to": "excused",
            "cause": "customer",
            "reason": "ACME tested the load",
            "by": "northwind",
        },
    ),
    r"accepts that": ("correction.accepted", lambda: {"correction": "COR-1", "by": "acme"}),
    r"an incident is opened": ("incident.opened", lambda: {"incident": "INC-1"}),
    r"the incident waits for the customer": (
        "incident.updated",
        lambda: {"incident": "INC-1", "status": "waiting"},
    ),
    r"the customer has answered": ("incident.updated", lambda: {"incident": "INC-1", "status": "open"}),
    r"the incident is resolved": ("incident.resolved", lambda: {"incident": "INC-1"}),
}


def berlin(text: str) -> int:
    """The instant of `2026-03-03 09:00` on the clocks of Berlin."""
    return instant_of(datetime.fromisoformat(text).replace(tzinfo=BERLIN))


def utc(text: str) -> str:
    return format_instant(berlin(text))


@dataclass(frozen=True)
class Month:
    """What the page says was agreed and what happened."""

    agreement: str
    events: tuple[dict[str, Any], ...]

    @cached_property
    def document(self) -> Document:
        return read_agreement(self.agreement)[0]

    def history(self, *more: dict[str, Any]) -> History:
        found = History([terms_of(self.document)])
        for event in (*self.events, *more):
            found.add(fact_of(read_fact(read_mapping(event))))
        return found


def read_month(page: str) -> Month:
    """The agreement and the facts that stand on the page; ValueError for a fact that is not understood."""
    agreement = page.partition("```yaml\n")[2].partition("```")[0]
    rows = re.findall(rf"^\| {_TIME} \| (\S+) \| (.+) \|$", page, re.MULTILINE)
    events = tuple(event(number, *row) for number, row in enumerate(rows, 1))
    return Month(agreement, events)


def event(number: int, when: str, who: str, what: str) -> dict[str, Any]:
    for pattern, (kind, data) in _TOLD.items():
        match = re.fullmatch(pattern, what)
        if match is not None:
            return {
                "specversion": "1.0",
                "id": str(number),
                "source": who,
                "subject": "webshop",
                "type": f"dev.eyelevel.{kind}",
                "time": utc(when),
                "data": data(*match.groups()),
            }
    raise ValueError(f"not understood: {what}")
