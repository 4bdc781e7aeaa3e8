"""Appending to Kafka: one flusher merges what waits into few batches, sent together and awaited together.

Rounds follow one another, so the order of appends is the order in the log. In a round each partition's entries are
packed into batches of our own (several times as fast as sending records one by one), with acks=all and idempotence.
An append that the log did not take in time fails with LogUnavailable, and the producer is dropped with all it still
held: aiokafka would otherwise go on sending for ever what its caller has long sent again.
"""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from shared.eventlog.kafka.life import begin, end_producer
from shared.eventlog.kafka.placing import place
from shared.eventlog.kafka.records import Names
from shared.eventlog.kafka.settings import KafkaSettings
from shared.eventlog.port import Entry, LogUnavailable, Partition

_BATCH = 512 * 1024  # bytes; a batch must stay below a broker's message.max.bytes, 1 MiB
_ROUND = 20_000  # entries in one round, about
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Request:
    entries: Sequence[Entry]
    answer: asyncio.Future[None]
    placed: dict[Partition, list[Entry]] = field(default_factory=dict)


class Flusher:
    """The one who sends. `append` may be called by many tasks at once."""

    def __init__(self, settings: KafkaSettings, client_id: str) -> None:
        self._settings = settings
        self._client_id = client_id
        self._waiting: list[_Request] = []
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._producer: AIOKafkaProducer | None = None
        self._task: asyncio.Task[None] | None = None
        self._turn = 0
        self._stopped = False

    async def start(self) -> None:
        """Connect, however long that takes; `append` tries by itself too."""
        self._stopped = False
        self._run()
        if self._producer is None:
            await begin(self._connect, "producer")

    async def append(self, entries: Sequence[Entry]) -> None:
        """Durable when it returns. LogUnavailable when that took longer than `take_within`."""
        self._run()
        request = _Request(entries, asyncio.get_running_loop().create_future())
        self._waiting.append(request)
        self._idle.clear()
        self._wake.set()
        try:
            async with asyncio.timeout(self._settings.take_within):
                await request.answer
        except TimeoutError:
            raise LogUnavailable(f"Kafka took nothing within {self._settings.take_within:g} s.") from None

    async def partitions(self, topic: str) -> int:
        """How many partitions the topic has."""
        try:
            async with asyncio.timeout(self._settings.take_within):
                producer = await self._connected()
                return len(await producer.partitions_for(self._settings.names.outer(topic)))
        except (KafkaError, OSError, TimeoutError) as problem:
            raise LogUnavailable(f"Kafka does not tell the partitions of {topic}: {problem!r}") from problem

    async def stop(self) -> None:
        """Send what waits, as far as that goes in time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._settings.stop_within):
                await self._idle.wait()
        self._stopped = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
            self._task = None
        for request in self._waiting:
            _settle(request, LogUnavailable("The log was stopped."))
        await self._drop()

    def _run(self) -> None:
        if self._stopped:
            raise LogUnavailable("The log was stopped.")
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._flush(), name="eventlog flusher")

    async def _flush(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while requests := self._next_round():
                await self._send(requests)
            self._idle.set()

    def _next_round(self) -> list[_Request]:
        """Whole requests up to a good size, without those whose caller has given up."""
        taken: list[_Request] = []
        size, seen = 0, 0
        for request in self._waiting:
            if size >= _ROUND:
                break
            seen += 1
            if not request.answer.done():
                taken.append(request)
                size += len(request.entries)
        del self._waiting[:seen]
        return taken

    async def _send(self, requests: list[_Request]) -> None:
        try:
            async with asyncio.timeout(self._settings.take_within):
                producer = await self._connected()
                placed = await self._place(producer, requests)
                failed = await _deliver(producer, self._settings.names, placed)
        except Exception as problem:  # noqa: BLE001 - whatever it was, those who wait must hear of it
            await self._failed(requests, problem)
            return
        except asyncio.CancelledError:
            for request in requests:
                _settle(
                    request, LogUnavailable("The append was cut off; the entries may or may not be there.")
                )
            if _cancelled():
                raise
            await self._drop()  # aiokafka's own, which it lets out when it closes
            return
        for request in requests:
            problems = [failed[partition] for partition in request.placed if partition in failed]
            _settle(request, LogUnavailable(f"Kafka refused: {problems[0]!r}") if problems else None)
        if failed:
            await self._drop()

    async def _failed(self, requests: list[_Request], problem: Exception) -> None:
        _log.warning("append_failed", requests=len(requests), problem=repr(problem))
        for request in requests:
            _settle(request, LogUnavailable(f"Kafka did not take the records: {problem!r}"))
        await self._drop()

    async def _place(
        self, producer: AIOKafkaProducer, requests: list[_Request]
    ) -> dict[Partition, list[Entry]]:
        self._turn += 1
        topics = {entry.topic for request in requests for entry in request.entries}
        partitions, unknown = await _partitions(producer, self._settings.names, topics)
        together: dict[Partition, list[Entry]] = {}
        for request in requests:
            missing = [entry.topic for entry in request.entries if entry.topic in unknown]
            if missing:
                _settle(request, LogUnavailable(f"Kafka does not know the topic {missing[0]}."))
                continue
            try:
                request.placed = place(request.entries, partitions, self._turn)
            except ValueError as problem:
                _settle(request, problem)
                continue
            for partition, entries in request.placed.items():
                together.setdefault(partition, []).extend(entries)
        return together

    async def _connected(self) -> AIOKafkaProducer:
        return self._producer or await self._connect()

    async def _connect(self) -> AIOKafkaProducer:
        if self._producer is not None:
            return self._producer
        producer = AIOKafkaProducer(
            **self._settings.client(self._client_id),
            acks="all",
            enable_idempotence=True,
            linger_ms=0,
            max_batch_size=_BATCH,
        )
        try:
            await producer.start()
        except BaseException:
            await end_producer(producer, self._settings.stop_within, drop=True)
            raise
        if self._producer is not None:  # two callers at once
            await end_producer(producer, self._settings.stop_within, drop=True)
        else:
            self._producer = producer
        return self._producer

    async def _drop(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            await end_producer(producer, self._settings.stop_within, drop=True)


async def _partitions(
    producer: AIOKafkaProducer, names: Names, topics: set[str]
) -> tuple[dict[str, int], set[str]]:
    known: dict[str, int] = {}
    unknown: set[str] = set()
    for topic in topics:
        try:
            async with asyncio.timeout(2):  # it asks again and again for a topic that is not there
                known[topic] = len(await producer.partitions_for(names.outer(topic)))
        except (KafkaError, TimeoutError):
            unknown.add(topic)
    return known, unknown


async def _deliver(
    producer: AIOKafkaProducer, names: Names, placed: Mapping[Partition, Sequence[Entry]]
) -> dict[Partition, BaseException]:
    """Send each partition's entries, all partitions at once; returns those that failed and why."""
    results = await asyncio.gather(
        *(_deliver_one(producer, names.there(partition), entries) for partition, entries in placed.items()),
        return_exceptions=True,
    )
    return {
        partition: result
        for partition, result in zip(placed, results, strict=True)
        if isinstance(result, BaseException)
    }


async def _deliver_one(producer: AIOKafkaProducer, at: TopicPartition, entries: Sequence[Entry]) -> None:
    """Batches of one partition follow one another; `send_batch` waits until the one before is on its way."""
    sent = []
    batch = producer.create_batch()
    for entry in entries:
        key = None if entry.key is None else entry.key.encode()
        record = {"key": key, "value": entry.value, "timestamp": None, "headers": list(entry.headers)}
        if batch.append(**record) is None:
            sent.append(await producer.send_batch(batch, at.topic, partition=at.partition))
            batch = producer.create_batch()
            batch.append(**record)
    sent.append(await producer.send_batch(batch, at.topic, partition=at.partition))
    await asyncio.gather(*sent)


def _cancelled() -> bool:
    """Whether somebody cancelled the task that asks."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _settle(request: _Request, problem: Exception | None) -> None:
    if request.answer.done():
        return
    if problem is None:
        request.answer.set_result(None)
    else:
        request.answer.set_exception(problem)
