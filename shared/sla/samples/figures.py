"""One number of samples in one period: satisfaction, and a measurement that is taken as one value.

Where no further sample can mend it (a maximum above `at_most`, a minimum below `at_least`) it is breached by
that sample; else it is decided at the end, and at risk while it is beyond its bound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shared.sla.agreed.objectives import Objective
from shared.sla.figures import Figure, Outlook, PeriodOf, Status, Verdict
from shared.sla.samples.counted import CountedSamples
from shared.sla.samples.samples import Sample, SampleSeries
from shared.sla.samples.windows import SampleWindow
from shared.sla.samples.yardsticks import Yardstick
from shared.sla.spans import MICROSECOND, Span, Spans


def samples_in(series: SampleSeries, time: Callable[[Span], Spans], window: Span) -> list[Sample]:
    """The samples of a window that lie in the time that counts."""
    return [sample for span in time(window) for sample in series.inside(span)]


@dataclass(frozen=True, slots=True)
class SampleCase:
    """An objective on samples in one period at one instant; `counted` gives those of a window that count."""

    objective: Objective
    yardstick: Yardstick
    counted: Callable[[Span], Sequence[Sample]]
    sums: CountedSamples
    force: Span
    period: PeriodOf
    rolling: bool
    as_of: int

    def figure(self) -> Figure:
        """All of its figures; `total` is the number of samples, `good` that of those good by themselves."""
        span = self.period.span
        value = self.sums.value(span)
        breached_at = self._breached_at(value)
        return Figure(
            objective=self.objective.id,
            version=self.period.version,
            period=self.period,
            as_of=self.as_of,
            state=self._verdict(value, breached_at),
            good=Fraction(self.sums.good(span)),
            total=Fraction(self.sums.count(span)),
            sli=None,
            target=None,
            value=value,
            breached_at=breached_at,
        )

    @property
    def _open(self) -> bool:
        return self.period.status is Status.OPEN

    def _verdict(self, value: Fraction | None, breached_at: int | None) -> Verdict:
        if value is None:
            return Verdict.NO_DATA
        if breached_at is not None:
            return Verdict.BREACHED
        return Verdict.AT_RISK if self._open and self.yardstick.is_beyond(value) else Verdict.MET

    def _breached_at(self, value: Fraction | None) -> int | None:
        if value is None or (self.rolling and not self.yardstick.is_beyond(value)):
            return None
        if self.rolling:
            since = self.window().beyond_since(self.as_of)
            return None if since is None else since - MICROSECOND
        settled = self.sums.settled_at(self.period.span)
        if settled is not None or self._open:
            return settled
        return self.period.span.end if self.yardstick.is_beyond(value) else None

    def window(self) -> SampleWindow:
        """The rolling window over its samples."""
        return SampleWindow(self.yardstick, self.period.span.length, self.counted, self.force.start)

    def outlook(self, grace: int) -> Outlook:
        """What comes by time alone: in a rolling window samples leave, else only the ends of the period."""
        span = self.period.span
        if self.rolling:
            return self._rolling_outlook()
        found = self.figure()
        at = found.breached_at
        if at is None and self.yardstick.is_beyond(found.value):
            at = span.end
        return Outlook(
            as_of=self.as_of,
            breached_at=at,
            breach_shown_from=at,
            ends_at=span.end,
            closes_at=span.end + grace,
        )

    def _rolling_outlook(self) -> Outlook:
        window = self.window()
        beyond = window.since_or_next(self.as_of)
        if beyond is None:
            return Outlook(as_of=self.as_of)
        return Outlook(
            as_of=self.as_of,
            breached_at=beyond - MICROSECOND,
            breach_shown_from=beyond,
            recovered_at=window.next_within(max(self.as_of, beyond)),
        )
