"""The facts that stand behind a figure: the transitions of the service, changes and corrections that rule."""

from __future__ import annotations

from collections.abc import Iterable

from shared.sla.facts import Fact
from shared.sla.figures import Evidence
from shared.sla.setting import Setting
from shared.sla.spans import DAY, Span


def evidence(setting: Setting, period: Span) -> list[Evidence]:
    """The facts behind a period, in order of time: each change of state in it and the one it began with."""
    until = min(period.end, setting.as_of)
    found = {
        Evidence(teller[0], teller[1], at)
        for at, teller in setting.timeline.changes(period.start, until)
        if teller is not None
    }
    opening = last_before(setting, period.start)
    if opening is not None:
        found.add(opening)
    for change in setting.changes:
        told = change.announcement
        if Span(told.start, told.end).cut(period):
            found.add(Evidence(told.source, told.id, told.at))
    for one in setting.corrections:
        if one.span.cut(period):
            found.add(Evidence(one.proposal.source, one.proposal.id, one.proposal.at))
    return sorted(found, key=lambda one: (one.at, one.source, one.id))


def evidence_of(facts: Iterable[Fact]) -> list[Evidence]:
    """Facts by name, in the order given."""
    return [Evidence(fact.source, fact.id, fact.at) for fact in facts]


def last_before(setting: Setting, instant: int) -> Evidence | None:
    """The fact behind the state at an instant, if one was told before it."""
    floor = setting.floor(Span(instant, instant))
    reach, at = DAY, instant
    while at > floor:
        since = max(floor, at - reach)
        told = [(when, teller) for when, teller in setting.timeline.changes(since, at) if teller is not None]
        if told:
            when, teller = told[-1]
            return Evidence(teller[0], teller[1], when)
        at, reach = since, reach * 2
    return None
