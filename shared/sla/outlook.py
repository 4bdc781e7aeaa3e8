"""What comes by time alone for an availability objective: warnings, breach, recovery, and when to ask anew.

The present state is let last to the end of the period (a rolling window: for its length), silences judged by
their clauses, and the same functions that find a breach in the past find the instants ahead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from shared.sla.assessable import next_turn, share_strokes, unknown_of
from shared.sla.availability import AvailabilityCase
from shared.sla.breach import lost_from, reached_at
from shared.sla.classes import classify
from shared.sla.corrections import next_silence
from shared.sla.figures import Outlook, Reached, Verdict
from shared.sla.measure import measured
from shared.sla.spans import Span
from shared.sla.weighing import Weighed


@dataclass(frozen=True, slots=True)
class Ahead:
    """An availability objective in one period at one instant, looking ahead."""

    case: AvailabilityCase
    grace: int

    @property
    def _as_of(self) -> int:
        return self.case.setting.as_of

    def outlook(self) -> Outlook:
        """All that comes by time alone."""
        known = Outlook(as_of=self._as_of, stale_at=self._stale_at(), revisit_at=self._revisit_at())
        if not self.case.rolling:
            end = self.case.period.span.end
            known = replace(known, ends_at=end, closes_at=end + self.grace)
        if self.case.figure().state is Verdict.NOT_ASSESSABLE:
            return known
        return self._rolling(known) if self.case.rolling else self._calendar(known)

    def _calendar(self, known: Outlook) -> Outlook:
        period, target = self.case.period.span, self.case.indicator.target
        imagined = self.case.setting.at(max(self._as_of, period.end))
        course = measured(imagined, period).course
        lost = lost_from(course, target)
        warned: list[Reached] = []
        for share in self.case.objective.warn_at.shares:
            at = reached_at(course, target, share)
            if at is not None:
                warned.append(Reached(share, at, self._shown_from(at)))
        return replace(
            known,
            warned=tuple(warned),
            breached_at=None if lost is None else lost - 1,
            breach_shown_from=None if lost is None else self._shown_from(lost),
        )

    def _rolling(self, known: Outlook) -> Outlook:
        now, until = self._as_of, self._as_of + self.case.period.span.length
        allowed = 1 - self.case.indicator.target
        window, ahead = self.case.window(), self._imagined(until).window()
        warned: list[Reached] = []
        for share in self.case.objective.warn_at.shares:
            at = window.above_since(now, allowed * share, reached=True)
            if at is None:
                at = ahead.next_above(now, until, allowed * share, reached=True)
            if at is not None:
                warned.append(Reached(share, at, self._shown_from(at)))
        under = window.above_since(now, allowed)
        if under is None:
            under = ahead.next_above(now, until, allowed)
        back = (
            window.not_above_since(now, allowed)
            if under is None
            else ahead.next_not_above(max(now, under), until, allowed)
        )
        return replace(
            known,
            warned=tuple(warned),
            breached_at=None if under is None else under - 1,
            breach_shown_from=None if under is None else self._shown_from(under),
            recovered_at=back,
        )

    def _imagined(self, until: int) -> AvailabilityCase:
        return replace(self.case, setting=self.case.setting.at(until))

    def _shown_from(self, instant: int) -> int:
        """The first `as_of` at which a figure says it: not before a running outage counts."""
        counts_from = self._running_counts_from()
        return instant if counts_from is None or instant > counts_from else counts_from

    def _running_counts_from(self) -> int | None:
        """When an outage that is running and still tolerated reaches the minimum length."""
        minimum = self.case.setting.counts.outages_shorter_than
        if not minimum:
            return None
        until = min(self._as_of, self.case.period.span.end)
        window = Span(until - 1, until)
        runs = classify(self.case.setting, window, self.case.setting.floor(self.case.period.span)).runs
        if runs and runs[-1].lasting and runs[-1].tolerated(minimum):
            return runs[-1].start + minimum
        return None

    def _stale_at(self) -> int | None:
        ahead = [at for at in self.case.setting.timeline.stale_from().values() if at > self._as_of]
        return min(ahead, default=None)

    def _revisit_at(self) -> int | None:
        instants = (next_silence(self.case.setting.corrections), self._running_counts_from(), self._turn())
        return min((at for at in instants if at is not None and at > self._as_of), default=None)

    def _turn(self) -> int | None:
        """When the period begins or ceases to be assessable."""
        bound = self.case.indicator.not_assessable_above
        if bound is None:
            return None
        span = self.case.period.span
        until = self._as_of + span.length if self.case.rolling else max(self._as_of, span.end)
        imagined = self._imagined(until)
        if self.case.rolling:
            window = replace(imagined.window(), counted=lambda part: self._unknown(imagined, part))
            return next_turn(window.strokes(self._as_of, until, bound, reached=False), self._as_of)
        if self._as_of >= span.end:
            return None
        return next_turn(share_strokes(self._unknown(imagined, span), span, bound), self._as_of)

    @staticmethod
    def _unknown(case: AvailabilityCase, window: Span) -> list[Weighed]:
        floor = min(case.setting.floor(case.period.span), window.start)
        return unknown_of(classify(case.setting, window, floor).spans)
