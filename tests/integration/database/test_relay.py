"""The outbox over both databases: in order, at least once, nothing lost whatever fails when."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from shared.database.engine import Database
from shared.outbox import store
from shared.outbox.relay import Relay
from tests.integration.database.example import FakeLog, entry, outbox, until


async def say(database: Database, *numbers: int) -> None:
    async with database.transaction() as connection:
        await store.add(connection, outbox, [entry(n) for n in numbers])


async def waiting(database: Database) -> int:
    async with database.reading() as connection:
        return (await store.pending(connection, outbox)).count


@contextlib.asynccontextmanager
async def running(relay: Relay) -> AsyncIterator[None]:
    task = asyncio.create_task(relay.run())
    try:
        yield
    finally:
        await relay.stop()
        await asyncio.wait_for(task, 5)


async def test_entries_come_out_in_order_and_whole(database: Database) -> None:
    log = FakeLog()
    relay = Relay(database, outbox, log, most=7)
    async with running(relay):
        for start in range(0, 50, 5):
            await say(database, *range(start, start + 5))
        async with asyncio.timeout(10):
            await relay.flushed()

    assert log.values == list(range(50))
    assert relay.published == 50
    assert log.entries[0] == entry(0)
    assert await waiting(database) == 0


async def test_what_a_failed_transaction_said_is_never_heard(database: Database) -> None:
    log = FakeLog()
    relay = Relay(database, outbox, log)

    async def fail() -> None:
        async with database.transaction() as connection:
            await store.add(connection, outbox, [entry(1)])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with running(relay):
        await say(database, 2)
        await relay.flushed()

    assert log.values == [2]


async def test_a_log_that_is_down_loses_nothing_and_is_told(database: Database) -> None:
    log = FakeLog()
    log.down = True
    relay = Relay(database, outbox, log)
    assert relay.trouble() == "the relay is not started"
    await say(database, 1, 2)
    async with running(relay), asyncio.timeout(10):
        await until(lambda: relay.trouble() == "the outbox cannot be published: no broker answers")
        await until(lambda: relay.pending == 2)
        log.down = False
        await relay.flushed()
        assert relay.trouble() is None

    assert log.values == [1, 2]


async def test_killed_between_append_and_mark_it_repeats_and_loses_nothing(database: Database) -> None:
    log = FakeLog()
    appended = asyncio.Event()

    async def never_answer() -> None:
        appended.set()
        await asyncio.Event().wait()

    log.after = never_answer
    await say(database, 1, 2, 3)
    killed = asyncio.create_task(Relay(database, outbox, log).run())
    await appended.wait()
    killed.cancel()
    await asyncio.wait({killed})
    assert await waiting(database) == 3

    log.after = None
    await say(database, 4)
    relay = Relay(database, outbox, log)
    async with running(relay):
        await relay.flushed()

    assert log.values == [1, 2, 3, 1, 2, 3, 4]


async def test_flushed_waits_for_what_was_committed_before(database: Database) -> None:
    log = FakeLog()
    relay = Relay(database, outbox, log, most=3)
    await say(database, *range(10))
    waited = asyncio.create_task(relay.flushed())
    async with running(relay):
        await waited
        assert log.values[:10] == list(range(10))


async def test_flushed_returns_at_once_when_nothing_waits(database: Database) -> None:
    async with asyncio.timeout(2):
        await Relay(database, outbox, FakeLog()).flushed()


async def test_stopping_ends_after_the_round_in_hand(database: Database) -> None:
    log = FakeLog()
    relay = Relay(database, outbox, log, most=2)
    stopped = asyncio.Event()

    async def stop() -> None:
        stopped.set()
        await relay.stop()

    log.after = stop
    await say(database, *range(6))
    await asyncio.wait_for(relay.run(), 5)

    assert stopped.is_set()
    assert log.values == [0, 1]
    assert await waiting(database) == 4


async def test_a_tombstone_headers_and_a_named_partition_survive(database: Database) -> None:
    log = FakeLog()
    relay = Relay(database, outbox, log)
    said = [
        store.Entry("eyelevel.directory.v1", "key:a", None),
        store.Entry("eyelevel.facts.v1", None, b"\x00\xff", (("ce_id", b"1"), ("ce_id", b"\xff")), 3),
    ]
    async with database.transaction() as connection:
        await store.add(connection, outbox, said)
        await store.add(connection, outbox, [])
    async with running(relay):
        await relay.flushed()

    assert log.entries == said


async def test_what_was_committed_last_goes_out_before_the_relay_ends(database: Database) -> None:
    log = FakeLog()
    relay = Relay(database, outbox, log)
    work = asyncio.create_task(relay.run())
    await say(database, 1, 2)
    await relay.finish()
    await work
    assert log.values == [1, 2]


async def test_a_relay_whose_log_is_away_ends_in_time_and_keeps_what_waits(database: Database) -> None:
    log = FakeLog()
    log.down = True
    relay = Relay(database, outbox, log)
    work = asyncio.create_task(relay.run())
    await say(database, 1)
    async with asyncio.timeout(2):
        await relay.finish(0.2)
        await work
    assert await waiting(database) == 1
