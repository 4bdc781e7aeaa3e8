"""The ledger of a stretch of time: each microsecond in one class, the first that applies (SEMANTICS.md).

not in force, outside service hours, corrected, maintenance, excused, tolerated, unknown, down, degraded, up:
the time is cut in this order, and what is left at the end is told by the states of the service.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.sla.agreed.objectives import MaintenanceCounts
from shared.sla.changes.corrections import STATES
from shared.sla.facts import CorrectedTo, State
from shared.sla.figures import ClassedSpan, TimeClass
from shared.sla.ledger.outages import Run, outages
from shared.sla.ledger.setting import Setting
from shared.sla.spans import Span, Spans, intersect, subtract, union
from shared.sla.states.stretches import Stretch

_OF_STATE = {
    State.UP: TimeClass.UP,
    State.DOWN: TimeClass.DOWN,
    State.DEGRADED: TimeClass.DEGRADED,
    State.UNKNOWN: TimeClass.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Classed:
    """The classed spans of a stretch, in order, and the outages that touch it."""

    spans: list[ClassedSpan]
    runs: list[Run]


def classify(setting: Setting, window: Span, floor: int) -> Classed:
    """The classes of a window that ends at `as_of` at the latest."""
    if not window:
        return Classed([], [])
    force = window.cut(setting.force)
    in_force: Spans = (force,) if force else ()
    service_time = setting.service_time(window)
    found = [_plain(TimeClass.NOT_IN_FORCE, span) for span in subtract((window,), in_force)]
    found += [_plain(TimeClass.OUTSIDE_SERVICE_HOURS, span) for span in subtract(in_force, service_time)]
    taken = taken_out(setting, service_time)
    found += taken
    left = subtract(service_time, union(Span(one.start, one.end) for one in taken))
    states = setting.states.between(max(window.start, floor), window.end)
    runs = outages(setting.states, states, setting.counts, floor, setting.as_of)
    found += _by_state(setting, states, runs, left)
    found.sort(key=lambda one: one.start)
    return Classed(found, runs)


def counted_time(setting: Setting, window: Span) -> Spans:
    """The time of a window whose counts and samples count: in force, in hours, neither excluded nor excused."""
    time = setting.service_time(window)
    return subtract(time, union(Span(one.start, one.end) for one in taken_out(setting, time)))


def taken_out(setting: Setting, service_time: Spans) -> list[ClassedSpan]:
    """The service time that is maintenance or excused."""
    return [*_taken_by_corrections(setting, service_time), *_maintenance(setting, service_time)]


def _plain(time_class: TimeClass, span: Span) -> ClassedSpan:
    return ClassedSpan(time_class, span.start, span.end)


def _taken_by_corrections(setting: Setting, service_time: Spans) -> list[ClassedSpan]:
    """Time that corrections call maintenance or excused."""
    found: list[ClassedSpan] = []
    for one in setting.corrected:
        if one.proposal.to in STATES:
            continue
        time_class = TimeClass.EXCUSED
        if one.proposal.to is CorrectedTo.MAINTENANCE:
            if setting.counts.maintenance is MaintenanceCounts.COUNTS_AS_IS:
                continue
            time_class = TimeClass.MAINTENANCE
        cause, name = one.proposal.cause, one.proposal.correction
        found += [
            ClassedSpan(time_class, span.start, span.end, None, cause, "correction", name)
            for span in intersect((Span(one.start, one.end),), service_time)
        ]
    return found


def _maintenance(setting: Setting, service_time: Spans) -> list[ClassedSpan]:
    """Valid maintenance where no correction rules; where changes overlap, the first by start, then id."""
    if setting.counts.maintenance is MaintenanceCounts.COUNTS_AS_IS or not setting.changes:
        return []
    free = subtract(service_time, union(Span(one.start, one.end) for one in setting.corrected))
    found: list[ClassedSpan] = []
    for change in sorted(setting.changes, key=lambda one: (one.actual.start, one.name)):
        if not change.valid:
            continue
        spans = intersect(change.valid, free)
        found += [
            ClassedSpan(TimeClass.MAINTENANCE, span.start, span.end, why="maintenance", of=change.name)
            for span in spans
        ]
        free = subtract(free, spans)
    return found


def _by_state(
    setting: Setting, states: Sequence[Stretch], runs: Sequence[Run], left: Spans
) -> Iterable[ClassedSpan]:
    """What the states say of the time that is left."""
    minimum = setting.counts.outages_shorter_than
    tolerated = [run for run in runs if run.tolerated(minimum)] if minimum else []
    found: list[ClassedSpan] = []
    i = at_run = 0
    for span in left:
        while i < len(states) and states[i].end <= span.start:
            i += 1
        j = i
        while j < len(states) and states[j].start < span.end:
            stated = states[j]
            j += 1
            start, end = max(stated.start, span.start), min(stated.end, span.end)
            while at_run < len(tolerated) and tolerated[at_run].end <= start:
                at_run += 1
            bears = at_run < len(tolerated) and tolerated[at_run].start <= start
            found.append(_stated(stated, start, end, bears=bears))
    return found


def _stated(stated: Stretch, start: int, end: int, *, bears: bool) -> ClassedSpan:
    reading = stated.reading
    time_class = TimeClass.TOLERATED if bears else _OF_STATE[reading.state]
    cause = reading.cause
    if reading.state is State.DOWN and cause is None:
        cause = "open"
    why, of = reading.why, None
    if stated.correction is not None:
        why, of = "correction", stated.correction.correction
    return ClassedSpan(time_class, start, end, reading.severity, cause, why, of)


def explained(spans: Sequence[ClassedSpan], setting: Setting) -> list[ClassedSpan]:
    """The same spans, cut and marked where announced maintenance counts as what it was."""
    marks: list[tuple[Span, str, str]] = []
    for change in setting.changes:
        marks += [(span, why, change.name) for span, why in change.shortfalls]
        if setting.counts.maintenance is MaintenanceCounts.COUNTS_AS_IS:
            marks += [(span, "counts_as_is", change.name) for span in change.valid]
    found = list(spans)
    for span, why, name in marks:
        found = [part for one in found for part in _marked(one, span, why, name)]
    return found


_COUNTED_AS_THEY_WERE = frozenset(
    {TimeClass.UP, TimeClass.DOWN, TimeClass.DEGRADED, TimeClass.UNKNOWN, TimeClass.TOLERATED}
)


def _marked(one: ClassedSpan, span: Span, why: str, name: str) -> Iterable[ClassedSpan]:
    part = Span(one.start, one.end).cut(span)
    if not part or one.of is not None or one.time_class not in _COUNTED_AS_THEY_WERE:
        return [one]
    pieces = [one._replace(end=part.start), one._replace(start=part.start, end=part.end, why=why, of=name)]
    pieces.append(one._replace(start=part.end))
    return [piece for piece in pieces if piece.end > piece.start]
