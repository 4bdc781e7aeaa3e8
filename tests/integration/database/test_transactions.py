"""A transaction is all or nothing, a reading is one moment: the same on SQLite and PostgreSQL."""

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database.engine import Database, insert
from tests.integration.database.example import notes


async def count(connection: AsyncConnection) -> int:
    return int(await connection.scalar(select(func.count()).select_from(notes)) or 0)


async def write(database: Database, *ids: int) -> None:
    async with database.transaction() as connection:
        for id_ in ids:
            await connection.execute(notes.insert().values(id=id_, text="x"))


async def test_a_transaction_is_there_for_the_next_reader(database: Database) -> None:
    await write(database, 1, 2)

    async with database.reading() as connection:
        assert await count(connection) == 2


async def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await write(database, 1, 1)

    async with database.reading() as connection:
        assert await count(connection) == 0


async def test_a_cancelled_transaction_leaves_nothing_and_frees_the_database(database: Database) -> None:
    inside = asyncio.Event()

    async def forever() -> None:
        async with database.transaction() as connection:
            await connection.execute(notes.insert().values(id=1, text="x"))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(forever())
    await inside.wait()
    task.cancel()
    await asyncio.wait({task})
    await write(database, 2)

    async with database.reading() as connection:
        assert (await connection.execute(select(notes.c.id))).scalars().all() == [2]


async def test_a_reading_sees_one_moment(database: Database) -> None:
    await write(database, 1)

    async with database.reading() as connection:
        before = await count(connection)
        await write(database, 2)
        after = await count(connection)

    assert (before, after) == (1, 1)


async def test_a_reading_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        async with database.reading() as connection:
            await connection.execute(notes.insert().values(id=1, text="x"))


async def test_writing_works_after_a_reading_on_the_same_connection(database: Database) -> None:
    for id_ in range(20):
        async with database.reading() as connection:
            await count(connection)
        await write(database, id_)

    async with database.reading() as connection:
        assert await count(connection) == 20


async def test_a_transaction_within_a_transaction_is_refused_where_it_would_wait_for_itself(
    database: Database,
) -> None:
    if not database.is_sqlite:
        return  # PostgreSQL gives it a connection of its own
    async with database.transaction():
        with pytest.raises(RuntimeError, match="within a transaction"):
            await write(database, 1)


async def test_many_writers_at_once_all_get_their_turn(database: Database) -> None:
    await asyncio.gather(*(write(database, id_) for id_ in range(40)))

    async with database.reading() as connection:
        assert await count(connection) == 40


async def test_a_conflict_can_be_passed_over_or_merged(database: Database) -> None:
    await write(database, 1)

    async with database.transaction() as connection:
        passed = insert(connection, notes).on_conflict_do_nothing(index_elements=[notes.c.id])
        assert (await connection.execute(passed.values(id=1, text="other"))).rowcount == 0
        merging = insert(connection, notes)
        merged = merging.values(id=1, text="merged")
        await connection.execute(
            merged.on_conflict_do_update(index_elements=[notes.c.id], set_={"text": merged.excluded.text})
        )

    async with database.reading() as connection:
        assert await connection.scalar(select(notes.c.text)) == "merged"
