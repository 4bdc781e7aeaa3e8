"""Answers about service hours as one reads them: on the clocks of the hours' zone, each instant in UTC beside it."""

from __future__ import annotations

from collections.abc import Iterator

from services.cli.service_time import Between, Due, NamedHours
from shared.agreements import date_words
from shared.agreements.document import Document
from shared.agreements.names import ALWAYS
from shared.agreements.versions import holidays_version, tzdata_version
from shared.contracts.instants import format_instant
from shared.sla.objectives import WorkingDays


def page(document: Document, hours: NamedHours, answer: Between | Due) -> str:
    """The whole answer."""
    lines = [*_head(document, hours)]
    lines += _between(hours, answer) if isinstance(answer, Between) else _due(hours, answer)
    lines += [f"Time zones {tzdata_version()}, holidays {holidays_version()}."]
    return "\n".join(lines)


def _head(document: Document, hours: NamedHours) -> Iterator[str]:
    meta = document.metadata
    yield f"Service hours {hours.name} of agreement {meta.id}, version {meta.version} ({hours.zone})"


def _between(hours: NamedHours, answer: Between) -> Iterator[str]:
    yield f"From   {_instant(answer.span.start, hours)}"
    yield f"Until  {_instant(answer.span.end, hours)}"
    yield f"Service time: {_length(answer.elapsed)}"
    yield ""
    if not answer.segments:
        yield "No service time lies in between."
    for segment in answer.segments:
        first, last = (date_words.iso_instant(at, hours.zone) for at in (segment.start, segment.end))
        day = date_words.instant(segment.start, hours.zone, "en")[:3]
        yield f"  {day} {first} to {last}  {_length(segment.length)}"
    if answer.segments:
        yield ""


def _due(hours: NamedHours, answer: Due) -> Iterator[str]:
    yield f"From      {_instant(answer.start, hours)}"
    if answer.counted_from is not None and answer.counted_from != answer.start:
        yield f"Opening   {_instant(answer.counted_from, hours)}: before it nothing counts"
    yield f"Add       {_added(answer.added)}"
    if answer.deadline is None:
        yield "Deadline  none: the hours never reach it"
        return
    yield f"Deadline  {_instant(answer.deadline, hours)}"
    if answer.opens_again is not None and hours.name != ALWAYS:
        yield f"That is outside hours: nothing counts until {_instant(answer.opens_again, hours)}"


def _added(added: int | WorkingDays) -> str:
    if not isinstance(added, WorkingDays):
        return f"{_length(added)} of service time"
    days = "1 working day" if added.days == 1 else f"{added.days} working days"
    return f"{days}, by the close of hours" if added.by_close else days


def _length(micros: int) -> str:
    """Hours and not days, since a day of service time is none of 24 hours."""
    seconds, rest = divmod(micros, 1_000_000)
    hours, minutes = divmod(seconds // 60, 60)
    parts = [f"{hours} h"] if hours else []
    parts += [f"{minutes} min"] if minutes else []
    if seconds % 60 or rest or not parts:
        decimals = f".{rest:06d}".rstrip("0") if rest else ""
        parts.append(f"{seconds % 60}{decimals} s")
    return " ".join(parts)


def _instant(at: int, hours: NamedHours) -> str:
    return f"{date_words.instant(at, hours.zone, 'en')} ({format_instant(at)})"
