"""The clocks of one incident under one objective, from its life (SEMANTICS.md, clocks of incidents).

A clock starts with the incident or when that comes into the objective, is paused by statuses, stops by the
type of a fact, is released when the incident leaves or is cancelled, and may go on after a reopening. Before
each moment it is asked whether it was breached before; a change at the very instant of the breach is in time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.sla.agreed.clauses import StatusRule
from shared.sla.agreed.objectives import Clock, ClockKind, OnPriorityChange, OnReopen, Within
from shared.sla.facts import IncidentStep
from shared.sla.incidents.bounds import Bound
from shared.sla.incidents.clock import IncidentClock
from shared.sla.incidents.incidents import Incident, Moment
from shared.sla.spans import Span, Spans, union
from shared.sla.time.hours import OpenTime

_STOPS: Mapping[ClockKind, frozenset[IncidentStep]] = {
    ClockKind.RESPONSE: frozenset({IncidentStep.RESPONDED, IncidentStep.RESOLVED, IncidentStep.CLOSED}),
    ClockKind.RESOLUTION: frozenset({IncidentStep.RESOLVED, IncidentStep.CLOSED}),
}


@dataclass(slots=True)
class Clockwork:
    """The clocks of one incident under one objective, moment by moment."""

    clause: Clock
    statuses: Mapping[str, StatusRule]
    hours: OpenTime
    zone: str
    excused: Spans
    done: list[IncidentClock] = field(default_factory=list)
    current: IncidentClock | None = None
    pauses: list[Span] = field(default_factory=list)
    stops: list[Span] = field(default_factory=list)
    paused_since: int | None = None
    stopped_since: int | None = None
    begun: int = 0
    responded: bool = False
    member: bool = False
    over: bool = False
    staying: bool = False

    def run(self, incident: Incident, as_of: int) -> list[IncidentClock]:
        """Every clock that the incident has had up to an instant."""
        self.begun = incident.opened_at
        before: Moment | None = None
        for moment in incident.moments:
            self._decide(moment.at)
            self._take(before, moment)
            before = moment
        self._decide(as_of)
        clocks = [*self.done, *([self.current] if self.current is not None else [])]
        return [one for one in clocks if one.released_at is None or one.released_at > one.entered_at]

    # time

    def off(self, until: int) -> Spans:
        """The time before an instant that does not count, and what is excused after it."""
        spans = [*self.pauses, *self.stops, *self.excused]
        if self.paused_since is not None:
            spans.append(Span(self.paused_since, until))
        return union(spans)

    def paused(self, start: int, until: int) -> Spans:
        """The pauses of a clock between two instants."""
        spans = list(self.pauses)
        if self.paused_since is not None:
            spans.append(Span(self.paused_since, until))
        window = Span(start, until)
        return union(part for span in spans if (part := span.cut(window)))

    def _decide(self, at: int) -> None:
        """Breach the current clock if that came before an instant."""
        clock = self.current
        if clock is None or not clock.undecided:
            return
        breach = clock.bound.breach(clock.start, at, self.off(at))
        if breach is not None and breach < at:
            self._breach(clock, breach, at)

    def _breach(self, clock: IncidentClock, breached_at: int, at: int) -> None:
        clock.breached_at = breached_at
        clock.deadline = clock.due = clock.bound.deadline(clock.start, self.off(at))

    # moments

    def _take(self, before: Moment | None, moment: Moment) -> None:
        if self.clause.kind is ClockKind.CUSTOMER_RESPONSE:
            self._stay(moment)
        else:
            self._stop_or_reopen(moment)
        self._pause(moment)
        if moment.step is IncidentStep.CANCELLED:
            self.over = True
        changed = before is not None and before.priority != moment.priority
        self._belong(moment, changed=changed)

    def _pause(self, moment: Moment) -> None:
        pauses = self._pauses(moment.status)
        if pauses and self.paused_since is None:
            self.paused_since = moment.at
        elif not pauses and self.paused_since is not None:
            self.pauses.append(Span(self.paused_since, moment.at))
            self.paused_since = None

    def _pauses(self, status: str) -> bool:
        if self.clause.pause_while is not None:
            return status in self.clause.pause_while
        if self.clause.kind is not ClockKind.RESOLUTION:
            return False
        rule = self.statuses.get(status)
        return rule is not None and rule.pauses

    def _stop_or_reopen(self, moment: Moment) -> None:
        if moment.step is IncidentStep.REOPENED:
            if self.stopped_since is not None and not self.responded:
                self._reopen(moment, self.stopped_since)
        elif self.stopped_since is None and moment.step in self._stops():
            self.stopped_since = moment.at
            self.responded = moment.step is IncidentStep.RESPONDED
            self._stop(moment.at)

    def _stops(self) -> frozenset[IncidentStep]:
        if self.clause.stops_at_close:
            return frozenset({IncidentStep.CLOSED})
        return _STOPS[self.clause.kind]

    def _stop(self, at: int) -> None:
        clock = self.current
        if clock is None or not clock.runs:
            return
        clock.stopped_at = at
        if clock.breached_at is None:
            off = union(span.cut(Span(clock.start, at)) for span in self.off(at))
            clock.deadline = clock.due = clock.bound.deadline(clock.start, off)

    def _reopen(self, moment: Moment, stopped_since: int) -> None:
        self.stopped_since = None
        clock, at = self.current, moment.at
        if self.clause.on_reopen is OnReopen.RESTART:
            self.begun = at
            if self.member and not self.over:
                self._retire()
                self._start(at, at, moment.priority)
            return
        if self.clause.on_reopen is OnReopen.CONTINUE:
            self.stops.append(Span(stopped_since, at))
        if clock is None or clock.released_at is not None or not self.member:
            return
        clock.run_on()
        if clock.breached_at is None and clock.priority == moment.priority:
            self._breach_at_once(clock, at)
        else:
            self._take_over(clock, moment)

    def _breach_at_once(self, clock: IncidentClock, at: int) -> None:
        """Breach a clock by what has just changed, if elapsed is more than it is now allowed."""
        if clock.bound.breach(clock.start, at, self.off(at)) is not None:
            self._breach(clock, at, at)

    def _stay(self, moment: Moment) -> None:
        """Customer response: a clock for each unbroken stay in statuses whose reason is the customer."""
        if moment.step in (IncidentStep.RESOLVED, IncidentStep.CLOSED):
            self.stopped_since = moment.at
        elif moment.step is IncidentStep.REOPENED:
            self.stopped_since = None
        rule = self.statuses.get(moment.status)
        stays = self.stopped_since is None and rule is not None and rule.reason == "customer"
        if stays and not self.staying:
            self._retire()
            self.begun = moment.at
            self.member = False
        elif self.staying and not stays:
            self._stop(moment.at)
        self.staying = stays

    def _belong(self, moment: Moment, *, changed: bool) -> None:
        """Enter, leave, or take a new priority."""
        within = self._within(moment) if not self.over else None
        if self.clause.kind is ClockKind.CUSTOMER_RESPONSE and not self.staying:
            within = None if self.over else within
            if not self.over:
                return
        clock = self.current
        if within is None:
            self._leave(moment.at)
            return
        if not self.member:
            self._enter(moment)
        elif changed and clock is not None and clock.stopped_at is None:
            clock.reconsider(moment.at)
            self._take_over(clock, moment)
        self.member = True

    def _leave(self, at: int) -> None:
        """Release an undecided clock; one that was breached before ends where the incident leaves."""
        clock = self.current
        if self.member and clock is not None and clock.stopped_at is None:
            clock.reconsider(at)
            if clock.undecided:
                clock.released_at = at
            elif clock.left_at is None:
                clock.left_at = at
        self.member = False

    def _enter(self, moment: Moment) -> None:
        clock = self.current
        if clock is not None and clock.released_at is None:
            reopened = clock.stopped_at is not None and self.stopped_since is None
            if not reopened:
                return
            if self.clause.on_reopen is not OnReopen.RESTART:
                clock.run_on()
                self._take_over(clock, moment)
                return
        self._retire()
        first = moment.step is IncidentStep.OPENED
        anew = self.clause.on_priority_change is OnPriorityChange.FROM_CHANGE and not first
        started = self._start(moment.at, moment.at if anew else self.begun, moment.priority)
        if started is None:
            return
        if self.stopped_since is not None and anew:
            self._stop(moment.at)
        elif self.stopped_since is not None:
            self._stop(self.stopped_since)
            if (
                started.bound.breach(started.start, self.stopped_since, self.off(self.stopped_since))
                is not None
            ):
                self._breach(started, moment.at, moment.at)
                started.due = moment.at
        elif started.start < moment.at:
            self._breach_by_priority(started, moment.at)

    def _start(self, at: int, start: int, priority: str | None) -> IncidentClock | None:
        within = self._bound_of(priority)
        if within is None:
            return None
        self.current = IncidentClock(at, start, priority, Bound(within, self.hours, self.zone))
        return self.current

    def _take_over(self, clock: IncidentClock, moment: Moment) -> None:
        """Hold a clock to the priority of a moment, if it is undecided still."""
        clock.priority = moment.priority
        within = self._bound_of(moment.priority)
        if within is None or not clock.undecided:
            return
        clock.bound = Bound(within, self.hours, self.zone)
        if self.clause.on_priority_change is OnPriorityChange.FROM_CHANGE:
            clock.start = moment.at
        else:
            self._breach_by_priority(clock, moment.at)

    def _breach_by_priority(self, clock: IncidentClock, at: int) -> None:
        self._breach_at_once(clock, at)
        if clock.breached_at is not None:
            clock.due = at

    def _retire(self) -> None:
        if self.current is not None:
            self.done.append(self.current)
            self.current = None

    def _within(self, moment: Moment) -> Within | None:
        """The bound of an incident that is in the objective; None where it is not."""
        if self.clause.priorities is not None and moment.priority not in self.clause.priorities:
            return None
        if self.clause.statuses is not None and moment.status not in self.clause.statuses:
            return None
        return self._bound_of(moment.priority)

    def _bound_of(self, priority: str | None) -> Within | None:
        within = self.clause.within
        if isinstance(within, Mapping):
            return within.get(priority) if priority is not None else None
        return within
