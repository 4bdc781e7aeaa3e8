"""The event log in one SQLite file, for one machine.

A topic has one partition, 0. Appends are durable when they return; those of all services in the process that use
the same file are merged into few transactions. A compacted topic keeps the last record of each key, and a tombstone
for a day, so that who follows the topic sees it; other topics keep a week, and what a group has not read yet. A
group has one reader: a second one takes the partition over, and the first is fenced by its positions. Several
processes may use one file.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from shared.contracts import topics as contract
from shared.contracts.topics import Topic
from shared.eventlog.embedded.access import Access, ends
from shared.eventlog.embedded.file import Clock
from shared.eventlog.embedded.reading import EmbeddedFollower, EmbeddedReader
from shared.eventlog.embedded.schema import create_topics
from shared.eventlog.embedded.writing import Request
from shared.eventlog.port import Entry, LogUnavailable, Positions, check_size


def system_clock() -> int:
    """Now, in microseconds since the epoch."""
    return time.time_ns() // 1000


class EmbeddedLog:
    """The port `EventLog` over one file. `clock` stamps `appended_at`, in microseconds UTC."""

    def __init__(
        self, path: Path, *, clock: Clock = system_clock, topics: Sequence[Topic] = contract.ALL
    ) -> None:
        self._path = path
        self._clock = clock
        self._topics = tuple(topics)
        self._opened: Access | None = None
        self._opening = asyncio.Lock()

    async def start(self) -> None:
        await self._access()

    async def ensure_topics(self, partitions: int) -> None:  # noqa: ARG002 - always one here, the port asks
        access = await self._access()
        await access.do(lambda connection: create_topics(connection, self._topics))

    async def append(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            check_size(entry)
        if not entries:
            return
        access = await self._access()
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        access.file.append(Request(entries, _answering(answer)))
        await answer

    async def partitions(self, topic: str) -> int:
        access = await self._access()
        if not await access.do(lambda connection: ends(connection, [topic])):
            raise LogUnavailable(f"There is no topic {topic}.")
        return 1

    def reader(self, group: str, topics: Sequence[str], positions: Positions | None) -> EmbeddedReader:
        return EmbeddedReader(self._path, self._clock, group, topics, positions)

    def follower(self, topic: str) -> EmbeddedFollower:
        return EmbeddedFollower(self._path, self._clock, topic)

    async def stop(self) -> None:
        async with self._opening:
            opened, self._opened = self._opened, None
        if opened is not None:
            await opened.close()

    async def _access(self) -> Access:
        if self._opened is None:
            async with self._opening:
                if self._opened is None:
                    self._opened = await Access.open(self._path, self._clock)
        return self._opened


def _answering(answer: asyncio.Future[None]) -> Callable[[Exception | None], None]:
    """Settles the future from another thread; nothing when its waiter or its loop has gone."""

    def settle(problem: Exception | None) -> None:
        if answer.done():
            return
        if problem is None:
            answer.set_result(None)
        else:
            answer.set_exception(problem)

    def done(problem: Exception | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
            answer.get_loop().call_soon_threadsafe(settle, problem)

    return done
