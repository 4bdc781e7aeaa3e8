"""Two replicas over one PostgreSQL: one relay works, the other follows it when it falls."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy.exc import DBAPIError

from shared.database.engine import Database
from shared.database.leadership import leadership
from shared.outbox import store
from shared.outbox.relay import Relay
from tests.integration.database.example import FakeLog, entry, metadata, outbox, until

pytestmark = pytest.mark.postgres


@pytest.fixture
async def replicas(postgres_url: str) -> AsyncIterator[tuple[Database, Database]]:
    one, two = Database(postgres_url), Database(postgres_url)
    async with one.transaction() as connection:
        await connection.run_sync(metadata.create_all)
    yield one, two
    await one.close()
    await two.close()


async def test_one_leads_and_the_other_takes_over(replicas: tuple[Database, Database]) -> None:
    one, two = replicas

    async with leadership(one, "x") as first, leadership(two, "x") as second, leadership(two, "y") as other:
        assert (first.lead, second.lead, other.lead) == (True, False, True)
    async with leadership(two, "x") as later:
        assert later.lead
        await later.confirm()


async def test_two_relays_publish_each_entry_once_and_in_order(replicas: tuple[Database, Database]) -> None:
    log = FakeLog()
    relays = [Relay(database, outbox, log, most=10) for database in replicas]
    tasks = [asyncio.create_task(relay.run()) for relay in relays]
    for n in range(200):
        async with replicas[n % 2].transaction() as connection:
            await store.add(connection, outbox, [entry(n)])
        relays[n % 2].wake()
    await asyncio.gather(*(relay.flushed() for relay in relays))

    assert log.values == list(range(200))
    assert sorted(relay.published for relay in relays) == [0, 200]
    assert [relay.trouble() for relay in relays] == [None, None]
    for relay in relays:
        await relay.stop()
    await asyncio.gather(*tasks)


async def test_a_standby_follows_a_leader_whose_connection_is_lost(
    replicas: tuple[Database, Database],
) -> None:
    one, two = replicas
    log = FakeLog()
    leader, follower = Relay(one, outbox, log), Relay(two, outbox, log)
    holding = asyncio.create_task(leader.run())
    await until(lambda: leader.trouble() is None)
    task = asyncio.create_task(follower.run())
    await until(lambda: follower.trouble() is None)
    holding.cancel()
    await asyncio.wait({holding})
    async with two.transaction() as connection:
        await store.add(connection, outbox, [entry(1)])
    async with asyncio.timeout(10):
        await follower.flushed()
    await follower.stop()
    await task

    assert (log.values, follower.published) == ([1], 1)


async def test_a_leader_whose_lock_is_lost_does_not_go_on_with_it(
    replicas: tuple[Database, Database], postgres_url: str
) -> None:
    one, two = replicas
    async with leadership(one, "x") as ours:
        async with two.transaction() as connection:
            await connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        with pytest.raises(DBAPIError):
            await ours.confirm()
