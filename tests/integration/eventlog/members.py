"""Members of one group over Kafka, each with a log, a ledger and a consumer of its own, and short times."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from shared.eventlog.consumer import Consumer, Handle
from shared.eventlog.kafka import KafkaLog, KafkaSettings, Names
from shared.eventlog.pauses import growing
from shared.eventlog.port import Partition, Record
from tests.integration.eventlog.conftest import TOPICS
from tests.integration.eventlog.ledger import Ledger


def settings(address: str, prefix: str = "", *, finish_within: float = 5.0) -> KafkaSettings:
    """Short times: silence shows within seconds, and a dead member is noticed soon."""
    return KafkaSettings(
        address,
        Names(prefix),
        take_within=2.0,
        request_timeout=8.0,
        rebalance_timeout=6.0,
        finish_within=finish_within,
        session_timeout=1.5,
        heartbeat=0.2,
        restart_after=2.0,
        metadata_age=1.0,
        stop_within=1.0,
    )


class Member:
    """A service that reads `facts` as the group `evaluator`. All members share one ledger file."""

    def __init__(self, kafka: KafkaSettings, ledger: Path, name: str) -> None:
        self.name = name
        self.log = KafkaLog(kafka, client_id=name, topics=TOPICS)
        self.ledger = Ledger(ledger, "evaluator")
        self.reader = self.log.reader("evaluator", ["facts"], self.ledger.positions)
        self.handle: Handle = self.ledger.handle
        self.consumer = Consumer(
            self.reader, self._handle, wait=0.1, silent_after=1.0, pauses=lambda: growing(0.05, 0.5)
        )
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> "Member":
        """Begin to work, without waiting for the log."""
        await self.ledger.open()
        self._task = asyncio.create_task(self.consumer.run(), name=self.name)
        return self

    async def stop(self) -> None:
        """Leave in good order."""
        await self.consumer.stop()
        if self._task is not None:
            await self._task
        await self.log.stop()
        await self.ledger.close()

    @property
    def held(self) -> set[int]:
        """The numbers of the partitions it holds."""
        return {partition.number for partition in self.reader.held()}

    async def _handle(self, partition: Partition, records: Sequence[Record]) -> None:
        await self.handle(partition, records)
