"""The whole document: its parts, their defaults, and what only several parts together can get wrong."""

from __future__ import annotations

from typing import Any, Final

from shared.agreements import clauses_schema as clauses
from shared.agreements.canonical import hash_of
from shared.agreements.document import Document, MaintenanceTerms
from shared.agreements.faults import Fault, Faulty
from shared.agreements.forms import one_of
from shared.agreements.hours_schema import service_hours, time_zone
from shared.agreements.names import ALWAYS, ids, names_of, refuse_repeated
from shared.agreements.nodes import Mapping, Node, Sequence
from shared.agreements.objectives_schema import crossing_hours, objectives
from shared.agreements.records import Field, record
from shared.agreements.services_schema import services
from shared.sla.agreed.clauses import CorrectionsClause

_NO_MAINTENANCE: Final = MaintenanceTerms(notice=0, acknowledged_by="nobody", at_most=None, within=ALWAYS)


def read_document(node: Node) -> Document:
    """One version, or Faulty with everything that is wrong in it."""
    names = names_of(node)
    faults: list[Fault] = []
    for name, what in (("services", "service"), ("objectives", "objective")):
        try:
            refuse_repeated(ids(node, name), what)
        except Faulty as error:
            faults.extend(error.faults)
    read = record(
        {
            "apiVersion": Field(one_of(["eyelevel/v1"]), lacking="it is eyelevel/v1"),
            "kind": Field(one_of(["Agreement"]), lacking="it is Agreement"),
            "metadata": Field(clauses.metadata, lacking="it names the agreement: {id, title, version}"),
            "parties": Field(clauses.parties, lacking="say who agrees: {provider: …, customer: …}"),
            "in_force": Field(clauses.in_force, lacking="say when it holds: {from: 2026-01-01}"),
            "time_zone": Field(time_zone, lacking="say whose days and months are meant, as Europe/Berlin"),
            "service_hours": Field(service_hours, {}),
            "services": Field(
                services(names), lacking="list what is provided, as [{id: webshop, name: Web shop}]"
            ),
            "incidents": Field(clauses.incidents, {}),
            "maintenance": Field(clauses.maintenance(names), _NO_MAINTENANCE),
            "corrections": Field(clauses.corrections, CorrectionsClause()),
            "closing": Field(clauses.closing, 7 * clauses.DAY),
            "late_facts": Field(clauses.late_facts, 400 * clauses.DAY),
            "objectives": Field(objectives(names), lacking="an agreement promises at least one thing"),
        },
        lambda **values: _made(node, values),
    )
    try:
        document = read(node, "")
        faults.extend(_between(document, node))
    except Faulty as error:
        faults.extend(error.faults)
    if faults:
        raise Faulty(faults)
    return document


def _made(node: Node, values: dict[str, Any]) -> Document:
    values.pop("apiVersion")
    values.pop("kind")
    return Document(
        hash=hash_of(node),
        statuses=values.pop("incidents"),
        grace=values.pop("closing"),
        late_after=values.pop("late_facts"),
        **values,
    )


def _between(document: Document, node: Node) -> list[Fault]:
    """Faults between objectives and hours, each at the objective."""
    listed = node.get("objectives") if isinstance(node, Mapping) else None
    places = listed.items if isinstance(listed, Sequence) else ()
    faults = []
    for index, (objective, place) in enumerate(zip(document.objectives, places, strict=True)):
        sentence = crossing_hours(objective, document.service_hours)
        if sentence is not None:
            path = f"objectives[{index}].within"
            faults.append(Fault(place.line, place.column, path, f"objectives[{index}].{sentence}"))
    return faults
