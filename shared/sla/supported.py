"""What an agreement can ask for and the calculus does not know yet, as sentences: the one place that says so.

The reader of agreements refuses a version for which `missing` has a sentence, so that nothing is passed over
in silence. Each rule that is built takes its sentence away.
"""

from __future__ import annotations

from shared.sla.objectives import Measurement, Objective, Satisfaction
from shared.sla.terms import Terms


def missing(terms: Terms) -> list[str]:
    """A sentence for each thing in this version that cannot be computed yet; empty where all can."""
    return [sentence for objective in terms.objectives for sentence in _missing_in(objective)]


def _missing_in(objective: Objective) -> list[str]:
    if isinstance(objective.indicator, Satisfaction | Measurement):
        name = objective.indicator_name
        return [f"objective {objective.id}: the indicator {name} is not computed yet"]
    return []
