"""From which instant on a fact can change what was decided: periods that end before it need no second look.

An availability fact changes the time from its own instant (or the one it dates back to). Where outages have a minimum
length, it may also end or lengthen one that began before, by less than that length. What is told of changes and
corrections can concern any time.
"""

from collections.abc import Iterable

from shared.sla.facts import AvailabilityTold, Fact
from shared.sla.objectives import (
    Availability,
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    OutageCount,
)
from shared.sla.spans import EVER
from shared.sla.terms import Terms

_OF_TIME = Availability | OutageCount | LongestOutage | MeanTimeToRestore | MeanTimeBetweenFailures


def touched_since(fact: Fact, versions: Iterable[Terms]) -> int:
    """The earliest instant whose class the fact can change, in µs; EVER where it can be any."""
    if not isinstance(fact, AvailabilityTold):
        return EVER
    begins = fact.at if fact.first_failed_at is None else min(fact.at, fact.first_failed_at)
    return begins - max((_longest_tolerated(terms) for terms in versions), default=0)


def _longest_tolerated(terms: Terms) -> int:
    found = (
        objective.indicator.counts.outages_shorter_than
        for objective in terms.objectives
        if isinstance(objective.indicator, _OF_TIME)
    )
    return max(found, default=0)
