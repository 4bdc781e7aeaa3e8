"""The bound of an incident's clock: when it is due, and when it is breached (SEMANTICS.md, clocks of incidents).

`off` is the time that does not count: pauses, excused spans, and time stopped before a reopening. With a
duration, elapsed is service time outside `off`; a clock is breached once elapsed is more. With working days
the deadline is that of the rule, moved on by the service time of each stretch of `off` that begins before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.sla.agreed.objectives import Within, WorkingDays
from shared.sla.spans import NEVER, Span, Spans, subtract
from shared.sla.time.hours import OpenTime
from shared.sla.time.workdays import working_deadline


@dataclass(frozen=True, slots=True)
class Bound:
    """What a clock is allowed, in service hours of a zone."""

    within: Within
    hours: OpenTime
    zone: str

    def elapsed(self, start: int, until: int, off: Spans) -> int:
        """Service time from start to an instant, without what does not count (µs)."""
        return sum(self.hours.elapsed(one.start, one.end) for one in _running(start, until, off))

    def deadline(self, start: int, off: Spans) -> int | None:
        """The first instant at which it is due, if nothing but `off` stands in the way; None for never."""
        if isinstance(self.within, WorkingDays):
            return self._working_deadline(self.within, start, off)
        left = self.within
        for span in _running(start, NEVER, off):
            if span.end == NEVER:
                return self.hours.deadline(span.start, left)
            time = self.hours.elapsed(span.start, span.end)
            if time >= left:
                found = self.hours.deadline(span.start, left)
                if found is not None and found <= span.end:
                    return found
            left -= min(time, left)
        return None

    def breach(self, start: int, until: int, off: Spans) -> int | None:
        """One microsecond before the first instant, up to `until` (NEVER: ever), by which it is breached."""
        if isinstance(self.within, WorkingDays):
            deadline = self._working_deadline(self.within, start, off)
            return deadline if deadline is not None and deadline < until else None
        left = self.within
        for span in _running(start, until, off):
            time = NEVER if span.end == NEVER else self.hours.elapsed(span.start, span.end)
            if time > left:
                reached = self.hours.deadline(span.start, left)
                return None if reached is None else self.hours.deadline(reached, 0)
            left -= time
        return None

    def remaining(self, deadline: int | None, elapsed: int, until: int) -> int | None:
        """What is left of a duration; with working days the signed service time to the deadline."""
        if not isinstance(self.within, WorkingDays):
            return self.within - elapsed
        if deadline is None:
            return None
        if deadline >= until:
            return self.hours.elapsed(until, deadline)
        return -self.hours.elapsed(deadline, until)

    def _working_deadline(self, within: WorkingDays, start: int, off: Spans) -> int | None:
        deadline = working_deadline(start, within, self.hours, self.zone)
        for span in off:
            if deadline is None or span.start >= deadline:
                break
            begins, ends = max(start, span.start), max(start, span.end)
            idle = self.hours.elapsed(begins, deadline) == 0 and not self.hours.is_open(deadline)
            if idle and ends > deadline:
                break
            moved = self.hours.elapsed(begins, ends)
            if moved:
                deadline = self.hours.deadline(deadline, moved)
        return deadline


def _running(start: int, until: int, off: Spans) -> Iterator[Span]:
    yield from subtract((Span(start, until),), off) if until > start else ()
