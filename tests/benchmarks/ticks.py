"""A tick over 10,000 stored deadlines, of which none and of which 1,000 are due, in the evaluator on SQLite.

A thousand agreements have ten objectives each. Nine hundred of them are measured over a year and hear nothing: their
deadlines lie far ahead. The others are measured over a day: each midnight their periods close, are told, and new ones
begin. Beside both a tick of an evaluator that has no agreement at all.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from shared.contracts.instants import DAY, SECOND, parse_instant
from shared.database.engine import Database
from shared.database.migrations import migrate
from tests.benchmarks.tables import Say, Table, count, duration, ratio, unsaid
from tests.benchmarks.timing import Run, Times, interleaved
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import document, objective, put, records, tick

MIDNIGHT = parse_instant("2026-03-01T00:00:00Z")
IN_ONE = 10
"""Objectives of an agreement."""
SHOWN_BEFORE = 30 * SECOND
"""Before the end of a day, within the five minutes after which an open period is shown again."""
QUIET = 5
"""Ticks in a round of those at which nothing is due."""


class Ticking:
    """One evaluator on a database of its own. Use as a context."""

    def __init__(self, folder: str, agreements: int, daily: int) -> None:
        self._runner = asyncio.Runner()
        self._url = f"sqlite+aiosqlite:///{Path(folder, f'{agreements}.db')}"
        self._documents = list(_documents(agreements, daily))
        self._clock = MIDNIGHT + DAY // 2

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
        for name, text in self._documents:
            await self._world.hand_over(records([(name, put(text, agreement=name))], self._world.offset))
        await self._tick(0)
        await self._tick(SECOND)

    async def _tick(self, later: int) -> None:
        self._clock += later
        await self._world.hand_over(records([tick(self._clock)], self._world.offset))

    async def _several(self) -> None:
        for _ in range(QUIET):
            await self._tick(SECOND)

    def deadlines(self) -> int:
        """How many are stored."""
        return self._world.handler.deadlines()

    def quiet(self) -> Run:
        """A few ticks, a second apart, at which nothing is due."""
        self._runner.run(self._tick(SECOND))
        return lambda: self._runner.run(self._several())

    def busy(self) -> Run:
        """The tick at which a day has ended, by the settle time and a second.

        Half a minute before, every figure was shown: none but those of that day and the next are due with it.
        """
        ahead = DAY - (self._clock - MIDNIGHT) % DAY
        self._runner.run(self._tick(ahead - SHOWN_BEFORE))
        return lambda: self._runner.run(self._tick(SHOWN_BEFORE + 6 * SECOND))


def measure(*, short: bool, only: str = "", say: Say = unsaid) -> Table:
    """A row for each tick."""
    agreements, daily, rounds = (6, 2, 1) if short else (1_000, 100, 5)
    with (
        tempfile.TemporaryDirectory() as folder,
        Ticking(folder, agreements, daily) as full,
        Ticking(folder, 0, 0) as empty,
    ):
        stored = full.deadlines()
        none, due = "no deadline stored", f"{count(daily * IN_ONE)} of {count(stored)} due"
        ways = {none: empty.quiet, f"none of {count(stored)} due": full.quiet, due: full.busy}
        found = interleaved(ways, rounds)
    each = {name: times if name == due else times.each(QUIET) for name, times in found.items()}
    rows = [
        _row(name, times, each[none], daily * IN_ONE if name == due else 0) for name, times in each.items()
    ]
    for row in rows:
        say(row)
    return Table(
        f"A tick over {count(stored)} stored deadlines",
        ("tick", "time", "for each deadline due", "beside none stored"),
        rows,
        (
            "One batch of one tick in one transaction. A deadline that is due here closes a day, is told with its",
            "evidence, publishes the figures of the day and of the next, and is stored anew.",
        ),
    )


def _row(name: str, times: Times, base: Times, due: int) -> list[str]:
    return [
        name,
        duration(times.median),
        duration(times.each(due).median) if due else "-",
        ratio(times.beside(base)),
    ]


def _documents(agreements: int, daily: int) -> Iterator[tuple[str, str]]:
    for number in range(agreements):
        is_daily = number < daily
        window = "{calendar: day}" if is_daily else "{calendar: year}"
        lines = [objective(f"o{index}", window=window) for index in range(IN_ONE)]
        first = "up" if is_daily else "unknown"
        services = f"[{{id: webshop, name: Web shop, before_first_fact: {first}}}]"
        force, closing = "{from: 2026-03-01}", "{grace: PT0S}"
        yield (
            f"a{number}",
            document(*lines, agreement=f"a{number}", in_force=force, services=services, closing=closing),
        )
