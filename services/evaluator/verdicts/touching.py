"""Which objectives a fact can change: those of its service and of all that is made of it.

From which instant on, the calculus says itself (`sla.reach`). What is told of changes and corrections can concern any
service; a report of a problem changes no figure.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from shared.sla.agreed.clauses import Composite
from shared.sla.agreed.objectives import Objective
from shared.sla.agreed.terms import Terms
from shared.sla.facts import (
    AvailabilityTold,
    Fact,
    FeedbackGiven,
    IncidentTold,
    MeasurementTaken,
    ProblemReported,
    RequestsCounted,
)

ALL: Final = ""
"""Stands for every service."""


def service_touched(fact: Fact) -> str | None:
    """The service that the fact can change, or ALL; None where it changes none."""
    match fact:
        case AvailabilityTold() | RequestsCounted() | IncidentTold() | FeedbackGiven() | MeasurementTaken():
            return fact.service
        case ProblemReported():
            return None
        case _:
            return ALL


def touched_since(touched: Mapping[str, int], objective: Objective, terms: Terms) -> int | None:
    """The earliest instant at which an objective can have changed; None where it cannot."""
    names = {ALL, *_names(objective.services, terms)}
    return min((touched[name] for name in names if name in touched), default=None)


def _names(services: Iterable[str], terms: Terms) -> set[str]:
    """The services and all that they are made of."""
    found: set[str] = set()
    waiting: list[str | Composite] = list(services)
    while waiting:
        part = waiting.pop()
        if isinstance(part, Composite):
            waiting += part.of
        elif part not in found:
            found.add(part)
            waiting += [one.made_of for one in terms.services if one.id == part and one.made_of is not None]
    return found
