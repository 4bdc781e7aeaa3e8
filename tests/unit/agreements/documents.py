"""Documents for tests: one that is right, and ways to change one place of it."""

import json
from copy import deepcopy
from typing import Any

from shared.agreements.document import Document
from shared.agreements.faults import BadAgreement, Fault
from shared.agreements.reading import read_agreement

AVAILABILITY: dict[str, Any] = {
    "id": "availability",
    "owed_by": "provider",
    "indicator": "availability",
    "service": "shop",
    "target": "99.9 %",
    "window": {"calendar": "month"},
    "counts": {"unknown": "down"},
}
CLOCK: dict[str, Any] = {
    "id": "resolution",
    "owed_by": "provider",
    "indicator": "resolution_time",
    "service": "shop",
    "target": "95 %",
    "window": {"calendar": "month"},
    "within": "PT4H",
}
BASE: dict[str, Any] = {
    "apiVersion": "eyelevel/v1",
    "kind": "Agreement",
    "metadata": {"id": "acme-webshop", "title": "Web shop", "version": 1},
    "parties": {
        "provider": {"id": "northwind", "name": "Northwind Hosting"},
        "customer": {"id": "acme", "name": "ACME Retail"},
        "suppliers": [{"id": "carrier-one", "name": "Carrier One"}],
    },
    "in_force": {"from": "2026-01-01", "until": "2027-01-01"},
    "time_zone": "Europe/Berlin",
    "service_hours": {"office": {"weekly": {"mon-fri": ["09:00-17:00"]}}},
    "services": [{"id": "shop", "name": "Web shop"}, {"id": "pay", "name": "Payment"}],
    "objectives": [AVAILABILITY],
}


def with_changes(**changes: Any) -> dict[str, Any]:
    """The right document with places set by their path, `objectives__0__target="99 %"`; None takes one away."""
    document = deepcopy(BASE)
    for path, value in changes.items():
        *way, last = path.split("__")
        place: Any = document
        for name in way:
            place = place[int(name)] if isinstance(place, list) else place[name]
        key = int(last) if isinstance(place, list) else last
        if value is None:
            del place[key]
        else:
            place[key] = value
    return document


def read(**changes: Any) -> Document:
    """The one version of a changed document."""
    return read_agreement(json.dumps(with_changes(**changes)))[0]


def faults(**changes: Any) -> list[Fault]:
    """What is wrong with a changed document."""
    return faults_of(json.dumps(with_changes(**changes)))


def faults_of(text: str | bytes) -> list[Fault]:
    """What is wrong with a text; empty where nothing is."""
    try:
        read_agreement(text)
    except BadAgreement as error:
        return list(error.faults)
    return []


def objective(base: dict[str, Any], **changes: Any) -> list[dict[str, Any]]:
    """The list of objectives with one, changed; None takes a field away."""
    merged = {**base, **changes}
    return [{name: value for name, value in merged.items() if value is not None}]
