"""What a rebalance does to a reader. aiokafka calls this from its own task, while the reader's task does anything.

Heartbeats go on while `on_partitions_revoked` waits, but not while `on_partitions_assigned` does; so the first may
wait for the batch in hand, and the second only writes down what is to be claimed.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition

from shared.eventlog.kafka.holding import Holding
from shared.eventlog.kafka.offsets import Commits
from shared.eventlog.kafka.settings import KafkaSettings


class Rebalance(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """One consumer's listener; silent once the consumer is not the newest of its reader any more."""

    def __init__(
        self,
        consumer: AIOKafkaConsumer,
        newest: Callable[[], AIOKafkaConsumer | None],
        holding: Holding,
        idle: asyncio.Event,
        commits: Commits,
        settings: KafkaSettings,
    ) -> None:
        self._consumer = consumer
        self._newest = newest
        self._holding = holding
        self._idle = idle
        self._commits = commits
        self._settings = settings

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:  # noqa: ARG002 - eager: all are
        """Take everything away at once, then wait a while for the batch in hand and for its commit."""
        if not self._current():
            return
        self._holding.revoke()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._settings.finish_within):
                await self._idle.wait()
        await self._commits.finish(self._settings.heartbeat)

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Nothing is read of these until the reader has claimed them."""
        if not self._current():
            return
        self._consumer.pause(*assigned)
        self._holding.assign(self._settings.names.here(at) for at in assigned)

    def _current(self) -> bool:
        return self._newest() is self._consumer
