"""Credits: the tier that an SLI falls into (SEMANTICS.md, Credits).

Of the tiers that it undercuts the lowest applies; a cap bounds it. While a calendar window is open, what is
certain counts: the SLI that would come if all planned time were good.
"""

from __future__ import annotations

from fractions import Fraction

from shared.sla.agreed.objectives import Credits


def credit(clause: Credits | None, sli: Fraction) -> Fraction:
    """Percent due for an SLI (10 is ten percent); 0 where no credits are agreed."""
    if clause is None:
        return Fraction(0)
    undercut = [tier for tier in clause.tiers if sli < tier.below]
    if not undercut:
        return Fraction(0)
    percent = min(undercut, key=lambda tier: tier.below).percent
    return percent if clause.cap is None else min(percent, clause.cap)
