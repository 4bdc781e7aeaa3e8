"""Reading one whole topic of Kafka from its beginning, without a group."""

import asyncio
import contextlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, ConsumerRecord
from aiokafka.errors import KafkaError

from shared.eventlog.kafka.life import end_consumer
from shared.eventlog.kafka.line import Line, answered_at
from shared.eventlog.kafka.records import records_of
from shared.eventlog.kafka.settings import KafkaSettings
from shared.eventlog.port import LogUnavailable, Partition, Record

_POLLED = 0.2  # seconds of one poll
_MOST = 5_000  # records in one fetch


@dataclass(frozen=True, slots=True)
class _Polled:
    records: Mapping[Partition, Sequence[ConsumerRecord]]
    positions: Mapping[Partition, int]


class KafkaFollower:
    """The port `Follower`. New partitions are noticed; the topic is then read from the beginning once more."""

    def __init__(self, settings: KafkaSettings, client_id: str, topic: str) -> None:
        self._settings = settings
        self._client_id = client_id
        self._topic = topic
        self._names = settings.names
        self._next: dict[Partition, int] = {}
        self._wait = 0.5
        self._line: Line[_Polled] = Line(settings, f"follower of {topic}", self._make, self._poll)

    async def start(self) -> None:
        await self._line.start()

    async def fetch(self, wait: float) -> Sequence[Record]:
        until = time.monotonic() + wait
        while True:
            self._line.watch(self.silent_for())
            left = max(0.0, until - time.monotonic())
            self._wait = min(left, _POLLED)
            polled = await self._line.take(left)
            if polled is not None:
                self._next = dict(polled.positions)
            if polled is not None and polled.records:
                return [
                    record for at, records in polled.records.items() for record in records_of(at, records)
                ]
            if time.monotonic() >= until:
                return ()

    async def ends(self) -> Mapping[Partition, int]:
        consumer = self._line.consumer
        if consumer is None:
            raise LogUnavailable(f"The follower of {self._topic} is not connected.")
        try:
            async with asyncio.timeout(self._settings.take_within):
                found = await consumer.end_offsets(list(consumer.assignment()))
        except (KafkaError, OSError, TimeoutError) as problem:
            raise LogUnavailable(f"Kafka does not tell the ends of {self._topic}: {problem!r}") from problem
        return {self._names.here(at): end for at, end in found.items()}

    def reached(self, ends: Mapping[Partition, int]) -> bool:
        return all(self._next.get(partition, 0) >= end for partition, end in ends.items())

    def silent_for(self) -> float:
        consumer, now = self._line.consumer, time.monotonic()
        asked = (
            []
            if consumer is None
            else [answered_at(consumer, self._names.there(partition)) for partition in self._next]
        )
        return now - max(self._line.answered, min(asked, default=0.0))

    async def stop(self) -> None:
        await self._line.stop()

    async def _make(self) -> AIOKafkaConsumer:
        consumer = AIOKafkaConsumer(
            self._names.outer(self._topic),
            **self._settings.client(self._client_id),
            **self._settings.fetching(),
            group_id=None,
        )
        try:
            await consumer.start()
        except BaseException:
            await end_consumer(consumer, self._settings.stop_within)
            raise
        for at in consumer.assignment():  # made anew: go on where the one before stood
            if self._names.here(at) in self._next:
                consumer.seek(at, self._next[self._names.here(at)])
        return consumer

    async def _poll(self, consumer: AIOKafkaConsumer) -> _Polled:
        """Positions go past what compaction took out at the end, which the records alone would not show."""
        found = await consumer.getmany(timeout_ms=int(self._wait * 1000), max_records=_MOST)
        positions = {}
        for at in consumer.assignment():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._settings.take_within):
                    positions[self._names.here(at)] = await consumer.position(at)
        return _Polled({self._names.here(at): records for at, records in found.items()}, positions)
