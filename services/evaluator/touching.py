"""What a fact can change of what was decided: from which instant on, and for which objectives.

An availability fact changes the time of its service from its own instant (or the one it dates back to). Where outages
have a minimum length, it may also end or lengthen one that began before, by less than that length. Counters belong to
the instant at which they begin. What is told of an incident moves clocks that belong to any period; what is told of
changes and corrections can concern any time and any service. A report of a problem changes no figure.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from shared.sla.clauses import Composite
from shared.sla.facts import (
    AvailabilityTold,
    Fact,
    FeedbackGiven,
    IncidentTold,
    MeasurementTaken,
    ProblemReported,
    RequestsCounted,
)
from shared.sla.objectives import (
    Availability,
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Objective,
    OutageCount,
)
from shared.sla.spans import EVER, NEVER
from shared.sla.terms import Terms

ALL: Final = ""
"""Stands for every service."""

_OF_TIME = Availability | OutageCount | LongestOutage | MeanTimeToRestore | MeanTimeBetweenFailures


def touch_of(fact: Fact, versions: Iterable[Terms]) -> tuple[str, int]:
    """The service that the fact can change (or ALL), and since when, in µs (EVER where it can be any time)."""
    match fact:
        case AvailabilityTold():
            begins = fact.at if fact.first_failed_at is None else min(fact.at, fact.first_failed_at)
            return fact.service, begins - max((_longest_tolerated(terms) for terms in versions), default=0)
        case RequestsCounted():
            return fact.service, min(fact.at, fact.start)
        case IncidentTold() | FeedbackGiven() | MeasurementTaken():
            return fact.service, EVER
        case ProblemReported():
            return fact.service, NEVER
        case _:
            return ALL, EVER


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


def _longest_tolerated(terms: Terms) -> int:
    found = (
        objective.indicator.counts.outages_shorter_than
        for objective in terms.objectives
        if isinstance(objective.indicator, _OF_TIME)
    )
    return max(found, default=0)
