"""A whole ingest over a log, with keys of every role, for tests that go through its doors."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx2
import msgspec
from fastapi import FastAPI

from services.ingest.app import create_app
from services.ingest.ports import Clock
from services.ingest.settings import Settings
from shared.contracts.envelope import STRUCTURED
from shared.contracts.topics import FACTS, RAW, REJECTED
from shared.eventlog.open import open_log
from shared.eventlog.port import Entry, EventLog, Record
from tests.unit.ingest.world import authorization, directory_entries

T = TypeVar("T")


async def until(found: Callable[[], Awaitable[T]], what: str, seconds: float = 20) -> T:
    """What `found` gives as soon as it is true; an AssertionError that says `what` did not come about."""
    end = time.monotonic() + seconds
    while not (answer := await found()):
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        await asyncio.sleep(0.01)
    return answer


@dataclass(frozen=True)
class Running:
    """One ingest under test, a client of it, and the log it writes to."""

    app: FastAPI
    client: httpx2.AsyncClient
    log: EventLog

    async def post(
        self,
        body: Any,
        media: str | None = STRUCTURED,
        *,
        who: str | None = "operator",
        path: str = "/v1/events",
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """Send bytes as they are, anything else as JSON."""
        content = body if isinstance(body, bytes) else msgspec.json.encode(body)
        sent = {} if media is None else {"content-type": media}
        sent |= authorization(who) if who is not None else {}
        return await self.client.post(path, content=content, headers={**sent, **(headers or {})})

    async def produce(self, *values: bytes | None, headers: Sequence[tuple[str, bytes]] = ()) -> None:
        """Put records on the raw topic, all under one key, so that they keep their order."""
        await self.log.append([Entry(RAW.name, "producer", value, tuple(headers)) for value in values])

    async def records(self, topic: str) -> list[Record]:
        """Everything that stands on a topic now."""
        follower, found = self.log.follower(topic), list[Record]()
        await follower.start()
        ends = await follower.ends()
        while not follower.reached(ends):
            found += await follower.fetch(1)
        await follower.stop()
        return found

    async def facts(self) -> list[tuple[str, dict[str, Any]]]:
        """The facts with their agreement, ticks left out."""
        records = await self.records(FACTS.name)
        return [(record.key, msgspec.json.decode(record.value or b"")) for record in records if record.key]

    async def ticks(self) -> list[tuple[int, str]]:
        """The ticks: partition and time, in order per partition."""
        records = await self.records(FACTS.name)
        return [
            (record.partition.number, msgspec.json.decode(record.value or b"")["time"])
            for record in records
            if not record.key
        ]

    async def rejected(self) -> list[Record]:
        """What is kept on the rejected topic."""
        return await self.records(REJECTED.name)

    async def has_fact(self, identity: str) -> bool:
        """Whether a fact of this id stands in some agreement's history."""
        return any(event["id"] == identity for _, event in await self.facts())

    async def metric(self, line: str) -> float:
        """The value of a sample, named as it stands on the page."""
        page = (await self.client.get("/metrics")).text
        return float(
            next(text for text in page.splitlines() if text.startswith(line + " ")).rpartition(" ")[2]
        )


@asynccontextmanager
async def log_with_directory(url: str, partitions: int = 2) -> AsyncIterator[EventLog]:
    """A log that knows the world's agreements and keys."""
    log = open_log(url)
    await log.start()
    await log.ensure_topics(partitions)
    await log.append(directory_entries())
    try:
        yield log
    finally:
        await log.stop()


@asynccontextmanager
async def running(url: str, *, clock: Clock | None = None, **settings: Any) -> AsyncIterator[Running]:
    """An ingest with a directory that is there already."""
    async with log_with_directory(url) as log, started(url, log, clock=clock, **settings) as ingest:
        yield ingest


@asynccontextmanager
async def started(
    url: str, log: EventLog, *, clock: Clock | None = None, **settings: Any
) -> AsyncIterator[Running]:
    """An ingest on a log as it is; ready when the body begins."""
    given = {"hold_ticks": 0, "tick_every": 0.05, "partitions": 2, **settings}
    app = create_app(Settings(event_log=url, **given), clock=clock)
    transport = httpx2.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://ingest.example") as client,
    ):
        ingest = Running(app, client, log)

        async def ready() -> bool:
            return (await client.get("/readyz")).status_code == 200

        await until(ready, "ingest is ready")
        yield ingest
