"""Rows of the outbox: added in the transaction of the work, read and taken away by the relay."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.eventlog.port import Entry, check_size

_headers = msgspec.msgpack.Decoder(tuple[tuple[str, bytes], ...])


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits: how many rows, and when the oldest was added (microseconds UTC; None when nothing waits)."""

    count: int
    oldest: int | None


async def add(connection: AsyncConnection, table: Table, entries: Sequence[Entry]) -> None:
    """Say these entries, in this order, once the transaction commits. Wake the relay after the commit.

    Entries of one key come out in order if the transactions that write them follow one another; those of one
    partition's handler do, and others hold a row of the thing they speak of.
    """
    if not entries:
        return
    for entry in entries:
        check_size(entry)  # TooLarge ends the transaction here; later it would stop the relay for good
    now = time.time_ns() // 1_000
    rows = [
        {
            "topic": entry.topic,
            "record_key": entry.key,
            "value": entry.value,
            "headers": msgspec.msgpack.encode(entry.headers),
            "partition": entry.partition,
            "added_at": now,
        }
        for entry in entries
    ]
    await connection.execute(insert(table), rows)


async def oldest(connection: AsyncConnection, table: Table, most: int) -> list[tuple[int, Entry]]:
    """The first `most` rows by id: every row that is there, never those above a high-water mark.

    Numbers are given in another order than transactions commit: one that commits late may bring ids lower than
    ones already published, and they must not be missed.
    """
    rows = await connection.execute(select(table).order_by(table.c.id).limit(most))
    return [(row.id, _entry(row)) for row in rows]


async def take_away(connection: AsyncConnection, table: Table, ids: Sequence[int]) -> None:
    """The rows are in the log: forget them."""
    await connection.execute(delete(table).where(table.c.id.in_(ids)))


async def pending(connection: AsyncConnection, table: Table) -> Pending:
    """What waits now."""
    row = (
        await connection.execute(select(func.count(), func.min(table.c.added_at)).select_from(table))
    ).one()
    return Pending(row[0], row[1])


async def last_id(connection: AsyncConnection, table: Table) -> int | None:
    """The highest id that waits; None when nothing does."""
    highest: int | None = await connection.scalar(select(func.max(table.c.id)))
    return highest


async def waits_up_to(connection: AsyncConnection, table: Table, id_: int) -> bool:
    """Whether a row with this id or a lower one still waits."""
    found = await connection.scalar(select(table.c.id).where(table.c.id <= id_).limit(1))
    return found is not None


def _entry(row: Any) -> Entry:
    return Entry(row.topic, row.record_key, row.value, _headers.decode(row.headers), row.partition)
