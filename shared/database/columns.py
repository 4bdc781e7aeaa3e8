"""Column types that mean the same in both databases."""

from sqlalchemy import BigInteger, Integer

Instant = BigInteger
"""Microseconds since the epoch, UTC. Never a DateTime: SQLite gives those back without a zone."""

RowId = BigInteger().with_variant(Integer(), "sqlite")
"""A counting key. SQLite counts only an INTEGER PRIMARY KEY up by itself."""
