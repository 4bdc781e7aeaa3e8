"""The maintenance that is announced and has not begun, as the version that rules now judges it.

Who is asked to acknowledge it, and whether they did, is among the reasons for which it falls short so far.
"""

from typing import Any

from services.evaluator.reading.known import Known
from shared.contracts.instants import format_instant
from shared.sla.changes.maintenance import Change


def changes_ahead(known: Known) -> list[dict[str, Any]]:
    """Every announced change that begins after the log clock, by its beginning; cancelled ones aside."""
    terms, clock = known.newest.terms, known.clock
    book = known.history.known(clock)
    found = {change.name: change for service in terms.services for change in book.changes(terms, service.id)}
    ahead = (change for change in found.values() if change.announcement.start > clock)
    told = [change for change in ahead if "cancelled" not in _reasons(change)]
    return [_said(change) for change in sorted(told, key=lambda one: (one.announcement.start, one.name))]


def _said(change: Change) -> dict[str, Any]:
    said = change.announcement
    return {
        "change": said.change,
        "title": said.title,
        "services": list(said.services),
        "from": format_instant(said.start),
        "until": format_instant(said.end),
        "announced_at": format_instant(said.at),
        "falls_short": list(dict.fromkeys(_reasons(change))),
    }


def _reasons(change: Change) -> list[str]:
    return [reason for _, reason in change.shortfalls]
