"""Incident clocks of one objective in one period: the figure (SEMANTICS.md, clocks of incidents).

fulfilled / (fulfilled + breached) over the clocks whose instant (due, opened or stopped, by clause) lies in the
period. Those running and paused are shown, in the open period if theirs is not listed yet, and not counted;
released ones are shown in the period of their release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from heapq import merge
from itertools import groupby

from shared.sla.agreed.objectives import Clock, CountedIn, Objective
from shared.sla.agreed.terms import Terms
from shared.sla.changes.corrections import Correction, Standing, of_incident
from shared.sla.credits import credit
from shared.sla.facts import CorrectedTo
from shared.sla.figures import Budget, ClockFigure, ClockState, Figure, Outlook, PeriodOf, Status, Verdict
from shared.sla.incidents.clock import IncidentClock
from shared.sla.incidents.clocks import Clockwork
from shared.sla.incidents.incidents import Incident
from shared.sla.incidents.listed import ClockList
from shared.sla.incidents.outlook import clock_ahead
from shared.sla.incidents.settled import SettledClocks, Shown, Step
from shared.sla.spans import MICROSECOND, Span, Spans, subtract, union
from shared.sla.time.hours import OpenTime


@dataclass(frozen=True)
class ClockCase:
    """An objective on incident clocks in one period at one instant.

    `incidents` are those opened while its version was in force, `find` gives one of them by its name; what is due
    in no time of `force` is in no period.
    """

    objective: Objective
    indicator: Clock
    terms: Terms
    hours: OpenTime
    force: Span
    incidents: Iterable[Incident]
    corrections: tuple[Correction, ...]
    find: Callable[[str], Incident | None]
    settled: SettledClocks
    period: PeriodOf
    rolling: bool
    as_of: int

    def figure(self) -> Figure:
        """All of its figures."""
        total, late = self._decided_now()
        good = total - late
        sli = Fraction(good, total) if total else None
        budget = Budget((1 - self.indicator.target) * total, Fraction(total - good))
        breached_at = self._breached_at(sli)
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
            clocks=self._listed(),
        )

    @property
    def _open(self) -> bool:
        return self.period.status is Status.OPEN

    def _inside(self, instant: int | None) -> bool:
        return instant is not None and instant in self.period.span and instant in self.force

    def is_listed(self, shown: Shown) -> bool:
        """Whether a clock that may still change is shown in this period."""
        clock = shown.clock
        if clock.released_at is not None:
            return self._inside(clock.released_at)
        if shown.instant is not None and shown.instant in self.period.span:
            return shown.instant in self.force
        if not self._shows_present:
            return False
        return shown.instant is None or (not shown.decided and shown.instant >= self.period.span.end)

    @property
    def _shows_present(self) -> bool:
        """Whether this is the open period, which also shows what no instant has put into one yet."""
        return self._open and self.period.span.start <= self.as_of and self.as_of in self.force

    def _listed(self) -> ClockList:
        others = [(number, one.figure) for number, one in enumerate(self.moving) if self.is_listed(one)]
        if self._shows_present:
            others += self.settled.nowhere()
        return ClockList(self.settled.listed(self.period.span.cut(self.force)), others)

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

    def _breached_at(self, sli: Fraction | None) -> int | None:
        target = self.indicator.target
        if sli is None or sli >= target:
            return None
        if self.rolling:
            return self._under_since()
        if target == 1:
            late = [one for one in self.moving if one.breached and self._inside(one.instant)]
            told = [one.figure.breached_at for one in late if one.figure.breached_at is not None]
            return min([*told, *self.settled.breaches(self.period.span.cut(self.force))])
        return None if self._open else self.period.span.end

    def _under_since(self) -> int:
        """One microsecond before the instant since which the window has been under target."""
        length, share = self.period.span.length, 1 - self.indicator.target
        mine = sorted(self._steps_of_moving(length), reverse=True)
        steps = merge(self.settled.steps_back(self.as_of, length), mine, reverse=True)
        total, bad = self._decided_now()
        since = self.period.span.start
        for at, group in groupby(steps, key=lambda step: step[0]):
            if bad <= share * total:
                break
            since = at
            for _, entered, breached in group:
                total, bad = total - entered, bad - breached
        return since - MICROSECOND

    def _decided_now(self) -> tuple[int, int]:
        """How many clocks the period counts, and how many of them are breached."""
        counted = self.period.span.cut(self.force)
        mine = [one for one in self.moving if one.decided and self._inside(one.instant)]
        bad = self.settled.breached(counted) + sum(one.breached for one in mine)
        return self.settled.fulfilled(counted) + bad + sum(not one.breached for one in mine), bad

    def _steps_of_moving(self, length: int) -> Iterator[Step]:
        for one in self.moving:
            if one.decided and one.instant is not None and one.instant in self.force:
                for at, sign in ((one.instant, 1), (one.instant + length, -1)):
                    if at < self.as_of:
                        yield at + MICROSECOND, sign, sign * int(one.breached)

    # clocks

    @cached_property
    def moving(self) -> tuple[Shown, ...]:
        """The clocks that may still change, as they are; what has settled since is kept as settled."""
        found: list[Shown] = []
        names = sorted(self.settled.moving)
        for name in names:
            incident = self.find(name)
            if incident is None:
                self.settled.moving.discard(name)
                continue
            shown = tuple(self._clocks_of(incident))
            if self._is_settled(incident, shown):
                self.settled.keep(name, shown)
            else:
                found += shown
        if len(self.settled.moving) < len(names):
            self.settled.moving = set(
                self.settled.moving
            )  # a set that was large is slow to walk until it is copied
        return tuple(found)

    def clocks(self) -> Iterator[Shown]:
        """Every clock of the case's incidents, as it is at the instant asked for."""
        for incident in self.incidents:
            known = self.settled.get(incident.name)
            yield from self._clocks_of(incident) if known is None else known

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
        deadline = clock.deadline
        if clock.undecided:
            deadline = clock.bound.deadline(clock.start, work.off(self.as_of))
        pauses = subtract(work.paused(clock.start, end), union(work.stops))
        return ClockFigure(
            incident=incident.name,
            clock=self.indicator.kind.value,
            priority=clock.priority,
            started_at=clock.start,
            deadline=deadline,
            state=_state(work, clock),
            elapsed=elapsed,
            paused=sum(self.hours.elapsed(span.start, span.end) for span in pauses),
            remaining=clock.bound.remaining(deadline, elapsed, end),
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
            for one in self.moving
            if one.clock.undecided and self.is_listed(one)
        ]
        decided = [one.breached_at + MICROSECOND for one in ahead if one.breached_at is not None]
        return Outlook(
            as_of=self.as_of,
            breached_at=at,
            breach_shown_from=at,
            revisit_at=min(decided, default=None),
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
