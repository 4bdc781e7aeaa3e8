"""The order of one partition alone decides: histories of every indicator and every type of verdict say the same, byte
for byte, in memory, on SQLite and on PostgreSQL, in batches of any size, and with restarts at random places.
"""

import asyncio
from collections.abc import AsyncIterator
from random import Random

import pytest
from sqlalchemy import select

from services.evaluator import intake, tables
from services.evaluator.storage import Storage
from shared.contracts.topics import FACTS
from shared.contracts.verdicts import VERDICT_TYPES
from shared.database.engine import Database
from shared.database.migrations import migrate
from shared.eventlog.port import Partition
from tests.integration.live.histories import Lived, history
from tests.integration.live.life import Decided, Life

SEEDS = (0, 3, 5, 8, 26, 58, 75, 138, 154)
"""Together they tell every type of verdict."""

Published = list[tuple[str, bytes]]
"""(topic, value), in order."""


@pytest.fixture
async def database(store_url: str) -> AsyncIterator[Database]:
    await migrate(store_url, "services.evaluator")
    opened = Database(store_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
def undisturbed() -> dict[int, Decided]:
    """By seed, what one batch of everything brings, in memory."""
    return {seed: asyncio.run(at_once(history(seed))) for seed in SEEDS}


async def at_once(lived: Lived) -> Decided:
    return await Life(lived.agreement).take(lived.log)


async def replayed(database: Database, number: int, lived: Lived, size: int) -> Published:
    """What batches of so many say, in the database, where every few of them a new process goes on."""
    positions, partition = intake.positions(database), Partition(FACTS.name, number)
    await positions.claim([partition])
    life = Life(lived.agreement, Storage(database, positions), partition)
    chance, log = Random(f"{number} {size}"), lived.log
    for start in range(0, len(log), size):
        await life.take(log[start : start + size])
        if chance.random() < 0.15:
            life.restart()
    outbox = tables.outbox.c
    async with database.reading() as connection:
        key, name = outbox.record_key, lived.agreement
        asked = select(outbox.topic, outbox.value).where((key == name) | key.startswith(f"{name}/"))
        rows = (await connection.execute(asked.order_by(outbox.id))).all()
    return [(row.topic, row.value) for row in rows]


@pytest.mark.parametrize("size", [1, 7, 10_000])
async def test_batches_of_any_size_and_restarts_anywhere_say_the_same(
    database: Database, undisturbed: dict[int, Decided], size: int
):
    for number, seed in enumerate(SEEDS):
        assert await replayed(database, number, history(seed), size) == undisturbed[seed].published, seed


async def test_a_restart_after_every_record_says_the_same(undisturbed: dict[int, Decided]):
    for seed in SEEDS:
        lived, said = history(seed), Published()
        life = Life(lived.agreement)
        for event in lived.log:
            said += (await life.take([event])).published
            life.restart()
        assert said == undisturbed[seed].published, seed


def test_the_histories_have_every_type_of_verdict(undisturbed: dict[int, Decided]):
    verdicts = [row for decided in undisturbed.values() for row in decided.verdicts]
    assert {row.telling.type for row in verdicts if row.telling.published} == set(VERDICT_TYPES)
