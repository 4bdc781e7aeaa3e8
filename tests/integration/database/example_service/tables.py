"""The tables of the example."""

from sqlalchemy import Column, Integer, MetaData, String, Table

from shared.database.columns import Instant
from shared.database.offsets import offsets_table
from shared.outbox.tables import outbox_table

metadata = MetaData()
outbox_table(metadata)
offsets_table(metadata)
Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", String(200), nullable=False),
    Column("written_at", Instant, nullable=False, index=True),
)
