"""What is asked of the notifier (ports.ReceiptStore): receipts with their attempts, counts, a try by hand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifier.ports import AttemptRow, Counts, Receipt
from services.notifier.tables import attempts, deliveries, messages
from shared.contracts.said import SentenceSaid
from shared.database.engine import Database

_JOINED = select(
    deliveries, messages.c.kind, messages.c.instant, messages.c.sentence_en, messages.c.sentence_de
).join(messages, messages.c.id == deliveries.c.message)


class ReceiptStorage:
    """Reads receipts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def receipts(
        self, agreements: Iterable[str] | None, objective: str | None, before: int | None, most: int
    ) -> Sequence[Receipt]:
        """See ports.ReceiptStore."""
        statement = _JOINED.order_by(deliveries.c.sequence.desc()).limit(most)
        if agreements is not None:
            statement = statement.where(deliveries.c.agreement.in_(list(agreements)))
        if objective is not None:
            statement = statement.where(deliveries.c.objective == objective)
        if before is not None:
            statement = statement.where(deliveries.c.sequence < before)
        async with self._database.reading() as connection:
            rows = (await connection.execute(statement)).all()
            tried = await _attempts(connection, [row.id for row in rows])
        return [_receipt(row, tried[row.id]) for row in rows]

    async def receipt(self, delivery: str) -> Receipt | None:
        """See ports.ReceiptStore."""
        async with self._database.reading() as connection:
            row = (await connection.execute(_JOINED.where(deliveries.c.id == delivery))).one_or_none()
            tried = await _attempts(connection, [delivery])
        return None if row is None else _receipt(row, tried[delivery])

    async def ask(self, delivery: str, now: int) -> None:
        """See ports.ReceiptStore."""
        statement = update(deliveries).where(deliveries.c.id == delivery).values(due_at=now, asked=True)
        async with self._database.transaction() as connection:
            await connection.execute(statement)

    async def counts(self) -> Sequence[Counts]:
        """See ports.ReceiptStore."""
        statement = select(deliveries.c.side, deliveries.c.state, func.count()).group_by(
            deliveries.c.side, deliveries.c.state
        )
        async with self._database.reading() as connection:
            return [Counts(*row) for row in await connection.execute(statement)]

    async def oldest_waiting(self) -> int | None:
        """See ports.ReceiptStore."""
        statement = select(func.min(deliveries.c.created_at)).where(deliveries.c.due_at.is_not(None))
        statement = statement.where(deliveries.c.state == "waiting")
        async with self._database.reading() as connection:
            oldest: int | None = await connection.scalar(statement)
        return oldest


async def _attempts(
    connection: AsyncConnection, of: Sequence[str]
) -> defaultdict[str, tuple[AttemptRow, ...]]:
    statement = select(attempts).where(attempts.c.delivery.in_(of)).order_by(attempts.c.number)
    found: defaultdict[str, tuple[AttemptRow, ...]] = defaultdict(tuple)
    for row in await connection.execute(statement):
        found[row.delivery] += (AttemptRow(row.number, row.at, row.took, row.outcome, row.status, row.error),)
    return found


def _receipt(row: Row[Any], tried: tuple[AttemptRow, ...]) -> Receipt:
    return Receipt(
        sequence=row.sequence,
        id=row.id,
        message=row.message,
        kind=row.kind,
        agreement=row.agreement,
        objective=row.objective,
        party=row.party,
        side=row.side,
        receiver=row.receiver,
        host=row.host,
        state=row.state,
        instant=row.instant,
        sentence=SentenceSaid(en=row.sentence_en, de=row.sentence_de),
        created_at=row.created_at,
        next_at=row.due_at,
        interrupted=row.interrupted,
        attempts=tried,
    )
