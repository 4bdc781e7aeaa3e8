"""A reader's place, kept in the database that holds its work: the event log's `Positions` over `database.offsets`."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database import offsets
from shared.database.engine import Database
from shared.eventlog.port import Fenced, Partition


class StoredPositions:
    """Where a group stands. Remembers the epochs it claimed: they prove that a partition is still its own."""

    def __init__(self, database: Database, table: Table, group: str) -> None:
        self._database = database
        self._table = table
        self._group = group
        self._epochs: dict[Partition, int] = {}

    async def claim(self, partitions: Sequence[Partition]) -> Mapping[Partition, int]:
        """Take over the partitions, fence an earlier holder, and tell the next offset of each."""
        wanted = [(partition.topic, partition.number) for partition in partitions]
        async with self._database.transaction() as connection:
            claimed = await offsets.claim(connection, self._table, self._group, wanted)
        found = {Partition(topic, number): taken for (topic, number), taken in claimed.items()}
        self._epochs |= {partition: taken.epoch for partition, taken in found.items()}
        return {partition: taken.next for partition, taken in found.items()}

    async def advance(self, connection: AsyncConnection, partition: Partition, first: int, next: int) -> None:  # noqa: A002 - the port
        """Within the transaction of a batch: from its first record's offset to the one after its last.

        Fenced where another has claimed the partition or the batch was done before; let it end the transaction.
        """
        moved = await offsets.advance(
            connection,
            self._table,
            self._group,
            (partition.topic, partition.number),
            epoch=self._epochs.get(partition, 0),
            first=first,
            next=next,
        )
        if not moved:
            raise Fenced(
                f"{partition.topic}/{partition.number} from {first} is no longer ours, or done already"
            )
