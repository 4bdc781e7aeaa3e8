"""The notifier's tables. Instants are microseconds since the epoch, UTC; a message's body is kept as it came.

`deliveries.due_at` is the next instant at which something is to be done about a delivery, null when nothing is:
a stored, indexed deadline. `receivers` is where the right to send to one receiver is claimed, so that one sender
at a time keeps the order, whichever replica it lives in.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from shared.database.columns import Instant, RowId
from shared.database.offsets import offsets_table
from shared.outbox.tables import outbox_table

_NAME = String(512)  # the longest attribute that the envelope takes

metadata = MetaData()
offsets = offsets_table(metadata)
outbox = outbox_table(metadata)

messages = Table(
    "messages",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("kind", _NAME, nullable=False),
    Column("agreement", _NAME, nullable=False),
    Column("objective", _NAME, nullable=False),  # empty where a notice is about the agreement as a whole
    Column("subject", _NAME, nullable=False),
    Column("instant", Instant, nullable=False),
    Column("sentence_en", String, nullable=False),
    Column("sentence_de", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

receivers = Table(
    "receivers",
    metadata,
    Column("id", _NAME, primary_key=True),
    Column("claim", String(64)),
    Column("claimed_until", Instant),
    Column("turn_at", Instant, nullable=False),  # its last turn: who waits longest comes first
    Column("quiet_until", Instant),
    Column("gone_at", Instant),
    Column("gone_generation", Integer),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("sequence", RowId, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("message", _NAME, ForeignKey("messages.id"), nullable=False),
    Column("agreement", _NAME, nullable=False),
    Column("objective", _NAME, nullable=False),
    Column("party", _NAME, nullable=False),
    Column("side", String(16), nullable=False),
    Column("receiver", _NAME, ForeignKey("receivers.id"), nullable=False),
    Column("host", String, nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("tries", Integer, nullable=False),  # those of the schedule, without the ones asked for by hand
    Column("interrupted", Integer, nullable=False),
    Column("started_at", Instant),
    Column("planned_at", Instant),
    Column("due_at", Instant),
    Column("asked", Boolean, nullable=False),
    UniqueConstraint("message", "receiver"),
)
Index("deliveries_due", deliveries.c.due_at)
Index(
    "deliveries_to_do_of_receiver",
    deliveries.c.receiver,
    deliveries.c.sequence,
    sqlite_where=deliveries.c.due_at.is_not(None),
    postgresql_where=deliveries.c.due_at.is_not(None),
)
Index("deliveries_of_agreement", deliveries.c.agreement, deliveries.c.sequence)
Index("deliveries_by_side_and_state", deliveries.c.side, deliveries.c.state)

attempts = Table(
    "attempts",
    metadata,
    Column("delivery", String(64), ForeignKey("deliveries.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("took", Instant, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("status", Integer),
    Column("error", String),
)
