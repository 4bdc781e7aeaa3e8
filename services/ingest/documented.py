"""How the HTTP door stands in the OpenAPI document: FastAPI does not read the bodies itself, so they are told here."""

from typing import Any, Final

from shared.contracts.envelope import BATCH, STRUCTURED
from shared.contracts.facts import DATA

_EXAMPLE: Final = {
    "specversion": "1.0",
    "id": "2026-01-31-0001",
    "source": "probe-north",
    "type": "dev.eyelevel.availability.changed",
    "subject": "webshop",
    "time": "2026-01-31T23:00:00Z",
    "data": {"state": "down", "cause": "provider"},
}
_EVENT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "subject", "time", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "minLength": 1, "maxLength": 512},
        "source": {"type": "string", "minLength": 1, "maxLength": 512},
        "type": {"type": "string", "enum": sorted(DATA)},
        "subject": {"type": "string", "minLength": 1, "maxLength": 512, "description": "The service's id."},
        "time": {"type": "string", "format": "date-time", "description": "When it happened."},
        "data": {"type": "object"},
    },
    "example": _EXAMPLE,
}

BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            STRUCTURED: {"schema": _EVENT},
            BATCH: {"schema": {"type": "array", "items": _EVENT}},
            "application/json": {
                "schema": {
                    "type": "object",
                    "description": "Binary form: the data, with the attributes in the headers ce-id, ce-source, …",
                    "example": _EXAMPLE["data"],
                }
            },
        },
    }
}

_COUNT: Final = {"type": "integer", "minimum": 0}
_RESULT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["index", "source", "id", "status"],
    "properties": {
        "index": _COUNT,
        "source": {"type": "string"},
        "id": {"type": "string"},
        "status": {"enum": ["accepted", "repeated", "rejected"]},
        "problem": {"$ref": "#/components/schemas/Problem"},
    },
}
_TAKEN: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["accepted", "repeated", "rejected"],
    "properties": {
        "accepted": _COUNT,
        "repeated": _COUNT,
        "rejected": _COUNT,
        "results": {"type": "array", "items": _RESULT, "description": "For a batch, in its order."},
    },
}

RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    202: {
        "description": "What was accepted stands durably in the log.",
        "content": {"application/json": {"schema": _TAKEN}},
    },
    400: {"description": "No event could be read."},
    409: {"description": "The same source and id were sent with other content before."},
    422: {"description": "No agreement names the service, or the time lies in the future."},
    503: {"description": "The event log does not answer; send the same again."},
}
