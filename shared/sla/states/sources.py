"""Several sources: which reading a service has when they differ (SEMANTICS.md, the state of a service, 2).

Only those know that have spoken, are not stale and whose state is not unknown. Of these, from worst to best,
`any` takes the first, `all` the last, `majority` the one at index n // 2; `authoritative` takes that source.
"""

from __future__ import annotations

from collections.abc import Mapping

from shared.sla.agreed.clauses import Evidence, EvidenceRule
from shared.sla.agreed.objectives import Weights
from shared.sla.facts import State
from shared.sla.states.readings import STALE, UNKNOWN, Reading, badness, told_together


def combined(readings: Mapping[str, Reading], evidence: Evidence, weights: Weights) -> Reading:
    """The reading of the service, from those of the sources that have spoken (by source)."""
    known = {source: reading for source, reading in readings.items() if reading.state is not State.UNKNOWN}
    if evidence.rule is EvidenceRule.AUTHORITATIVE:
        teller = evidence.authoritative or ""
        return known.get(teller) or readings.get(teller, UNKNOWN)
    if not known:
        silent = any(reading.why == "stale" for reading in readings.values())
        return STALE if silent else UNKNOWN
    if len(known) == 1:
        return next(iter(known.values()))
    worst_first = sorted(known.values(), key=lambda one: badness(one, weights), reverse=True)
    match evidence.rule:
        case EvidenceRule.ANY:
            chosen = worst_first[0]
        case EvidenceRule.ALL:
            chosen = worst_first[-1]
        case _:
            chosen = worst_first[len(worst_first) // 2]
    return told_together(chosen, worst_first, weights)
