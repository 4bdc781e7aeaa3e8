"""The part of the books that holds what parties decided, as the facts that went out."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal import tables
from services.portal.decisions import Decided
from shared.contracts.envelope import read_structured


class DecisionBooks:
    """Decisions on one connection."""

    _connection: AsyncConnection

    async def keep_decision(self, decided: Decided) -> None:
        """Keep a further one."""
        await self._connection.execute(
            tables.decisions.insert().values(
                agreement=decided.agreement,
                event_id=decided.event.id,
                about=decided.about,
                at=decided.at,
                by=decided.by,
                event=decided.event.encode().decode(),
            )
        )

    async def decisions(self, agreement: str) -> Sequence[Decided]:
        """All of an agreement, in the order in which they were made."""
        made = tables.decisions.c
        query = select(tables.decisions).where(made.agreement == agreement).order_by(made.n)
        return [
            Decided(
                agreement=row.agreement,
                about=row.about,
                at=row.at,
                by=row.by,
                event=read_structured(row.event.encode()),
            )
            for row in await self._connection.execute(query)
        ]
