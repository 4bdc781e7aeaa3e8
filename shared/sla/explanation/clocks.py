"""How each clock of a figure came about: its start, the stretches in which it did not run, its stop.

Each incident's clocks are run once more, moment by moment, and what is found is put beside the figure's clock.
A stretch that is stopped counts as that, one that is paused but not stopped as a pause, and what is left of an
accepted correction as excused: so their service times are counted once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from shared.sla.agreed.objectives import CountedIn, WorkingDays
from shared.sla.changes.corrections import Standing, of_incident
from shared.sla.explanation.explanation import ClockShown, FactName, Off, OffReason, Turn
from shared.sla.facts import CorrectedTo, IncidentStep
from shared.sla.figures import ClockFigure, ClockState
from shared.sla.incidents.clock import IncidentClock
from shared.sla.incidents.clocks import Clockwork
from shared.sla.incidents.figures import ClockCase
from shared.sla.incidents.incidents import Incident, Moment
from shared.sla.spans import Span, Spans, subtract, union

_STOPPING = (IncidentStep.RESPONDED, IncidentStep.RESOLVED, IncidentStep.CLOSED)


def clocks_shown(case: ClockCase, figures: Iterable[ClockFigure]) -> tuple[ClockShown, ...]:
    """The clocks of a figure, in its order."""
    incidents = {one.name: one for one in case.incidents}
    ran: dict[str, tuple[Clockwork, list[IncidentClock]]] = {}
    found: list[ClockShown] = []
    for figure in figures:
        incident = incidents[figure.incident]
        if figure.incident not in ran:
            work = case.clockwork(incident)
            ran[figure.incident] = work, work.run(incident, case.as_of)
        work, clocks = ran[figure.incident]
        clock = next(one for one in clocks if _is_the_clock(one, figure))
        clocks.remove(clock)
        found.append(_Life(case, incident, work, clock, figure).shown())
    return tuple(found)


def _is_the_clock(clock: IncidentClock, figure: ClockFigure) -> bool:
    released = clock.released_at is not None
    return (clock.start, clock.stopped_at, clock.breached_at, clock.priority, released) == (
        figure.started_at,
        figure.stopped_at,
        figure.breached_at,
        figure.priority,
        figure.state is ClockState.RELEASED,
    )


@dataclass(frozen=True, slots=True)
class _Life:
    case: ClockCase
    incident: Incident
    work: Clockwork
    clock: IncidentClock
    figure: ClockFigure

    def shown(self) -> ClockShown:
        clock, within = self.clock, self.clock.bound.within
        return ClockShown(
            figure=self.figure,
            counted=self._counted(),
            opened_at=self.incident.opened_at,
            ends_at=self._ends_at,
            service_time=self.case.hours.elapsed(clock.start, self._ends_at),
            within=None if isinstance(within, WorkingDays) else within,
            working_days=within.days if isinstance(within, WorkingDays) else None,
            off=tuple(sorted(self._off(), key=lambda one: one.start)),
            turns=tuple(self._turns()),
            cancelled=bool(self._facts_at(self._ends_at, (IncidentStep.CANCELLED,))),
            started_by=self._facts_at(clock.start),
            stopped_by=() if clock.stopped_at is None else self._stopped_by(clock.stopped_at),
        )

    @property
    def _ends_at(self) -> int:
        clock = self.clock
        ends = (at for at in (clock.stopped_at, clock.released_at, clock.left_at) if at is not None)
        return next(ends, self.case.as_of)

    def _counted(self) -> bool:
        if self.figure.state not in (ClockState.FULFILLED, ClockState.BREACHED):
            return False
        match self.case.indicator.counted_in:
            case CountedIn.OPENED:
                return True
            case CountedIn.STOPPED:
                return self.figure.stopped_at is not None
            case CountedIn.DUE:
                return self.clock.due is not None or self.figure.deadline is not None

    def _turns(self) -> Iterator[Turn]:
        """What befell the incident while the clock was there, or brought that about."""
        for before, moment in pairwise(self.incident.moments):
            if not self.clock.entered_at <= moment.at <= self._ends_at:
                continue
            spent = moment.at == self.clock.breached_at
            reopened = spent and moment.step is IncidentStep.REOPENED
            if reopened or before.priority != moment.priority:
                fact = FactName(moment.fact.source, moment.fact.id)
                yield Turn(moment.at, before.priority, moment.priority, spent, (fact,))

    def _off(self) -> Iterator[Off]:
        life = Span(self.clock.start, self._ends_at)
        stops = union(span.cut(life) for span in self.work.stops)
        pauses = subtract(self.work.paused(life.start, life.end), stops)
        yield from (self._part(span, OffReason.STOPPED) for span in stops)
        yield from (self._part(span, OffReason.PAUSED) for span in pauses)
        taken = union([*stops, *pauses])
        for name, fact, spans in self._excused(life):
            for span in subtract(spans, taken):
                time = self.case.hours.elapsed(span.start, span.end)
                yield Off(span.start, span.end, OffReason.EXCUSED, time, name, (fact,))
            taken = union([*taken, *spans])

    def _excused(self, life: Span) -> Iterator[tuple[str, FactName, Spans]]:
        for one in of_incident(self.case.corrections, self.incident.name):
            if one.standing is Standing.ACCEPTED and one.proposal.to is CorrectedTo.EXCUSED:
                proposal = one.proposal
                yield proposal.correction, FactName(proposal.source, proposal.id), union([one.span.cut(life)])

    def _part(self, span: Span, reason: OffReason) -> Off:
        lasts = span.end == self.case.as_of and self.work.paused_since is not None and self.clock.undecided
        begun = self._moment_of(span.start)
        status = begun.status if begun is not None and reason is OffReason.PAUSED else None
        time = self.case.hours.elapsed(span.start, span.end)
        return Off(span.start, None if lasts else span.end, reason, time, status, self._facts_at(span.start))

    def _moment_of(self, instant: int) -> Moment | None:
        """The last moment at or before an instant."""
        return next((one for one in reversed(self.incident.moments) if one.at <= instant), None)

    def _stopped_by(self, instant: int) -> tuple[FactName, ...]:
        """What stops a clock by its type; of a customer's clock the change of status."""
        return self._facts_at(instant, _STOPPING) or self._facts_at(instant)

    def _facts_at(self, instant: int, steps: tuple[IncidentStep, ...] | None = None) -> tuple[FactName, ...]:
        return tuple(
            FactName(one.fact.source, one.fact.id)
            for one in self.incident.moments
            if one.at == instant and (steps is None or one.step in steps)
        )
