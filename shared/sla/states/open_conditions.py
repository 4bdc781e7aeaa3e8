"""What is open now: the conditions that sources have told of and not closed (SEMANTICS.md, the state of a service, 1).

A condition has the state of its last fact, also across a silence; `up` closes it. It is listed whatever the rule of
several sources makes of it, and whether or not it counts: this is what they say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from shared.sla.facts import AvailabilityTold, State


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCondition:
    """A condition of a source, None for the source's own, with its state and since when it has had it (µs)."""

    service: str
    source: str
    condition: str | None
    state: State
    severity: str | None
    cause: str | None
    since: int


def open_conditions(
    facts: Iterable[AvailabilityTold], known: Iterable[OpenCondition] = ()
) -> list[OpenCondition]:
    """Those open after these facts, which come in their order; the one open longest first.

    `known`: those that were open before them.
    """
    found = {(one.service, one.source, one.condition): one for one in known}
    for fact in facts:
        key = fact.service, fact.source, fact.condition
        before = found.pop(key, None)
        if fact.state is not State.UP:
            found[key] = _told(fact, before)
    return sorted(found.values(), key=lambda one: (one.since, one.service, one.source, one.condition or ""))


def _told(fact: AvailabilityTold, before: OpenCondition | None) -> OpenCondition:
    """A repeat keeps the instant, and the cause where it names none."""
    now = OpenCondition(
        service=fact.service,
        source=fact.source,
        condition=fact.condition,
        state=fact.state,
        severity=fact.severity,
        cause=fact.cause,
        since=fact.at if fact.first_failed_at is None else min(fact.at, fact.first_failed_at),
    )
    if before is None or before.state is not fact.state:
        return now
    return replace(now, since=before.since, cause=fact.cause or before.cause)
