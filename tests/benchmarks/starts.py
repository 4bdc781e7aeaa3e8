"""The first page after a start, with 100,000 facts of a probe behind it: from a checkpoint, and from every fact.

A probe tells of one service each five minutes, of an outage of five minutes each noon, else `up`, and the evaluator
has kept its checkpoints on SQLite. A new process then has nothing in memory, and is asked for a figure of the year with
all that explains it. Beside both the same question put again: what the answer itself costs.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self

from services.evaluator.reading.agreements import Agreements
from services.evaluator.reading.storage_reading import ReadingStorage
from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import DAY, MINUTE, parse_instant
from shared.database.engine import Database
from shared.database.migrations import migrate
from tests.benchmarks.tables import Say, Table, count, duration, ratio, unsaid
from tests.benchmarks.timing import Prepare, Run, interleaved
from tests.integration.evaluator.asking import Asking, asking
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import AGREEMENT, document, objective, put, records, tick, told

START = parse_instant("2026-01-01T00:00:00Z")
EACH = 5 * MINUTE
PAGE = f"figures/{AGREEMENT}/availability/current"


class Evaluator:
    """What one has kept of so many facts. Use as a context."""

    def __init__(self, folder: str, facts: int, checkpoint_facts: int) -> None:
        self._runner = asyncio.Runner()
        self._url = f"sqlite+aiosqlite:///{Path(folder, 'evaluator.db')}"
        self._facts, self._checkpoint_facts = facts, checkpoint_facts
        self._open = AsyncExitStack()
        self._last: dict[str, Agreements] = {}

    def __enter__(self) -> Self:
        self._runner.run(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._open.aclose())
        self._runner.run(self._database.close())
        self._runner.close()

    async def _start(self) -> None:
        await migrate(self._url, "services.evaluator")
        self._database = Database(self._url)
        self._world = await World(self._database, checkpoint_facts=self._checkpoint_facts).claim()
        agreed = document(objective(target="99 %", window="{calendar: year}"))
        await self._world.hand_over(records([put(agreed), tick(START)], self._world.offset))
        for day in range(self._facts * EACH // DAY + 1):
            batch = [*_told(day, self._facts), tick(START + (day + 1) * DAY)]
            await self._world.hand_over(records(batch, self._world.offset))

    def started(self, name: str, checkpoint_facts: int) -> Prepare:
        """The first question of a process that has just started; `checkpoint_facts` 0: it reads every fact."""

        def prepare() -> Run:
            agreements = Agreements(ReadingStorage(self._database), 1, self._facts, checkpoint_facts)
            return self._asked(name, agreements)

        return prepare

    def again(self, name: str) -> Prepare:
        """A question of a process that was asked before."""
        agreements = Agreements(ReadingStorage(self._database), 1, self._facts, self._checkpoint_facts)
        self._asked(name, agreements)()
        return lambda: self._asked(name, agreements)

    def _asked(self, name: str, agreements: Agreements) -> Run:
        self._last[name] = agreements
        api = self._runner.run(self._api(agreements))
        return lambda: self._runner.run(api.json(PAGE))

    async def _api(self, agreements: Agreements) -> Asking:
        return await self._open.enter_async_context(asking(self._world, agreements=agreements))

    @property
    def offset(self) -> int:
        """Where the log goes on."""
        return self._world.offset

    def entries(self, name: str) -> int:
        """The facts and changes of state in memory after the last question of this name."""
        known = self._runner.run(self._last[name].known(AGREEMENT))
        return 0 if known is None else known.entries


def _told(day: int, facts: int) -> Iterator[CloudEvent]:
    each_day = DAY // EACH
    for number in range(day * each_day, min(facts, (day + 1) * each_day)):
        at = START + number * EACH
        yield told(at, "down" if at % DAY == DAY // 2 else "up", identity=f"f{number}")


def measure(*, short: bool, only: str = "", say: Say = unsaid) -> Table:
    """A row for each way to be there."""
    facts, checkpoint_facts, rounds = (600, 100, 1) if short else (100_000, 5_000, 5)
    names = "from a checkpoint", "from every fact", "asked again"
    with tempfile.TemporaryDirectory() as folder, Evaluator(folder, facts, checkpoint_facts) as evaluator:
        ways = {
            names[0]: evaluator.started(names[0], checkpoint_facts),
            names[1]: evaluator.started(names[1], 0),
            names[2]: evaluator.again(names[2]),
        }
        found = interleaved(ways, rounds)
        rows = [
            [name, duration(one.median), ratio(one.beside(found[names[0]])), count(evaluator.entries(name))]
            for name, one in found.items()
            if only in name
        ]
    for row in rows:
        say(row)
    return Table(
        f"The first answer of the read API after a start, with {count(facts)} facts of a probe behind it",
        ("", "time", "beside a checkpoint", "facts and changes in memory"),
        rows,
    )
