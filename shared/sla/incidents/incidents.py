"""An incident's life as its facts tell it, in the order in which they hold (SEMANTICS.md, clocks of incidents).

Facts that are dated before its opening hold from the opening on, after it, in their order; a second opening
is a repeat. Each moment says what the incident is after one fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.sla.facts import IncidentStep, IncidentTold

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Moment:
    """One fact of an incident at the instant at which it holds, with what the incident is from then on."""

    at: int
    step: IncidentStep
    priority: str | None
    status: str
    fact: IncidentTold


@dataclass(frozen=True, slots=True)
class Incident:
    """An opened incident: its service, its opening, and its moments in order."""

    name: str
    service: str
    opened_at: int
    moments: tuple[Moment, ...]


def life(name: str, facts: Sequence[IncidentTold]) -> Incident | None:
    """The life of an incident from its facts in order; None where it was never opened."""
    opening = next((fact for fact in facts if fact.step is IncidentStep.OPENED), None)
    if opening is None:
        return None
    priority, status = opening.priority, opening.status or OPEN
    moments = [Moment(opening.at, opening.step, priority, status, opening)]
    for fact in facts:
        if fact.step is IncidentStep.OPENED:
            continue
        if fact.step is IncidentStep.UPDATED and fact.priority is not None:
            priority = fact.priority
        if fact.step is IncidentStep.REOPENED:
            status = fact.status or OPEN
        elif fact.status is not None:
            status = fact.status
        moments.append(Moment(max(fact.at, opening.at), fact.step, priority, status, fact))
    return Incident(name, opening.service, opening.at, tuple(moments))
