"""Every error as problem details (RFC 9457): type, title, status, detail, instance, and `errors` where several.

`detail` is a sentence that says what is wrong and what would be right; it holds nothing of the inside.
"""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
BLANK = "about:blank"

Errors = Sequence[Mapping[str, Any]]


class Problem(HTTPException):
    """Raise it anywhere below a route. `errors`: each with `pointer` (into the body) or `field`, and `detail`."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        errors: Errors = (),
        *,
        type: str = BLANK,  # noqa: A002 - RFC 9457's word
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail, dict(headers) if headers else None)
        self.title = title
        self.errors = errors
        self.type = type

    def answer(self, instance: str) -> Response:
        """The response; `instance` is the path of the request."""
        body: dict[str, Any] = {
            "type": self.type,
            "title": self.title,
            "status": self.status_code,
            "detail": self.detail,
            "instance": quote(instance, errors="replace"),
        }
        if self.errors:
            body["errors"] = [dict(error) for error in self.errors]
        content = json.dumps(body, ensure_ascii=False).encode(errors="replace")
        return Response(content, self.status_code, self.headers, MEDIA_TYPE)


def install(app: Starlette) -> None:
    """Let the application's own, Starlette's and FastAPI's errors all come out as problems."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)


async def _http(request: Request, error: Exception) -> Response:
    if isinstance(error, Problem):
        return error.answer(request.url.path)
    assert isinstance(error, HTTPException)  # noqa: S101 - what the handler is registered for
    title = title_of(error.status_code)
    headers = error.headers
    detail = error.detail
    if error.status_code == HTTPStatus.BAD_REQUEST and isinstance(error.__cause__, UnicodeError):
        detail = "The body is not JSON in UTF-8."
    elif error.status_code == HTTPStatus.NOT_FOUND and detail == title:
        detail = f"There is nothing at {request.url.path}."
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        found = _methods_at(request)
        detail = f"{request.method} is not taken at {request.url.path}; use {' or '.join(found)}."
        headers = {"Allow": ", ".join(found)}
    return Problem(error.status_code, title, detail, headers=headers).answer(request.url.path)


def _methods_at(request: Request) -> list[str]:
    """Every method some route takes at this path; a router alone names those of the first route only."""
    app: FastAPI = request.app
    found = {
        method
        for context in iter_route_contexts(app.routes)
        if context.path_regex.match(request.scope["path"])
        for method in context.methods or ()
    }
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what the handler is registered for
    faults = error.errors()
    if any(fault["loc"][:1] == ("body",) for fault in faults) and not _is_json(request):
        return unsupported(request, ("application/json",)).answer(request.url.path)
    errors = [_said(fault) for fault in faults]
    detail = "; ".join(f"{said.get('field') or said['pointer']}: {said['detail']}" for said in errors[:3])
    return Problem(422, title_of(422), detail, errors).answer(request.url.path)


def unsupported(request: Request, taken: Sequence[str]) -> Problem:
    """415 with what is taken instead."""
    given = request.headers.get("content-type")
    said = f"The content type {given!r} is not taken" if given else "The body has no content type"
    return Problem(
        415, title_of(415), f"{said}; send {' or '.join(taken)}.", headers={"Accept": ", ".join(taken)}
    )


def title_of(status: int) -> str:
    """The name of a status in RFC 9110; Python before 3.13 has older names for two of them."""
    return {413: "Content Too Large", 422: "Unprocessable Content"}.get(status) or HTTPStatus(status).phrase


def _is_json(request: Request) -> bool:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return media == "application/json" or (media.startswith("application/") and media.endswith("+json"))


def _said(fault: Mapping[str, Any]) -> dict[str, str]:
    place, *path = fault["loc"]
    detail = str(fault["msg"])
    if fault["type"] == "json_invalid":
        return {
            "pointer": "#",
            "detail": f"the body is not JSON: {fault.get('ctx', {}).get('error', detail)}",
        }
    if place == "body":
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
        return {"pointer": "#" + "".join(f"/{step}" for step in steps), "detail": detail}
    return {"field": ".".join(str(step) for step in (place, *path)), "detail": detail}
