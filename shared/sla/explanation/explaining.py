"""From a figure to all that explains it, for every indicator (SEMANTICS.md, the ledger of a period; Credits)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from shared.sla.agreed.objectives import Objective
from shared.sla.agreed.terms import Terms
from shared.sla.availability.availability import AvailabilityCase
from shared.sla.cases import Case
from shared.sla.counts.ratio import RatioCase
from shared.sla.explanation.clauses import clauses_applied
from shared.sla.explanation.counts import clock_workings, ratio_workings, sample_workings
from shared.sla.explanation.explanation import CreditShown, Explanation, TierHeld, Unit, Workings
from shared.sla.explanation.formula import certain_share
from shared.sla.explanation.time import availability_workings, outage_workings
from shared.sla.figures import ClassedSpan, Figure, Status
from shared.sla.incidents.figures import ClockCase
from shared.sla.outages.figures import OutageCase
from shared.sla.samples.figures import SampleCase


def explanation_of(case: Case, figure: Figure, terms: Terms, spans: Sequence[ClassedSpan]) -> Explanation:
    """All that explains a figure; `spans` is its ledger, empty where it has none."""
    made = _workings(case, figure, spans)
    return Explanation(
        figure=figure,
        rows=made.rows,
        formula=made.formula,
        compared=made.compared,
        clocks=made.clocks,
        credit=_credit(case, figure, case.objective),
        taken=made.taken,
        decided_by=made.decided_by,
        clauses=clauses_applied(figure, case.objective, terms, made),
    )


def _workings(case: Case, figure: Figure, spans: Sequence[ClassedSpan]) -> Workings:
    match case:
        case AvailabilityCase():
            return availability_workings(case, figure, spans)
        case OutageCase():
            return outage_workings(case, figure, spans)
        case RatioCase():
            return ratio_workings(case, figure)
        case SampleCase():
            return sample_workings(case, figure)
        case ClockCase():
            return clock_workings(case, figure)


def _credit(case: Case, figure: Figure, objective: Objective) -> CreditShown | None:
    clause = objective.credits
    if clause is None or figure.credit is None:
        return None
    unit = Unit.TIME if isinstance(case, AvailabilityCase) else Unit.COUNT
    certain = _certain(figure, rolling=case.rolling, by_time=unit is Unit.TIME)
    lowest = min((tier.below for tier in clause.tiers if certain < tier.below), default=None)
    tiers = tuple(
        TierHeld(tier.below, tier.percent, certain < tier.below, tier.below == lowest)
        for tier in clause.tiers
    )
    share = certain_share(figure, unit, certain)
    return CreditShown(share, tiers, clause.cap, figure.credit, clause.of)


def _certain(figure: Figure, *, rolling: bool, by_time: bool) -> Fraction:
    """The share that is certain: of time with all that is planned good; of what is counted the SLI, once it ended."""
    if by_time:
        return Fraction(figure.good + figure.planned, figure.total + figure.planned)
    if rolling or figure.period.status is not Status.OPEN:
        return figure.sli or Fraction(0)
    return Fraction(1)
