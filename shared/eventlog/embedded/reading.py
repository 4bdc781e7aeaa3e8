"""The embedded log's reader of a group, and its follower of a topic."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from shared.eventlog.embedded.access import Access, ends, noted
from shared.eventlog.embedded.cursors import Cursors
from shared.eventlog.embedded.file import Clock
from shared.eventlog.port import LogUnavailable, Partition, Positions, Record

_FOLLOWED = 2_000  # records in one fetch of a follower


class _Noted:
    """Positions of a group without a store: what it noted in the log itself."""

    def __init__(self, access: Access, group: str) -> None:
        self._access = access
        self._group = group

    async def claim(self, partitions: Sequence[Partition]) -> Mapping[Partition, int]:
        return {partition: await self._next(partition.topic) for partition in partitions}

    async def _next(self, topic: str) -> int:
        here = self._access.file.noted(self._group, topic)
        if here is not None:
            return here
        return await self._access.do(lambda connection: noted(connection, self._group, topic))


class EmbeddedReader:
    """The one reader of a group: holds partition 0 of each of its topics."""

    def __init__(
        self, path: Path, clock: Clock, group: str, topics: Sequence[str], positions: Positions | None
    ) -> None:
        self._path = path
        self._clock = clock
        self._group = group
        self._topics = tuple(topics)
        self._positions = positions
        self._running: tuple[Access, Cursors, Positions] | None = None
        self._noted: dict[Partition, int] = {}
        self._given: dict[Partition, int] = {}

    async def start(self) -> None:
        access = await Access.open(self._path, self._clock)
        cursors = Cursors(access, self._topics)
        positions = self._positions or _Noted(access, self._group)
        self._running = access, cursors, positions
        try:
            cursors.next.update(await positions.claim(tuple(cursors.next)))
        except BaseException:
            await self.stop()
            raise
        self._given = dict(cursors.next)
        await self.note_progress(cursors.next)  # from now on nothing goes that this group has not read

    async def fetch(self, most: int, wait: float) -> Mapping[Partition, Sequence[Record]]:
        _, cursors, _ = self._started()
        found = await cursors.fetch(most, wait)
        for partition, records in found.items():
            self._given[partition] = records[-1].offset + 1
        return found

    async def rewind(self, partition: Partition) -> bool:
        _, cursors, positions = self._started()
        if partition not in cursors.next:
            return False
        cursors.paused.add(partition)
        following = (await positions.claim([partition]))[partition]
        cursors.next[partition] = self._given[partition] = self._noted[partition] = following
        cursors.paused.discard(partition)
        return True

    def pause(self, partition: Partition) -> None:
        _, cursors, _ = self._started()
        cursors.paused.add(partition)

    def held(self) -> frozenset[Partition]:
        return frozenset(self._running[1].next) if self._running else frozenset()

    async def note_progress(self, offsets: Mapping[Partition, int]) -> None:
        if self._running is None:
            return
        for partition, following in offsets.items():
            self._noted[partition] = following
            self._running[0].file.note(self._group, partition.topic, following)

    def silent_for(self) -> float:
        return time.monotonic() - self._running[1].answered if self._running else 0.0

    def lag(self) -> int:
        if self._running is None:
            return 0
        cursors = self._running[1]
        return sum(
            max(0, cursors.ends.get(partition, 0) - following) for partition, following in self._noted.items()
        )

    async def caught_up(self) -> bool:
        access, cursors, _ = self._started()
        try:
            known = await access.do(lambda connection: ends(connection, self._topics))
        except LogUnavailable:
            return False
        return all(
            self._noted[partition] >= self._given[partition] and cursors.next[partition] >= end
            for partition, end in known.items()
        )

    async def stop(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running[1].stop()
            await running[0].close()

    def _started(self) -> tuple[Access, Cursors, Positions]:
        if self._running is None:
            raise LogUnavailable(f"The reader of {self._group} is not started.")
        return self._running


class EmbeddedFollower:
    """Reads one topic from its beginning, without a group."""

    def __init__(self, path: Path, clock: Clock, topic: str) -> None:
        self._path = path
        self._clock = clock
        self._topic = topic
        self._running: tuple[Access, Cursors] | None = None

    async def start(self) -> None:
        access = await Access.open(self._path, self._clock)
        self._running = access, Cursors(access, [self._topic])

    async def fetch(self, wait: float) -> Sequence[Record]:
        _, cursors = self._started()
        found = await cursors.fetch(_FOLLOWED, wait)
        return found.get(Partition(self._topic, 0), ())

    async def ends(self) -> Mapping[Partition, int]:
        access, _ = self._started()
        return await access.do(lambda connection: ends(connection, [self._topic]))

    def reached(self, ends: Mapping[Partition, int]) -> bool:
        _, cursors = self._started()
        return all(cursors.next[partition] >= end for partition, end in ends.items())

    def silent_for(self) -> float:
        return time.monotonic() - self._running[1].answered if self._running else 0.0

    async def stop(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running[1].stop()
            await running[0].close()

    def _started(self) -> tuple[Access, Cursors]:
        if self._running is None:
            raise LogUnavailable(f"The follower of {self._topic} is not started.")
        return self._running
