"""Facts a second through the whole evaluator on SQLite, beside a table that only keeps the same bytes.

A thousand services with three objectives each, ten services to an agreement. A batch holds five hundred facts of as
many services and then a tick: each fact is read, kept and chained, each touched objective decided, its trend said,
and all of it committed at once. The table keeps what came in one transaction, with the same care for durability.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import format_instant
from shared.database.engine import Database
from shared.database.migrations import migrate
from shared.eventlog.port import Record
from tests.benchmarks.tables import Say, Table, count, duration, ratio, unsaid
from tests.benchmarks.throughput import IN_ONE, OBJECTIVES, START, agreement_text
from tests.benchmarks.timing import Run, Times, interleaved
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import put, records, tick, told

STEP = 2_000
"""Microseconds between two facts: five hundred in a second."""


class Evaluator:
    """An evaluator that holds all agreements. Use as a context."""

    def __init__(self, folder: str, services: int, batch: int) -> None:
        self._runner = asyncio.Runner()
        self._url = f"sqlite+aiosqlite:///{Path(folder, 'evaluator.db')}"
        self._services, self._batch, self._turn = services, batch, 0

    def __enter__(self) -> Self:
        self._runner.run(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._database.close())
        self._runner.close()

    async def _start(self) -> None:
        await migrate(self._url, "services.evaluator")
        self._database = Database(self._url)
        self._world = await World(self._database, histories=10_000).claim()
        puts = [
            put(agreement_text(number), agreement=f"a{number}") for number in range(self._services // IN_ONE)
        ]
        for event in puts:
            await self._world.hand_over(records([(event.subject or "", event)], self._world.offset))
        for _ in range(2 * self._services // self._batch):
            await self._world.hand_over(self._next())

    def _next(self) -> list[Record]:
        """A batch: the next services in turn, and a tick."""
        events: list[CloudEvent | tuple[str, CloudEvent]] = []
        for _ in range(self._batch):
            number = self._turn % self._services
            at = START + self._turn * STEP
            state = "up" if self._turn // self._services % 2 else "down"
            service, identity = f"s{number % IN_ONE}", f"f{self._turn}"
            events.append((f"a{number // IN_ONE}", told(at, state, service=service, identity=identity)))
            self._turn += 1
        return records([*events, tick(format_instant(START + self._turn * STEP))], self._world.offset)

    def prepare(self) -> Run:
        """The next batch, not handed over yet."""
        batch = self._next()
        return lambda: self._runner.run(self._world.hand_over(batch))

    def bytes_of_next(self) -> Sequence[bytes]:
        """The bytes of a batch as it would be next."""
        turn, batch = self._turn, self._next()
        self._turn = turn
        return [record.value or b"" for record in batch]


class Kept:
    """A table with nothing but the bytes."""

    def __init__(self, folder: str) -> None:
        self._connection = sqlite3.connect(Path(folder, "kept.db"), isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, event BLOB)")

    def prepare(self, rows: Sequence[bytes]) -> Run:
        """All of them in one transaction."""

        def run() -> None:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany("INSERT INTO kept (event) VALUES (?)", [(row,) for row in rows])
            self._connection.execute("COMMIT")

        return run

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def measure(*, short: bool, only: str = "", say: Say = unsaid) -> Table:
    """Two rows: the evaluator, and the table."""
    services, batch, rounds = (20, 10, 1) if short else (1_000, 500, 5)
    names = "the evaluator", "a table of the bytes"
    with tempfile.TemporaryDirectory() as folder, Evaluator(folder, services, batch) as evaluator:
        kept = Kept(folder)
        ways = {names[0]: evaluator.prepare, names[1]: lambda: kept.prepare(evaluator.bytes_of_next())}
        found = interleaved(ways, rounds)
        kept.close()
    rows = [_row(name, found[name], found[names[1]], batch) for name in names]
    for row in rows:
        say(row)
    return Table(
        f"Facts through the evaluator on SQLite, {count(services)} services with {len(OBJECTIVES)} objectives each",
        ("what takes them", "one fact", "facts a second", "beside the table"),
        rows,
        (f"Batches of {count(batch)} facts of as many services, and a tick.",),
    )


def _row(name: str, times: Times, base: Times, batch: int) -> list[str]:
    a_second = count(batch * 1_000_000_000 // times.median)
    return [name, duration(times.each(batch).median), a_second, ratio(times.beside(base))]
