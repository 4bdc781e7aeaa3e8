"""Time measured: the ledger of one period with its sums, the course for its breach, and what lies ahead.

`measured` is asked for a period and an instant; everything that availability and the measures of outages
say of it is read from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from shared.sla.breach import Course
from shared.sla.classes import classify
from shared.sla.figures import ClassedSpan, Outage, TimeClass
from shared.sla.objectives import Counts, UnknownCounts
from shared.sla.outages import Run
from shared.sla.setting import Setting
from shared.sla.spans import Span
from shared.sla.weighing import Weighed, bad_time, ledger, total_time, weigh


@dataclass(frozen=True, slots=True)
class Measured:
    """One period up to an instant: its spans, their sums, its outages, and the course of its budget."""

    spans: list[ClassedSpan]
    runs: list[Run]
    weighed: list[Weighed]
    sums: Mapping[TimeClass, int]
    total: int
    bad: Fraction
    planned: int
    course: Course

    @property
    def good(self) -> Fraction:
        """Time that is not bad, µs."""
        return self.total - self.bad


def measured(setting: Setting, period: Span, *, rolling: bool = False) -> Measured:
    """A period up to the setting's `as_of`; in a rolling window nothing is planned."""
    until = max(period.start, min(period.end, setting.as_of))
    classed = classify(setting, Span(period.start, until), setting.floor(period))
    weighed = weigh(classed.spans, setting.counts)
    service_time = setting.service_time(period)
    course = Course(period, weighed, service_time, setting.excluded(period), until)
    planned = 0 if rolling else course.planned(setting.as_of)
    bad = bad_time(weighed)
    return Measured(
        classed.spans, classed.runs, weighed, ledger(classed.spans), total_time(weighed), bad, planned, course
    )


def counted_outages(setting: Setting, found: Measured) -> list[tuple[Run, int]]:
    """The outages that are not tolerated and have counted time in the period, with that time (µs)."""
    minimum = setting.counts.outages_shorter_than
    counted: list[tuple[Run, int]] = []
    spans = [span for span in found.spans if counts_as_outage(span, setting.counts)]
    i = 0
    for run in found.runs:
        if run.tolerated(minimum):
            continue
        while i < len(spans) and spans[i].end <= run.start:
            i += 1
        j, time = i, 0
        while j < len(spans) and spans[j].start < run.end:
            time += min(spans[j].end, run.end) - max(spans[j].start, run.start)
            j += 1
        if time > 0:
            counted.append((run, time))
    return counted


def counts_as_outage(span: ClassedSpan, counts: Counts) -> bool:
    """Whether a span is counted time of an outage: down, or unknown that counts as down."""
    if span.time_class is TimeClass.UNKNOWN:
        return counts.unknown is UnknownCounts.DOWN
    return span.time_class is TimeClass.DOWN


def shown_outages(setting: Setting, found: Measured) -> tuple[Outage, ...]:
    """Outages as a figure shows them: whole, `end` None while one lasts."""
    return tuple(
        Outage(run.start, None if run.lasting else run.end, time, run.cause, run.conditions)
        for run, time in counted_outages(setting, found)
    )
