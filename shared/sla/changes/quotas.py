"""Quotas of maintenance: at most so many changes, and so much clock time, per unit (SEMANTICS.md, Maintenance).

Quotas are the agreement's, whatever the service, per local month, quarter or year of a change's start. They
are used by changes that are otherwise valid in order of start, then id: beyond `count` a change is not
maintenance, beyond `total` its excess is not.
"""

from __future__ import annotations

from collections.abc import Iterable

from shared.sla.agreed.clauses import Quota
from shared.sla.changes.maintenance import Change
from shared.sla.spans import NEVER, Span, Spans, length
from shared.sla.time.windows import window_at


def apply_quota(changes: Iterable[Change], quota: Quota, zone: str) -> list[Change]:
    """The same changes with what the quota does not leave fallen short, in order of start, then id."""
    used: dict[Span, tuple[int, int]] = {}
    found: list[Change] = []
    for change in sorted(changes, key=lambda one: (one.actual.start, one.name)):
        if not change.valid:
            found.append(change)
            continue
        unit = window_at(quota.per, zone, change.actual.start)
        count, time = used.get(unit, (0, 0))
        if quota.count is not None and count >= quota.count:
            found.append(change.short(change.valid, "quota"))
            continue
        left = NEVER if quota.total is None else max(0, quota.total - time)
        excess = _beyond(change.valid, left)
        used[unit] = count + 1, time + length(change.valid) - length(excess)
        found.append(change.short(excess, "quota") if excess else change)
    return found


def _beyond(spans: Spans, left: int) -> Spans:
    """The part of spans after so much of their time."""
    found: list[Span] = []
    for span in spans:
        start = min(span.start + left, span.end)
        left = max(0, left - span.length)
        if start < span.end:
            found.append(Span(start, span.end))
    return tuple(found)
