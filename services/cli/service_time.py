"""The two questions to service hours: how much of them lies between two instants, and by when has so much passed.

An answer is a function of the agreement's hours alone. A deadline None is one that the hours never reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from shared.agreements.document import Document
from shared.agreements.meaning import hours_of
from shared.agreements.names import ALWAYS
from shared.sla.agreed.objectives import WorkingDays
from shared.sla.spans import Span, Spans
from shared.sla.time.hours import OpenTime, open_time
from shared.sla.time.workdays import working_deadline
from shared.sla.time.zones import local, midnight

_LAST_YEAR: Final = 9998
CROSSING: Final = (
    "these hours cross midnight, and such hours allow no working days; ask with --add and a duration"
)


@dataclass(frozen=True, slots=True)
class NamedHours:
    """Service hours of an agreement by their name, in the zone of their wall clock."""

    name: str
    zone: str
    open: OpenTime
    crosses_midnight: bool


@dataclass(frozen=True, slots=True)
class Between:
    """The service time in a span (µs), and the open segments that make it up."""

    span: Span
    elapsed: int
    segments: Spans


@dataclass(frozen=True, slots=True)
class Due:
    """When so much has passed since a start.

    `counted_from` is the first instant that counts: the start, or the next opening where it lies outside hours.
    `opens_again` is set where the deadline is a closing time: nothing counts from there until then.
    """

    start: int
    added: int | WorkingDays
    counted_from: int | None
    deadline: int | None
    opens_again: int | None


def named_hours(document: Document, name: str) -> NamedHours | None:
    """The hours of that name, the built-in `always` among them; None where there are none."""
    if name == ALWAYS:
        return NamedHours(name, document.time_zone, open_time(None), False)
    clause = document.service_hours.get(name)
    if clause is None:
        return None
    hours = hours_of(name, clause, document.time_zone)
    return NamedHours(name, hours.zone, open_time(hours), clause.crosses_midnight)


def between(hours: NamedHours, span: Span) -> Between:
    """How much service time lies in a span."""
    return Between(span, hours.open.elapsed(span.start, span.end), hours.open.within(span))


def due(hours: NamedHours, start: int, added: int | WorkingDays) -> Due:
    """The deadline so much service time, or so many working days, after a start."""
    try:
        if isinstance(added, WorkingDays):
            deadline = working_deadline(start, added, hours.open, hours.zone)
        else:
            deadline = hours.open.deadline(start, added)
        if deadline is not None and local(deadline, hours.zone).year > _LAST_YEAR:
            deadline = None
    except OverflowError:  # the calendar ends with the year 9999
        deadline = None
    counted_from = hours.open.deadline(start, 0)
    opens_again = None
    if deadline is not None and not hours.open.is_open(deadline):
        opens_again = hours.open.deadline(deadline, 0)
    return Due(start, added, counted_from, deadline, opens_again)


def is_in_calendar(instant: int) -> bool:
    """Whether an instant lies where days can be expanded on both sides of it (the years 2 to 9990)."""
    return midnight(date(2, 1, 1), "UTC") <= instant < midnight(date(9991, 1, 1), "UTC")
