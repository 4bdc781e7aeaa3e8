"""Rows of the outbox: what may not be said is refused in the transaction, and what waits too long is told."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import MetaData

from shared.database.engine import Database
from shared.eventlog.port import LARGEST, Entry, TooLarge
from shared.outbox import store
from shared.outbox.relay import Relay
from shared.outbox.tables import outbox_table

metadata = MetaData()
outbox = outbox_table(metadata)
TOPIC = "eyelevel.verdicts.v1"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'outbox.db'}")
    async with opened.transaction() as connection:
        await connection.run_sync(metadata.create_all)
    yield opened
    await opened.close()


async def test_an_entry_the_log_would_never_take_ends_the_transaction(database: Database) -> None:
    async def say() -> None:
        async with database.transaction() as connection:
            await store.add(
                connection, outbox, [Entry(TOPIC, "a", b"1"), Entry(TOPIC, "a", b"x" * (LARGEST + 1))]
            )

    with pytest.raises(TooLarge):
        await say()

    async with database.reading() as connection:
        assert await store.pending(connection, outbox) == store.Pending(0, None)


async def test_what_waits_is_counted_with_the_age_of_the_oldest(database: Database) -> None:
    before = time.time_ns() // 1_000
    async with database.transaction() as connection:
        await store.add(connection, outbox, [Entry(TOPIC, "a", b"1"), Entry(TOPIC, "a", b"2")])
    async with database.reading() as connection:
        waiting = await store.pending(connection, outbox)
        last = await store.last_id(connection, outbox)

    assert (waiting.count, last) == (2, 2)
    assert waiting.oldest is not None
    assert before <= waiting.oldest <= time.time_ns() // 1_000


async def test_a_row_with_a_lower_id_that_comes_late_is_not_missed(database: Database) -> None:
    async with database.transaction() as connection:
        await store.add(connection, outbox, [Entry(TOPIC, "a", str(n).encode()) for n in range(3)])
        await store.take_away(connection, outbox, [2, 3])
    async with database.reading() as connection:
        assert [id_ for id_, _ in await store.oldest(connection, outbox, 10)] == [1]
        assert await store.waits_up_to(connection, outbox, 3)
        assert not await store.waits_up_to(connection, outbox, 0)


class SlowLog:
    """Takes one entry, then no more."""

    def __init__(self) -> None:
        self.taken: list[Entry] = []

    async def append(self, entries: Sequence[Entry]) -> None:
        """As the port, but for the second time."""
        if self.taken:
            await asyncio.Event().wait()
        self.taken += entries


async def test_entries_that_wait_too_long_are_a_trouble(database: Database) -> None:
    async with database.transaction() as connection:
        await store.add(connection, outbox, [Entry(TOPIC, "a", str(n).encode()) for n in range(3)])
        await connection.execute(outbox.update().values(added_at=(int(time.time()) - 61) * 1_000_000))
    relay = Relay(database, outbox, SlowLog(), most=1)
    task = asyncio.create_task(relay.run())
    async with asyncio.timeout(5):
        while relay.trouble() in {None, "the relay is not started"}:  # noqa: ASYNC110 - it sets no event
            await asyncio.sleep(0.001)
    task.cancel()
    await asyncio.wait({task})

    assert relay.pending == 2
    assert (relay.trouble() or "").startswith("entries that wait for the event log: 2, the oldest for 6")
