"""One of several processes does a thing at a time: whoever holds the database's advisory lock.

On PostgreSQL the lock lives on a connection of its own and falls with it, so a killed leader is followed at once.
On SQLite one process holds the file, and it leads.
"""

import contextlib
import hashlib
from collections.abc import AsyncIterator

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database.engine import Database


class Leadership:
    """What `leadership` gives: whether we lead, and a question to ask before each act."""

    def __init__(self, lead: bool, connection: AsyncConnection | None) -> None:
        self.lead = lead
        self._connection = connection

    async def confirm(self) -> None:
        """Raises a database error when the lock may be lost, because its connection is."""
        if self._connection is not None:
            await self._connection.execute(text("SELECT 1"))


def lock_number(name: str) -> int:
    """The advisory lock of a name: the first 63 bits of its SHA-256."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> 1


@contextlib.asynccontextmanager
async def leadership(database: Database, name: str) -> AsyncIterator[Leadership]:
    """Try to lead `name` within this database; does not wait. Given up at the end of the block."""
    if database.is_sqlite:
        yield Leadership(True, None)
        return
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        lock = {"lock": lock_number(name)}
        lead = bool(await connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), lock))
        try:
            yield Leadership(lead, connection)
        finally:
            if lead:
                with contextlib.suppress(Exception):  # a connection that is gone holds no lock
                    await connection.execute(text("SELECT pg_advisory_unlock(:lock)"), lock)
