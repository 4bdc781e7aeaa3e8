"""How the API's own errors, and the body that it reads itself, stand in the OpenAPI document."""

from typing import Any, Final

from services.portal.bodies import AgreementSaid
from services.portal.decision_bodies import CorrectionSaid

Responses = dict[int | str, dict[str, Any]]

LATER: Final[Responses] = {
    503: {
        "description": "Kept, and published once the event log answers again; sending the same again is safe."
    }
}
NO_AGREEMENT: Final[Responses] = {404: {"description": "No such agreement or version."}}
PROPOSED: Final[Responses] = {
    200: {"description": "The same was proposed before.", "model": CorrectionSaid},
    201: {"description": "Proposed."},
    403: {"description": "Provider and customer propose, each with its own key."},
    409: {"description": "The id is taken by another proposal."},
    422: {"description": "What is proposed has faults."},
    **NO_AGREEMENT,
    **LATER,
}
DECIDED: Final[Responses] = {
    200: {"description": "Decided, now or before."},
    403: {"description": "It is not this party's to decide."},
    404: {"description": "No such agreement or correction."},
    409: {"description": "Decided otherwise before, or nobody is asked."},
    **LATER,
}
GONE: Final[Responses] = {204: {"description": "Gone."}, **LATER}
PUT: Final[Responses] = {
    200: {"description": "The same version was there already.", "model": AgreementSaid},
    201: {"description": "Put."},
    404: {"description": "The agreement is there, and not for this key."},
    409: {
        "description": "A version once put is immutable, versions come in order, between the same parties."
    },
    422: {"description": "The document has faults; each is told with its line, field and sentence."},
    **LATER,
}
DOCUMENT_READ: Final[Responses] = {
    200: {
        "description": "The document, as it was put.",
        "content": {"application/yaml": {"schema": {"type": "object"}}},
    },
    **NO_AGREEMENT,
}

_AGREEMENT: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Agreement",
    "description": "One version of an agreement (docs/CONTRACT.md, section 1).",
    "required": [
        "apiVersion",
        "kind",
        "metadata",
        "parties",
        "in_force",
        "time_zone",
        "services",
        "objectives",
    ],
    "properties": {
        "apiVersion": {"const": "eyelevel/v1"},
        "kind": {"const": "Agreement"},
        "metadata": {"type": "object", "required": ["id", "title", "version"]},
        "parties": {"type": "object", "required": ["provider", "customer"]},
        "in_force": {"type": "object", "required": ["from"]},
        "time_zone": {"type": "string", "description": "As Europe/Berlin."},
        "services": {"type": "array", "items": {"type": "object", "required": ["id", "name"]}},
        "objectives": {"type": "array", "items": {"type": "object"}, "minItems": 1},
    },
    "example": {
        "apiVersion": "eyelevel/v1",
        "kind": "Agreement",
        "metadata": {"id": "acme-webshop", "title": "Web shop hosting for ACME", "version": 1},
        "parties": {
            "provider": {"id": "northwind", "name": "Northwind Hosting"},
            "customer": {"id": "acme", "name": "ACME Retail"},
        },
        "in_force": {"from": "2026-01-01", "until": "2027-01-01"},
        "time_zone": "Europe/Berlin",
        "services": [{"id": "webshop", "name": "Web shop", "stale_after": "PT5M"}],
        "objectives": [
            {
                "id": "availability",
                "owed_by": "provider",
                "indicator": "availability",
                "service": "webshop",
                "target": "99.9 %",
                "window": {"calendar": "month"},
                "counts": {"unknown": "down"},
            }
        ],
    },
}
BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/yaml": {"schema": _AGREEMENT}, "application/json": {"schema": _AGREEMENT}},
    }
}
