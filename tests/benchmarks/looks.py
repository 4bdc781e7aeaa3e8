"""A fact through the evaluator with a day, a month and a year of history in the period, on SQLite.

All that the evaluator does for a fact is in it: it is chained and kept, and at the tick after it everything that it
touched is looked at, told and committed. Burn alerts are on. The histories of one kind take turns; what is compared
is the cost of one fact, with that after a day as 1.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Self

from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import format_instant
from shared.database.engine import Database
from shared.database.migrations import migrate
from shared.sla.spans import MINUTE, SECOND
from tests.benchmarks.facts import LENGTHS, NOW, SHORT
from tests.benchmarks.tables import Say, Table, duration, ratio, unsaid
from tests.benchmarks.timing import Run, interleaved
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import counted, document, incident, objective, put, records, tick, told

EVERY: Final = 5 * MINUTE
AT_ONCE: Final = 2_000
"""Facts of a batch that brings the history."""
CHECKPOINT_FACTS: Final = 5_000

Tell = Callable[[int, int], CloudEvent]
"""The fact of so many, at an instant."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told each five minutes, and the clauses of the objective over the year that it touches."""

    tell: Tell
    clauses: Mapping[str, str]


def flaps(number: int, at: int) -> CloudEvent:
    """Down and up in turn."""
    return told(at, "up" if number % 2 else "down")


def fails_often(number: int, at: int) -> CloudEvent:
    """Down for five minutes of four hours; from the last one on in turn, so that what is measured are transitions."""
    fails = number % 2 == 1 if at >= NOW else number % 50 == 0
    return told(at, "down" if fails else "up", identity=f"a{number}")


def counts(number: int, at: int) -> CloudEvent:
    """A thousand requests, of which up to four failed."""
    return counted(format_instant(at), good=1_000 - number % 5, all=1_000)


def incidents(number: int, at: int) -> CloudEvent:
    """An incident is opened, and resolved with the next fact; every tenth too late."""
    priority = "P1" if number // 2 % 10 == 0 else "P2"
    step = "resolved" if number % 2 else "opened"
    return incident(step, format_instant(at), f"i{number // 2}", priority=priority)


_RATIO: Final = {"indicator": "ratio", "good": "good", "total": "all"}
_CLOCK: Final = {"indicator": "resolution_time", "within": "{P1: PT3M, P2: PT1H}", "target": "80 %"}

KINDS: Final[Mapping[str, Told]] = {
    "availability": Told(flaps, {"target": "40 %", "burn_alerts": "on"}),
    "availability, burning all the time": Told(fails_often, {"target": "99 %", "burn_alerts": "on"}),
    "ratio": Told(counts, {**_RATIO, "target": "99 %", "burn_alerts": "on"}),
    "ratio, burning all the time": Told(counts, {**_RATIO, "target": "99.9 %", "burn_alerts": "on"}),
    "resolution_time": Told(incidents, _CLOCK),
}


QUICK: Final = ("ratio, burning all the time", "resolution_time")
"""What the short form shows to run."""


class Lived:
    """One evaluator with a history of some length, on a database of its own. Use as a context."""

    def __init__(self, kind: Told, folder: str, length: int) -> None:
        self._kind, self._since = kind, NOW - length
        self._next = length // EVERY
        self._runner = asyncio.Runner()
        self._url = f"sqlite+aiosqlite:///{Path(folder, f'{length}.db')}"

    def __enter__(self) -> Self:
        self._runner.run(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._database.close())
        self._runner.close()

    async def _start(self) -> None:
        await migrate(self._url, "services.evaluator")
        self._database = Database(self._url)
        self._world = await World(self._database, checkpoint_facts=CHECKPOINT_FACTS).claim()
        services = "[{id: webshop, name: Web shop, stale_after: PT15M}]"
        text = document(_line(self._kind.clauses), services=services, in_force="{from: 2020-01-01}")
        await self._hand_over([put(text, at="2020-01-01T00:00:00Z"), tick(self._since)])
        for first in range(0, self._next, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, self._next))
            await self._hand_over([*map(self._fact, numbers), tick(self._at(numbers[-1]) + 10 * SECOND)])

    def _at(self, number: int) -> int:
        return self._since + number * EVERY

    def _fact(self, number: int) -> CloudEvent:
        return self._kind.tell(number, self._at(number))

    async def _hand_over(self, events: list[CloudEvent]) -> None:
        await self._world.hand_over(records(events, self._world.offset))

    async def _each(self, numbers: range) -> None:
        for number in numbers:
            await self._hand_over([self._fact(number), tick(self._at(number) + 10 * SECOND)])

    def prepare(self, batch: int) -> Run:
        """The next few facts, each with the tick after it."""
        self._runner.run(self._each(range(self._next, self._next + 2)))
        numbers = range(self._next + 2, self._next + 2 + batch)
        self._next = numbers.stop
        return lambda: self._runner.run(self._each(numbers))


def _line(clauses: Mapping[str, str]) -> str:
    window = {"window": "{calendar: year}"}
    line = objective("measured", **{**window, **clauses})
    return line if "indicator" not in clauses else line.replace("counts: {unknown: excluded}, ", "")


def measure(*, short: bool, only: str = "", say: Say = unsaid) -> Table:
    """A row for each kind of objective."""
    lengths = SHORT if short else LENGTHS
    rows = []
    for name, kind in KINDS.items():
        if only in name and (name in QUICK or not short):
            rows.append(_row(name, kind, lengths, short=short))
            say(rows[-1])
    names = list(lengths)
    return Table(
        f"A fact through the evaluator with {', '.join(names)} of history in the period, on SQLite",
        ("objective", *names, *(f"{name} / {names[0]}" for name in names[1:])),
        rows,
        ("Median time of one fact with its tick; ratios as median (least to most) of the rounds.",),
    )


def _row(name: str, kind: Told, lengths: Mapping[str, int], *, short: bool) -> list[str]:
    rounds, batch = (1, 2) if short else (9, 20)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        lived = dict(_lived(stack, kind, folder, lengths))
        found = interleaved({key: partial(one.prepare, batch) for key, one in lived.items()}, rounds)
    each = [times.each(batch) for times in found.values()]
    return [
        name,
        *(duration(one.median) for one in each),
        *(ratio(one.beside(each[0])) for one in each[1:]),
    ]


def _lived(
    stack: ExitStack, kind: Told, folder: str, lengths: Mapping[str, int]
) -> Iterator[tuple[str, Lived]]:
    for name, length in lengths.items():
        yield name, stack.enter_context(Lived(kind, folder, length))
