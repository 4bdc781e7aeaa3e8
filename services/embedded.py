"""All four services in one process: each on its own thread and event loop, behind one port.

A service does not know that it is embedded: it is given an event log and a database by URL, both SQLite files in
one folder. The front hands a request to the service that owns its path, and answers /livez, /readyz and /metrics
for all of them. `eyelevel up` and `eyelevel demo` serve it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from services.data_folder import data_folder
from services.evaluator.app import create_app as create_evaluator
from services.evaluator.settings import Settings as EvaluatorSettings
from services.ingest.app import create_app as create_ingest
from services.ingest.ports import Clock
from services.ingest.settings import Settings as IngestSettings
from services.notifier.app import create_app as create_notifier
from services.notifier.settings import Settings as NotifierSettings
from services.portal.app import create_app as create_portal
from services.portal.entrance import by_key
from services.portal.settings import Settings as PortalSettings
from services.threads import ServiceThread
from shared.database.migrations import migrate
from shared.observability.health import Health
from shared.observability.metrics import merge, new_registry, with_process
from shared.security.keyring import Refusal
from shared.security.master import master_in_file
from shared.web.app import MayMeasure, plain_routes
from shared.web.doors import forbidden, unknown
from shared.web.problems import install

# The longest prefix that fits owns a path; the portal has the rest.
PATHS = {
    "/v1/events": "ingest",
    "/v1/history": "ingest",
    "/v1/figures": "evaluator",
    "/v1/evidence": "evaluator",
    "/v1/trials": "evaluator",
    "/v1/deliveries": "notifier",
}
_LOOKS, _BETWEEN_LOOKS = 300, 0.05  # seconds
_PATIENCE = 10.0  # seconds; longer than that of a service, which knows what it waits for
WITH_TABLES = ("evaluator", "notifier", "portal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedding:
    """How to run embedded: where the data lies, at which address, and what a demonstration changes.

    `url` is where people reach it, `inner_url` where the portal reaches the evaluator: this very process.
    `operator_key` is the key's whole text; None where the portal has one from an earlier start. `clock` None is the
    machine's, `retry_seconds` None the notifier's own. `mounts` are further applications by path. `metrics_open`
    lets anyone read /metrics, for an address that only this machine reaches; else it asks for the operator's key.
    """

    data: Path
    url: str
    inner_url: str
    operator_key: str | None = None
    clock: Clock | None = None
    allow_private_receivers: bool = False
    retry_seconds: tuple[float, ...] | None = None
    metrics_open: bool = True
    mounts: Mapping[str, ASGIApp] = field(default_factory=dict)

    def database_url(self, service: str) -> str:
        """The SQLite file of a service."""
        return f"sqlite:///{self.data / service}.db"

    @property
    def event_log(self) -> str:
        """The SQLite file of the log."""
        return f"sqlite:///{self.data / 'eventlog.db'}"


def create_app(how: Embedding) -> Starlette:
    """The front, with the services running behind it while it lives. Brings all tables up to date first."""
    data_folder(how.data)
    threads = {name: ServiceThread(name, build) for name, build in _builders(how).items()}
    registry, health = new_registry(), Health(patience=_PATIENCE)
    for name, thread in threads.items():
        health.add(name, _trouble_of(thread))

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        for service in WITH_TABLES:
            await migrate(how.database_url(service), f"services.{service}")
        async with contextlib.AsyncExitStack() as stack:
            for thread in threads.values():
                stack.push_async_callback(thread.stop)
                await thread.start()
            registries = {name: thread.app.state.registry for name, thread in threads.items()}
            merge(registry, {"embedded": with_process(new_registry()), **registries})
            await _ready(health)
            yield

    front = Starlette(lifespan=lifespan, routes=[Mount(path, app) for path, app in how.mounts.items()])
    install(front)
    plain_routes(front, health, registry, _anyone if how.metrics_open else _operator(threads["portal"]))
    front.router.default = _Dispatch(threads)
    return front


class _Dispatch:
    """Hands a request to the service that owns its path."""

    def __init__(self, threads: Mapping[str, ServiceThread]) -> None:
        self._threads = threads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._threads[owner(scope["path"])](scope, receive, send)


def owner(path: str) -> str:
    """The service that answers a path: `/v1/figures` and `/v1/figures/acme`, but not `/v1/figuresque`."""
    for prefix, service in PATHS.items():
        if path == prefix or path.startswith(prefix + "/"):
            return service
    return "portal"


async def _ready(health: Health) -> None:
    """Let nobody in before the services are ready; after a while in any case, so that /readyz can say why not."""
    for _ in range(_LOOKS):
        if not await health.troubles():
            return
        await asyncio.sleep(_BETWEEN_LOOKS)


async def _anyone(_request: Request) -> None:
    """May see the metrics."""


def _operator(portal: ServiceThread) -> MayMeasure:
    """By the portal's books, as on its own doors."""

    async def check(request: Request) -> None:
        given = request.headers.get("authorization")
        principal = await portal.ask(lambda: by_key(portal.app.state.portal.library, given))
        if isinstance(principal, Refusal):
            raise unknown(principal)
        if principal.role != "operator":
            raise forbidden(principal, "operator")

    return check


def _trouble_of(thread: ServiceThread) -> Callable[[], Awaitable[str | None]]:
    async def trouble() -> str | None:
        troubles = await thread.ask(thread.app.state.health.troubles)
        return "; ".join(f"{name}: {said}" for name, said in troubles.items()) or None

    return trouble


def _builders(how: Embedding) -> dict[str, Callable[[], FastAPI]]:
    """How each service is built, in the order in which they start: those that are asked before those that ask."""
    secret = master_in_file(how.data / "secret")
    log: dict[str, Any] = {"event_log": how.event_log, "partitions": 1}
    notifier: dict[str, Any] = {"allow_private_receivers": how.allow_private_receivers}
    if how.retry_seconds is not None:
        notifier["retry_seconds"] = how.retry_seconds

    def ingest() -> FastAPI:
        hold: dict[str, Any] = {"hold_ticks": 0.0} if how.clock is not None else {}
        return create_ingest(IngestSettings(**log, **hold), clock=how.clock)

    def evaluator() -> FastAPI:
        database = how.database_url("evaluator")
        return create_evaluator(
            EvaluatorSettings(**log, database_url=database, secret=secret, public_url=how.url),
            clock=how.clock.now if how.clock is not None else None,
        )

    def tell() -> FastAPI:
        database = how.database_url("notifier")
        return create_notifier(NotifierSettings(**log, database_url=database, secret=secret, **notifier))

    def portal() -> FastAPI:
        return create_portal(
            PortalSettings(
                **log,
                database_url=how.database_url("portal"),
                secret=secret,
                operator_key=how.operator_key,
                public_url=how.url,
                evaluator_url=how.inner_url,
            ),
            clock=how.clock.now if how.clock is not None else None,
        )

    return {"evaluator": evaluator, "notifier": tell, "portal": portal, "ingest": ingest}
