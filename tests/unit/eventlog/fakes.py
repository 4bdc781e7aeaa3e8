"""A reader, a follower and pauses that do as a test says."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence

from shared.eventlog.port import Partition, Record


def record(partition: Partition, offset: int, key: str | None = "acme") -> Record:
    """A record whose value is its offset."""
    return Record(partition, offset, key, str(offset).encode(), (), offset)


class FakeReader:
    """Gives what `log` holds from where each partition stands; `stored` is what a store would say."""

    def __init__(self, log: Mapping[Partition, Sequence[Record]]) -> None:
        self.log = {partition: list(records) for partition, records in log.items()}
        self.stored = dict.fromkeys(self.log, 0)
        self.next = dict.fromkeys(self.log, 0)
        self.lost: set[Partition] = set()
        self.paused: set[Partition] = set()
        self.noted: dict[Partition, int] = {}
        self.problems: deque[Exception] = deque()
        self.claim_problems: deque[Exception] = deque()
        self.start_problems: deque[Exception] = deque()
        self.silent = 0.0
        self.rewinds: list[Partition] = []
        self.away = asyncio.Event()
        self.stops = 0

    async def start(self) -> None:
        if self.start_problems:
            raise self.start_problems.popleft()
        if self.away.is_set():
            await asyncio.Event().wait()

    async def fetch(self, most: int, wait: float) -> Mapping[Partition, Sequence[Record]]:
        await asyncio.sleep(0.001)
        if self.problems:
            raise self.problems.popleft()
        found = {}
        for partition, records in self.log.items():
            given = records[self.next[partition] : self.next[partition] + most]
            if given and partition not in self.paused | self.lost:
                found[partition] = given
                self.next[partition] += len(given)
        return found

    async def rewind(self, partition: Partition) -> bool:
        self.rewinds.append(partition)
        if self.claim_problems:
            raise self.claim_problems.popleft()
        if partition in self.lost:
            return False
        self.next[partition] = self.stored[partition]
        self.paused.discard(partition)
        return True

    def pause(self, partition: Partition) -> None:
        self.paused.add(partition)

    def held(self) -> frozenset[Partition]:
        return frozenset(set(self.log) - self.lost)

    async def note_progress(self, offsets: Mapping[Partition, int]) -> None:
        self.noted.update(offsets)

    def silent_for(self) -> float:
        return self.silent

    def lag(self) -> int:
        return sum(len(records) - self.noted.get(partition, 0) for partition, records in self.log.items())

    async def caught_up(self) -> bool:
        return self.lag() == 0

    async def stop(self) -> None:
        self.stops += 1


class FakeFollower:
    """Gives what `records` holds, all of one partition."""

    def __init__(self, partition: Partition, records: Sequence[Record]) -> None:
        self.partition = partition
        self.records = list(records)
        self.next = 0
        self.problems: deque[Exception] = deque()
        self.silent = 0.0
        self.stops = 0

    async def start(self) -> None:
        if self.problems:
            raise self.problems.popleft()

    async def fetch(self, wait: float) -> Sequence[Record]:
        await asyncio.sleep(0.001)
        found = self.records[self.next :]
        self.next = len(self.records)
        return found

    async def ends(self) -> Mapping[Partition, int]:
        return {self.partition: len(self.records)}

    def reached(self, ends: Mapping[Partition, int]) -> bool:
        return self.next >= ends[self.partition]

    def silent_for(self) -> float:
        return self.silent

    async def stop(self) -> None:
        self.stops += 1


def pausing(*seconds: float) -> Callable[[], Iterator[float]]:
    """These pauses, then the last for ever."""

    def pauses() -> Iterator[float]:
        yield from seconds
        while True:
            yield seconds[-1]

    return pauses


async def until(predicate: Callable[[], bool], seconds: float = 5) -> None:
    """Wait for it; TimeoutError where it does not come."""
    async with asyncio.timeout(seconds):
        while not predicate():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.001)
