"""A small service's tables for these tests: the shared ones and one of its own. A fake log, too."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy import Column, Integer, MetaData, String, Table

from shared.database.offsets import offsets_table
from shared.eventlog.port import Entry, LogUnavailable
from shared.outbox.tables import outbox_table

metadata = MetaData()
notes = Table("notes", metadata, Column("id", Integer, primary_key=True), Column("text", String))
offsets = offsets_table(metadata)
outbox = outbox_table(metadata)


def entry(n: int, key: str = "acme-webshop") -> Entry:
    """The nth entry of a key."""
    return Entry("eyelevel.verdicts.v1", key, str(n).encode())


async def until(predicate: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for it; TimeoutError where it does not come."""
    async with asyncio.timeout(seconds):
        while not predicate():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.01)


class FakeLog:
    """Keeps what was appended; `down` refuses it, `after` acts when an append is durable and not yet answered."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.down = False
        self.after: Callable[[], Awaitable[None]] | None = None

    async def append(self, entries: Sequence[Entry]) -> None:
        """As the port."""
        await asyncio.sleep(0)
        if self.down:
            raise LogUnavailable("no broker answers")
        self.entries += entries
        if self.after is not None:
            await self.after()

    @property
    def values(self) -> list[int]:
        """The numbers of the entries."""
        return [int(entry.value or b"-1") for entry in self.entries]
