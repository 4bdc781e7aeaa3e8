"""What comes by time alone for an availability objective: warnings, breach, recovery, and when to ask anew.

The present state is let last to the end of the period (a rolling window: for its length), silences judged by
their clauses, and the same functions that find a breach in the past find the instants ahead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from shared.sla.availability.availability import AvailabilityCase
from shared.sla.availability.breach import lost_from, reached_at
from shared.sla.availability.margins import Margin, unknown_of_assessed
from shared.sla.changes.corrections import next_silence
from shared.sla.figures import Outlook, Reached, Verdict
from shared.sla.ledger.classes import classify
from shared.sla.ledger.outages import Run
from shared.sla.ledger.setting import Setting
from shared.sla.spans import EVER, MICROSECOND, Span

Instants = tuple[int, int]
"""Since when something holds, and from which `as_of` on a figure says it."""
Stage = tuple[AvailabilityCase, int, int]
"""What is imagined, from when, and until when."""


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
        if self.case.verdict() is Verdict.NOT_ASSESSABLE:
            return known
        return self._rolling(known) if self.case.rolling else self._calendar(known)

    def _calendar(self, known: Outlook) -> Outlook:
        period, target = self.case.period.span, self.case.indicator.target
        case = self._imagined(max(self._as_of, period.end))
        imagined, course = case.setting, case.course
        lost = lost_from(course, target)
        warned: list[Reached] = []
        for share in self.case.objective.warn_at.shares:
            at = reached_at(course, target, share)
            if at is not None:
                warned.append(Reached(share, at, self._shown_from(at, imagined)))
        return replace(
            known,
            warned=tuple(warned),
            breached_at=None if lost is None else lost - 1,
            breach_shown_from=None if lost is None else self._shown_from(lost, imagined),
        )

    def _rolling(self, known: Outlook) -> Outlook:
        allowed, stages = 1 - self.case.indicator.target, self._stages()
        under: Instants | None = None
        warned: list[Reached] = []
        earliest = EVER  # a share is not reached before a lesser one, nor is all of it spent
        for share in sorted(self.case.objective.warn_at.shares):
            found = self._above(stages, earliest, allowed * share, reached=True)
            if found is None:
                break
            warned.append(Reached(share, *found))
            earliest = found[0]
        else:
            under = self._above(stages, earliest, allowed, reached=False)
        return replace(
            known,
            warned=tuple(warned),
            breached_at=None if under is None else under[0] - 1,
            breach_shown_from=None if under is None else under[1],
            recovered_at=self._back(stages, under, allowed),
        )

    def _stages(self) -> list[Stage]:
        """What is imagined from when to when: a running outage bears nothing until it counts."""
        now, until = self._as_of, self._as_of + self.case.period.span.length
        counts_from = self._counts_from()
        if counts_from is None or counts_from > until:
            return [(self._imagined(until), now, until)]
        return [
            (self._imagined(counts_from - 1), now, counts_from - 1),
            (self._imagined(until), counts_from, until),
        ]

    def _above(
        self, stages: Sequence[Stage], earliest: int, allowed: Fraction, *, reached: bool
    ) -> Instants | None:
        """Since when the window has been, or when it first will be, over a bound, and when that shows.

        Known not to be before `earliest`.
        """
        now = self._as_of
        if now >= earliest:
            since = self.case.window().above_since(now, allowed, reached=reached)
            if since is not None:
                return since, min(now, self._shown_from(since, self.case.setting))
        for case, begin, until in stages:
            window = case.window()
            if now < begin and earliest <= begin:  # before `earliest` it is not over
                since = window.above_since(begin, allowed, reached=reached)
                if since is not None:
                    return since, begin
            at = window.next_above(max(begin, earliest - MICROSECOND), until, allowed, reached=reached)
            if at is not None:
                return at, self._shown_from(at, case.setting)
        return None

    def _back(self, stages: Sequence[Stage], under: Instants | None, allowed: Fraction) -> int | None:
        """When the window is back: after it is under target, else the last time that it came back."""
        if under is None:
            return self.case.window().not_above_since(self._as_of, allowed)
        shown = max(self._as_of, under[1])
        for case, begin, until in stages:
            at = case.window().next_not_above(max(begin - 1, shown), until, allowed)
            if at is not None:
                return at
        return None

    def _imagined(self, until: int) -> AvailabilityCase:
        return replace(self.case, setting=self.case.setting.at(until))

    def _shown_from(self, instant: int, imagined: Setting) -> int:
        """The first `as_of` at which a figure says it: inside an outage, not before that counts."""
        minimum = imagined.counts.outages_shorter_than
        if not minimum:
            return instant
        floor = imagined.floor(self.case.period.span)
        runs = classify(imagined, Span(instant - 1, instant), floor).runs
        late = [run for run in runs if not run.only_unknown and not run.tolerated(minimum)]
        return max([instant, *(run.start + minimum for run in late)])

    def _running(self) -> Run | None:
        """The outage that is running and, by its length so far, still tolerated."""
        minimum = self.case.setting.counts.outages_shorter_than
        if not minimum:
            return None
        until = min(self._as_of, self.case.period.span.end)
        window = Span(until - 1, until)
        runs = classify(self.case.setting, window, self.case.setting.floor(self.case.period.span)).runs
        if runs and runs[-1].lasting and runs[-1].tolerated(minimum):
            return runs[-1]
        return None

    def _counts_from(self) -> int | None:
        running = self._running()
        return None if running is None else running.start + self.case.setting.counts.outages_shorter_than

    def _stale_at(self) -> int | None:
        ahead = [at for at in self.case.setting.timeline.stale_from().values() if at > self._as_of]
        return min(ahead, default=None)

    def _revisit_at(self) -> int | None:
        silence = next_silence(self.case.setting.corrections)
        instants = (silence, self._counts_from(), self._next_outage(), self._turn())
        return min((at for at in instants if at is not None and at > self._as_of), default=None)

    def _next_outage(self) -> int | None:
        """When an outage is running that corrections of time ahead bring about; it may be tolerated at first."""
        setting = self.case.setting
        ahead = [one for one in setting.corrected if one.end > self._as_of]
        if not ahead or not setting.counts.outages_shorter_than:
            return None
        until = max(one.end for one in ahead) + MICROSECOND
        floor = setting.floor(self.case.period.span)
        runs = classify(setting.at(until), Span(self._as_of, until), floor).runs
        return next((run.start + MICROSECOND for run in runs if run.start >= self._as_of), None)

    def _turn(self) -> int | None:
        """When the period begins or ceases to be assessable."""
        bound = self.case.indicator.not_assessable_above
        if bound is None:
            return None
        span = self.case.period.span
        if not self.case.rolling and self._as_of >= span.end:
            return None
        until = self._as_of + span.length if self.case.rolling else span.end
        unknown = unknown_of_assessed(self._imagined(until).reckoning)
        margin = Margin(unknown, bound, span.length if self.case.rolling else None, span.start)
        return margin.first(self._as_of + MICROSECOND, until, above=not margin.is_above(self._as_of))
