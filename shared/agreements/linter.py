"""Advice on an agreement that is clear: what both would think about before they sign. Nothing here refuses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from shared.agreements.document import Document, ObjectiveClause, Party, ServiceClause
from shared.agreements.figure_json import decimal
from shared.agreements.names import ALWAYS
from shared.agreements.visible import is_visible, visible
from shared.agreements.warning_sentences import can_warn
from shared.sla.agreed.clauses import Composite
from shared.sla.agreed.objectives import Availability, Clock, ClockKind, Measurement, Ratio, UnknownCounts

_EVERYWHERE: Final = frozenset({"UTC", "Etc/UTC"})


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice about a field."""

    field: str
    sentence: str


def advice(document: Document) -> list[Advice]:
    """Everything that is worth a second thought, in the order of the document."""
    found = [*_hidden(document), *_force(document), *_zone(document)]
    for index, service in enumerate(document.services):
        found += _service(document, service, f"services[{index}]")
    found += _maintenance(document)
    found += _unused_hours(document)
    for index, objective in enumerate(document.objectives):
        found += _objective(document, objective, f"objectives[{index}]")
    return found


def _hidden(document: Document) -> Iterator[Advice]:
    for field, text in _texts(document):
        if text is not None and not is_visible(text):
            yield Advice(
                field,
                f"{field} holds characters that draw nothing and can change what stands beside it: "
                f"{visible(text)}; write it without them",
            )


def _texts(document: Document) -> Iterator[tuple[str, str | None]]:
    """What people named and described, by its field."""
    yield "metadata.title", document.metadata.title
    yield "metadata.description", (document.metadata.description or "").replace("\n", " ")
    for path, party in _parties(document):
        yield f"{path}.name", party.name
        for index, contact in enumerate(party.contacts):
            yield f"{path}.contacts[{index}].name", contact.name
            yield f"{path}.contacts[{index}].role", contact.role
    for index, service in enumerate(document.services):
        yield f"services[{index}].name", service.name
    for index, objective in enumerate(document.objectives):
        yield f"objectives[{index}].title", objective.title


def _parties(document: Document) -> Iterator[tuple[str, Party]]:
    sides = document.parties
    yield "parties.provider", sides.provider
    yield "parties.customer", sides.customer
    for index, supplier in enumerate(sides.suppliers):
        yield f"parties.suppliers[{index}]", supplier
    for index, observer in enumerate(sides.observers):
        yield f"parties.observers[{index}]", observer


def _force(document: Document) -> Iterator[Advice]:
    force = document.in_force
    if force.until is None:
        review = (
            "" if force.review_by is not None else ", and review_by does not say when it is looked at again"
        )
        yield Advice("in_force.until", f"in_force has an open end: until is absent{review}")


def _zone(document: Document) -> Iterator[Advice]:
    zone = document.time_zone
    if zone in _EVERYWHERE or ("/" in zone and not zone.startswith("Etc/")):
        return
    yield Advice(
        "time_zone",
        f"time_zone is {zone}, which names no place: whether its clocks change, and when, is nobody's decision; "
        "name a place, as Europe/Berlin, or UTC",
    )


def _service(document: Document, service: ServiceClause, path: str) -> Iterator[Advice]:
    if service.made_of is None and service.stale_after is None:
        yield Advice(
            f"{path}.stale_after",
            f"{path}.stale_after of {service.id} is never: a source that falls silent leaves its last word standing",
        )
    if service.made_of is None and service.evidence.sources is None:
        yield Advice(
            f"{path}.evidence.sources",
            f"{path}.evidence.sources of {service.id} is absent: the facts of every source count",
        )
    if not _is_promised(document, service.id):
        yield Advice(f"{path}", f"{path}: nothing is promised about {service.id}")


def _is_promised(document: Document, service: str) -> bool:
    if any(service in objective.services for objective in document.objectives):
        return True
    return any(other.made_of is not None and service in _parts(other.made_of) for other in document.services)


def _parts(composite: Composite) -> set[str]:
    return {name for part in composite.of for name in ({part} if isinstance(part, str) else _parts(part))}


def _maintenance(document: Document) -> Iterator[Advice]:
    clause = document.maintenance
    if clause.notice == 0 and clause.acknowledged_by == "nobody" and clause.at_most is None:
        yield Advice(
            "maintenance.notice",
            "maintenance needs no notice: what is announced a moment before it begins is not counted, however long",
        )


def _unused_hours(document: Document) -> Iterator[Advice]:
    used = {objective.service_hours for objective in document.objectives} | {document.maintenance.within}
    for name in document.service_hours:
        if name not in used:
            yield Advice(f"service_hours.{name}", f"service_hours.{name} is used by no objective")


def _objective(document: Document, objective: ObjectiveClause, path: str) -> Iterator[Advice]:
    own = objective.indicator
    if isinstance(own, Availability):
        yield from _availability(own, path)
    if isinstance(own, Clock):
        yield from _clock(document, objective, own, path)
    if isinstance(own, Measurement) and own.unit is None:
        yield Advice(f"{path}.unit", f"{path}.unit is absent: say in what {own.metric} is measured")
    if isinstance(own, Availability | Ratio | Clock):
        if own.target == 1:
            yield Advice(
                f"{path}.target", f"{path}.target is 100 %: the first failure breaks it, there is no budget"
            )
        yield from _credits(objective, path)
    if can_warn(objective) and not objective.warn_at.shares and not objective.warn_at.before:
        yield Advice(f"{path}.warn_at", f"{path}.warn_at is empty: nobody is warned before a breach")


def _availability(own: Availability, path: str) -> Iterator[Advice]:
    if own.counts.unknown is not UnknownCounts.DOWN and own.not_assessable_above is None:
        how = "is left out" if own.counts.unknown is UnknownCounts.EXCLUDED else "counts as up"
        yield Advice(
            f"{path}.not_assessable_above",
            f"{path}: unknown time {how} without a limit: a month nobody measured would look good; "
            "add not_assessable_above: {unknown: 5 %}",
        )


def _clock(document: Document, objective: ObjectiveClause, own: Clock, path: str) -> Iterator[Advice]:
    statuses = document.statuses
    if own.kind is ClockKind.CUSTOMER_RESPONSE and not any(
        rule.reason == "customer" for rule in statuses.values()
    ):
        yield Advice(
            f"{path}.indicator",
            f"{path}: no status has the reason customer in incidents.statuses, so {objective.id} never has a clock",
        )
    for status in sorted(own.pause_while or ()):
        if statuses and status not in statuses:
            yield Advice(
                f"{path}.pause_while", f"{path}.pause_while names {status}, which incidents.statuses do not"
            )
    if isinstance(own.within, Mapping) and own.priorities is not None:
        for priority in sorted(own.priorities - own.within.keys()):
            yield Advice(f"{path}.within", f"{path}.within has no time for {priority}: it is never counted")
    if objective.service_hours == ALWAYS and own.kind is not ClockKind.RESOLUTION:
        yield Advice(
            f"{path}.service_hours", f"{path}.service_hours is always: {objective.id} runs at night too"
        )


def _credits(objective: ObjectiveClause, path: str) -> Iterator[Advice]:
    own, agreed = objective.indicator, objective.credits
    if agreed is None or not isinstance(own, Availability | Ratio | Clock):
        return
    for tier in agreed.tiers:
        if tier.below > own.target:
            yield Advice(
                f"{path}.credits",
                f"{path}.credits begin above the target: below {_share(tier.below)} credit is due, "
                f"though from {_share(own.target)} on the target is met",
            )
    for upper, lower in pairwise(sorted(agreed.tiers, key=lambda tier: tier.below, reverse=True)):
        if lower.percent < upper.percent:
            yield Advice(
                f"{path}.credits",
                f"{path}.credits pay less for a worse share: below {_share(lower.below)} "
                f"{decimal(lower.percent)} percent, below {_share(upper.below)} {decimal(upper.percent)} percent; "
                "the lowest tier that is undercut applies",
            )


def _share(share: Fraction) -> str:
    return f"{decimal(share * 100)} %"
