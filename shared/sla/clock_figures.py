"""Incident clocks of one objective in one period: the figure (SEMANTICS.md, clocks of incidents).

fulfilled / (fulfilled + breached) over the clocks whose instant (due, opened or stopped, by clause) lies in the
period. Those running and paused are shown, in the open period if theirs is not listed yet, and not counted;
released ones are shown in the period of their release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from shared.sla.clock_outlook import clock_ahead
from shared.sla.clocks import Clockwork, IncidentClock
from shared.sla.corrections import Correction, Standing, of_incident
from shared.sla.credits import credit
from shared.sla.facts import CorrectedTo
from shared.sla.figures import Budget, ClockFigure, ClockState, Figure, Outlook, PeriodOf, Status, Verdict
from shared.sla.hours import OpenTime
from shared.sla.incidents import Incident
from shared.sla.objectives import Clock, CountedIn, Objective
from shared.sla.spans import MICROSECOND, Span, Spans, subtract, union
from shared.sla.terms import Terms


@dataclass(frozen=True, slots=True)
class Shown:
    """A clock as it is at the instant asked for, and the instant that puts it into a period."""

    clock: IncidentClock
    figure: ClockFigure
    instant: int | None
    off: Spans
    paused_at: int | None

    @property
    def decided(self) -> bool:
        """Whether it is fulfilled or breached."""
        return self.figure.state in (ClockState.FULFILLED, ClockState.BREACHED)


@dataclass(frozen=True, slots=True)
class ClockCase:
    """An objective on incident clocks in one period at one instant.

    `incidents` are those opened while its version was in force; what is due in no time of `force` is in no
    period.
    """

    objective: Objective
    indicator: Clock
    terms: Terms
    hours: OpenTime
    force: Span
    incidents: Iterable[Incident]
    corrections: tuple[Correction, ...]
    settled: dict[str, tuple[Shown, ...]]
    period: PeriodOf
    rolling: bool
    as_of: int

    def figure(self) -> Figure:
        """All of its figures."""
        shown = list(self.clocks())
        counted = [one for one in shown if one.decided and self._inside(one.instant)]
        good = sum(one.figure.state is ClockState.FULFILLED for one in counted)
        total = len(counted)
        sli = Fraction(good, total) if total else None
        budget = Budget((1 - self.indicator.target) * total, Fraction(total - good))
        breached_at = self._breached_at(shown, counted, sli)
        listed = [one.figure for one in shown if self._is_listed(one)]
        return Figure(
            objective=self.objective.id,
            version=self.period.version,
            period=self.period,
            as_of=self.as_of,
            state=self._verdict(sli, budget, breached_at),
            good=Fraction(good),
            total=Fraction(total),
            sli=sli,
            target=self.indicator.target,
            budget=budget,
            breached_at=breached_at,
            credit=None if sli is None else self._credit(sli),
            clocks=tuple(sorted(listed, key=lambda one: (one.incident, one.started_at))),
        )

    @property
    def _open(self) -> bool:
        return self.period.status is Status.OPEN

    def _inside(self, instant: int | None) -> bool:
        return instant is not None and instant in self.period.span and instant in self.force

    def _is_listed(self, shown: Shown) -> bool:
        """Whether a clock is shown in this period."""
        clock = shown.clock
        if clock.released_at is not None:
            return self._inside(clock.released_at)
        if shown.instant is not None and shown.instant in self.period.span:
            return shown.instant in self.force
        if not self._open or self.period.span.start > self.as_of or self.as_of not in self.force:
            return False
        return shown.instant is None or (not shown.decided and shown.instant >= self.period.span.end)

    def _verdict(self, sli: Fraction | None, budget: Budget, breached_at: int | None) -> Verdict:
        if sli is None:
            return Verdict.NO_DATA
        if breached_at is not None:
            return Verdict.BREACHED
        lowest = min(self.objective.warn_at.shares, default=None)
        reached = lowest is not None and budget.spent > 0 and budget.spent >= lowest * budget.allowed
        return Verdict.AT_RISK if self._open and reached else Verdict.MET

    def _credit(self, sli: Fraction) -> Fraction:
        return credit(self.objective.credits, sli if self.rolling or not self._open else Fraction(1))

    def _breached_at(self, shown: Iterable[Shown], counted: list[Shown], sli: Fraction | None) -> int | None:
        target = self.indicator.target
        if sli is None or sli >= target:
            return None
        if self.rolling:
            return self._under_since(shown)
        if target == 1:
            return min(one.figure.breached_at for one in counted if one.figure.breached_at is not None)
        return None if self._open else self.period.span.end

    def _under_since(self, shown: Iterable[Shown]) -> int:
        """One microsecond before the instant since which the window has been under target."""
        steps: dict[int, tuple[int, int]] = {}
        for one in shown:
            if not one.decided or one.instant is None or one.instant not in self.force:
                continue
            bad = int(one.figure.state is ClockState.BREACHED)
            for at, sign in ((one.instant, 1), (one.instant + self.period.span.length, -1)):
                before = steps.get(at + MICROSECOND, (0, 0))
                steps[at + MICROSECOND] = before[0] + sign * bad, before[1] + sign
        bad_now = total_now = 0
        since = self.period.span.start
        for at in sorted(at for at in steps if at <= self.as_of):
            was_under = bad_now > (1 - self.indicator.target) * total_now
            bad_now, total_now = bad_now + steps[at][0], total_now + steps[at][1]
            if not was_under:
                since = at
        return since - MICROSECOND

    # clocks

    def clocks(self) -> Iterator[Shown]:
        """Every clock of the objective's incidents, as it is at the instant asked for."""
        for incident in self.incidents:
            known = self.settled.get(incident.name)
            if known is None:
                known = tuple(self._clocks_of(incident))
                if self._is_settled(incident, known):
                    self.settled[incident.name] = known
            yield from known

    def _is_settled(self, incident: Incident, shown: tuple[Shown, ...]) -> bool:
        """Whether no later instant can change anything of an incident's clocks."""
        corrections = of_incident(self.corrections, incident.name)
        waits = any(one.standing is Standing.PROPOSED for one in corrections)
        return not waits and not any(one.clock.runs for one in shown)

    def _clocks_of(self, incident: Incident) -> Iterator[Shown]:
        work = self.clockwork(incident)
        for clock in work.run(incident, self.as_of):
            figure = self._clock_figure(incident, work, clock)
            instant = self._instant(incident, clock, figure)
            yield Shown(clock, figure, instant, work.off(self.as_of), work.paused_since)

    def clockwork(self, incident: Incident) -> Clockwork:
        """What runs the clocks of one incident under this objective."""
        return Clockwork(
            self.indicator, self.terms.statuses, self.hours, self.terms.zone, self._excused(incident)
        )

    def _excused(self, incident: Incident) -> Spans:
        return union(
            one.span
            for one in of_incident(self.corrections, incident.name)
            if one.standing is Standing.ACCEPTED and one.proposal.to is CorrectedTo.EXCUSED
        )

    def _instant(self, incident: Incident, clock: IncidentClock, figure: ClockFigure) -> int | None:
        match self.indicator.counted_in:
            case CountedIn.OPENED:
                return incident.opened_at
            case CountedIn.STOPPED:
                return clock.stopped_at
            case CountedIn.DUE:
                return clock.due if clock.due is not None else figure.deadline

    def _clock_figure(self, incident: Incident, work: Clockwork, clock: IncidentClock) -> ClockFigure:
        end = next(
            (at for at in (clock.stopped_at, clock.released_at, clock.left_at) if at is not None), self.as_of
        )
        elapsed = clock.bound.elapsed(clock.start, end, work.off(end))
        released = clock.released_at is not None
        deadline = clock.deadline
        if clock.undecided:
            deadline = clock.bound.deadline(clock.start, work.off(self.as_of))
        pauses = subtract(work.paused(clock.start, end), union(work.stops))
        return ClockFigure(
            incident=incident.name,
            clock=self.indicator.kind.value,
            priority=clock.priority,
            started_at=clock.start,
            deadline=None if released else deadline,
            state=_state(work, clock),
            elapsed=elapsed,
            paused=sum(self.hours.elapsed(span.start, span.end) for span in pauses),
            remaining=clock.bound.remaining(None if released else deadline, elapsed, end),
            stopped_at=clock.stopped_at,
            breached_at=clock.breached_at,
        )

    def outlook(self, grace: int) -> Outlook:
        """The ends of the period, and what comes of each undecided clock that is shown in it."""
        at = self.figure().breached_at
        span = self.period.span
        ends = None if self.rolling else span.end
        closes = None if self.rolling else span.end + grace
        ahead = [
            clock_ahead(one.figure.incident, one.clock, one.off, self.objective.warn_at, one.paused_at)
            for one in self.clocks()
            if one.clock.undecided and self._is_listed(one)
        ]
        return Outlook(
            as_of=self.as_of,
            breached_at=at,
            breach_shown_from=at,
            ends_at=ends,
            closes_at=closes,
            clocks=tuple(sorted(ahead, key=lambda one: (one.incident, one.started_at))),
        )


def _state(work: Clockwork, clock: IncidentClock) -> ClockState:
    if clock.released_at is not None:
        return ClockState.RELEASED
    if clock.breached_at is not None:
        return ClockState.BREACHED
    if clock.stopped_at is not None:
        return ClockState.FULFILLED
    return ClockState.RUNNING if work.paused_since is None else ClockState.PAUSED
