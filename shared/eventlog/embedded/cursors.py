"""Where topics of the embedded log are read next, and how to wait for more.

A cursor moves by what it gave out, never by what it waited for. Each read asks for the topic's end first and then
for the records before it, so that a gap which compaction left at the tail is passed and not waited for. Whoever
finds nothing waits for the file's bell.
"""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Callable, Sequence

from shared.eventlog.embedded.access import Access
from shared.eventlog.embedded.schema import unpacked
from shared.eventlog.port import Partition, Record


class Cursors:
    """Where each of some topics is read next, and the bell that says there may be more."""

    def __init__(self, access: Access, topics: Sequence[str]) -> None:
        self.next: dict[Partition, int] = {Partition(topic, 0): 0 for topic in topics}
        self.ends: dict[Partition, int] = {}
        self.paused: set[Partition] = set()
        self.answered = time.monotonic()
        self._access = access
        self._turn = 0
        self._rung = asyncio.Event()
        self._bell = _bell(asyncio.get_running_loop(), self._rung)
        access.file.listen(self._bell, frozenset(topics))

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._access.file.unlisten(self._bell)

    async def fetch(self, most: int, wait: float) -> dict[Partition, list[Record]]:
        """The next records of the topics not paused; empty after `wait` seconds. A cancelled fetch loses none."""
        until = time.monotonic() + wait
        while True:
            self._rung.clear()
            found = await self._access.do(lambda connection: self._take(connection, most))
            self.answered = time.monotonic()
            for partition, (_, following) in found.items():
                self.next[partition] = following
            given = {partition: records for partition, (records, _) in found.items() if records}
            left = until - self.answered
            if given or left <= 0:
                return given
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._rung.wait(), left)

    def _take(self, connection: sqlite3.Connection, most: int) -> dict[Partition, tuple[list[Record], int]]:
        """Each topic in turn is the first to be asked, so that a long one does not keep the others waiting."""
        partitions = [partition for partition in self.next if partition not in self.paused]
        self._turn += 1
        start = self._turn % max(1, len(partitions))
        found = {}
        for partition in partitions[start:] + partitions[:start]:
            if most > 0:
                found[partition] = self._read(connection, partition, most)
                most -= len(found[partition][0])
        return found

    def _read(self, connection: sqlite3.Connection, at: Partition, most: int) -> tuple[list[Record], int]:
        """At most `most` records of one topic, and where to go on."""
        first = self.next[at]
        topic = connection.execute("SELECT number, next FROM topics WHERE name = ?", (at.topic,)).fetchone()
        if topic is None or topic[1] <= first:
            return [], first
        self.ends[at] = topic[1]
        rows = connection.execute(
            'SELECT "offset", key, value, headers, appended_at FROM records'
            ' WHERE topic = ? AND "offset" >= ? AND "offset" < ? ORDER BY "offset" LIMIT ?',
            (topic[0], first, topic[1], most),
        ).fetchall()
        records = [Record(at, row[0], row[1], row[2], unpacked(row[3]), row[4]) for row in rows]
        return records, records[-1].offset + 1 if len(records) == most else topic[1]


def _bell(loop: asyncio.AbstractEventLoop, rung: asyncio.Event) -> Callable[[], None]:
    def ring() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has gone without a stop
            loop.call_soon_threadsafe(rung.set)

    return ring
