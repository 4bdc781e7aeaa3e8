"""The transitions behind a figure of time: what a verdict names of its evidence, also where old facts are gone.

They are read off the folded timeline, so they cost what changed and not what was told; of words that contradict each
other at one instant they hold the one that rules. `evidence` holds every fact that a figure rests on.
"""

from __future__ import annotations

from collections.abc import Iterable

from shared.sla.evidence.grounds import Evidence, Role
from shared.sla.facts import Fact
from shared.sla.ledger.setting import Setting
from shared.sla.spans import DAY, Span


def transitions(setting: Setting, period: Span) -> list[Evidence]:
    """The facts behind a period, in order of time: each change of state in it and the one it began with."""
    until = min(period.end, setting.as_of)
    found = {
        Evidence(teller[0], teller[1], at, Role.STATE)
        for at, teller in setting.timeline.changes(period.start, until)
        if teller is not None
    }
    opening = last_before(setting, period.start)
    if opening is not None:
        found.add(opening)
    for change in setting.changes:
        told = change.announcement
        if Span(told.start, told.end).cut(period):
            found.add(Evidence(told.source, told.id, told.at, Role.MAINTENANCE, told.change))
    for one in setting.corrections:
        proposal = one.proposal
        if one.span.cut(period):
            name = proposal.correction
            found.add(Evidence(proposal.source, proposal.id, proposal.at, Role.CORRECTION, name))
    return sorted(found, key=lambda one: (one.at, one.source, one.id))


def named(facts: Iterable[Fact], role: Role, of: str | None = None) -> list[Evidence]:
    """Facts by name, in the order given."""
    return [Evidence(fact.source, fact.id, fact.at, role, of) for fact in facts]


def last_before(setting: Setting, instant: int) -> Evidence | None:
    """The fact behind the state at an instant, if one was told before it."""
    floor = setting.floor(Span(instant, instant))
    reach, at = DAY, instant
    while at > floor:
        since = max(floor, at - reach)
        told = [(when, teller) for when, teller in setting.timeline.changes(since, at) if teller is not None]
        if told:
            when, teller = told[-1]
            return Evidence(teller[0], teller[1], when, Role.OPENING)
        at, reach = since, reach * 2
    return None
