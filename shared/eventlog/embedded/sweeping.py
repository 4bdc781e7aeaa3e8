"""What the embedded log takes away in time, as Kafka does by its defaults: old tombstones, and old records.

A record of a topic that is not compacted goes a week after it was appended, but never before every group that reads
the topic has noted it. Offsets are never used again.
"""

import sqlite3

from shared.eventlog.embedded.schema import transaction

_DAY = 24 * 3600 * 1_000_000
TOMBSTONES_STAY = _DAY
"""Microseconds for which a tombstone can still be read: Kafka's default of delete.retention.ms."""
RECORDS_STAY = 7 * _DAY
"""Microseconds for which a record can still be read: Kafka's default of log.retention.hours."""
_MOST = 10_000  # records of a topic in one transaction, so that appends do not wait


def sweep(connection: sqlite3.Connection, now: int) -> bool:
    """Take away what is old enough at `now` (microseconds UTC). Whether there may be more to take."""
    _drop_tombstones(connection, now - TOMBSTONES_STAY)
    topics = connection.execute("SELECT number, name, next FROM topics WHERE NOT compacted").fetchall()
    dropped = [_drop_records(connection, *topic, before=now - RECORDS_STAY) for topic in topics]
    return any(count >= _MOST for count in dropped)


def _drop_tombstones(connection: sqlite3.Connection, before: int) -> None:
    found = connection.execute(
        'SELECT topic, key, "offset" FROM records WHERE topic IN (SELECT number FROM topics WHERE compacted)'
        " AND value IS NULL AND appended_at < ?",
        (before,),
    ).fetchall()
    if not found:
        return
    with transaction(connection):
        connection.executemany('DELETE FROM latest WHERE topic = ? AND key = ? AND "offset" = ?', found)
        connection.executemany(
            'DELETE FROM records WHERE topic = ? AND "offset" = ?',
            [(topic, offset) for topic, _, offset in found],
        )


def _drop_records(
    connection: sqlite3.Connection, number: int, name: str, following: int, *, before: int
) -> int:
    first = connection.execute('SELECT min("offset") FROM records WHERE topic = ?', (number,)).fetchone()[0]
    if first is None:
        return 0
    young = connection.execute(
        'SELECT "offset" FROM records WHERE topic = ? AND appended_at >= ? ORDER BY "offset" LIMIT 1',
        (number, before),
    ).fetchone()
    noted = connection.execute("SELECT min(next) FROM progress WHERE topic = ?", (name,)).fetchone()[0]
    end = min(young[0] if young else following, following if noted is None else noted, first + _MOST)
    if end <= first:
        return 0
    with transaction(connection):
        connection.execute('DELETE FROM records WHERE topic = ? AND "offset" < ?', (number, end))
    return int(end - first)
