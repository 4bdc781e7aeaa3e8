"""What surrounds a measurement of time: force, hours, corrections, maintenance, states, and how each counts.

One `Setting` is one objective of one version at one instant; the ledger, the breach and the outlook are
functions of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from shared.sla.agreed.objectives import Counts, MaintenanceCounts
from shared.sla.changes.corrections import Corrected, Correction, ruling
from shared.sla.changes.maintenance import Change
from shared.sla.facts import CorrectedTo, State
from shared.sla.ledger.outages import States
from shared.sla.spans import Span, Spans, subtract, union
from shared.sla.states.composites import Timeline
from shared.sla.time.hours import OpenTime, open_time


@dataclass(frozen=True, slots=True)
class Excluded:
    """A stretch of maintenance that will not be counted, and since when that is known."""

    start: int
    end: int
    known_at: int


@dataclass(frozen=True)
class Setting:
    """All that one objective's time is judged by. `force` is the time that its version rules."""

    timeline: Timeline
    force: Span
    hours: OpenTime
    counts: Counts
    corrections: Sequence[Correction]
    changes: Sequence[Change]
    as_of: int

    @cached_property
    def corrected(self) -> list[Corrected]:
        """The stretches that accepted corrections rule, sorted and disjoint."""
        return ruling(self.corrections)

    @cached_property
    def states(self) -> States:
        """The service's states after corrections."""
        return States(self.timeline, self.corrected)

    def at(self, as_of: int) -> Setting:
        """The same, at a later instant, if nothing further is told."""
        return replace(self, as_of=as_of)

    def service_time(self, window: Span) -> Spans:
        """Service time in force."""
        return self.hours.within(window.cut(self.force))

    @cached_property
    def whatever_hours(self) -> Setting:
        """The same with the hours `always`."""
        always = open_time(None)
        return self if self.hours is always else replace(self, hours=always)

    @cached_property
    def beginning(self) -> int:
        """Where there is something to tell: the earlier of force and first fact."""
        first = self.timeline.first_known()
        return self.force.start if first is None else min(self.force.start, first)

    def floor(self, period: Span) -> int:
        """Where the search for outages ends: the earliest of force, first fact and period start."""
        return min(self.beginning, period.start)

    @property
    def known_from(self) -> int:
        """Where the history begins: force, or the first fact where the service is unknown before it."""
        first = self.timeline.first_known()
        before = self.timeline.between(self.force.start, self.force.start + 1)
        if before and before[0].reading.state is not State.UNKNOWN:
            return self.force.start
        return self.force.start if first is None else max(self.force.start, first)

    def excluded(self, window: Span) -> list[Excluded]:
        """Maintenance in service time that is not counted, disjoint, in order (for `planned`)."""
        if self.counts.maintenance is not MaintenanceCounts.EXCLUDED:
            return []
        accepted = {id(one.proposal): one.since for one in self.corrections}
        candidates = [
            Excluded(one.start, one.end, accepted[id(one.proposal)])
            for one in self.corrected
            if one.proposal.to is CorrectedTo.MAINTENANCE
        ]
        ruled = union(Span(one.start, one.end) for one in self.corrected)
        for change in self.changes:
            left = subtract(change.valid, ruled)
            candidates += [Excluded(span.start, span.end, change.known_at) for span in left]
        if not candidates:
            return []
        return self._in_service_time(_disjoint(candidates, window))

    def _in_service_time(self, excluded: Sequence[Excluded]) -> list[Excluded]:
        return [
            Excluded(span.start, span.end, one.known_at)
            for one in excluded
            for span in self.service_time(Span(one.start, one.end))
        ]


def _disjoint(candidates: Sequence[Excluded], window: Span) -> list[Excluded]:
    """The same time once, known since the earliest that says so, cut to the window."""
    taken: Spans = ()
    found: list[Excluded] = []
    for one in sorted(candidates, key=lambda one: one.known_at):
        left = subtract((Span(one.start, one.end).cut(window),), taken)
        found += [Excluded(span.start, span.end, one.known_at) for span in left]
        taken = union([*taken, Span(one.start, one.end)])
    return sorted(found, key=lambda one: one.start)
