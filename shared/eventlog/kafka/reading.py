"""A member of a consumer group whose offsets are its own.

What Kafka assigns is paused until `Positions.claim` has told where to go on, and then sought; Kafka's committed
offsets are written for lag tools, and read only where there is no store. A rebalance waits a while for the batch in
hand; one that takes longer is fenced by the next claim. Claims are made in `fetch`, not in the rebalance itself,
whose heartbeats would wait for the database.
"""

import asyncio
import contextlib
import time
from collections.abc import Mapping, Sequence

from aiokafka import AIOKafkaConsumer, ConsumerRecord
from aiokafka.errors import IllegalStateError

from shared.eventlog.kafka.holding import Hold, Holding
from shared.eventlog.kafka.life import end_consumer
from shared.eventlog.kafka.line import Line, answered_at
from shared.eventlog.kafka.offsets import Commits, committed, group_caught_up
from shared.eventlog.kafka.rebalance import Rebalance
from shared.eventlog.kafka.records import records_of
from shared.eventlog.kafka.settings import KafkaSettings
from shared.eventlog.port import LogUnavailable, Partition, Positions, Record

_PROBED = 3.0  # seconds between two questions to a broker of which nothing is read
_POLLED = 0.2  # seconds of one poll, after which a new assignment is looked at
_Polled = Sequence[tuple[Partition, Hold | None, Sequence[ConsumerRecord]]]


class KafkaReader:
    """The port `Reader`."""

    def __init__(
        self,
        settings: KafkaSettings,
        client_id: str,
        group: str,
        topics: Sequence[str],
        positions: Positions | None,
    ) -> None:
        self._settings = settings
        self._names = settings.names
        self._client_id = client_id
        self._group = group
        self._topics = tuple(topics)
        self._positions = positions
        self._holding = Holding()
        self._line: Line[_Polled] = Line(settings, f"reader of {group}", self._make, self._poll)
        self._newest: AIOKafkaConsumer | None = None
        self._commits = Commits(settings.names)
        self._most, self._wait = 500, 0.5
        self._idle = asyncio.Event()
        self._idle.set()
        self._waiting_since = time.monotonic()
        self._probed = 0.0

    async def start(self) -> None:
        await self._line.start()

    async def fetch(self, most: int, wait: float) -> Mapping[Partition, Sequence[Record]]:
        if not self._idle.is_set():
            self._waiting_since = time.monotonic()
            self._idle.set()
        until = time.monotonic() + wait
        while True:
            found = await self._fetch(most, max(0.0, until - time.monotonic()))
            if found or time.monotonic() >= until:
                return found

    async def _fetch(self, most: int, wait: float) -> Mapping[Partition, Sequence[Record]]:
        """As fetch, but may come back empty early: with a rebalance, or a poll begun by an earlier fetch."""
        if self._line.watch(self.silent_for()):
            self._holding.forget()
        await self._claim_open()
        if not self._holding.read() and time.monotonic() - self._probed > _PROBED:
            self._probed = time.monotonic()
            await self._line.probe(max(wait, 0.5))
        self._most, self._wait = most, min(wait, _POLLED)
        try:
            polled = await self._line.take(wait) or ()
        except LogUnavailable:
            self._holding.forget()
            raise
        found = {
            partition: records_of(partition, records)
            for partition, hold, records in polled
            if self._holding.current(partition, hold)
        }
        if found:
            self._idle.clear()
        return found

    async def rewind(self, partition: Partition) -> bool:
        hold, consumer, number = (
            self._holding.held.get(partition),
            self._line.consumer,
            self._holding.assignment,
        )
        if hold is None or consumer is None:
            return False
        self.pause(partition)
        member = await self._commits.accepted(consumer, partition, hold.noted)
        following = (await self._claim(consumer, [partition]))[partition] if member else 0
        if self._holding.assignment != number:
            return False
        if not member:  # aiokafka has noticed as well and joins anew
            del self._holding.held[partition]
            return False
        self._go_on(consumer, partition, following)
        return True

    def pause(self, partition: Partition) -> None:
        hold = self._holding.held.get(partition)
        if hold is not None and self._line.consumer is not None:
            hold.paused = True
            with contextlib.suppress(IllegalStateError):
                self._line.consumer.pause(self._names.there(partition))

    def held(self) -> frozenset[Partition]:
        return frozenset(self._holding.held)

    async def note_progress(self, offsets: Mapping[Partition, int]) -> None:
        for partition, following in offsets.items():
            hold = self._holding.held.get(partition)
            if hold is not None and self._line.consumer is not None:
                hold.noted = following
                self._commits.add(self._line.consumer, partition, following)

    def silent_for(self) -> float:
        now = time.monotonic()
        if not self._idle.is_set():
            return 0.0  # the reader has something to do and does not ask
        if self._holding.rebalancing_since is not None:
            return now - self._holding.rebalancing_since
        reading = self._holding.read()
        if self._line.consumer is None or not reading:
            return now - self._line.answered
        consumer = self._line.consumer
        asked = min(
            max(self._holding.held[at].since, answered_at(consumer, self._names.there(at))) for at in reading
        )
        return max(0.0, now - max(asked, self._waiting_since))

    @property
    def renewals(self) -> int:
        """How often the watchdog has made the consumer anew."""
        return self._line.renewals

    def lag(self) -> int:
        consumer = self._line.consumer
        if consumer is None:
            return 0
        behind = 0
        for partition, hold in self._holding.held.items():
            with contextlib.suppress(IllegalStateError):
                behind += max(0, (consumer.highwater(self._names.there(partition)) or 0) - hold.noted)
        return behind

    async def caught_up(self) -> bool:
        if self._line.consumer is None:
            return False
        return await group_caught_up(
            self._line.consumer, self._names, self._topics, self._noted, self._settings.take_within
        )

    async def stop(self) -> None:
        self._idle.set()
        await self._commits.finish(self._settings.stop_within)
        self._holding.forget()
        await self._line.stop()

    def _noted(self, partition: Partition) -> int | None:
        hold = self._holding.held.get(partition)
        return None if hold is None else hold.noted

    async def _make(self) -> AIOKafkaConsumer:
        settings = self._settings
        consumer = AIOKafkaConsumer(
            **settings.client(self._client_id),
            **settings.fetching(),
            group_id=self._names.outer(self._group),
            session_timeout_ms=int(settings.session_timeout * 1000),
            heartbeat_interval_ms=int(settings.heartbeat * 1000),
            rebalance_timeout_ms=int(settings.rebalance_timeout * 1000),
        )
        try:
            await consumer.start()
        except BaseException:
            await end_consumer(consumer, settings.stop_within)
            raise
        self._newest = consumer
        listener = Rebalance(
            consumer, lambda: self._newest, self._holding, self._idle, self._commits, self._settings
        )
        consumer.subscribe([self._names.outer(topic) for topic in self._topics], listener=listener)
        return consumer

    async def _poll(self, consumer: AIOKafkaConsumer) -> _Polled:
        """The hold is noted in the same step in which aiokafka hands the records out."""
        found = await consumer.getmany(timeout_ms=int(self._wait * 1000), max_records=self._most)
        return [
            (self._names.here(at), self._holding.held.get(self._names.here(at)), records)
            for at, records in found.items()
        ]

    async def _claim_open(self) -> None:
        consumer, wanted, number = self._line.consumer, tuple(self._holding.open), self._holding.assignment
        if consumer is None or not wanted:
            return
        claimed = await self._claim(consumer, wanted)
        if self._holding.assignment == number:
            for partition in wanted:
                self._go_on(consumer, partition, claimed[partition])

    async def _claim(
        self, consumer: AIOKafkaConsumer, wanted: Sequence[Partition]
    ) -> Mapping[Partition, int]:
        if self._positions is not None:
            return await self._positions.claim(wanted)
        await self._commits.finish(self._settings.take_within)
        return await committed(consumer, self._names, wanted, self._settings.take_within)

    def _go_on(self, consumer: AIOKafkaConsumer, partition: Partition, following: int) -> None:
        consumer.seek(self._names.there(partition), following)
        consumer.resume(self._names.there(partition))
        self._holding.hold(partition, following)
