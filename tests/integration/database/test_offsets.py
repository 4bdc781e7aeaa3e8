"""Where a group stands: a claim raises the epoch, and neither a zombie nor a replay moves anything."""

import asyncio

import pytest
from sqlalchemy import func, select

from shared.database.engine import Database
from shared.eventlog.port import Fenced, Partition
from shared.outbox.positions import StoredPositions
from tests.integration.database.example import notes, offsets

FACTS = Partition("eyelevel.facts.v1", 0)
OTHER = Partition("eyelevel.facts.v1", 1)


def positions(database: Database, group: str = "evaluator") -> StoredPositions:
    return StoredPositions(database, offsets, group)


async def handle(database: Database, place: StoredPositions, first: int, following: int) -> None:
    """A batch: its work (a row, without asking whether it is there) and its offset in one transaction."""
    async with database.transaction() as connection:
        await connection.execute(notes.insert().values(text="done"))
        await place.advance(connection, FACTS, first, following)


async def done(database: Database) -> int:
    async with database.reading() as connection:
        return int(await connection.scalar(select(func.count()).select_from(notes)) or 0)


async def test_a_partition_never_read_starts_at_zero(database: Database) -> None:
    assert await positions(database).claim([FACTS, OTHER]) == {FACTS: 0, OTHER: 0}


async def test_a_batch_moves_the_offset_with_its_work(database: Database) -> None:
    place = positions(database)
    await place.claim([FACTS])
    await handle(database, place, 0, 10)
    await handle(database, place, 10, 12)

    assert await positions(database).claim([FACTS, OTHER]) == {FACTS: 12, OTHER: 0}


async def test_groups_stand_apart(database: Database) -> None:
    place = positions(database)
    await place.claim([FACTS])
    await handle(database, place, 0, 10)

    assert await positions(database, "notifier").claim([FACTS]) == {FACTS: 0}


async def test_a_zombie_is_fenced_and_its_work_undone(database: Database) -> None:
    zombie = positions(database)
    await zombie.claim([FACTS])
    await positions(database).claim([FACTS])

    with pytest.raises(Fenced):
        await handle(database, zombie, 0, 10)

    assert await done(database) == 0


async def test_a_replayed_batch_is_fenced_and_done_once(database: Database) -> None:
    place = positions(database)
    await place.claim([FACTS])
    await handle(database, place, 0, 10)

    async with database.transaction() as connection:
        with pytest.raises(Fenced):
            await place.advance(connection, FACTS, 0, 10)
    async with database.transaction() as connection:
        with pytest.raises(Fenced):
            await place.advance(connection, FACTS, 9, 15)

    assert await positions(database).claim([FACTS]) == {FACTS: 10}


async def test_a_hole_in_the_log_is_passed(database: Database) -> None:
    place = positions(database)
    await place.claim([FACTS])
    await handle(database, place, 100, 110)

    assert await place.claim([FACTS]) == {FACTS: 110}


async def test_a_partition_never_claimed_is_fenced(database: Database) -> None:
    with pytest.raises(Fenced):
        await handle(database, positions(database), 0, 10)


async def test_a_batch_that_failed_can_be_done_again(database: Database) -> None:
    place = positions(database)
    await place.claim([FACTS])

    async def fail() -> None:
        async with database.transaction() as connection:
            await place.advance(connection, FACTS, 0, 10)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    await handle(database, place, 0, 10)

    assert await place.claim([FACTS]) == {FACTS: 10}


async def test_of_two_claims_at_once_one_holds(database: Database) -> None:
    one, two = positions(database), positions(database)
    await asyncio.gather(one.claim([FACTS, OTHER]), two.claim([OTHER, FACTS]))

    results = await asyncio.gather(
        handle(database, one, 0, 10), handle(database, two, 0, 10), return_exceptions=True
    )

    assert sorted(type(result) for result in results if result is not None) == [Fenced]
    assert await done(database) == 1
