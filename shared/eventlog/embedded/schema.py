"""The tables of the embedded log, and the SQL that only they know.

`records` holds every topic, ordered by (topic, offset); offsets of a topic have no gap but where compaction took
something out. `topics` keeps each topic's next offset, so that an end never goes back. `latest` finds the record
that a newer one of the same key replaces. `progress` is what readers without a store have noted.
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from shared.contracts.topics import Topic

_TABLES = """
CREATE TABLE IF NOT EXISTS topics (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, compacted INTEGER NOT NULL, next INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS records (
    topic INTEGER NOT NULL, "offset" INTEGER NOT NULL, key TEXT, value BLOB, headers BLOB, appended_at INTEGER NOT NULL,
    PRIMARY KEY (topic, "offset")
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS latest (
    topic INTEGER NOT NULL, key TEXT NOT NULL, "offset" INTEGER NOT NULL, PRIMARY KEY (topic, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS progress (
    reader TEXT NOT NULL, topic TEXT NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (reader, topic)
) WITHOUT ROWID;
"""

Headers = tuple[tuple[str, bytes], ...]
_write_headers = msgspec.msgpack.Encoder().encode
_read_headers = msgspec.msgpack.Decoder(Headers).decode


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, made when missing. Commits are on the disk when they return (WAL, synchronous=FULL)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA page_size = 8192")  # rows of a few hundred bytes; counts when the file is made
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; waits for other writers."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def create_tables(connection: sqlite3.Connection) -> None:
    """Create what is missing."""
    connection.executescript("BEGIN IMMEDIATE;" + _TABLES + "COMMIT;")


def create_topics(connection: sqlite3.Connection, topics: Sequence[Topic]) -> None:
    """Create the topics that are missing; those there keep their records."""
    with transaction(connection):
        connection.executemany(
            "INSERT INTO topics (name, compacted, next) VALUES (?, ?, 0) ON CONFLICT (name) DO NOTHING",
            [(topic.name, topic.compacted) for topic in topics],
        )


def packed(headers: Headers) -> bytes | None:
    """Headers as one column; none at all is NULL."""
    return _write_headers(headers) if headers else None


def unpacked(column: bytes | None) -> Headers:
    """The headers of a record."""
    return _read_headers(column) if column else ()
