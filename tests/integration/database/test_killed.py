"""Processes that die for real, and a database that goes away and comes back."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from shared.database.engine import Database
from shared.outbox import store
from shared.outbox.relay import Relay
from tests.integration.database.example import FakeLog, entry, metadata, outbox, until
from tests.postgres.server import own_server


async def say(database: Database, *numbers: int) -> None:
    async with database.transaction() as connection:
        await store.add(connection, outbox, [entry(n) for n in numbers])


async def test_a_relay_killed_between_append_and_mark_loses_nothing(
    database: Database, tmp_path: Path
) -> None:
    await say(database, *range(5))
    heard = tmp_path / "heard"
    url = database.url.render_as_string(hide_password=False)
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.database.killed_relay", url, str(heard)
    )
    assert await killed.wait() == -signal.SIGKILL
    assert heard.read_text().split() == ["0", "1", "2"]

    log = FakeLog()
    relay = Relay(database, outbox, log)
    task = asyncio.create_task(relay.run())
    await relay.flushed()
    await relay.stop()
    await task

    assert log.values == [0, 1, 2, 3, 4]


@pytest.mark.postgres
async def test_a_relay_outlives_a_database_that_goes_and_comes_back() -> None:
    server = own_server()
    database = Database(server.url)
    try:
        async with database.transaction() as connection:
            await connection.run_sync(metadata.create_all)
        log = FakeLog()
        relay = Relay(database, outbox, log)
        task = asyncio.create_task(relay.run())
        await until(lambda: relay.trouble() is None)
        await asyncio.to_thread(server.stop)
        await until(lambda: (relay.trouble() or "").startswith("the outbox cannot be published: "))
        await asyncio.to_thread(server.start)
        await until(lambda: relay.trouble() is None)
        await say(database, 1)
        await relay.flushed()
        await relay.stop()
        await task
    finally:
        await database.close()
        await asyncio.to_thread(server.end)

    assert log.values == [1]
