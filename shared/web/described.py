"""The OpenAPI document tells errors as they come: problem details under application/problem+json, everywhere."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from shared.web.problems import MEDIA_TYPE

_PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence: what is wrong and what would be right."},
        "instance": {"type": "string", "description": "The path of the request; absent within a batch."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the body."},
                    "field": {"type": "string"},
                    "line": {"type": "integer", "description": "Of a document in YAML."},
                    "reason": {
                        "type": "string",
                        "description": "A word for programs, such as unknown_service.",
                    },
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_OF_A_BODY = {
    "400": "The body cannot be read.",
    "413": "The body is too large.",
    "415": "The content type is not taken.",
}
_OF_A_KEY = {"401": "No key, or none that holds.", "403": "The key is not of a role that may do this."}
_OF_INPUT = {"422": "Something in the request is not as described."}


def describe(app: FastAPI) -> None:
    """Make `app.openapi()` add the errors that each operation can answer."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _with_problems(
                get_openapi(
                    title=app.title, version=app.version, description=app.description, routes=app.routes
                )
            )
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend the document


def _with_problems(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for replaced in ("HTTPValidationError", "ValidationError"):
        schemas.pop(replaced, None)
    schemas["Problem"] = _PROBLEM
    for path in document.get("paths", {}).values():
        for operation in path.values():
            responses = operation.setdefault("responses", {})
            for status, meaning in _errors_of(operation).items():
                described = responses.get(status, {}).get("description")
                ours = described and described != "Validation Error"
                responses[status] = {"description": described if ours else meaning}
            responses.setdefault("default", {"description": "Any other error."})
            for status, response in responses.items():
                if status == "default" or status >= "400":
                    response.setdefault("content", _CONTENT)
            operation["responses"] = dict(sorted(responses.items()))
    return document


def _errors_of(operation: dict[str, Any]) -> dict[str, str]:
    errors: dict[str, str] = {}
    if "requestBody" in operation:
        errors |= _OF_A_BODY
    if "security" in operation:
        errors |= _OF_A_KEY
    if "422" in operation.get("responses", {}):
        errors |= _OF_INPUT
    return errors
