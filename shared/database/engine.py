"""One database, opened by URL: a transaction writes, a reading reads one moment, and both behave alike on
SQLite and PostgreSQL.

SQLite has one writer: transactions take the write lock at their start (BEGIN IMMEDIATE) and, within a process,
queue for it in order of arrival instead of polling. A reading sees one snapshot and cannot write.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

Insert = sqlite.Insert | postgresql.Insert

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
_BUSY_MS = 30_000
_READING = "eyelevel_reading"


class Database:
    """A database by its URL. Nothing is opened before the first transaction. One event loop uses one Database."""

    def __init__(self, url: str, *, foreign_keys: bool = True) -> None:
        """ValueError where the URL names neither a SQLite file nor a PostgreSQL database."""
        self.url = database_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer = asyncio.Lock()
        self._writing: asyncio.Task[Any] | None = None
        if self.is_sqlite:
            self.engine: AsyncEngine = create_async_engine(self.url)
            _prepare_sqlite(self.engine, foreign_keys)
        else:
            self.engine = create_async_engine(self.url, pool_pre_ping=True, pool_size=10, max_overflow=10)

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Everything done on the connection is committed together at the end, or not at all on an exception."""
        async with (
            self._queue() if self.is_sqlite else contextlib.nullcontext(),
            self.engine.begin() as connection,
        ):
            yield connection

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One consistent moment of the database; a write is refused by it."""
        options: dict[str, Any] = {_READING: True}
        if not self.is_sqlite:
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        async with self.engine.connect() as connection:
            await connection.execution_options(**options)
            yield connection

    @contextlib.asynccontextmanager
    async def _queue(self) -> AsyncIterator[None]:
        task = asyncio.current_task()
        if self._writing is task:
            raise RuntimeError(
                "a transaction within a transaction would wait for itself; pass the connection on"
            )
        async with self._writer:
            self._writing = task
            try:
                yield
            finally:
                self._writing = None

    async def close(self) -> None:
        """Close every connection. The Database opens new ones if it is used again."""
        await self.engine.dispose()


def insert(connection: AsyncConnection, table: Table) -> Insert:
    """The dialect's own INSERT, which has `on_conflict_do_nothing` and `on_conflict_do_update` on both."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def database_url(url: str) -> URL:
    """The URL with the driver used here; ValueError says what is taken."""
    try:
        read = make_url(url)
    except ArgumentError as error:
        raise ValueError("This is not a database URL; use sqlite:///FILE or postgresql://…") from error
    backend = read.get_backend_name()
    if backend not in _DRIVERS:
        raise ValueError(
            f"The database URL begins with {read.drivername!r}; use sqlite:///FILE or postgresql://…"
        )
    if backend == "sqlite" and read.database in {None, "", ":memory:"}:
        raise ValueError(
            "The database URL names no file; use sqlite:///FILE, since several connections share it"
        )
    return read.set(drivername=_DRIVERS[backend])


def _prepare_sqlite(engine: AsyncEngine, foreign_keys: bool) -> None:
    """Per connection: write-ahead log, every commit on disk, and transactions begun by us, not by the driver."""

    @event.listens_for(engine.sync_engine, "do_connect")
    def opening(*_: object) -> None:
        folder = Path(str(engine.url.database)).parent
        if not folder.is_dir():  # SQLite's own word for it is only "unable to open database file"
            raise FileNotFoundError(f"the database's folder {folder} is not there")

    @event.listens_for(engine.sync_engine, "connect")
    def opened(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver would begin late, and never for a SELECT
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {_BUSY_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        reading = connection.get_execution_options().get(_READING, False)
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
