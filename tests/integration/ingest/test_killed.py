"""Ingest as a process of its own, on both logs: killed at any moment it loses no raw record; asked, it ends soon."""

import os
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx2
import msgspec

from shared.contracts.topics import FACTS, RAW
from shared.eventlog.port import Entry, EventLog
from tests.forked import Forked, module
from tests.integration.ingest.running import log_with_directory, until
from tests.ports import free_port
from tests.unit.ingest.world import said

FACTS_SENT = 4_000


@contextmanager
def process(url: str, port: int) -> Iterator[Forked]:
    environment = {
        **os.environ,
        "EYELEVEL_EVENT_LOG": url,
        "EYELEVEL_PORT": str(port),
        "EYELEVEL_PARTITIONS": "2",
        "EYELEVEL_HOLD_TICKS": "0",
        "EYELEVEL_TICK_EVERY": "0.1",
    }
    running = Forked(module("services.ingest"), env=environment, output=Path(os.devnull))
    try:
        yield running
    finally:
        running.kill()
        running.wait()


@asynccontextmanager
async def facts_seen(log: EventLog) -> AsyncIterator[Callable[[], Awaitable[set[str]]]]:
    """Asked again and again, the ids of the facts that stand in the log by then."""
    follower, found = log.follower(FACTS.name), set[str]()

    async def seen() -> set[str]:
        ends = await follower.ends()
        while not follower.reached(ends):
            records = [record for record in await follower.fetch(1) if record.key]
            found.update(msgspec.json.decode(record.value or b"")["id"] for record in records)
        return found

    await follower.start()
    yield seen
    await follower.stop()


async def test_no_raw_record_is_lost_when_ingest_is_killed(log_url: str) -> None:
    chance = random.Random(7)
    async with log_with_directory(log_url) as log, facts_seen(log) as seen:
        await log.append(
            [Entry(RAW.name, str(n % 7), msgspec.json.encode(said(id=str(n)))) for n in range(FACTS_SENT)]
        )
        for share in sorted(chance.random() for _ in range(3)):
            with process(log_url, free_port()) as ingest:

                async def so_far(share: float = share) -> bool:
                    return len(await seen()) >= share * FACTS_SENT

                await until(so_far, "a share of the facts is accepted", 60)
                ingest.send_signal(signal.SIGKILL)
                ingest.wait(10)
        with process(log_url, free_port()):

            async def everything() -> bool:
                return await seen() == {str(n) for n in range(FACTS_SENT)}

            await until(everything, "every fact stands in the log", 60)


async def test_ingest_ends_soon_when_it_is_asked_to(tmp_path_url: str) -> None:
    port = free_port()
    async with (
        log_with_directory(tmp_path_url),
        httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        with process(tmp_path_url, port) as ingest:

            async def ready() -> bool:
                try:
                    return (await client.get("/readyz")).status_code == 200
                except httpx2.TransportError:
                    return False

            await until(ready, "ingest is ready")
            ingest.terminate()
            assert ingest.wait(10) in {0, -signal.SIGTERM}
