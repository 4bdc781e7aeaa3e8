"""The portal's tables: the truth about agreements, who may what, receivers, sessions; and deliveries as seen.

Keys, links and sessions are kept as SHA-256 digests only. Instants are BIGINT microseconds UTC.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from shared.database.columns import Instant
from shared.database.offsets import offsets_table
from shared.outbox.tables import outbox_table

metadata = MetaData()
outbox = outbox_table(metadata)
offsets = offsets_table(metadata)

agreements = Table(
    "agreements",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("provider", String(255), nullable=False),
    Column("customer", String(255), nullable=False),
    Column("latest", Integer, nullable=False),
)

versions = Table(
    "agreement_versions",
    metadata,
    Column("agreement", String(255), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("observers", JSON, nullable=False),
    Column("services", JSON, nullable=False),
    Column("document", Text, nullable=False),
    Column("digest", String(80), nullable=False),
    Column("force_from", Instant, nullable=False),
    Column("force_until", Instant, nullable=True),
    Column("signed", String(20), nullable=False),
    Column("put_at", Instant, nullable=False),
    Column("put_by", String(255), nullable=False),
)

services = Table(
    "services",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("provider", String(255), nullable=False),
)

keys = Table(
    "access_keys",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("role", String(20), nullable=False),
    Column("party", String(255), nullable=True),
    Column("services", JSON, nullable=False),
    Column("sources", JSON, nullable=False),
    Column("name", Text, nullable=False),
    Column("from_settings", Boolean, nullable=False),
    Column("made_at", Instant, nullable=False),
)

receivers = Table(
    "receivers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("party", String(255), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("disabled", Boolean, nullable=False),
)

links = Table(
    "sign_in_links",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("party", String(255), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("party", String(255), nullable=False),
    Column("expires_at", Instant, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),  # the order in which they were made
    Column("agreement", String(255), nullable=False),
    Column("event_id", String(1024), nullable=False),
    Column("about", String(255), nullable=False),  # the correction or the change
    Column("at", Instant, nullable=False),
    Column("by", String(255), nullable=False),
    Column("event", Text, nullable=False),  # the fact as it went out
    UniqueConstraint("agreement", "event_id"),
)

deliveries = Table(
    "deliveries_seen",
    metadata,
    Column("event", String(255), primary_key=True),
    Column("delivery", String(255), nullable=False),
    Column("verdict", String(255), nullable=False),
    Column("verdict_type", String(64), nullable=False),
    Column("agreement", String(255), nullable=False),
    Column("objective", String(255), nullable=False),
    Column("party", String(255), nullable=False),
    Column("side", String(20), nullable=False),
    Column("receiver", String(64), nullable=False),
    Column("host", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("attempted_at", Instant, nullable=False),
    Column("seconds", String(32), nullable=False),
    Column("instant", Instant, nullable=False),
    Column("sentence_en", Text, nullable=False),
    Column("sentence_de", Text, nullable=False),
    Column("status", Integer, nullable=True),
    Column("error", Text, nullable=True),
)
Index("deliveries_seen_of", deliveries.c.agreement, deliveries.c.objective, deliveries.c.instant)
