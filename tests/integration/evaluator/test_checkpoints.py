"""What is kept of the calculus, when it is used, and what drops it."""

from typing import Any

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from services.evaluator import tables
from services.evaluator.histories import Heard
from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import parse_instant
from shared.database.engine import Database
from shared.sla.figures import TimeClass
from shared.sla.spans import DAY, HOUR, SECOND, Span
from shared.sla.told.before import Forgotten
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import AGREEMENT, document, incident, put, tick, told

EVERY = 20
NOON = "2026-01-01T12:00:00Z"


def probes(hour: int) -> list[CloudEvent]:
    """A probe that says `up` each minute of an hour."""
    return [told(f"2026-01-01T{hour:02}:{minute:02}:00Z", "up") for minute in range(60)]


@pytest.fixture
async def world(database: Database) -> World:
    """At noon, with twelve hours of a probe that says `up`, and one checkpoint."""
    world = await World(database, checkpoint_facts=EVERY).claim()
    early = [event for hour in range(12) for event in probes(hour)]
    await world.tell(put(document()), tick("2026-01-01T00:00:00Z"), *early, tick(NOON))
    return world


async def checkpoint(world: World) -> dict[str, Any] | None:
    """The latest."""
    rows = await world.rows(tables.checkpoints)
    return max((dict(row) for row in rows), key=lambda row: row["at"], default=None)


def heard(world: World) -> Heard:
    found = world.handler._histories.peek(AGREEMENT)
    assert found is not None
    return found


def facts_in_memory(world: World) -> int:
    return len(heard(world).history._by_key)


async def restart(world: World) -> None:
    world.restart()
    await world.claim()


async def test_what_is_in_memory_is_the_last_hour_and_so_it_is_after_a_restart(world: World):
    kept = await checkpoint(world)
    assert kept is not None
    assert kept["n"] == 1 + 12 * 60
    assert facts_in_memory(world) == 60
    await restart(world)
    await world.tell(told("2026-01-01T12:00:00Z", "down", identity="further"))
    assert facts_in_memory(world) == 61


async def test_a_fact_that_waited_when_it_was_kept_is_read_after_a_restart(world: World):
    ahead = [told(f"2026-01-01T12:{minute:02}:30Z", "up") for minute in range(EVERY)]
    waiting = incident("opened", "2026-01-01T13:30:00Z")
    await world.tell(*ahead, waiting, tick("2026-01-01T13:00:00Z"))
    kept = await checkpoint(world)
    assert kept is not None
    assert kept["n"] == 1 + 12 * 60 + EVERY + 1
    await restart(world)
    await world.tell(tick("2026-01-01T14:00:00Z"))
    await restart(world)
    await world.tell(told("2026-01-01T14:00:00Z", "up"))
    assert facts_in_memory(world) == EVERY + 2


@pytest.mark.parametrize(("at", "dropped"), [("2026-01-01T10:59:59Z", True), ("2026-01-01T11:00:00Z", False)])
async def test_a_late_fact_that_reaches_before_the_horizon_brings_all_facts_back(
    world: World, at: str, dropped: bool
):
    await world.tell(told(at, "down", identity="late"))
    assert (await checkpoint(world) is None) is dropped
    assert facts_in_memory(world) == (12 * 60 if dropped else 60) + 1


async def hours(world: World) -> list[int]:
    """Of the first of January: the horizons of what is kept, the latest first."""
    new_year = parse_instant("2026-01-01T00:00:00Z")
    rows = await world.rows(tables.checkpoints)
    return sorted(((row["at"] - new_year) // HOUR for row in rows), reverse=True)


@pytest.fixture
async def evening(database: Database) -> World:
    """At 22:00, with a checkpoint at the end of each hour since 01:00."""
    world = await World(database, checkpoint_facts=EVERY).claim()
    await world.tell(put(document()), tick("2026-01-01T00:00:00Z"))
    for hour in range(22):
        await world.tell(*probes(hour), tick(f"2026-01-01T{hour + 1:02}:00:00Z"))
    return world


async def test_of_earlier_checkpoints_fewer_stay_the_older_they_are(evening: World):
    assert await hours(evening) == [21, 16, 0]


@pytest.mark.parametrize(
    ("at", "begins", "left"),
    [
        ("2026-01-01T21:00:00Z", 21, [21, 16, 0]),
        ("2026-01-01T20:59:59Z", 16, [16, 0]),
        ("2026-01-01T16:00:00Z", 16, [16, 0]),
        ("2026-01-01T15:59:59Z", 0, [0]),
    ],
)
async def test_a_late_fact_begins_from_the_last_checkpoint_before_it_and_drops_the_later_ones(
    evening: World, at: str, begins: int, left: list[int]
):
    await evening.tell(told(at, "down", identity="late"))
    assert await hours(evening) == left
    assert facts_in_memory(evening) == (22 - begins) * 60 + 1
    await restart(evening)
    await evening.tell(told("2026-01-01T22:00:00Z", "up", identity="further"))
    assert await hours(evening) == [21, *(hour for hour in left if hour < 21)], "it is pruned again"


async def test_one_that_an_uncaught_late_fact_has_made_untrue_gives_way_to_an_earlier_one(evening: World):
    evening.checkpoint_facts = 0
    await restart(evening)
    await evening.tell(told("2026-01-01T18:00:15Z", "down", identity="late"))
    assert await hours(evening) == [21, 16, 0], "a process without checkpoints leaves them alone"
    evening.checkpoint_facts = EVERY
    await restart(evening)
    await evening.tell(told("2026-01-01T22:00:00Z", "up", identity="further"))
    kept = await checkpoint(evening)
    assert kept is not None
    assert kept["n"] == 1 + 22 * 60 + 2, "made anew, from that of 16:00"
    assert seconds_down(evening) == 45


def seconds_down(world: World) -> int:
    """Of the first of January."""
    start = parse_instant("2026-01-01T00:00:00Z")
    day = Span(start, start + DAY)
    ledger = heard(world).history.figure("availability", 1, day, start + 22 * HOUR).ledger
    assert ledger is not None
    return ledger[TimeClass.DOWN] // SECOND


async def test_a_version_that_is_put_drops_it(world: World):
    await world.tell(put(document(version=2)))
    assert await checkpoint(world) is None


async def test_one_of_another_engine_is_not_read_and_gives_way_to_one_from_all_facts(world: World):
    async with world.database.transaction() as connection:
        await connection.execute(update(tables.checkpoints).values(made_by="another", body=b"unreadable"))
    await restart(world)
    await world.tell(told("2026-01-01T12:00:00Z", "up"))
    kept = await checkpoint(world)
    assert kept is not None
    assert kept["made_by"] != "another"
    assert facts_in_memory(world) == 61


async def test_a_pruned_history_refuses_questions_about_the_past(world: World):
    with pytest.raises(Forgotten):
        heard(world).history.known(0)


async def test_an_agreement_with_too_many_entries_has_no_checkpoint_and_the_log_says_so(database: Database):
    world = await World(database, checkpoint_facts=EVERY, checkpoint_entries=10).claim()
    with capture_logs() as logs:
        await world.tell(
            put(document()), tick("2026-01-01T00:00:00Z"), *probes(0), tick("2026-01-01T01:00:00Z")
        )
        await world.tell(*probes(1), tick("2026-01-01T02:00:00Z"))
    assert await checkpoint(world) is None
    said = [line for line in logs if line["event"] == "checkpoint_too_large"]
    assert [(line["agreement"], line["entries"]) for line in said] == [
        (AGREEMENT, entries) for entries in (61, 62)
    ]
    await restart(world)
    await world.tell(told("2026-01-01T02:00:00Z", "down", identity="further"))
    assert facts_in_memory(world) == 61, "it is pruned in memory alone"
