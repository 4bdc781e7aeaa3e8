"""A measure of outages in one period: the figure, and what comes by time alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from shared.sla.classes import classify
from shared.sla.figures import Figure, Outlook, PeriodOf, Status, Verdict
from shared.sla.lines import first_above
from shared.sla.measure import Measured, measured, shown_outages
from shared.sla.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Objective,
    OutageCount,
    OutageIndicator,
)
from shared.sla.outage_measures import (
    Margin,
    between_margin,
    count_margin,
    ended,
    length_margins,
    too_long,
    value_of,
)
from shared.sla.outage_time import CountedOutage, outages_with_time
from shared.sla.outage_windows import OutageWindow
from shared.sla.setting import Setting
from shared.sla.spans import MICROSECOND, Span
from shared.sla.weighing import Weighed, unknown_share, weigh


@dataclass(frozen=True, slots=True)
class OutageCase:
    """A measure of outages in one period at one instant."""

    objective: Objective
    indicator: OutageIndicator
    setting: Setting
    period: PeriodOf
    rolling: bool

    def figure(self) -> Figure:
        """All of its figures."""
        found = measured(self.setting, self.period.span, rolling=self.rolling)
        outages = self._outages(self.period.span)
        value = value_of(self.indicator, outages, self.period.span, self.setting.as_of, found.good)
        breached_at = self._breached_at(found, outages) if found.total else None
        return Figure(
            objective=self.objective.id,
            version=self.period.version,
            period=self.period,
            as_of=self.setting.as_of,
            state=self._verdict(found, outages, value, breached_at),
            good=found.good,
            total=Fraction(found.total),
            sli=None,
            target=None,
            value=None if value is None else Fraction(value),
            ledger=found.sums,
            planned=found.planned,
            breached_at=breached_at,
            outages=shown_outages(self.setting, found),
            unknown_share=unknown_share(found.sums),
        )

    def _verdict(
        self, found: Measured, outages: Sequence[CountedOutage], value: int | None, breached_at: int | None
    ) -> Verdict:
        if not found.total:
            return Verdict.NO_DATA
        if breached_at is not None:
            return Verdict.BREACHED
        if value is None or self.period.status is not Status.OPEN:
            return Verdict.MET
        match self.indicator:
            case MeanTimeToRestore() as indicator:
                restored = ended(outages, self.period.span, self.setting.as_of)
                return Verdict.AT_RISK if too_long(indicator, restored) else Verdict.MET
            case MeanTimeBetweenFailures(at_least=bound):
                return Verdict.AT_RISK if value < bound else Verdict.MET
            case _:
                return Verdict.MET

    def _outages(self, window: Span) -> list[CountedOutage]:
        return outages_with_time(self.setting, window, self.setting.floor(self.period.span))

    def _counted(self, window: Span) -> list[Weighed]:
        span = Span(window.start, min(window.end, self.setting.as_of))
        return weigh(
            classify(self.setting, span, self.setting.floor(self.period.span)).spans, self.setting.counts
        )

    def _breached_at(self, found: Measured, outages: Sequence[CountedOutage]) -> int | None:
        if self.rolling:
            floor = self.setting.floor(self.period.span)
            length = self.period.span.length
            window = OutageWindow(self.indicator, length, self._outages, self._counted, floor)
            since = window.beyond_since(self.setting.as_of)
            return None if since is None else since - MICROSECOND
        if isinstance(self.indicator, MeanTimeToRestore):
            return self._at_the_end(self.indicator, outages)
        starts = (found.course.period.start, found.course.known_until)
        crossed = [first_above(one.line.strokes(one.value, *starts)) for one in self._margins(found, outages)]
        first = min((at for at in crossed if at is not None), default=None)
        return None if first is None else first - MICROSECOND

    def _at_the_end(self, indicator: MeanTimeToRestore, outages: Sequence[CountedOutage]) -> int | None:
        restored = ended(outages, self.period.span, self.setting.as_of)
        late = self.period.status is not Status.OPEN and too_long(indicator, restored)
        return self.period.span.end if late else None

    def _margins(self, found: Measured, outages: Sequence[CountedOutage]) -> list[Margin]:
        match self.indicator:
            case OutageCount():
                return [count_margin(self.indicator, outages, self.period.span)]
            case LongestOutage():
                return length_margins(self.indicator, outages, self.period.span)
            case MeanTimeBetweenFailures():
                return [between_margin(self.indicator, outages, found.course)]
            case _:
                return []

    def outlook(self, grace: int) -> Outlook:
        """What comes by time alone; a value that only facts can change has nothing ahead but its ends."""
        as_of, span = self.setting.as_of, self.period.span
        stale = [at for at in self.setting.timeline.stale_from().values() if at > as_of]
        now = self.figure().breached_at
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
        later = ahead.figure().breached_at if now is None else now
        shown = None if later is None else max(later + MICROSECOND, ahead.counts_from(later))
        return replace(
            known, breached_at=later, breach_shown_from=shown, ends_at=span.end, closes_at=span.end + grace
        )

    def counts_from(self, instant: int) -> int:
        """When the outage around an instant has reached the length from which outages count."""
        floor = self.setting.floor(self.period.span)
        runs = classify(self.setting, Span(instant, instant + MICROSECOND), floor).runs
        return max([instant, *(run.start + self.setting.counts.outages_shorter_than for run in runs)])
