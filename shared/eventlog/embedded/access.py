"""A hold on the embedded log's file: a share in its writing, and a thread with a connection of one's own to read."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from shared.eventlog.embedded.file import Clock, LogFile, give_back, take
from shared.eventlog.embedded.schema import connect
from shared.eventlog.port import LogUnavailable, Partition

T = TypeVar("T")


class Access:
    """A hold on the file: a share in its writing, and a thread with a connection to read."""

    def __init__(self, file: LogFile) -> None:
        self.file = file
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"eventlog {file.path.name} reading")
        self._connection: sqlite3.Connection | None = None

    @classmethod
    async def open(cls, path: Path, clock: Clock) -> "Access":
        """Open the file, or share it when this process has it open. LogUnavailable when SQLite cannot."""
        try:
            return cls(await asyncio.to_thread(take, path, clock))
        except (sqlite3.Error, OSError) as problem:
            raise LogUnavailable(f"The log file {path} cannot be opened: {problem}") from problem

    async def do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run in the reading thread. Raises LogUnavailable for whatever SQLite says."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, self._with_connection, work)
        except (sqlite3.Error, RuntimeError) as problem:  # RuntimeError: already closed
            raise LogUnavailable(f"The log file {self.file.path.name} gave nothing: {problem}") from problem

    async def close(self) -> None:
        """Wait for the read in hand and let go of the file."""
        await asyncio.to_thread(self._close)

    def _with_connection(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if self._connection is None:
            self._connection = connect(self.file.path)
        return work(self._connection)

    def _close(self) -> None:
        self._thread.submit(self._close_connection)
        self._thread.shutdown()
        give_back(self.file)

    def _close_connection(self) -> None:
        if self._connection is not None:
            self._connection.close()


def ends(connection: sqlite3.Connection, topics: Iterable[str]) -> dict[Partition, int]:
    """The next offset to be written of each topic that exists."""
    rows = connection.execute("SELECT name, next FROM topics").fetchall()
    wanted = set(topics)
    return {Partition(name, 0): following for name, following in rows if name in wanted}


def noted(connection: sqlite3.Connection, group: str, topic: str) -> int:
    """What the group noted last, as written; 0 when nothing."""
    row = connection.execute(
        "SELECT next FROM progress WHERE reader = ? AND topic = ?", (group, topic)
    ).fetchone()
    return int(row[0]) if row else 0
