"""The part of the books that holds what the notifier reported."""

from collections.abc import Sequence
from dataclasses import asdict, fields

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal import tables
from services.portal.records import DeliverySeen
from shared.database.engine import insert


class DeliveryBooks:
    """Deliveries on one connection."""

    _connection: AsyncConnection

    async def add_delivery(self, seen: DeliverySeen) -> None:
        """Keep an attempt; the same again does nothing."""
        await self._connection.execute(
            insert(self._connection, tables.deliveries)
            .values(asdict(seen))
            .on_conflict_do_nothing(index_elements=["event"])
        )

    async def deliveries(self, agreement: str, objective: str, most: int) -> Sequence[DeliverySeen]:
        """The latest attempts about an objective, latest first."""
        seen = tables.deliveries.c
        query = (
            select(tables.deliveries)
            .where(seen.agreement == agreement, seen.objective == objective)
            .order_by(seen.instant.desc(), seen.attempted_at.desc(), seen.attempt.desc(), seen.event)
            .limit(most)
        )
        names = [field.name for field in fields(DeliverySeen)]
        rows = await self._connection.execute(query)
        return [DeliverySeen(**{name: getattr(row, name) for name in names}) for row in rows]
