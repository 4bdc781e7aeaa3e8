"""Outages with their counted time: what an explanation and a rolling window take them by (SEMANTICS.md).

Counted time of an outage is its time in class down (or unknown, where that counts as down): inside force and
service hours, outside maintenance and what is excused. It may begin before the period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.sla.agreed.objectives import Counts, UnknownCounts
from shared.sla.figures import ClassedSpan, TimeClass
from shared.sla.ledger.classes import classify
from shared.sla.ledger.outages import Run
from shared.sla.ledger.setting import Setting
from shared.sla.spans import MICROSECOND, Span, Spans, length


@dataclass(frozen=True, slots=True)
class CountedOutage:
    """An outage that is not tolerated and has counted time, with all of it."""

    run: Run
    time: Spans

    @property
    def first(self) -> int:
        """Its first counted microsecond."""
        return self.time[0].start

    @property
    def length(self) -> int:
        """Its whole counted time, µs."""
        return length(self.time)


def outages_with_time(setting: Setting, window: Span, floor: int) -> list[CountedOutage]:
    """The counted outages that touch a window or end where it begins, whole, in order."""
    until = min(window.end, setting.as_of)
    found = classify(setting, Span(window.start - MICROSECOND, until), floor)
    minimum = setting.counts.outages_shorter_than
    counted: list[CountedOutage] = []
    for run in found.runs:
        if run.tolerated(minimum):
            continue
        time = _counted(setting, run, floor)
        if time:
            counted.append(CountedOutage(run, time))
    return counted


def _counted(setting: Setting, run: Run, floor: int) -> Spans:
    spans = classify(setting, Span(run.start, run.end), floor).spans
    return _joined([span for span in spans if counts_as_outage(span, setting.counts)])


def counts_as_outage(span: ClassedSpan, counts: Counts) -> bool:
    """Whether a span is counted time of an outage: down, or unknown that counts as down."""
    if span.time_class is TimeClass.UNKNOWN:
        return counts.unknown is UnknownCounts.DOWN
    return span.time_class is TimeClass.DOWN


def _joined(spans: Sequence[ClassedSpan]) -> Spans:
    found: list[Span] = []
    for span in spans:
        if found and found[-1].end == span.start:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(Span(span.start, span.end))
    return tuple(found)
