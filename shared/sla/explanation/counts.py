"""What is counted one by one: the workings of ratios, samples and clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from shared.sla.agreed.objectives import Measurement, Satisfaction
from shared.sla.counts.ratio import RatioCase
from shared.sla.explanation.clocks import clocks_shown
from shared.sla.explanation.explanation import ClockShown, Row, Step, Term, Unit, Workings
from shared.sla.explanation.formula import (
    bounds_comparison,
    budget_steps,
    count_steps,
    mean_of,
    mean_step,
    picked_steps,
    share_comparison,
)
from shared.sla.figures import ClockState, Figure, Status, TimeClass, Verdict
from shared.sla.incidents.figures import ClockCase
from shared.sla.ledger.classes import taken_out
from shared.sla.samples.figures import SampleCase
from shared.sla.samples.samples import Sample
from shared.sla.spans import Span, Spans, subtract

_NOTHING, _ALL = Fraction(0), Fraction(1)


def ratio_workings(case: RatioCase, figure: Figure) -> Workings:
    """Good requests through all, or samples within their bounds."""
    samples = isinstance(case.objective.indicator, Measurement)
    names = ("within", "outside") if samples else ("good", "failed")
    rows = tuple(row for row in _ratio_rows(case, figure, names) if row.amount)
    if figure.state is Verdict.NO_DATA:
        return Workings(rows, (), None)
    is_open = figure.period.status is Status.OPEN
    expected = case.indicator.expected_total if is_open else None
    steps = [*count_steps(figure, *names), *budget_steps(figure, Unit.COUNT, expected)]
    settled = case.rolling or case.indicator.target == 1 or expected is not None
    return Workings(rows, tuple(steps), share_comparison(figure, Unit.COUNT, by_budget=settled))


def _ratio_rows(case: RatioCase, figure: Figure, names: tuple[str, str]) -> Iterator[Row]:
    """What counts, good and not; then what fell into time that does not count."""
    yield Row(names[0], int(figure.good), Unit.COUNT, _NOTHING)
    yield Row(names[1], int(figure.total - figure.good), Unit.COUNT, _ALL)
    setting, period = case.setting, case.period.span
    force = period.cut(setting.force)
    service_time = setting.service_time(period)
    out = taken_out(setting, service_time)
    for kind in (TimeClass.MAINTENANCE, TimeClass.EXCUSED):
        for why in sorted({one.why or "" for one in out if one.time_class is kind}):
            spans = tuple(Span(one.start, one.end) for one in out if (one.time_class, one.why) == (kind, why))
            yield Row(kind.value, _counted_in(case, spans), Unit.COUNT, None, why=why or None)
    outside = subtract((force,) if force else (), service_time)
    yield Row(TimeClass.OUTSIDE_SERVICE_HOURS.value, _counted_in(case, outside), Unit.COUNT, None)
    out_of_force = subtract((period,), (force,) if force else ())
    yield Row(TimeClass.NOT_IN_FORCE.value, _counted_in(case, out_of_force), Unit.COUNT, None)


def _counted_in(case: RatioCase, spans: Spans) -> int:
    return sum(case.series.sum(case.indicator.total, span) for span in spans)


def sample_workings(case: SampleCase, figure: Figure) -> Workings:
    """One number of all answers or samples."""
    samples, take = list(case.counted(case.period.span)), case.yardstick.take
    rows = tuple(row for row in _sample_rows(case, samples) if row.amount)
    asked = case.objective.indicator
    if take != "mean":
        steps = picked_steps(take, figure.value, len(samples))
    elif isinstance(asked, Satisfaction) and asked.kind == "nps":
        steps = [_net_promoters(asked, figure, samples)]
    else:
        count = Term("answers" if isinstance(asked, Satisfaction) else "samples", figure.total, Unit.COUNT)
        steps = [mean_step("mean", figure.value, Unit.NUMBER, mean_of([one.value for one in samples]), count)]
    value = None if figure.value is None else Term("value", figure.value, Unit.NUMBER)
    compared = bounds_comparison(value, case.yardstick.at_least, case.yardstick.at_most)
    return Workings(rows, () if value is None else tuple(steps), compared)


def _sample_rows(case: SampleCase, samples: list[Sample]) -> Iterator[Row]:
    asked = case.objective.indicator
    good = sum(one.good for one in samples)
    if isinstance(asked, Satisfaction) and asked.kind == "nps":
        against = sum(one.value < 0 for one in samples)
        yield Row("promoters", good, Unit.COUNT, _NOTHING)
        yield Row("neutral", len(samples) - good - against, Unit.COUNT, _ALL)
        yield Row("detractors", against, Unit.COUNT, _ALL)
        return
    names = ("satisfied", "unsatisfied") if isinstance(asked, Satisfaction) else ("within", "outside")
    yield Row(names[0], good, Unit.COUNT, _NOTHING)
    yield Row(names[1], len(samples) - good, Unit.COUNT, _ALL)


def _net_promoters(asked: Satisfaction, figure: Figure, samples: list[Sample]) -> Step:
    promoters = Term("promoters", Fraction(sum(one.value > 0 for one in samples)), Unit.COUNT)
    detractors = Term("detractors", Fraction(sum(one.value < 0 for one in samples)), Unit.COUNT)
    answers, scale = Term("answers", figure.total, Unit.COUNT), Term("scale", asked.scale, Unit.NUMBER)
    terms = (promoters, detractors, answers, scale)
    expression = ("(", "promoters", "-", "detractors", ")", "/", "answers", "x", "scale")
    known = figure.value is not None
    return Step("net_promoters", figure.value, Unit.NUMBER, expression if known else (), terms)


def clock_workings(case: ClockCase, figure: Figure) -> Workings:
    """Fulfilled clocks through those decided."""
    clocks = clocks_shown(case, figure.clocks)
    rows = tuple(_clock_rows(clocks))
    if figure.state is Verdict.NO_DATA:
        return Workings(rows, (), None, clocks)
    steps = [*count_steps(figure, "fulfilled", "breached"), *budget_steps(figure, Unit.COUNT)]
    settled = case.rolling or case.indicator.target == 1
    return Workings(rows, tuple(steps), share_comparison(figure, Unit.COUNT, by_budget=settled), clocks)


_BAD = {ClockState.FULFILLED: _NOTHING, ClockState.BREACHED: _ALL}
_IN_ORDER = (*_BAD, ClockState.RUNNING, ClockState.PAUSED, ClockState.RELEASED)
_WHY_NOT = {ClockState.FULFILLED: "never_due", ClockState.BREACHED: "not_stopped"}
"""Why a decided clock is in no period: hours never reach its deadline, or it counts where it stops and goes on."""


def _clock_rows(clocks: tuple[ClockShown, ...]) -> Iterator[Row]:
    counts = Counter((one.figure.state, one.counted) for one in clocks)
    for state in _IN_ORDER:
        for counted in (True, False):
            if counts[state, counted]:
                bad = _BAD[state] if counted else None
                why = None if counted else _WHY_NOT.get(state)
                yield Row(state.value, counts[state, counted], Unit.COUNT, bad, why=why)
