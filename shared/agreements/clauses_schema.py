"""How the clauses that all objectives share are read: metadata, parties, force, incidents, maintenance, corrections."""

from __future__ import annotations

from datetime import date
from typing import Final

from shared.agreements.document import Contact, InForce, MaintenanceTerms, Metadata, Parties, Party
from shared.agreements.forms import (
    Reader,
    choice,
    duration,
    identity,
    list_of,
    map_of,
    moment,
    one_of,
    slug,
    some_time,
    text,
    whole,
)
from shared.agreements.hours_schema import hours_name
from shared.agreements.names import ALWAYS, CAUSES, Names
from shared.agreements.nodes import Node, wrong
from shared.agreements.records import Field, record
from shared.sla.agreed.clauses import CalendarUnit, CorrectionsClause, Quota, StatusRule

DAY: Final = 86_400_000_000

metadata: Final = record(
    {
        "id": Field(slug, lacking="it names the agreement, as acme-webshop"),
        "title": Field(text, lacking="say in a few words what is agreed"),
        "version": Field(whole(1), lacking="versions count from 1"),
        "description": Field(text, None),
        "language": Field(one_of(["en", "de"]), None),
    },
    Metadata,
)

_contact: Final = record(
    {"name": Field(text, None), "email": Field(text, None), "role": Field(text, None)}, Contact
)


def _party(node: Node, path: str) -> Party:
    read = record(
        {
            "id": Field(identity, lacking="every party has an id"),
            "name": Field(text, None),
            "contacts": Field(list_of(_contact, least=0), ()),
        },
        lambda id, name, contacts: Party(id=id, name=name or id, contacts=contacts),  # noqa: A006 - the field's name
    )
    return read(node, path)


def _supplier(node: Node, path: str) -> Party:
    party = _party(node, path)
    if party.id in CAUSES:
        raise wrong(
            node, f"{path}.id", f"{path}.id is {party.id!r}, a word with a meaning of its own; choose another"
        )
    return party


def _apart(parties: Parties) -> str | None:
    everyone = (parties.provider, parties.customer, *parties.suppliers, *parties.observers)
    seen: set[str] = set()
    for party in everyone:
        if party.id in seen:
            return f"the id {party.id!r} is there twice; each party has its own"
        seen.add(party.id)
    return None


parties: Final = record(
    {
        "provider": Field(_party, lacking="an agreement has a provider: {id, name}"),
        "customer": Field(_party, lacking="an agreement has a customer: {id, name}"),
        "suppliers": Field(list_of(_supplier, least=0), ()),
        "observers": Field(list_of(_party, least=0), ()),
    },
    Parties,
    check=_apart,
)


def _ends_after_start(force: InForce) -> str | None:
    start, end = force.from_, force.until
    same_kind = isinstance(start, date) == isinstance(end, date)
    if end is not None and same_kind and end <= start:  # type: ignore[operator]  # both dates or both instants
        return "until does not lie after from; the agreement would never hold"
    return None


in_force: Final = record(
    {
        "from": Field(moment, lacking="say from when the agreement holds, as 2026-01-01"),
        "until": Field(moment, None),
        "review_by": Field(moment, None),
        "takes_effect": Field(one_of(["at_once", "next_period"]), "at_once"),
    },
    InForce,
    check=_ends_after_start,
)

_status: Final = record(
    {
        "clock": Field(one_of(["runs", "pauses"]), "runs"),
        "reason": Field(one_of(["customer", "supplier", "third_party", "planned"]), None),
    },
    lambda clock, reason: StatusRule(clock == "pauses", reason),
)

incidents: Final = record({"statuses": Field(map_of(text, _status, least=0), {})}, lambda statuses: statuses)

_quota: Final = record(
    {
        "count": Field(whole(), None),
        "total": Field(duration, None),
        "per": Field(one_of(["month", "quarter", "year"]), lacking="say per what: month, quarter or year"),
    },
    lambda count, total, per: Quota(CalendarUnit(per), count, total),
    check=lambda quota: (
        "it limits nothing; give count, total or both"
        if quota.count is None and quota.total is None
        else None
    ),
)


def maintenance(names: Names) -> Reader[MaintenanceTerms]:
    """When maintenance is valid."""
    return record(
        {
            "notice": Field(duration, 0),
            "acknowledged_by": Field(one_of(["customer", "provider", "nobody"]), "nobody"),
            "at_most": Field(_quota, None),
            "within": Field(lambda node, path: hours_name(names.hours, node, path), ALWAYS),
        },
        MaintenanceTerms,
    )


corrections: Final = record(
    {
        "decide_within": Field(duration, 14 * DAY),
        "if_silent": Field(one_of(["declined", "accepted"]), "declined"),
    },
    lambda decide_within, if_silent: CorrectionsClause(decide_within, if_silent == "accepted"),
)

closing: Final = record({"grace": Field(duration, 7 * DAY)}, lambda grace: grace)
late_facts: Final = record({"older_than": Field(duration, 400 * DAY)}, lambda older_than: older_than)

calendar_window: Final = choice(CalendarUnit)
rolling_window: Final = some_time
