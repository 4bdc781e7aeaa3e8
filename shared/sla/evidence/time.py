"""The time that a figure rests on: its period, the outages that reach beyond it, and what a rolling window looks
back to.

Since when a rolling window has been under its target is found by looking at the windows that end before: the first
that was not under it is the last that matters.
"""

from __future__ import annotations

from shared.sla.agreed.objectives import MeanTimeToRestore
from shared.sla.availability.availability import AvailabilityCase
from shared.sla.cases import Case
from shared.sla.figures import Verdict
from shared.sla.ledger.classes import classify
from shared.sla.outages.figures import OutageCase
from shared.sla.spans import MICROSECOND, Span, Spans, union


def window_of(case: Case) -> Span:
    """The period, in a rolling window with all that its breach or recovery is found by."""
    span = case.period.span
    if not case.rolling:
        return span
    figure = case.figure()
    turned = figure.breached_at
    if turned is None and isinstance(case, AvailabilityCase) and figure.state is not Verdict.NOT_ASSESSABLE:
        back = figure.recovered_at
        turned = figure.as_of - span.length if back is None else back - MICROSECOND
    return span if turned is None else Span(min(span.start, turned - span.length), span.end)


def time_that_matters(case: AvailabilityCase | OutageCase, window: Span) -> Spans:
    """Service time of a window up to `as_of`, and outages with service time that touch it, whole.

    Of each outage the microsecond before and the one after belong to it: they are what ends it there. Where restoring
    is measured all of the window matters, since an outage may end at any time of it.
    """
    setting, until = case.setting, min(window.end, case.setting.as_of)
    if until <= window.start:
        return ()
    touched = Span(window.start - MICROSECOND, until)
    runs = classify(setting, touched, setting.floor(window)).runs
    whole = [Span(run.start, run.end) for run in runs]
    edged = [
        Span(one.start - MICROSECOND, one.end + MICROSECOND) for one in whole if setting.service_time(one)
    ]
    restoring = isinstance(case.indicator, MeanTimeToRestore)
    times = (touched,) if restoring else setting.service_time(Span(window.start, until))
    return union([*times, *edged])
