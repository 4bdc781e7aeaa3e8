"""Availability of one objective in one period: the figure (SEMANTICS.md, the ledger of a period)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from shared.sla.breach import breached_at, reached_at
from shared.sla.burn import Burn, burn_rates
from shared.sla.classes import classify
from shared.sla.credits import credit
from shared.sla.figures import Budget, Figure, PeriodOf, Status, Verdict
from shared.sla.measure import Measured, measured, shown_outages
from shared.sla.objectives import Availability, Objective
from shared.sla.rolling import Rolling
from shared.sla.setting import Setting
from shared.sla.spans import Span
from shared.sla.weighing import Weighed, bad_time, unknown_share, weigh


@dataclass(frozen=True, slots=True)
class AvailabilityCase:
    """An availability objective in one period at one instant."""

    objective: Objective
    indicator: Availability
    setting: Setting
    period: PeriodOf
    rolling: bool

    def figure(self) -> Figure:
        """All of its figures."""
        found = measured(self.setting, self.period.span, rolling=self.rolling)
        target = self.indicator.target
        sli = Fraction(found.good, found.total) if found.total else None
        budget = Budget((1 - target) * (found.total + found.planned), found.bad)
        share = unknown_share(found.sums)
        verdict = self._verdict(sli, budget, share)
        assessed = verdict is not Verdict.NOT_ASSESSABLE
        return Figure(
            objective=self.objective.id,
            version=self.period.version,
            period=self.period,
            as_of=self.setting.as_of,
            state=verdict,
            good=found.good,
            total=Fraction(found.total),
            sli=sli,
            target=target,
            ledger=found.sums,
            planned=found.planned,
            budget=budget,
            breached_at=self._breached_at(found) if assessed else None,
            recovered_at=self._recovered_at(verdict) if assessed and self.rolling else None,
            outages=shown_outages(self.setting, found),
            credit=self._credit(found) if assessed and found.total else None,
            unknown_share=share,
        )

    def _verdict(self, sli: Fraction | None, budget: Budget, share: Fraction | None) -> Verdict:
        bound = self.indicator.not_assessable_above
        if bound is not None and share is not None and share > bound:
            return Verdict.NOT_ASSESSABLE
        if sli is None:
            return Verdict.NO_DATA
        if self.period.status is not Status.OPEN:
            return Verdict.BREACHED if sli < self.indicator.target else Verdict.MET
        if budget.spent > budget.allowed:
            return Verdict.BREACHED
        lowest = min(self.objective.warn_at.shares, default=None)
        if lowest is not None and budget.spent > 0 and budget.spent >= lowest * budget.allowed:
            return Verdict.AT_RISK
        return Verdict.MET

    def _breached_at(self, found: Measured) -> int | None:
        if self.rolling:
            since = self.window().above_since(self.setting.as_of, 1 - self.indicator.target)
            return None if since is None else since - 1
        return breached_at(found.course, self.indicator.target)

    def _recovered_at(self, verdict: Verdict) -> int | None:
        if verdict is Verdict.BREACHED:
            return None
        return self.window().not_above_since(self.setting.as_of, 1 - self.indicator.target)

    def _credit(self, found: Measured) -> Fraction:
        certain = Fraction(found.good + found.planned, found.total + found.planned)
        return credit(self.objective.credits, certain)

    def window(self) -> Rolling:
        """The rolling window over what counts, by the setting's instant."""
        floor = self.setting.floor(self.period.span)
        return Rolling(self.period.span.length, self.counted, floor)

    def burn(self) -> list[Burn]:
        """The burn rates of the budget; history begins with force, or the first fact where that says more."""
        setting, target = self.setting, self.indicator.target
        found = measured(setting, self.period.span, rolling=self.rolling)
        allowed = (1 - target) * (found.total + found.planned)
        return burn_rates(self._spent_in, allowed, self.period.span.length, setting.as_of, setting.known_from)

    def _spent_in(self, window: Span) -> Fraction:
        return bad_time(self.counted(window))

    def counted(self, window: Span) -> list[Weighed]:
        """What counts of a stretch, up to the setting's instant."""
        until = min(window.end, self.setting.as_of)
        span = Span(window.start, until)
        floor = self.setting.floor(self.period.span)
        return weigh(classify(self.setting, span, floor).spans, self.setting.counts)

    def reached(self, found: Measured, share: Fraction) -> int | None:
        """The instant from which a share of the budget has been spent, up to the setting's instant."""
        if self.rolling:
            allowed = (1 - self.indicator.target) * share
            return self.window().above_since(self.setting.as_of, allowed, reached=True)
        return reached_at(found.course, self.indicator.target, share)
