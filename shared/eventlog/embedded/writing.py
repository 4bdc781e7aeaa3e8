"""Appending to the embedded log: many requests, one transaction.

What belongs to one transaction is decided here; which thread runs it is `file`'s matter. Requests that
name a topic that does not exist fail alone, the others go on.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shared.eventlog.embedded.schema import packed, transaction
from shared.eventlog.port import Entry, LogUnavailable


@dataclass(slots=True)
class Request:
    """Entries that one caller waits for; `done` is called once, from the writing thread."""

    entries: Sequence[Entry]
    done: Callable[[Exception | None], None]
    problem: Exception | None = None


@dataclass(slots=True)
class _Tail:
    """A topic within a transaction: where the next record goes and what is to be written."""

    number: int
    compacted: bool
    next: int
    rows: list[tuple[int, int, str | None, bytes | None, bytes | None, int]] = field(default_factory=list)


def append(connection: sqlite3.Connection, requests: Sequence[Request], now: int) -> frozenset[str]:
    """Append all requests in one transaction, in their order; returns the topics that grew.

    Sets `problem` on requests that cannot be taken. Raises sqlite3.Error when nothing was written.
    """
    with transaction(connection):
        tails = _tails(connection, {entry.topic for request in requests for entry in request.entries})
        for request in requests:
            request.problem = _problem(request.entries, tails)
            if request.problem is None:
                _place(request.entries, tails, now)
        for tail in tails.values():
            _write(connection, tail)
    return frozenset(name for name, tail in tails.items() if tail.rows)


def note(connection: sqlite3.Connection, progress: Mapping[tuple[str, str], int]) -> None:
    """Keep how far readers without a store have come: {(group, topic): next offset}."""
    with transaction(connection):
        connection.executemany(
            "INSERT INTO progress (reader, topic, next) VALUES (?, ?, ?)"
            " ON CONFLICT (reader, topic) DO UPDATE SET next = excluded.next",
            [(group, topic, offset) for (group, topic), offset in progress.items()],
        )


def _tails(connection: sqlite3.Connection, names: Iterable[str]) -> dict[str, _Tail]:
    tails = {}
    for name in names:
        row = connection.execute(
            "SELECT number, compacted, next FROM topics WHERE name = ?", (name,)
        ).fetchone()
        if row is not None:
            tails[name] = _Tail(row[0], bool(row[1]), row[2])
    return tails


def _problem(entries: Sequence[Entry], tails: Mapping[str, _Tail]) -> Exception | None:
    for entry in entries:
        tail = tails.get(entry.topic)
        if tail is None:
            return LogUnavailable(f"There is no topic {entry.topic}.")
        if entry.partition not in {None, 0}:
            return ValueError(f"{entry.topic} has one partition, 0; {entry.partition} was named.")
        if tail.compacted and entry.key is None:
            return ValueError(f"{entry.topic} is compacted; each of its entries needs a key.")
    return None


def _place(entries: Sequence[Entry], tails: Mapping[str, _Tail], now: int) -> None:
    for entry in entries:
        tail = tails[entry.topic]
        tail.rows.append((tail.number, tail.next, entry.key, entry.value, packed(entry.headers), now))
        tail.next += 1


def _write(connection: sqlite3.Connection, tail: _Tail) -> None:
    if not tail.rows:
        return
    if tail.compacted:
        _replace(connection, tail)
    connection.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)", tail.rows)
    connection.execute("UPDATE topics SET next = ? WHERE number = ?", (tail.next, tail.number))


def _replace(connection: sqlite3.Connection, tail: _Tail) -> None:
    """Of each key only the newest record stays, within the batch and before it."""
    newest = {row[2]: row for row in tail.rows}
    tail.rows = sorted(newest.values(), key=lambda row: row[1])
    keys = [(tail.number, key) for key in newest]
    connection.executemany(
        'DELETE FROM records WHERE topic = ?1 AND "offset" ='
        ' (SELECT "offset" FROM latest WHERE topic = ?1 AND key = ?2)',
        keys,
    )
    connection.executemany(
        'INSERT INTO latest (topic, key, "offset") VALUES (?, ?, ?)'
        ' ON CONFLICT (topic, key) DO UPDATE SET "offset" = excluded."offset"',
        [(row[0], row[2], row[1]) for row in tail.rows],
    )
