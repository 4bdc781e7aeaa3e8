"""A late fact, with 100,000 facts of a probe behind it and a history that was pruned: by how much it is late.

The facts are those of `starts`. A process that has the agreement in memory, and has just pruned it, is told of an
outage of five minutes so long ago, and takes the tick that tells of it. What lies more than an hour back was forgotten:
it goes on from the last checkpoint before the outage, or from every fact where none is kept. Each time a copy of the
store is taken, since a late fact changes what is kept.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from itertools import count as numbers
from pathlib import Path

from services.evaluator import tables
from shared.contracts.instants import DAY, MINUTE, SECOND
from shared.database.engine import Database
from tests.benchmarks.starts import EACH, START, Evaluator
from tests.benchmarks.tables import Say, Table, count, duration, ratio, unsaid
from tests.benchmarks.timing import Prepare, Run, interleaved
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import records, tick, told

EVERY_FACT = "a day, from every fact"
LATE = {
    "50 minutes": 50 * MINUTE,
    "2 hours": 120 * MINUTE,
    "a day": DAY,
    "30 days": 30 * DAY,
    "300 days": 300 * DAY,
}


class Stores:
    """Evaluators over copies of one store of so many facts."""

    def __init__(self, folder: Path, facts: int, checkpoint_facts: int) -> None:
        self._runner = asyncio.Runner()
        self._folder = folder
        self._now = START + (facts * EACH // DAY + 1) * DAY
        self._names = numbers()
        self._last: tuple[World, Database] | None = None
        (folder / "first").mkdir()
        with Evaluator(str(folder / "first"), facts, checkpoint_facts) as evaluator:
            self._offset = evaluator.offset

    def told_late(self, name: str, late: int) -> Prepare:
        """The outage and the tick, taken by a process of its own."""

        def prepare() -> Run:
            world = self._runner.run(self._begun(kept=name != EVERY_FACT))
            at = (self._now - late) // EACH * EACH + MINUTE
            batch = [told(at, "down", identity="late"), tick(self._now + 20 * SECOND)]
            return lambda: self._runner.run(world.hand_over(records(batch, world.offset)))

        return prepare

    async def _begun(self, *, kept: bool) -> World:
        await self._closed()
        folder = self._folder / str(next(self._names))
        shutil.copytree(self._folder / "first", folder)
        database = Database(f"sqlite+aiosqlite:///{folder / 'evaluator.db'}")
        world = await World(database, checkpoint_facts=1).claim()  # pruned at once, as late as can be
        world.offset, self._last = self._offset, (world, database)
        here = [told(self._now, "up", identity="here"), tick(self._now + 10 * SECOND)]
        await world.hand_over(records(here, world.offset))
        if not kept:
            async with database.transaction() as connection:
                await connection.execute(tables.checkpoints.delete())
        return world

    async def _closed(self) -> None:
        if self._last is not None:
            await self._last[1].close()
            self._last = None

    def close(self) -> None:
        """Let go of the last one."""
        self._runner.run(self._closed())
        self._runner.close()


def measure(*, short: bool, only: str = "", say: Say = unsaid) -> Table:
    """A row for each lateness."""
    facts, checkpoint_facts, rounds = (600, 100, 1) if short else (100_000, 5_000, 5)
    late = {name: by for name, by in LATE.items() if by < facts * EACH}
    with tempfile.TemporaryDirectory() as folder:
        stores = Stores(Path(folder), facts, checkpoint_facts)
        try:
            ways = {EVERY_FACT: stores.told_late(EVERY_FACT, DAY)}
            ways |= {name: stores.told_late(name, by) for name, by in late.items()}
            found = interleaved(ways, rounds)
        finally:
            stores.close()
    rows = [
        [name, duration(one.median), ratio(one.beside(found[EVERY_FACT]))]
        for name, one in found.items()
        if only in name
    ]
    for row in rows:
        say(row)
    return Table(
        f"A late fact and the tick that tells of it, with {count(facts)} facts of a probe behind it",
        ("late by", "time", "beside every fact"),
        rows,
    )
