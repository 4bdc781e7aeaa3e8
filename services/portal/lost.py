"""What someone finds at an address that is none: people a page, programs a problem (RFC 9457)."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.portal import visits
from services.portal.page.language import thousandths

_API = "/v1/"
_JSON = ("application/json", "application/problem+json")
Answering = Callable[[Request, Exception], Response | Awaitable[Response]]


def install(app: FastAPI) -> None:
    """Give browsers a page for what is not there; all else is answered as before."""
    for kind in (HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _page_or(app.exception_handlers[kind]))


def prefers_html(accept: str | None) -> bool:
    """Whether an Accept header (RFC 9110, 12.5.1) asks for HTML by name, and for JSON less or not at all."""
    weights: dict[str, int] = {}
    for item in (accept or "").split(","):
        media, _, parameters = item.partition(";")
        weights[media.strip().lower()] = thousandths(parameters)
    return weights.get("text/html", 0) > max(weights.get(one, 0) for one in _JSON)


def _page_or(otherwise: Answering) -> Answering:
    async def answer(request: Request, error: Exception) -> Response:
        if _is_lost(request, error):
            return await visits.lost(request)
        told = otherwise(request, error)
        return told if isinstance(told, Response) else await told

    return answer


def _is_lost(request: Request, error: Exception) -> bool:
    """A person at an address that no page has, or whose parts cannot be."""
    missing = isinstance(error, RequestValidationError) or (
        isinstance(error, HTTPException) and error.status_code == HTTPStatus.NOT_FOUND
    )
    person = request.method == "GET" and prefers_html(request.headers.get("accept"))
    return missing and person and not request.url.path.startswith(_API)
