"""A measure of outages in one period: the figure, and what comes by time alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from shared.sla.agreed.objectives import (
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Objective,
    OutageIndicator,
)
from shared.sla.availability.breach import Course
from shared.sla.availability.measure import Measured, measured
from shared.sla.figures import Figure, Outlook, PeriodOf, Status, Verdict
from shared.sla.ledger.classes import classify
from shared.sla.ledger.outage_time import CountedOutage, outages_with_time
from shared.sla.ledger.reckoning import Reckoning
from shared.sla.ledger.running_sums import RunningSums
from shared.sla.ledger.setting import Setting
from shared.sla.ledger.weighing import Weighed
from shared.sla.outages.measures import is_beyond, lost_from, value_of
from shared.sla.outages.sums import OutageSums
from shared.sla.outages.windows import OutageWindow
from shared.sla.spans import MICROSECOND, Span


@dataclass(frozen=True)
class OutageCase:
    """A measure of outages in one period at one instant."""

    objective: Objective
    indicator: OutageIndicator
    setting: Setting
    running: RunningSums
    period: PeriodOf
    rolling: bool

    @cached_property
    def reckoning(self) -> Reckoning:
        """The sums of its time."""
        return Reckoning(self.running, self.setting, self.setting.floor(self.period.span))

    @cached_property
    def course(self) -> Course:
        """The course of its period."""
        return Course(self.period.span, self.reckoning)

    @cached_property
    def time(self) -> Measured:
        """What counts of the period up to the instant, and what is planned after it."""
        return measured(self.course, rolling=self.rolling)

    @cached_property
    def outages(self) -> OutageSums:
        """The outages of the period as numbers."""
        return OutageSums(self.course)

    def figure(self) -> Figure:
        """All of its figures."""
        found, value = self.time, value_of(self.indicator, self.outages, self.time.good)
        return Figure(
            objective=self.objective.id,
            version=self.period.version,
            period=self.period,
            as_of=self.setting.as_of,
            state=self._verdict(),
            good=found.good,
            total=Fraction(found.total),
            sli=None,
            target=None,
            value=None if value is None else Fraction(value),
            ledger=found.sums.ledger,
            planned=found.planned,
            breached_at=self.breached_at,
            outages=self.reckoning.outages(Span(self.period.span.start, self.course.known_until)),
            unknown_share=found.sums.unknown_share,
        )

    def _verdict(self) -> Verdict:
        if not self.time.total:
            return Verdict.NO_DATA
        if self.breached_at is not None:
            return Verdict.BREACHED
        if self.period.status is not Status.OPEN:
            return Verdict.MET
        can_come_back = isinstance(self.indicator, MeanTimeToRestore | MeanTimeBetweenFailures)
        return Verdict.AT_RISK if can_come_back and self._is_beyond() else Verdict.MET

    def _is_beyond(self) -> bool:
        return is_beyond(self.indicator, self.outages, self.time.good)

    @cached_property
    def breached_at(self) -> int | None:
        """One microsecond before the value is beyond its bound for good, or has been without a break."""
        if not self.time.total:
            return None
        if self.rolling:
            since = self.window().beyond_since(self.setting.as_of) if self._is_beyond() else None
            return None if since is None else since - MICROSECOND
        if isinstance(self.indicator, MeanTimeToRestore):
            late = self.period.status is not Status.OPEN and self._is_beyond()
            return self.period.span.end if late else None
        lost = lost_from(self.indicator, self.outages)
        return None if lost is None else lost - MICROSECOND

    def window(self) -> OutageWindow:
        """The rolling window over its outages."""
        floor = self.reckoning.floor
        return OutageWindow(self.indicator, self.period.span.length, self._outages, self._counted, floor)

    def _outages(self, window: Span) -> list[CountedOutage]:
        return outages_with_time(self.setting, window, self.reckoning.floor)

    def _counted(self, window: Span) -> list[Weighed]:
        return self.reckoning.weighed(Span(window.start, min(window.end, self.setting.as_of)))

    def outlook(self, grace: int) -> Outlook:
        """What comes by time alone; a value that only facts can change has nothing ahead but its ends."""
        as_of, span = self.setting.as_of, self.period.span
        stale = [at for at in self.setting.timeline.stale_from().values() if at > as_of]
        now = self.breached_at
        known = Outlook(
            as_of=as_of, stale_at=min(stale, default=None), breached_at=now, breach_shown_from=now
        )
        if self.rolling:
            return known
        ahead = replace(
            self,
            setting=self.setting.at(max(as_of, span.end)),
            period=replace(self.period, status=Status.PROVISIONAL),
        )
        later = ahead.breached_at if now is None else now
        shown = None if later is None else max(later + MICROSECOND, ahead.counts_from(later))
        return replace(
            known,
            breached_at=later,
            breach_shown_from=shown,
            revisit_at=self._revisit_at(),
            ends_at=span.end,
            closes_at=span.end + grace,
        )

    def _revisit_at(self) -> int | None:
        """When an outage changes a value with no further fact: one that begins or ends now counts from the next instant
        on, one that runs counts once it has reached its least length, and a correction may bring one about or end it.
        """
        as_of = self.setting.as_of
        floor = self.setting.floor(self.period.span)
        runs = classify(self.setting, Span(as_of - MICROSECOND, as_of + MICROSECOND), floor).runs
        instants = [at for one in self.setting.corrected for at in (one.start, one.end)]
        instants.append(self.counts_from(as_of))
        if any(run.start == as_of or not run.lasting for run in runs):
            instants.append(as_of + MICROSECOND)
        return min((at for at in instants if at > as_of), default=None)

    def counts_from(self, instant: int) -> int:
        """When the outage around an instant has reached the length from which outages count."""
        floor = self.setting.floor(self.period.span)
        runs = classify(self.setting, Span(instant, instant + MICROSECOND), floor).runs
        return max([instant, *(run.start + self.setting.counts.outages_shorter_than for run in runs)])
