"""A portal at a real address with the made-up month behind it, for a real browser."""

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from fastapi import FastAPI

from services.portal.app import create_app
from services.portal.settings import Settings
from services.portal.storage import SqlBooks
from shared.database.engine import Database
from shared.database.migrations import migrate
from shared.observability.logs import UVICORN
from shared.security import keys
from tests.unit.portal import lively, month
from tests.unit.portal.documents import WEBSHOP, small
from tests.unit.portal.evaluators import FakeEvaluator
from tests.unit.portal.lively import LIVELY

PUT_AT = 1_765_500_000_000_000


class PageStand:
    """Where it is, and a way to be signed in."""

    def __init__(self, url: str, operator_key: str, evaluator: FakeEvaluator) -> None:
        self.url = url
        self.evaluator = evaluator
        self.operator_key = operator_key
        self._headers = {"Authorization": f"Bearer {operator_key}"}

    def link(self, party: str) -> str:
        """A link that signs in as the party."""
        answer = httpx2.post(f"{self.url}/v1/links", json={"party": party}, headers=self._headers)
        return str(answer.raise_for_status().json()["url"])

    def as_party(self, party: str, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """Ask about the month's agreement with a key of a party."""
        asked = {"role": "party", "party": party}
        key = httpx2.post(f"{self.url}/v1/keys", json=asked, headers=self._headers).raise_for_status().json()
        headers = {"Authorization": f"Bearer {key['key']}"}
        place = f"{self.url}/v1/agreements/{month.AGREEMENT}/{path}"
        answer = httpx2.request(method, place, json=body, headers=headers).raise_for_status().json()
        return dict(answer)

    def put(self, name: str, document: str) -> None:
        """Put an agreement."""
        headers = {**self._headers, "Content-Type": "application/yaml"}
        httpx2.put(f"{self.url}/v1/agreements/{name}", content=document, headers=headers).raise_for_status()


@contextmanager
def page_stand(folder: Path) -> Iterator[PageStand]:
    """Serve meanwhile, on a thread of its own."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        evaluator, key = FakeEvaluator(), keys.mint("operator").text
        month.teach(evaluator, month.known())
        told = list(lively.events())
        month.teach(evaluator, month.known(LIVELY, told, lively.AS_OF), told)
        database = f"sqlite:///{folder / 'portal.db'}"

        def build() -> FastAPI:
            settings = Settings(
                event_log=f"sqlite:///{folder / 'log.db'}",
                database_url=database,
                secret="a master secret for tests, long enough",
                operator_key=key,
                public_url=url,
                partitions=1,
            )
            return create_app(settings, evaluator=evaluator)

        with _serving(build, listening, database):
            stand = PageStand(url, key, evaluator)
            stand.put(month.AGREEMENT, WEBSHOP)
            stand.put("shop", small())
            stand.put("lively", LIVELY)
            yield stand


@contextmanager
def _serving(build: Callable[[], FastAPI], listening: socket.socket, database: str) -> Iterator[None]:
    server: list[uvicorn.Server] = []
    ready = threading.Event()

    async def serve() -> None:
        await migrate(database, "services.portal")
        await _tell(database)
        server.append(uvicorn.Server(uvicorn.Config(build(), **UVICORN)))
        ready.set()
        await server[0].serve(sockets=[listening])

    thread = threading.Thread(target=_run, args=(serve,), daemon=True)
    thread.start()
    assert ready.wait(30), "the portal did not start"
    _until_ready(f"http://127.0.0.1:{listening.getsockname()[1]}")
    yield
    server[0].should_exit = True
    thread.join(20)


def _run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(work())


async def _tell(url: str) -> None:
    database = Database(url)
    async with database.transaction() as connection:
        for seen in month.deliveries():
            await SqlBooks(connection).add_delivery(seen)
    await database.close()


def _until_ready(url: str) -> None:
    transport = httpx2.HTTPTransport(retries=3)
    with httpx2.Client(transport=transport, base_url=url) as client:
        for _ in range(400):
            if client.get("/readyz").status_code == 200:
                return
            threading.Event().wait(0.05)
    raise AssertionError("the portal is not ready")
