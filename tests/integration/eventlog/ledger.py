"""A small service's store: what its handler has done, and where it stands, in one database."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database.engine import Database
from shared.database.offsets import offsets_table
from shared.eventlog.port import Partition, Record
from shared.outbox.positions import StoredPositions

metadata = MetaData()
offsets = offsets_table(metadata)
done = Table(
    "done",
    metadata,
    Column("n", Integer, primary_key=True),  # the order in which it was done; nothing forbids a repeat
    Column("reader_group", String),
    Column("topic", String),
    Column("number", Integer),
    Column("offset", BigInteger),
    Column("key", String),
    Column("value", String),
)


class Ledger:
    """The store of one group, on one event loop."""

    def __init__(self, path: Path, group: str) -> None:
        self.group = group
        self.database = Database(f"sqlite:///{path}")
        self.positions = StoredPositions(self.database, offsets, group)

    async def open(self) -> None:
        """Create the tables."""
        async with self.database.transaction() as connection:
            await connection.run_sync(metadata.create_all)

    async def close(self) -> None:
        """Close the database."""
        await self.database.close()

    async def handle(self, partition: Partition, records: Sequence[Record]) -> None:
        """Write the records down and move on, in one transaction."""
        async with self.database.transaction() as connection:
            await self.positions.advance(connection, partition, records[0].offset, records[-1].offset + 1)
            rows = [
                {
                    "reader_group": self.group,
                    "topic": partition.topic,
                    "number": partition.number,
                    "offset": record.offset,
                    "key": record.key,
                    "value": (record.value or b"").decode(),
                }
                for record in records
            ]
            await connection.execute(done.insert(), rows)
            await self.written(connection)

    async def written(self, connection: AsyncConnection) -> None:
        """Called when the work is written and not yet committed."""

    async def values(self) -> list[str]:
        """The values written down, in the order of their doing."""
        query = select(done.c.value).where(done.c.reader_group == self.group).order_by(done.c.n)
        async with self.database.reading() as connection:
            return [str(value) for (value,) in await connection.execute(query)]

    async def values_by_key(self) -> dict[str, list[str]]:
        """The values of each key, in the order of their doing."""
        query = select(done.c.key, done.c.value).where(done.c.reader_group == self.group).order_by(done.c.n)
        found: dict[str, list[str]] = {}
        async with self.database.reading() as connection:
            for key, value in await connection.execute(query):
                found.setdefault(key, []).append(value)
        return found


async def eventually(predicate: Callable[[], Awaitable[bool]], what: str, seconds: float = 30) -> None:
    """Wait for it; says what did not come."""
    try:
        async with asyncio.timeout(seconds):
            while not await predicate():  # noqa: ASYNC110 - what is waited for sets no event
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"not within {seconds:g} s: {what}") from None


async def until(predicate: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """As eventually, for what is told at once."""

    async def told() -> bool:
        return predicate()

    await eventually(told, what, seconds)
