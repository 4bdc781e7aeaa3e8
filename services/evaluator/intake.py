"""The topics' way in: the directory is followed, facts and ticks are consumed.

When a partition is claimed, what was held of it in memory is thrown away: another member may have worked on it since.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from services.evaluator.handlers import Handler
from services.evaluator.tables import offsets
from shared.contracts.topics import DIRECTORY, FACTS
from shared.database.engine import Database
from shared.eventlog.consumer import Consumer
from shared.eventlog.following import Following
from shared.eventlog.port import EventLog, Partition, Reader, Record
from shared.outbox.positions import StoredPositions
from shared.security.directory import Directory

GROUP: Final = "eyelevel-evaluator"
_EVERY_SECONDS: Final = 1.0


def positions(database: Database) -> StoredPositions:
    """Where the evaluator's group stands."""
    return StoredPositions(database, offsets, GROUP)


class Claiming:
    """Implements eventlog.port.Positions: as `stored` says, and the handler forgets what it held."""

    def __init__(self, stored: StoredPositions, handler: Handler) -> None:
        self._stored = stored
        self._handler = handler

    async def claim(self, partitions: Sequence[Partition]) -> Mapping[Partition, int]:
        """Take over the partitions."""
        claimed = await self._stored.claim(partitions)
        for partition in partitions:
            self._handler.forget(partition.number)
        return claimed


class Intake:
    """The consumer of facts, and the watch over which partitions are ours."""

    def __init__(self, log: EventLog, stored: StoredPositions, handler: Handler, *, most: int) -> None:
        self._handler = handler
        self._reader: Reader = log.reader(GROUP, [FACTS.name], Claiming(stored, handler))
        self.consumer = Consumer(self._reader, handler.handle, most=most)

    async def watch(self) -> None:
        """The worker: what other members hold now is not kept in memory here; until cancelled."""
        while True:
            self._handler.keep_only(frozenset(partition.number for partition in self._reader.held()))
            await asyncio.sleep(_EVERY_SECONDS)


def following(log: EventLog, directory: Directory) -> Following:
    """The worker that keeps `directory` as the topic says."""

    def apply(record: Record) -> None:
        directory.apply(record.key or "", record.value)

    return Following(log.follower(DIRECTORY.name), apply)
