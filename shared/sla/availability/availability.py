"""Availability of one objective in one period: the figure (SEMANTICS.md, the ledger of a period)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from shared.sla.agreed.objectives import Availability, Objective
from shared.sla.availability.breach import Course, breached_at
from shared.sla.availability.margins import spent_of_budget
from shared.sla.availability.measure import Measured, measured
from shared.sla.availability.rolling import Rolling
from shared.sla.burn import Burn, burn_rates
from shared.sla.credits import credit
from shared.sla.figures import Budget, Figure, PeriodOf, Status, Verdict
from shared.sla.ledger.reckoning import Reckoning
from shared.sla.ledger.running_sums import RunningSums
from shared.sla.ledger.setting import Setting
from shared.sla.ledger.weighing import Weighed
from shared.sla.spans import Span


@dataclass(frozen=True)
class AvailabilityCase:
    """An availability objective in one period at one instant."""

    objective: Objective
    indicator: Availability
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

    @property
    def budget(self) -> Budget:
        """The bad time that is allowed, and what is spent of it."""
        allowed = (1 - self.indicator.target) * (self.time.total + self.time.planned)
        return Budget(allowed, self.time.bad)

    @property
    def sli(self) -> Fraction | None:
        """The share of good time; None where nothing counts."""
        return Fraction(self.time.good, self.time.total) if self.time.total else None

    def figure(self) -> Figure:
        """All of its figures."""
        found, verdict = self.time, self.verdict()
        assessed = verdict is not Verdict.NOT_ASSESSABLE
        return Figure(
            objective=self.objective.id,
            version=self.period.version,
            period=self.period,
            as_of=self.setting.as_of,
            state=verdict,
            good=found.good,
            total=Fraction(found.total),
            sli=self.sli,
            target=self.indicator.target,
            ledger=found.sums.ledger,
            planned=found.planned,
            budget=self.budget,
            breached_at=self._breached_at() if assessed else None,
            recovered_at=self._recovered_at(verdict) if assessed and self.rolling else None,
            outages=self.reckoning.outages(Span(self.period.span.start, self.course.known_until)),
            credit=self._credit() if assessed and found.total else None,
            unknown_share=found.sums.unknown_share,
        )

    def verdict(self) -> Verdict:
        """The state of the objective."""
        sli, budget = self.sli, self.budget
        bound, share = self.indicator.not_assessable_above, self.time.sums.unknown_share
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

    def _breached_at(self) -> int | None:
        if self.rolling:
            since = self.window().above_since(self.setting.as_of, 1 - self.indicator.target)
            return None if since is None else since - 1
        return breached_at(self.course, self.indicator.target)

    def _recovered_at(self, verdict: Verdict) -> int | None:
        if verdict is Verdict.BREACHED:
            return None
        return self.window().not_above_since(self.setting.as_of, 1 - self.indicator.target)

    def _credit(self) -> Fraction:
        found = self.time
        certain = Fraction(found.good + found.planned, found.total + found.planned)
        return credit(self.objective.credits, certain)

    def window(self) -> Rolling:
        """The rolling window over what counts, by the setting's instant."""
        return Rolling(self.period.span.length, spent_of_budget(self.reckoning), self.reckoning.floor)

    def burn(self) -> list[Burn]:
        """The burn rates of the budget; history begins with force, or the first fact where that says more."""
        setting = self.setting
        length = self.period.span.length
        return burn_rates(self._spent_in, self.budget.allowed, length, setting.as_of, setting.known_from)

    def _spent_in(self, window: Span) -> Fraction:
        until = min(window.end, self.setting.as_of)
        return Fraction(self.reckoning.spent_between(window.start, until)[0], self.reckoning.whole)

    def counted(self, window: Span) -> list[Weighed]:
        """What counts of a stretch, up to the setting's instant."""
        return self.reckoning.weighed(Span(window.start, min(window.end, self.setting.as_of)))
