"""A ratio of counters in one period (SEMANTICS.md, ratio).

A count belongs to the instant of its `from`; outside hours, in excluded maintenance, excused or outside force
it is not counted. Without `expected_total` an open period is breached only by a failure under a target of
100 %, with it at the count since which bad so far has been above what can still be allowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from shared.sla.agreed.objectives import Objective, Ratio
from shared.sla.burn import Burn, burn_rates
from shared.sla.counts.counted import CountedCounts
from shared.sla.counts.counters import CountSeries
from shared.sla.counts.windows import RatioWindow
from shared.sla.credits import credit
from shared.sla.facts import RequestsCounted
from shared.sla.figures import Budget, Figure, Outlook, PeriodOf, Reached, Status, Verdict
from shared.sla.ledger.classes import counted_time
from shared.sla.ledger.setting import Setting
from shared.sla.spans import MICROSECOND, Span


@dataclass(frozen=True, slots=True)
class RatioCase:
    """A ratio objective in one period at one instant."""

    objective: Objective
    indicator: Ratio
    setting: Setting
    series: CountSeries
    counts: CountedCounts
    period: PeriodOf
    rolling: bool

    def figure(self) -> Figure:
        """All of its figures."""
        span, target = self.period.span, self.indicator.target
        good, total = self._sums(span)
        sli = Fraction(good, total) if total else None
        budget = Budget((1 - target) * self._base(total), Fraction(total - good))
        breached_at = self._breached_at(sli) if sli is not None else None
        return Figure(
            objective=self.objective.id,
            version=self.period.version,
            period=self.period,
            as_of=self.setting.as_of,
            state=self._verdict(sli, budget, breached_at),
            good=Fraction(good),
            total=Fraction(total),
            sli=sli,
            target=target,
            budget=budget,
            breached_at=breached_at,
            credit=None if sli is None else self._credit(sli),
        )

    @property
    def _open(self) -> bool:
        return self.period.status is Status.OPEN

    def _base(self, total: int) -> int:
        """What the share allowed is taken of."""
        return max(total, self.indicator.expected_total or 0) if self._open else total

    def _verdict(self, sli: Fraction | None, budget: Budget, breached_at: int | None) -> Verdict:
        if sli is None:
            return Verdict.NO_DATA
        if breached_at is not None:
            return Verdict.BREACHED
        lowest = min(self.objective.warn_at.shares, default=None)
        reached = lowest is not None and budget.spent > 0 and budget.spent >= lowest * budget.allowed
        return Verdict.AT_RISK if self._open and reached else Verdict.MET

    def _credit(self, sli: Fraction) -> Fraction:
        certain = sli if self.rolling or not self._open else Fraction(1)
        return credit(self.objective.credits, certain)

    def _sums(self, window: Span) -> tuple[int, int]:
        begin, end = self.counts.before(window.start), self.counts.before(window.end)
        return end.good - begin.good, end.total - begin.total

    def counted(self, window: Span) -> list[RequestsCounted]:
        """The counts of a window that are counted, in order."""
        return [fact for span in counted_time(self.setting, window) for fact in self.series.inside(span)]

    def burn(self) -> list[Burn]:
        """The burn rates of the budget."""
        _, total = self._sums(self.period.span)
        allowed = (1 - self.indicator.target) * self._base(total)
        since = self.setting.force.start
        return burn_rates(self._spent_in, allowed, self.period.span.length, self.setting.as_of, since)

    def _spent_in(self, window: Span) -> Fraction:
        good, total = self._sums(window)
        return Fraction(total - good)

    def _breached_at(self, sli: Fraction) -> int | None:
        if self.rolling:
            since = self.window().above_since(self.setting.as_of, Fraction(1))
            return None if since is None else since - MICROSECOND
        if not self._open and sli >= self.indicator.target:
            return None
        since = self._beyond_since()
        if since is not None:
            return since
        return None if self._open else self.period.span.end

    def _beyond_since(self) -> int | None:
        """The count since which, without a break, the period has been lost."""
        if self.indicator.expected_total is None and self.indicator.target < 1:
            return None
        span = self.period.span
        lost = RatioWindow(self.indicator, self.counts, None, span.start).above_since(span.end, Fraction(1))
        return None if lost is None else lost - MICROSECOND

    def window(self) -> RatioWindow:
        """The rolling window over its counts."""
        return RatioWindow(self.indicator, self.counts, self.period.span.length, self.setting.force.start)

    def outlook(self, grace: int) -> Outlook:
        """What comes by time alone: in a rolling window counts leave, else only the ends of the period."""
        as_of, span = self.setting.as_of, self.period.span
        if self.rolling:
            return self._rolling_outlook()
        at = self.figure().breached_at
        if at is None:
            good, total = self._sums(span)
            lost = total > 0 and Fraction(good, total) < self.indicator.target
            at = span.end if lost else None
        return Outlook(
            as_of=as_of,
            breached_at=at,
            breach_shown_from=at,
            ends_at=span.end,
            closes_at=span.end + grace,
        )

    def _rolling_outlook(self) -> Outlook:
        as_of, window = self.setting.as_of, self.window()
        warned: list[Reached] = []
        for share in sorted(self.objective.warn_at.shares):
            at = window.since_or_next(as_of, share, reached=True)
            if at is None:  # nor is a greater share reached, nor all of it
                return Outlook(as_of=as_of, warned=tuple(warned))
            warned.append(Reached(share, at, at))
        under = window.since_or_next(as_of, Fraction(1))
        return Outlook(
            as_of=as_of,
            warned=tuple(warned),
            breached_at=None if under is None else under - MICROSECOND,
            breach_shown_from=under,
            recovered_at=None if under is None else window.next_not_above(max(as_of, under), Fraction(1)),
        )
