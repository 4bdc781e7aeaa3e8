"""What comes of an undecided clock by time alone: its breach, and its early warnings (SEMANTICS.md).

Warnings come at shares of `within` (with working days: of the service time from start to deadline), or at
spans of service time before the deadline. A warning whose instant has passed is one already reached.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from shared.sla.agreed.objectives import WarnAt, WorkingDays
from shared.sla.figures import ClockAhead, ClockReached
from shared.sla.incidents.bounds import Bound
from shared.sla.incidents.clock import IncidentClock
from shared.sla.spans import NEVER, Spans


def clock_ahead(
    incident: str, clock: IncidentClock, off: Spans, warn_at: WarnAt, paused_at: int | None
) -> ClockAhead:
    """The instants ahead of a clock, and those of its warnings that it has passed.

    `off` is what does not count up to now, `paused_at` since when it is paused, None while it runs.
    """
    bound, start = clock.bound, clock.start
    breach = None if paused_at is not None else bound.breach(start, NEVER, off)
    marks: list[tuple[Fraction | None, int | None]] = [(share, None) for share in warn_at.shares]
    marks += [(None, before) for before in warn_at.before]
    warned: list[ClockReached] = []
    for share, before in marks:
        at = _reached(bound, start, off, share, before)
        if at is not None and (paused_at is None or at <= paused_at):
            warned.append(ClockReached(share, before, at))
    return ClockAhead(incident, start, breach, tuple(warned))


def _reached(bound: Bound, start: int, off: Spans, share: Fraction | None, before: int | None) -> int | None:
    """When a share is used up, or so much is left."""
    allowed = _allowed(bound, start, off)
    if allowed is None or (before is not None and before > allowed):
        return None
    used = allowed - before if before is not None else ceil((share or 0) * allowed)
    counted: Spans = () if isinstance(bound.within, WorkingDays) else off
    return Bound(used, bound.hours, bound.zone).deadline(start, counted)


def _allowed(bound: Bound, start: int, off: Spans) -> int | None:
    """What a share is taken of (µs); with working days pauses are in the deadline already."""
    if not isinstance(bound.within, WorkingDays):
        return bound.within
    deadline = bound.deadline(start, off)
    return None if deadline is None else bound.hours.elapsed(start, deadline)
