"""The outbox's table. A row stands for an entry that is not in the log yet; publishing takes it away."""

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table

from shared.database.columns import Instant, RowId


def outbox_table(metadata: MetaData) -> Table:
    """The table `outbox`. `headers` is a MessagePack list of pairs, `added_at` microseconds UTC."""
    return Table(
        "outbox",
        metadata,
        Column("id", RowId, primary_key=True),
        Column("topic", String(255), nullable=False),
        Column("record_key", String, nullable=True),
        Column("value", LargeBinary, nullable=True),
        Column("headers", LargeBinary, nullable=False),
        Column("partition", Integer, nullable=True),
        Column("added_at", Instant, nullable=False),
    )
