"""Answers about service hours as JSON: instants in UTC, durations as integers of microseconds."""

from __future__ import annotations

from typing import Any

from services.cli.service_time import Between, Due, NamedHours
from shared.agreements.document import Document
from shared.agreements.durations import format_duration
from shared.agreements.versions import holidays_version, tzdata_version
from shared.contracts.instants import format_instant
from shared.sla.agreed.objectives import WorkingDays


def hours_json(document: Document, hours: NamedHours, answer: Between | Due) -> dict[str, Any]:
    """The answer with what it rests on."""
    return {
        "agreement": document.metadata.id,
        "version": document.metadata.version,
        "service_hours": hours.name,
        "time_zone": hours.zone,
        "tzdata": tzdata_version(),
        "holidays": holidays_version(),
        **(_between(answer) if isinstance(answer, Between) else _due(answer)),
    }


def _between(answer: Between) -> dict[str, Any]:
    return {
        "from": format_instant(answer.span.start),
        "until": format_instant(answer.span.end),
        "elapsed_us": answer.elapsed,
        "open": [
            {"from": format_instant(one.start), "until": format_instant(one.end)} for one in answer.segments
        ],
    }


def _due(answer: Due) -> dict[str, Any]:
    return {
        "from": format_instant(answer.start),
        "add": _added(answer.added),
        "counted_from": _instant(answer.counted_from),
        "deadline": _instant(answer.deadline),
        "opens_again": _instant(answer.opens_again),
    }


def _added(added: int | WorkingDays) -> Any:
    if not isinstance(added, WorkingDays):
        return format_duration(added)
    return {"working_days": added.days, **({"by": "close"} if added.by_close else {})}


def _instant(instant: int | None) -> str | None:
    return None if instant is None else format_instant(instant)
