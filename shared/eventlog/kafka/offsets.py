"""What a group has told Kafka of its progress: for lag tools, for readers without a store, for `caught_up`."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence

import structlog
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError

from shared.eventlog.kafka.records import Names
from shared.eventlog.port import LogUnavailable, Partition

_COMMITTED = 5.0  # seconds for one commit: nothing waits for it but the next one
_log = structlog.get_logger(__name__)


class Commits:
    """Commits in the background, the latest offset of each partition, one request at a time. Never raises."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._next: dict[Partition, int] = {}
        self._task: asyncio.Task[None] | None = None

    def add(self, consumer: AIOKafkaConsumer, partition: Partition, following: int) -> None:
        """Commit this offset soon."""
        self._next[partition] = following
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._commit(consumer))

    async def finish(self, within: float) -> None:
        """Wait until all that was added is committed, or has failed."""
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=within)

    async def accepted(self, consumer: AIOKafkaConsumer, partition: Partition, following: int) -> bool:
        """Whether the group still takes our word for this partition; True also when nobody answers."""
        try:
            async with asyncio.timeout(_COMMITTED):
                await consumer.commit({self._names.there(partition): following})
        except (CommitFailedError, IllegalStateError):
            return False
        except (KafkaError, OSError, TimeoutError):
            return True
        return True

    async def _commit(self, consumer: AIOKafkaConsumer) -> None:
        while self._next:
            taken, self._next = self._next, {}
            assigned = consumer.assignment()  # a bare commit, or one of a lost partition, would fail for all
            told = {self._names.there(at): following for at, following in taken.items()}
            offsets = {at: following for at, following in told.items() if at in assigned}
            if not offsets:
                continue
            try:
                async with asyncio.timeout(_COMMITTED):
                    await consumer.commit(offsets)
            except (KafkaError, OSError, TimeoutError) as problem:
                _log.debug("commit_failed", problem=repr(problem))


async def committed(
    consumer: AIOKafkaConsumer, names: Names, wanted: Sequence[Partition], within: float
) -> dict[Partition, int]:
    """The next offsets by Kafka's own book; 0 where nothing was committed. LogUnavailable when it does not answer."""
    try:
        async with asyncio.timeout(within):
            found = await asyncio.gather(
                *(consumer.committed(names.there(partition)) for partition in wanted)
            )
    except (KafkaError, OSError, TimeoutError) as problem:
        raise LogUnavailable(f"Kafka does not tell the committed offsets: {problem!r}") from problem
    return {partition: offset or 0 for partition, offset in zip(wanted, found, strict=True)}


async def group_caught_up(
    consumer: AIOKafkaConsumer,
    names: Names,
    topics: Sequence[str],
    noted: Callable[[Partition], int | None],
    within: float,
) -> bool:
    """Whether every partition is read to its end: ours by our own store, those of other members by their commits."""
    numbers = {topic: consumer.partitions_for_topic(names.outer(topic)) for topic in topics}
    if not all(numbers.values()):
        return False
    partitions = [Partition(topic, number) for topic, found in numbers.items() for number in sorted(found)]
    with contextlib.suppress(KafkaError, OSError, TimeoutError, LogUnavailable):
        async with asyncio.timeout(within):
            asked = [names.there(partition) for partition in partitions]
            ends = {names.here(at): end for at, end in (await consumer.end_offsets(asked)).items()}
            others = await committed(consumer, names, [at for at in partitions if noted(at) is None], within)
            standing = {at: others[at] if at in others else noted(at) or 0 for at in partitions}
            behind = [names.there(at) for at in partitions if standing[at] < ends[at]]
            if not behind:
                return True
            starts = await consumer.beginning_offsets(behind)  # all of it may have been retired unread
            return all(starts[at] == ends[names.here(at)] for at in behind)
    return False
