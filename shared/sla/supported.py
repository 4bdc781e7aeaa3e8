"""What an agreement can ask for and the calculus does not know yet, as sentences: the one place that says so.

The reader of agreements refuses a version for which `missing` has a sentence, so that nothing is passed over
in silence. Each rule that is built takes its sentence away.
"""

from __future__ import annotations

from shared.sla.clauses import EvidenceRule
from shared.sla.objectives import Availability, Objective
from shared.sla.terms import Terms


def missing(terms: Terms) -> list[str]:
    """A sentence for each thing in this version that cannot be computed yet; empty where all can."""
    sentences: list[str] = []
    for service in terms.services:
        if service.made_of is not None:
            sentences.append(f"service {service.id}: services made of others (made_of) are not computed yet")
        if service.evidence.rule is not EvidenceRule.ANY:
            rule = service.evidence.rule.value
            sentences.append(f"service {service.id}: the evidence rule {rule} is not computed yet; use any")
    clause = terms.maintenance
    if clause.acknowledged_by is not None:
        sentences.append("maintenance.acknowledged_by is not computed yet; use nobody")
    if clause.within is not None:
        sentences.append("maintenance.within is not computed yet")
    if clause.quota is not None:
        sentences.append("maintenance.at_most is not computed yet")
    for objective in terms.objectives:
        sentences.extend(_missing_in(objective))
    return sentences


def _missing_in(objective: Objective) -> list[str]:
    sentences: list[str] = []
    if not isinstance(objective.indicator, Availability):
        name = objective.indicator_name
        sentences.append(
            f"objective {objective.id}: the indicator {name} is not computed yet; use availability"
        )
    if objective.hours is not None:
        sentences.append(f"objective {objective.id}: service_hours other than always are not computed yet")
    return sentences
