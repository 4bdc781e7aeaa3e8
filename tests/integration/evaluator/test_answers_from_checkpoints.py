"""Every answer of the read API from checkpoints is, byte for byte, that of one that has every fact.

At the end of the story, half of the questions of each store; EYELEVEL_READING_ROUNDS says after how many of its batches
all of them are asked, and a new process comes after each.
"""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from services.evaluator import tables
from shared.database.engine import Database
from shared.database.migrations import migrate
from tests.integration.evaluator import whole_story
from tests.integration.evaluator.asking import Asking, asking
from tests.integration.evaluator.lively import OBJECTIVES
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import AGREEMENT

ROUNDS = int(os.environ.get("EYELEVEL_READING_ROUNDS", "0"))
EVERY = 3
"""Facts between two checkpoints."""
JANUARY = "2026-01-01T00:00:00Z"
TIMED = {"availability", "week", "outages", "longest", "restore", "failures"}


@pytest.fixture
async def undisturbed(tmp_path: Path) -> AsyncIterator[World]:
    """One process with every fact in memory, on a SQLite of its own."""
    url = f"sqlite:///{tmp_path / 'undisturbed.db'}"
    await migrate(url, "services.evaluator")
    database = Database(url)
    yield await World(database).claim()
    await database.close()


def questions(then: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each route about each objective, of now and of an earlier clock."""
    yield "figures", {}
    yield f"figures/{AGREEMENT}", {}
    for name in OBJECTIVES:
        periods = f"figures/{AGREEMENT}/{name}"
        yield periods, {}
        yield periods, {"format": "csv"}
        for start in ("current",) if name == "week" else ("current", JANUARY):
            for behind in ("", "/explanation", "/ledger", "/evidence"):
                yield f"{periods}/{start}{behind}", {"version": 1 if start == JANUARY else None}
        yield f"evidence/{AGREEMENT}/{name}", {"limit": 7}
        if name in TIMED:
            yield f"evidence/{AGREEMENT}/{name}", {"class": ["down", "degraded"]}
    for behind in ("", "/evidence"):
        yield f"figures/{AGREEMENT}/availability/current{behind}", {"as_known_at": then}


async def answers(api: Asking, asked: list[tuple[str, dict[str, Any]]]) -> list[tuple[int, bytes]]:
    """The status and the bytes of each."""
    found = []
    for path, query in asked:
        answer = await api.get(path, **{name: value for name, value in query.items() if value is not None})
        found.append((answer.status_code, answer.content))
    return found


async def test_every_answer_is_that_of_one_with_every_fact(database: Database, undisturbed: World):
    world = await World(database, checkpoint_facts=EVERY).claim()
    story = list(whole_story.batches())
    asked_after = {len(story) - 1 - number * len(story) // max(1, ROUNDS) for number in range(max(1, ROUNDS))}
    kept, then = 0, JANUARY
    async with asking(undisturbed) as whole, asking(world, checkpoint_facts=EVERY) as staying:
        for number, batch in enumerate(story):
            for one in (undisturbed, world):
                await one.tell(*batch)
            if ROUNDS or number % 5 == 4:
                world.restart()
                await world.claim()
            await staying.get("figures")
            kept += len(await world.rows(tables.checkpoints))
            if number not in asked_after:
                continue
            asked = list(questions(then))
            if not ROUNDS:
                asked = asked[database.is_sqlite :: 2]
            expected = await answers(whole, asked)
            async with asking(world, checkpoint_facts=EVERY) as started:
                for api in (staying, started):
                    for question, found, wanted in zip(
                        asked, await answers(api, asked), expected, strict=True
                    ):
                        assert found == wanted, question
            then = str(batch[-1].time)
    assert kept > len(story) // 2
    assert sum(status == 200 for status, _ in expected) > 60
