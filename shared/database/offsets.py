"""Where a group of readers stands in each partition, kept beside the work it did (docs/architecture.md).

`claim` takes a partition over by raising its epoch. `advance` moves the offset only for the holder of the current
epoch and only forward from where the batch begins; it is called in the transaction that writes the batch's work,
so a zombie's work and a replayed batch both come to nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database.engine import insert


@dataclass(frozen=True, slots=True)
class Claimed:
    """A partition taken over: the next offset to read, and the epoch that proves who holds it."""

    next: int
    epoch: int


def offsets_table(metadata: MetaData) -> Table:
    """The table `reader_offsets`, a row for each group and partition."""
    return Table(
        "reader_offsets",
        metadata,
        Column("reader_group", String(255), primary_key=True),
        Column("topic", String(255), primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("next", BigInteger, nullable=False),
        Column("epoch", BigInteger, nullable=False),
    )


async def claim(
    connection: AsyncConnection, table: Table, group: str, partitions: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], Claimed]:
    """Take the partitions over; an earlier holder is fenced once this transaction commits. A new one starts at 0."""
    claimed = {}
    for topic, number in sorted(set(partitions)):  # sorted: two claimants lock the rows in one order
        statement = (
            insert(connection, table)
            .values(reader_group=group, topic=topic, number=number, next=0, epoch=1)
            .on_conflict_do_update(
                index_elements=[table.c.reader_group, table.c.topic, table.c.number],
                set_={"epoch": table.c.epoch + 1},
            )
            .returning(table.c.next, table.c.epoch)
        )
        row = (await connection.execute(statement)).one()
        claimed[topic, number] = Claimed(row.next, row.epoch)
    return claimed


async def advance(
    connection: AsyncConnection,
    table: Table,
    group: str,
    partition: tuple[str, int],
    *,
    epoch: int,
    first: int,
    next: int,  # noqa: A002 - the word of the event log's port
) -> bool:
    """Move the offset past a batch whose first record is at `first`. False: fenced, roll the transaction back.

    `first` may lie beyond the stored offset, since a log has holes (compaction, retention); never before it.
    """
    topic, number = partition
    statement = (
        update(table)
        .where(table.c.reader_group == group, table.c.topic == topic, table.c.number == number)
        .where(table.c.epoch == epoch, table.c.next <= first)
        .values(next=next)
    )
    return (await connection.execute(statement)).rowcount == 1
