"""What parties announced and decided that reaches some time: changes and corrections, each with all that was told.

A change counts by its last announcement and a correction by its first proposal, but each that was made may be the
one that counts when another is left out; so one of them is enough. With a quota, the changes of one unit share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from shared.sla.agreed.clauses import Quota
from shared.sla.agreed.terms import Terms
from shared.sla.changes.corrections import CorrectionFact
from shared.sla.changes.maintenance import ChangeFact
from shared.sla.facts import ChangeAnnounced, ChangeStep, CorrectionProposed
from shared.sla.spans import Span
from shared.sla.time.windows import window_at


def changes_behind(
    facts: Sequence[ChangeFact], terms: Terms, service: str, reach: Iterable[Span]
) -> Iterator[ChangeFact]:
    """The facts of the changes of a service that reach some time, and of those that share a quota with them."""
    spans = list(reach)
    names = {
        fact.change
        for fact in facts
        if isinstance(fact, ChangeAnnounced)
        and service in fact.services
        and _meet(Span(fact.start, fact.end), spans)
    }
    quota = terms.maintenance.quota
    if quota is not None and names:
        units = [(fact.change, _unit_of(fact, quota, terms.zone)) for fact in facts]
        shared = {unit for name, unit in units if name in names and unit is not None}
        names |= {name for name, unit in units if unit in shared}
    return (fact for fact in facts if fact.change in names)


def _unit_of(fact: ChangeFact, quota: Quota, zone: str) -> Span | None:
    """The unit of a quota in which a change starts, as one fact has it."""
    if isinstance(fact, ChangeAnnounced):
        return window_at(quota.per, zone, fact.start)
    return window_at(quota.per, zone, fact.at) if fact.step is ChangeStep.STARTED else None


def corrections_behind(
    facts: Sequence[CorrectionFact], service: str, reach: Iterable[Span]
) -> Iterator[CorrectionFact]:
    """The facts of the corrections of a service that reach some time."""
    spans = list(reach)
    names = {
        fact.correction
        for fact in facts
        if isinstance(fact, CorrectionProposed)
        and fact.of_service == service
        and _meet(Span(fact.start, fact.end), spans)
    }
    return (fact for fact in facts if fact.correction in names)


def _meet(one: Span, spans: Sequence[Span]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in spans)
