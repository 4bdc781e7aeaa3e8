"""A service's FastAPI, the same in all four: health, metrics, a body limit, and every error a problem."""

import hmac
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from fastapi import FastAPI
from fastapi.routing import APIRoute
from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared import __version__
from shared.observability.health import Health
from shared.observability.metrics import RequestMetrics, render
from shared.security.keyring import MISSING, UNKNOWN, Keyring
from shared.web.described import describe
from shared.web.doors import unknown
from shared.web.heads import Heads
from shared.web.limits import BodyLimit
from shared.web.problems import Problem, install
from shared.web.watch import Watch

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
MayMeasure = Callable[[Request], Awaitable[None]]
"""Raises a Problem where who asks may not see the metrics."""

_BODY_BYTES = 1024 * 1024


def service_app(
    name: str,
    *,
    lifespan: Lifespan,
    health: Health,
    registry: CollectorRegistry,
    keyring: Keyring | None = None,
    metrics_key: str | None = None,
    body_bytes: int = _BODY_BYTES,
    description: str = "",
) -> FastAPI:
    """The application without its own routes yet. `keyring` is what `doors` ask; `metrics_key` None leaves /metrics
    open, for an operator's inner port."""
    app = FastAPI(
        title=f"Eyelevel {name}",
        version=__version__,
        description=description,
        lifespan=lifespan,
        docs_url=None,  # FastAPI's pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        middleware=[
            Middleware(Watch, metrics=RequestMetrics(registry)),
            Middleware(BodyLimit, most=body_bytes),
            Middleware(Heads),
        ],
    )
    app.state.keyring = keyring or Keyring()
    # The embedded process joins those of all services.
    app.state.health, app.state.registry = health, registry
    install(app)
    describe(app)
    plain_routes(app, health, registry, _with_key(metrics_key))
    return app


def _operation_id(route: APIRoute) -> str:
    """The function's name: what a generated client calls the operation."""
    return route.name


def plain_routes(
    app: Starlette, health: Health, registry: CollectorRegistry, may_measure: MayMeasure
) -> None:
    """Add /livez, /readyz and /metrics. Plain routes, since a mounted application would answer /metrics with 307."""

    async def livez(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def readyz(request: Request) -> Response:
        troubles = await health.troubles()
        if not troubles:
            return JSONResponse({"status": "ready"})
        errors = [{"field": name, "detail": said} for name, said in troubles.items()]
        detail = "; ".join(f"{name}: {said}" for name, said in troubles.items())
        return Problem(503, "Service Unavailable", detail, errors).answer(request.url.path)

    async def metrics(request: Request) -> Response:
        await may_measure(request)
        body, content_type = render(registry, request.headers.get("accept"))
        return Response(body, media_type=content_type)

    for path, endpoint in (("/livez", livez), ("/readyz", readyz), ("/metrics", metrics)):
        app.add_route(path, endpoint, methods=["GET"], include_in_schema=False)


def _with_key(key: str | None) -> MayMeasure:
    async def check(request: Request) -> None:
        if key is None:
            return
        given = request.headers.get("authorization")
        if given is None:
            raise unknown(MISSING)
        if not hmac.compare_digest(given.encode(), f"Bearer {key}".encode()):
            raise unknown(UNKNOWN)

    return check
