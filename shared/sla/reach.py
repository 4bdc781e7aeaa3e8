"""How far back a fact can change things: the earliest instant whose class can differ with it.

Figures of periods that end at or before that instant stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shared.sla.corrections import CorrectionFact
from shared.sla.facts import (
    AvailabilityTold,
    ChangeAnnounced,
    ChangeTold,
    CorrectionProposed,
    CorrectionTold,
    Fact,
    RequestsCounted,
)
from shared.sla.maintenance import ChangeFact
from shared.sla.objectives import Clock, Measurement, Ratio, Satisfaction
from shared.sla.terms import Terms
from shared.sla.windows import window_at


def reach(
    fact: Fact,
    versions: Sequence[Terms],
    changes: Iterable[ChangeFact],
    corrections: Iterable[CorrectionFact],
) -> int:
    """The earliest instant whose state a fact can change, given the change and correction facts there are."""
    match fact:
        case AvailabilityTold():
            since = fact.at if fact.first_failed_at is None else min(fact.at, fact.first_failed_at)
            return since - _longest_tolerated(versions)
        case RequestsCounted():
            return min(fact.at, fact.start)
        case ChangeAnnounced() | ChangeTold():
            starts = [
                one.start
                for one in (*changes, fact)
                if isinstance(one, ChangeAnnounced) and one.change == fact.change
            ]
            return _quota_start(min([fact.at, *starts]), versions)
        case CorrectionProposed() | CorrectionTold():
            spans = [
                one.start
                for one in (*corrections, fact)
                if isinstance(one, CorrectionProposed) and one.correction == fact.correction
            ]
            return min([fact.at, *spans]) - _longest_tolerated(versions)
        case _:
            return fact.at


def _longest_tolerated(versions: Sequence[Terms]) -> int:
    """The longest outage that any objective tolerates: a late fact can join or part outages within it."""
    return max(
        (
            objective.indicator.counts.outages_shorter_than
            for terms in versions
            for objective in terms.objectives
            if not isinstance(objective.indicator, Clock | Ratio | Satisfaction | Measurement)
        ),
        default=0,
    )


def _quota_start(instant: int, versions: Sequence[Terms]) -> int:
    """The start of the quota's unit, where one is agreed: changes of a unit share it."""
    starts = [
        window_at(terms.maintenance.quota.per, terms.zone, instant).start
        for terms in versions
        if terms.maintenance.quota is not None
    ]
    return min([instant, *starts])
