"""Stands before every route: measures each request by its route's template, and turns what nobody caught into a
problem that says nothing of the inside, logged once with its traceback.
"""

import time
from collections.abc import Callable
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.observability.metrics import RequestMetrics
from shared.web.problems import Problem

log = structlog.get_logger(__name__)

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_CLIENT_LEFT = 499


class Watch:
    """Middleware around the whole application."""

    def __init__(self, app: ASGIApp, metrics: RequestMetrics) -> None:
        self._app = app
        self._metrics = metrics
        self._templates: dict[Callable[..., Any], list[Any]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except ClientDisconnect:
            status = status or _CLIENT_LEFT
        except Exception:
            log.exception("request_failed", method=scope["method"], route=self._template(scope))
            if not status:
                await _FAILED.answer(scope["path"])(scope, receive, noted)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "other"
            seconds = time.perf_counter() - begun
            self._metrics.answered(method, self._template(scope), status or _CLIENT_LEFT, seconds)

    def _template(self, scope: Scope) -> str:
        """`/v1/agreements/{id}`; "unknown" where no route took the request, so that scanners make no series."""
        endpoint = scope.get("endpoint")
        if endpoint is None:
            return "unknown"
        if self._templates is None:
            self._templates = _by_endpoint(scope["app"])
        for context in self._templates.get(endpoint, ()):
            if context.path_regex.match(scope["path"]):
                return str(context.path_format)
        return "unknown"


_FAILED = Problem(
    500, "Internal Server Error", "This is a fault of ours; it is logged. Please try again later."
)


def _by_endpoint(app: FastAPI) -> dict[Callable[..., Any], list[Any]]:
    found: dict[Callable[..., Any], list[Any]] = {}
    for context in iter_route_contexts(app.routes):
        if context.endpoint is not None:
            found.setdefault(context.endpoint, []).append(context)
    return found
