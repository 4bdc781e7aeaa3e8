"""The event log in Apache Kafka.

One idempotent producer per log (`writing`), members of groups with offsets of their own (`reading`),
followers without a group (`following`). Everything waits for brokers that are not there yet and comes back
after they went away.
"""

import functools
import itertools
from collections.abc import Sequence

from shared.contracts import topics as contract
from shared.contracts.topics import Topic
from shared.eventlog.kafka.following import KafkaFollower
from shared.eventlog.kafka.life import begin
from shared.eventlog.kafka.reading import KafkaReader
from shared.eventlog.kafka.settings import KafkaSettings
from shared.eventlog.kafka.topics import create_topics
from shared.eventlog.kafka.writing import Flusher
from shared.eventlog.port import Entry, Positions, check_size


class KafkaLog:
    """The port `EventLog`. Made outside an event loop or in one, used in one."""

    def __init__(
        self, settings: KafkaSettings, *, client_id: str = "eyelevel", topics: Sequence[Topic] = contract.ALL
    ) -> None:
        self._settings = settings
        self._client_id = client_id
        self._topics = tuple(topics)
        self._members = itertools.count(1)
        self._flusher = Flusher(settings, f"{client_id}-writer")

    async def start(self) -> None:
        await self._flusher.start()

    async def ensure_topics(self, partitions: int) -> None:
        create = functools.partial(
            create_topics, self._settings, f"{self._client_id}-admin", self._topics, partitions
        )
        await begin(create, "topics")

    async def append(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            check_size(entry)
        if entries:
            await self._flusher.append(entries)

    async def partitions(self, topic: str) -> int:
        return await self._flusher.partitions(topic)

    def reader(self, group: str, topics: Sequence[str], positions: Positions | None) -> KafkaReader:
        client_id = f"{self._client_id}-{group}-{next(self._members)}"
        return KafkaReader(self._settings, client_id, group, topics, positions)

    def follower(self, topic: str) -> KafkaFollower:
        return KafkaFollower(self._settings, f"{self._client_id}-follower-{next(self._members)}", topic)

    async def stop(self) -> None:
        await self._flusher.stop()
