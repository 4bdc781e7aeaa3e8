"""What is made of time: the workings of availability and of the measures of outages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from shared.sla.agreed.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    OutageCount,
)
from shared.sla.availability.availability import AvailabilityCase
from shared.sla.explanation.ahead import can_reach_mean, can_reach_target, decided_by, taken_ahead
from shared.sla.explanation.explanation import Comparison, Row, Step, Term, Unit, Workings
from shared.sla.explanation.formula import (
    budget_steps,
    mean_step,
    planned_steps,
    reachable_step,
    share_comparison,
    time_steps,
)
from shared.sla.explanation.rows import time_rows
from shared.sla.figures import ClassedSpan, Figure, Status, Verdict
from shared.sla.ledger.outage_time import CountedOutage, outages_with_time
from shared.sla.outages.figures import OutageCase
from shared.sla.outages.measures import begun, ended


def availability_workings(case: AvailabilityCase, figure: Figure, spans: Sequence[ClassedSpan]) -> Workings:
    """Good time through counted time, and the budget."""
    rows = time_rows(spans, case.setting, case.period.span)
    steps = time_steps(figure, rows) if figure.total else []
    taken = () if case.rolling else taken_ahead(case.course, case.setting.as_of)
    if figure.state is not Verdict.NO_DATA:
        steps += [*planned_steps(figure, taken), *budget_steps(figure, Unit.TIME)]
    could = can_reach_target(case.course, case.indicator.target)
    decided = () if case.rolling else decided_by(case.course, figure.breached_at, could)
    return Workings(rows, tuple(steps), _compared(case, figure), taken=taken, decided_by=decided)


def _compared(case: AvailabilityCase, figure: Figure) -> Comparison | None:
    bound, share = case.indicator.not_assessable_above, figure.unknown_share
    if figure.state is Verdict.NOT_ASSESSABLE and bound is not None and share is not None:
        unknown = Term("unknown_share", share, Unit.SHARE)
        return Comparison(unknown, "<=", Term("not_assessable_above", bound, Unit.SHARE))
    return share_comparison(figure, Unit.TIME, by_budget=True)


def outage_workings(case: OutageCase, figure: Figure, spans: Sequence[ClassedSpan]) -> Workings:
    """How many outages there were, how long they lasted, or what lies between them."""
    rows = time_rows(spans, case.setting, case.period.span)
    if figure.state is Verdict.NO_DATA:
        return Workings(rows, (), None)
    step, exact = _measure(case, figure)
    if step.value is None:
        return Workings(rows, (), None)
    steps = [*_parts(case, figure, rows), step]
    made = Workings(rows, tuple(steps), _against(case, exact))
    if not isinstance(case.indicator, MeanTimeBetweenFailures) or case.rolling:
        return made
    return _between_failures(case, figure, made, case.indicator.at_least)


def _between_failures(case: OutageCase, figure: Figure, made: Workings, at_least: int) -> Workings:
    """While a period is open, what good time can still come decides."""
    decided = decided_by(case.course, figure.breached_at, can_reach_mean(case.course, at_least))
    if figure.period.status is not Status.OPEN:
        return replace(made, decided_by=decided)
    taken, count = taken_ahead(case.course, case.setting.as_of), made.formula[-1].terms[-1]
    steps = (*made.formula, *planned_steps(figure, taken), reachable_step(figure, count))
    compared = _against(case, (figure.good + figure.planned) / count.value, "reachable")
    return replace(made, formula=steps, compared=compared, taken=taken, decided_by=decided)


def _parts(case: OutageCase, figure: Figure, rows: tuple[Row, ...]) -> list[Step]:
    """What a mean is made of: good time between failures, and what of an outage lies before the period."""
    match case.indicator:
        case MeanTimeBetweenFailures():
            return [step for step in time_steps(figure, rows) if step.name != "sli"]
        case MeanTimeToRestore():
            return _restoring(case)
        case _:
            return []


def _restoring(case: OutageCase) -> list[Step]:
    """The time of the outages that ended, where one began before the period."""
    period = case.period.span
    restored = ended(_outages(case), period, case.setting.as_of)
    whole = sum(one.length for one in restored)
    inside = sum(span.cut(period).length for one in restored for span in one.time if span.cut(period))
    if inside == whole:
        return []
    terms = Term("inside", Fraction(inside), Unit.TIME), Term("before", Fraction(whole - inside), Unit.TIME)
    return [Step("restoring", Fraction(whole), Unit.TIME, ("inside", "+", "before"), terms)]


def _outages(case: OutageCase) -> list[CountedOutage]:
    return outages_with_time(case.setting, case.period.span, case.setting.floor(case.period.span))


def _measure(case: OutageCase, figure: Figure) -> tuple[Step, Fraction | None]:
    """The value, and the same unrounded."""
    period, as_of = case.period.span, case.setting.as_of
    outages = _outages(case)
    value = figure.value
    match case.indicator:
        case OutageCount():
            count = Term("outages", Fraction(len(begun(outages, period))), Unit.COUNT)
            return Step("outage_count", value, Unit.COUNT, (), (count,)), value
        case LongestOutage():
            number = Term("outages", Fraction(len(figure.outages or ())), Unit.COUNT)
            return Step("longest_outage", value, Unit.TIME, (), (number,)), value
        case MeanTimeToRestore():
            restored = ended(outages, period, as_of)
            whole = Term("restoring", Fraction(sum(one.length for one in restored)), Unit.TIME)
            count = Term("restored", Fraction(len(restored)), Unit.COUNT)
            step = mean_step("mean_time_to_restore", value, Unit.TIME, whole, count)
        case MeanTimeBetweenFailures():
            whole = Term("good", figure.good, Unit.TIME)
            count = Term("outages", Fraction(len(begun(outages, period))), Unit.COUNT)
            step = mean_step("mean_time_between_failures", value, Unit.TIME, whole, count)
    return step, None if value is None else whole.value / count.value


def _against(case: OutageCase, exact: Fraction | None, name: str = "value") -> Comparison | None:
    if exact is None:
        return None
    unit = Unit.COUNT if isinstance(case.indicator, OutageCount) else Unit.TIME
    value = Term(name, exact, unit)
    if isinstance(case.indicator, MeanTimeBetweenFailures):
        return Comparison(value, ">=", Term("at_least", Fraction(case.indicator.at_least), unit))
    return Comparison(value, "<=", Term("at_most", Fraction(case.indicator.at_most), unit))
