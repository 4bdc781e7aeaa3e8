"""A process that reads `facts` into a ledger until it kills itself with -9, or has done as many as it should.

    python -m tests.integration.eventlog.working LOG LEDGER POINT BATCH

POINT is `in-transaction` (work written, not committed), `committed` (not noted yet) or `never`; BATCH the number of the
batch at which it dies, or with `never` the number of records in the ledger at which it ends.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.eventlog.consumer import Consumer
from shared.eventlog.embedded import EmbeddedLog
from shared.eventlog.kafka import KafkaLog
from shared.eventlog.port import EventLog, Partition, Record
from tests.integration.eventlog.conftest import TOPICS
from tests.integration.eventlog.ledger import Ledger, eventually
from tests.integration.eventlog.members import settings


class DyingLedger(Ledger):
    """Kills its process in the transaction of the nth batch, or right after it."""

    point = "never"
    batch = 0
    seen = 0

    async def handle(self, partition: Partition, records: Sequence[Record]) -> None:
        self.seen += 1
        await super().handle(partition, records)
        self._die_at("committed")

    async def written(self, connection: AsyncConnection) -> None:
        self._die_at("in-transaction")

    def _die_at(self, point: str) -> None:
        if self.point == point and self.seen == self.batch:
            os.kill(os.getpid(), signal.SIGKILL)


def opened(where: str) -> EventLog:
    """`host:port/prefix` in Kafka, else a file."""
    if where.startswith("/"):
        return EmbeddedLog(Path(where), topics=TOPICS)
    address, _, prefix = where.partition("/")
    return KafkaLog(settings(address, prefix), topics=TOPICS)


async def work(where: str, path: Path, point: str, batch: int) -> None:
    """Read in small batches, so that there are many."""
    log, ledger = opened(where), DyingLedger(path, "evaluator")
    ledger.point, ledger.batch = point, batch
    await ledger.open()
    consumer = Consumer(log.reader("evaluator", ["facts"], ledger.positions), ledger.handle, most=7)
    task = asyncio.create_task(consumer.run())

    async def all_done() -> bool:
        return point == "never" and len(await ledger.values()) >= batch

    await eventually(all_done, "all is done")
    await consumer.stop()
    await task
    await log.stop()
    await ledger.close()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
