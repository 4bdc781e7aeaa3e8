"""An evaluator over a real database, fed by hand: what is told at which instant, and what it said of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from prometheus_client import CollectorRegistry
from sqlalchemy import Table, func, select

from services.evaluator import intake, tables
from services.evaluator.checkpoints import MOST
from services.evaluator.handlers import Handler
from services.evaluator.metrics import Metrics
from services.evaluator.reading.agreements import Agreements
from services.evaluator.reading.storage_reading import ReadingStorage
from services.evaluator.storage import Storage
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.topics import TRENDS, VERDICTS
from shared.database.engine import Database
from shared.eventlog.port import Record
from shared.observability.metrics import new_registry
from tests.unit.evaluator.builders import PARTITION, records

PUBLIC_URL = "https://eyelevel.example"


@dataclass(frozen=True)
class Said:
    """A verdict that went out."""

    type: str
    time: str
    objective: str
    share: str | None
    id: str
    amends: str | None
    body: dict[str, Any] = field(repr=False)

    def __str__(self) -> str:
        share = f" {self.share}" if self.share else ""
        return f"{self.type}{share} at {self.time}"


class World:
    """One evaluator; `tell` hands it records of its one partition, `said` is what it wants published."""

    def __init__(
        self,
        database: Database,
        *,
        histories: int = 100,
        checkpoint_facts: int = 0,
        checkpoint_entries: int = MOST,
    ) -> None:
        self.database = database
        self.offset = 0
        self._histories = histories
        self.checkpoint_facts, self._checkpoint_entries = checkpoint_facts, checkpoint_entries
        self.restart()

    def restart(self) -> None:
        """A new process: nothing in memory."""
        self.registry: CollectorRegistry = new_registry()
        self.positions = intake.positions(self.database)
        self.handler = Handler(
            Storage(self.database, self.positions),
            Metrics(self.registry, objectives=100),
            public_url=PUBLIC_URL,
            histories=self._histories,
            checkpoint_facts=self.checkpoint_facts,
            checkpoint_entries=self._checkpoint_entries,
        )
        self.claiming = intake.Claiming(self.positions, self.handler)
        self.agreements = Agreements(ReadingStorage(self.database), 100, 100_000)

    async def claim(self) -> "World":
        """Take the partition."""
        await self.claiming.claim([PARTITION])
        return self

    async def tell(self, *events: CloudEvent | tuple[str, CloudEvent]) -> list[str]:
        """One batch; gives the verdicts that it brought, as text."""
        before = await self._last()
        await self.hand_over(records(events, self.offset))
        return [str(said) for said in await self.said(after=before)]

    async def hand_over(self, batch: Sequence[Record]) -> None:
        """One batch of records as they are."""
        await self.handler.handle(PARTITION, batch)
        self.offset = batch[-1].offset + 1

    async def replay(self, batch: Sequence[Record], size: int) -> None:
        """All of them, in batches of so many."""
        for start in range(0, len(batch), size):
            await self.hand_over(batch[start : start + size])

    async def said(self, after: int = 0) -> list[Said]:
        """Every verdict that was published, in order; those behind a row of the outbox."""
        found = []
        for row in await self.entries(VERDICTS.name, after):
            event = msgspec.json.decode(row)
            data = event["data"]
            found.append(
                Said(
                    type=event["type"].removeprefix(TYPE_PREFIX),
                    time=event["time"],
                    objective=data.get("objective", {}).get("id", ""),
                    share=data.get("share"),
                    id=event["id"],
                    amends=data.get("amends"),
                    body=event,
                )
            )
        return found

    async def trends(self) -> list[dict[str, Any]]:
        """Every trend that was published, in order."""
        return [msgspec.json.decode(row) for row in await self.entries(TRENDS.name)]

    async def entries(self, topic: str, after: int = 0) -> list[bytes]:
        """What is to be published on a topic, byte for byte; that behind a row of the outbox."""
        outbox = tables.outbox.c
        async with self.database.reading() as connection:
            asked = select(outbox.value).where(outbox.topic == topic, outbox.id > after).order_by(outbox.id)
            return list(await connection.scalars(asked))

    async def _last(self) -> int:
        async with self.database.reading() as connection:
            return await connection.scalar(select(func.max(tables.outbox.c.id))) or 0

    async def rows(self, table: Table) -> list[Any]:
        """A whole table by its primary key."""
        async with self.database.reading() as connection:
            asked = select(table).order_by(*table.primary_key)
            return list((await connection.execute(asked)).mappings())

    async def recorded(self) -> list[str]:
        """Every verdict decided, held back ones too."""
        rows = sorted(await self.rows(tables.verdicts), key=lambda row: (row["told_at"], row["instant"]))
        return [f"{row['type']}{'' if row['published'] else ' held'}" for row in rows]

    def metric(self, name: str, **labels: str) -> float | None:
        """A sample's value."""
        return self.registry.get_sample_value(name, labels)


def types(said: Iterable[Said]) -> list[str]:
    """Their types."""
    return [each.type for each in said]
