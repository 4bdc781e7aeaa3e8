"""Which facts count under a version, and why one cannot: a sentence for each that is set aside (CONTRACT.md, 3)."""

from __future__ import annotations

from collections.abc import Sequence

from shared.sla.agreed.clauses import Service
from shared.sla.agreed.terms import Terms
from shared.sla.changes.corrections import other_party
from shared.sla.facts import (
    AvailabilityTold,
    ChangeAnnounced,
    ChangeTold,
    CorrectionProposed,
    CorrectionTold,
    Fact,
)
from shared.sla.samples.samples import unusable

NEVER_OPENED = "its incident was never opened"


def refusal(fact: Fact, terms: Terms) -> str | None:
    """Why a fact cannot count under a version; None where it can."""
    names = services_named(fact)
    services = [service for service in terms.services if service.id in names]
    if not services:
        return _not_there(names)
    if isinstance(fact, CorrectionProposed | CorrectionTold) and other_party(fact.by, terms) is None:
        return f"'{fact.by}' is neither provider nor customer, who alone propose and decide corrections"
    if is_late(fact, terms.late_after):
        return "arrived later than late_facts.older_than"
    if isinstance(fact, AvailabilityTold) and not is_listed(fact, services[0]):
        return f"source '{fact.source}' is not in evidence.sources"
    return unusable(fact, terms)


def _not_there(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"service '{names[0]}' is not in the agreement"
    listed = ", ".join(f"'{name}'" for name in names)
    return f"none of the services {listed} is in the agreement"


def is_late(fact: Fact, late_after: int) -> bool:
    """Whether it arrived more than `older_than` after its time."""
    return fact.recorded_at is not None and fact.recorded_at - fact.at > late_after


def is_listed(fact: AvailabilityTold, service: Service) -> bool:
    """Whether its source is one that the service's evidence lists."""
    sources = service.evidence.sources
    return sources is None or fact.source in sources


def belongs(fact: AvailabilityTold, service: Service, late_after: int) -> bool:
    """Whether it is a word about a service: in time, and of a source that is listed."""
    return is_listed(fact, service) and not is_late(fact, late_after)


def services_named(fact: Fact) -> tuple[str, ...]:
    """The services that a fact is about: those that its data names, else its subject."""
    if isinstance(fact, ChangeAnnounced | ChangeTold) and fact.services:
        return fact.services
    if isinstance(fact, CorrectionProposed) and fact.of_service is not None:
        return (fact.of_service,)
    return (fact.service,)
