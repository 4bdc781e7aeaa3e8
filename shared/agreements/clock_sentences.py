"""The clauses of incident clocks in words: which incidents, what pauses, new priorities and reopenings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from shared.agreements.said import Clause
from shared.sla.agreed.clauses import StatusRule
from shared.sla.agreed.objectives import Clock, ClockKind, CountedIn, OnPriorityChange, OnReopen

_COUNTED_IN: Final = {
    CountedIn.DUE: ("it is due", "sie fällig ist"),
    CountedIn.OPENED: ("it was opened", "sie gemeldet wurde"),
    CountedIn.STOPPED: ("it ends", "sie endet"),
}
_OPENED_BEFORE: Final = "its incident was opened", "ihre Störung gemeldet wurde"
_REOPEN: Final = {
    OnReopen.CONTINUE: (
        "Where an incident is reopened its clock goes on; the time between does not count.",
        "Wird eine Störung wieder eröffnet, läuft ihre Frist weiter; die Zeit dazwischen zählt nicht.",
    ),
    OnReopen.NEVER_STOPPED: (
        "Where an incident is reopened its clock goes on, and the time between counts.",
        "Wird eine Störung wieder eröffnet, läuft ihre Frist weiter, und die Zeit dazwischen zählt.",
    ),
    OnReopen.RESTART: (
        "Where an incident is reopened a new clock begins, which counts for itself.",
        "Wird eine Störung wieder eröffnet, beginnt eine neue Frist, die für sich zählt.",
    ),
}
_PRIORITY: Final = {
    OnPriorityChange.FROM_START: (
        "A new priority applies to all of the time since the start.",
        "Eine neue Priorität gilt für die ganze Zeit seit dem Beginn.",
    ),
    OnPriorityChange.FROM_CHANGE: (
        "A new priority begins the clock anew.",
        "Eine neue Priorität lässt die Frist neu beginnen.",
    ),
}


def clock_clauses(clock: Clock, statuses: Mapping[str, StatusRule]) -> Iterator[Clause]:
    """One sentence for each rule."""
    yield from _where(clock)
    yield _counted_in(clock)
    yield from _pauses(clock, statuses)
    if clock.kind is ClockKind.RESOLUTION:
        stops = ("closed", "geschlossen") if clock.stops_at_close else ("resolved", "gelöst")
        yield Clause(
            "stops",
            f"The clock stops when the incident is {stops[0]}.",
            f"Die Frist endet, wenn die Störung {stops[1]} ist.",
        )
    if clock.kind is not ClockKind.CUSTOMER_RESPONSE:
        yield Clause("on_reopen", *_REOPEN[clock.on_reopen])
    yield Clause("on_priority_change", *_PRIORITY[clock.on_priority_change])


def _counted_in(clock: Clock) -> Clause:
    asked = clock.kind is ClockKind.CUSTOMER_RESPONSE
    one, eine = ("A question", "Eine Rückfrage") if asked else ("An incident", "Eine Störung")
    opened = asked and clock.counted_in is CountedIn.OPENED
    en, de = _OPENED_BEFORE if opened else _COUNTED_IN[clock.counted_in]
    return Clause(
        "counted_in",
        f"{one} counts in the period in which {en}.",
        f"{eine} zählt in dem Zeitraum, in dem {de}.",
    )


def _where(clock: Clock) -> Iterator[Clause]:
    if clock.priorities is not None:
        en, de = _listed(clock.priorities)
        yield Clause(
            "where", f"Only incidents of priority {en} count.", f"Nur Störungen der Priorität {de} zählen."
        )
    if clock.statuses is not None:
        en, de = _listed(clock.statuses)
        yield Clause(
            "where", f"Only incidents in the status {en} count.", f"Nur Störungen im Status {de} zählen."
        )


def _pauses(clock: Clock, statuses: Mapping[str, StatusRule]) -> Iterator[Clause]:
    names = clock.pause_while
    if names is None:
        pausing = frozenset(name for name, rule in statuses.items() if rule.pauses)
        names = pausing if clock.kind is ClockKind.RESOLUTION else frozenset()
    if not names:
        yield Clause("pause_while", "No status pauses the clock.", "Kein Status hält die Frist an.")
        return
    en, de = _listed(names)
    yield Clause("pause_while", f"The clock rests in the status {en}.", f"Die Frist ruht im Status {de}.")


def _listed(names: frozenset[str]) -> tuple[str, str]:
    """`a or b`."""
    ordered = sorted(names)
    if len(ordered) == 1:
        return ordered[0], ordered[0]
    head = ", ".join(ordered[:-1])
    return f"{head} or {ordered[-1]}", f"{head} oder {ordered[-1]}"
