"""The service desk's part of the month: incidents that are answered, wait for the customer, and are resolved.

Each begins on a working day of the month, at a time of day in Berlin: the n-th one after the month began; the last
two began so long before its end and go on. Durations are minutes. What would lie after the end has not happened yet.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import MINUTE, SECOND

SERVICE: Final = "webshop"
SOURCE: Final = "northwind-desk"
WAITING: Final = "waiting_for_customer"

Telling = Callable[[str, str, str, int, dict[str, str]], CloudEvent]
"""Makes an event of a type, a service, a source, an instant and its data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """`answered`, `asked`, `replied` and `resolved` in minutes after it was opened; None where that never came."""

    name: str
    priority: str
    title: str
    workday: int = 0
    at: time = time()
    before_end: int | None = None
    answered: int | None = None
    asked: int | None = None
    replied: int | None = None
    resolved: int | None = None


INCIDENTS: Final = (
    Incident(
        name="INC-201", priority="P2", title="Product pictures are missing", workday=2, at=time(9, 20),
        answered=35, resolved=190,
    ),
    Incident(
        name="INC-202", priority="P1", title="Nobody can log in", workday=5, at=time(14, 5), answered=12,
        resolved=150,
    ),
    Incident(
        name="INC-203", priority="P2", title="Vouchers are refused", workday=9, at=time(10, 0), answered=165,
        asked=175, replied=300, resolved=420,
    ),
    Incident(
        name="INC-204", priority="P2", title="Invoices show the old address", workday=13, at=time(8, 45), answered=50,
        asked=60, replied=3_300, resolved=3_420,
    ),
    Incident(
        name="INC-205", priority="P1", title="Payments fail for some cards", workday=15, at=time(11, 30), answered=8,
        resolved=1_980,
    ),
    Incident(
        name="INC-206", priority="P2", title="The search finds nothing in stock", workday=18, at=time(9, 10),
        answered=40, asked=55, replied=110, resolved=260,
    ),
    Incident(name="INC-207", priority="P2", title="Delivery dates are missing", before_end=95, answered=30, asked=45),
    Incident(name="INC-208", priority="P1", title="The basket loses its contents", before_end=25),
)  # fmt: skip


def incidents(begins: date, end: int, zone: ZoneInfo, tell: Telling) -> Iterator[tuple[int, CloudEvent]]:
    """What the desk tells from the date with which the month begins, with each instant; `end` in microseconds."""
    for one in INCIDENTS:
        start = _start(one, begins, end, zone)
        for minutes, kind, said in _course(one):
            at = start + minutes * MINUTE
            if at < end:
                yield at, tell(kind, SERVICE, SOURCE, at, {"incident": one.name, **said})


def _start(one: Incident, begins: date, end: int, zone: ZoneInfo) -> int:
    if one.before_end is not None:
        return end - one.before_end * MINUTE
    opened = datetime.combine(_workday(begins, one.workday), one.at, zone)
    return int(opened.timestamp()) * SECOND


def _course(one: Incident) -> Iterator[tuple[int, str, dict[str, str]]]:
    yield 0, "incident.opened", {"priority": one.priority, "title": one.title}
    if one.answered is not None:
        yield one.answered, "incident.responded", {}
    if one.asked is not None:
        yield one.asked, "incident.updated", {"status": WAITING}
    if one.replied is not None:
        yield one.replied, "incident.updated", {"status": "in_progress"}
    if one.resolved is not None:
        yield one.resolved, "incident.resolved", {}
        yield one.resolved + 30, "incident.closed", {}


def _workday(begins: date, number: int) -> date:
    """The n-th day of the month (from 0) that is no Saturday and no Sunday."""
    days = (begins + timedelta(days=n) for n in range(60))
    return [day for day in days if day.weekday() < 5][number]
