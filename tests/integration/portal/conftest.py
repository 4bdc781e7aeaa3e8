"""A whole portal on an embedded log, and clients with every kind of key."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from services.portal.app import create_app
from services.portal.settings import Settings
from shared.database.engine import Database
from shared.database.migrations import migrate
from shared.eventlog.open import open_log
from shared.eventlog.port import EventLog, Record
from shared.security import keys
from tests.unit.portal.evaluators import FakeEvaluator

OPERATOR = keys.mint("operator").text
SECRET = "a master secret for tests, long enough"
URL = "http://portal.example"


@dataclass
class Stand:
    """One portal under test."""

    app: FastAPI
    log: EventLog
    evaluator: FakeEvaluator
    operator: httpx2.AsyncClient
    clients: list[httpx2.AsyncClient] = field(default_factory=list)

    def client(self, key: str | None = None) -> httpx2.AsyncClient:
        """A client with a key, or a browser without one."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.app), base_url=URL, headers=headers
        )
        self.clients.append(client)
        return client

    async def key(self, role: str, **bound: Any) -> str:
        """A new key's text."""
        answer = await self.operator.post("/v1/keys", json={"role": role, **bound})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["key"])

    async def party(self, party: str) -> httpx2.AsyncClient:
        """A client with a new key of this party."""
        return self.client(await self.key("party", party=party))

    async def put(self, document: str, client: httpx2.AsyncClient | None = None) -> httpx2.Response:
        """Put an agreement under the id that it names."""
        name = document.split("id: ", 1)[1].split(",", 1)[0]
        return await (client or self.operator).put(
            f"/v1/agreements/{name}",
            content=document.encode(),
            headers={"content-type": "application/yaml"},
        )

    async def records(self, topic: str) -> list[Record]:
        """Everything on a topic, partition by partition."""
        follower = self.log.follower(topic)
        await follower.start()
        ends, found = await follower.ends(), []
        while not follower.reached(ends):
            found += await follower.fetch(wait=0.1)
        await follower.stop()
        return found


@pytest.fixture
async def stand(store_url: str, tmp_path: Path) -> AsyncIterator[Stand]:
    """A portal on a fresh database of each kind and a fresh embedded log."""
    await migrate(store_url, "services.portal")
    log = open_log(f"sqlite:///{tmp_path / 'log.db'}")
    await log.start()
    database = Database(store_url)
    evaluator = FakeEvaluator()
    settings = Settings(
        event_log="sqlite:///not-used.db",
        database_url=store_url,
        secret=SECRET,
        operator_key=OPERATOR,
        public_url=URL,
        partitions=1,
    )
    app = create_app(settings, log=log, database=database, evaluator=evaluator)
    async with app.router.lifespan_context(app):
        transport = httpx2.ASGITransport(app=app)
        operator = httpx2.AsyncClient(
            transport=transport, base_url=URL, headers={"Authorization": f"Bearer {OPERATOR}"}
        )
        stand = Stand(app, log, evaluator, operator, [operator])
        await until(lambda: _ready(operator), "the portal is ready")
        yield stand
        for client in stand.clients:
            await client.aclose()
    await database.close()
    await log.stop()


async def _ready(client: httpx2.AsyncClient) -> bool:
    return (await client.get("/readyz")).status_code == 200


async def until(true: Callable[[], Any], what: str, seconds: float = 20) -> None:
    """Wait until a question is answered with true."""
    end = time.monotonic() + seconds
    while not await true():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        await asyncio.sleep(0.02)
