"""What the notifier reports comes in: each attempt to tell a party, kept in the portal's own table.

A batch and the next offset are one transaction; a record read again changes nothing.
"""

from collections.abc import Sequence

import msgspec

from services.portal.records import DeliverySeen
from services.portal.storage import SqlBooks
from shared.contracts.envelope import read_structured
from shared.contracts.instants import parse_instant
from shared.contracts.verdicts import Delivery
from shared.database.engine import Database
from shared.eventlog.port import Partition, Record
from shared.outbox.positions import StoredPositions

GROUP = "eyelevel-portal"


class Intake:
    """Handles batches of `eyelevel.deliveries.v1`."""

    def __init__(self, database: Database, positions: StoredPositions) -> None:
        self._database = database
        self._positions = positions

    async def handle(self, partition: Partition, records: Sequence[Record]) -> None:
        """Keep the attempts and move on; ContractError or msgspec.ValidationError stop the partition."""
        seen = [read_delivery(record.value) for record in records if record.value is not None]
        async with self._database.transaction() as connection:
            books = SqlBooks(connection)
            for delivery in seen:
                await books.add_delivery(delivery)
            await self._positions.advance(connection, partition, records[0].offset, records[-1].offset + 1)


def read_delivery(body: bytes) -> DeliverySeen:
    """One `delivery.recorded` event; each event is one attempt."""
    event = read_structured(body)
    said = msgspec.convert(event.data, Delivery)
    return DeliverySeen(
        event=event.id,
        delivery=said.delivery,
        verdict=said.verdict,
        verdict_type=said.verdict_type,
        agreement=said.agreement,
        objective=said.objective,
        party=said.party,
        side=said.side,
        receiver=said.receiver,
        host=said.host,
        state=said.state,
        attempt=said.attempt,
        attempted_at=parse_instant(said.attempted_at, "data.attempted_at"),
        seconds=said.seconds,
        instant=parse_instant(said.instant, "data.instant"),
        sentence_en=said.sentence.en,
        sentence_de=said.sentence.de,
        status=said.status,
        error=said.error,
    )
