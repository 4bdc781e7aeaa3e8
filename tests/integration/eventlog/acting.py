"""What the tests of the event log do again and again."""

import asyncio
from collections.abc import Mapping, Sequence

from shared.eventlog.port import Entry, EventLog, Follower, Partition, Reader, Record


def entries(topic: str, *values: str, key: str | None = "acme") -> list[Entry]:
    """One entry for each value."""
    return [Entry(topic, key, value.encode()) for value in values]


def values(records: Sequence[Record]) -> list[str]:
    """The values of records, as text."""
    return [(record.value or b"").decode() for record in records]


async def fetch(reader: Reader, at_least: int = 1, seconds: float = 20) -> dict[Partition, list[Record]]:
    """Fetch until there are so many records."""
    found: dict[Partition, list[Record]] = {}
    async with asyncio.timeout(seconds):
        while sum(map(len, found.values())) < at_least:
            for partition, records in (await reader.fetch(500, 0.2)).items():
                found.setdefault(partition, []).extend(records)
    return found


async def nothing_comes(reader: Reader, times: int = 3) -> bool:
    """Whether a few fetches in a row bring nothing."""
    return not any([await reader.fetch(500, 0.1) for _ in range(times)])


async def follow_to_end(
    follower: Follower, ends: Mapping[Partition, int], seconds: float = 20
) -> list[Record]:
    """All records before these ends."""
    found: list[Record] = []
    async with asyncio.timeout(seconds):
        while not follower.reached(ends):
            found += await follower.fetch(0.2)
    return found


async def whole(log: EventLog, topic: str) -> list[Record]:
    """All that a new follower finds in a topic now."""
    follower = log.follower(topic)
    await follower.start()
    try:
        return await follow_to_end(follower, await follower.ends())
    finally:
        await follower.stop()
