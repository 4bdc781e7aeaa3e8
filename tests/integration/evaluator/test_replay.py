"""The order of one partition alone decides: batches, restarts, a small cache, and repeats change no byte."""

import hashlib
from pathlib import Path

import pytest

from services.evaluator import tables
from services.evaluator.clauses import read_clauses
from services.evaluator.histories import build
from shared.contracts.topics import TRENDS, VERDICTS
from shared.database.engine import Database
from shared.database.migrations import migrate
from shared.eventlog.port import Fenced, Record
from tests.integration.evaluator import story
from tests.integration.evaluator.world import World, types
from tests.unit.evaluator.builders import (
    AGREEMENT,
    PARTITION,
    document,
    objective,
    put,
    records,
    tick,
    told,
)

Published = tuple[list[bytes], list[bytes]]
"""Verdicts and trends, in order."""


async def published(world: World) -> Published:
    return await world.entries(VERDICTS.name), await world.entries(TRENDS.name)


class Undisturbed:
    """What one batch of everything says, on a SQLite of its own; asked again of the same log, it is known."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[bytes | None, ...], Published] = {}

    async def __call__(self, log: list[Record]) -> Published:
        name = tuple(record.value for record in log)
        if name not in self._known:
            self._known[name] = await self._says(log)
        return self._known[name]

    async def _says(self, log: list[Record]) -> Published:
        url = f"sqlite:///{self._folder / f'{len(self._known)}.db'}"
        await migrate(url, "services.evaluator")
        database = Database(url)
        try:
            world = await World(database).claim()
            await world.hand_over(log)
            return await published(world)
        finally:
            await database.close()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """One for all that measure themselves by it."""
    return Undisturbed(tmp_path_factory.mktemp("undisturbed"))


@pytest.mark.parametrize("size", [1, 7, 10_000])
async def test_batches_of_any_size_say_the_same_byte_for_byte(
    world: World, undisturbed: Undisturbed, size: int
):
    log = story.log_of(1, days=2 if size == 1 else 3)
    await world.replay(log, size)
    assert await published(world) == await undisturbed(log)


async def test_the_story_has_every_type_of_verdict(world: World):
    await world.replay(story.log_of(1, days=6), 10_000)
    assert set(types(await world.said())) == story.TELLS


@pytest.mark.parametrize("seed", [2])
async def test_a_restart_after_any_batch_changes_nothing(world: World, undisturbed: Undisturbed, seed: int):
    log = story.log_of(seed, days=3)
    for start in range(0, len(log), 23):
        await world.hand_over(log[start : start + 23])
        world.restart()
        await world.claim()
    assert await published(world) == await undisturbed(log)


async def test_histories_that_are_put_away_and_built_again_change_nothing(
    database: Database, undisturbed: Undisturbed
):
    log = story.log_of(4, days=2)
    world = await World(database, histories=1).claim()
    await world.replay(log, 50)
    assert await published(world) == await undisturbed(log)


@pytest.mark.parametrize("every", [3, 1_000])
async def test_a_restart_that_reads_a_checkpoint_changes_nothing(
    database: Database, undisturbed: Undisturbed, every: int
):
    log = story.log_of(2, days=2)
    world = await World(database, checkpoint_facts=every).claim()
    kept = 0
    for start in range(0, len(log), 23):
        await world.hand_over(log[start : start + 23])
        kept += len(await world.rows(tables.checkpoints))
        world.restart()
        await world.claim()
    assert await published(world) == await undisturbed(log)
    assert (kept > 20) is (every == 3)


async def test_histories_that_are_pruned_and_put_away_change_nothing(
    database: Database, undisturbed: Undisturbed
):
    log = story.log_of(4, days=2)
    world = await World(database, histories=2, checkpoint_facts=3).claim()
    await world.replay(log, 50)
    assert await published(world) == await undisturbed(log)


async def test_a_batch_that_fails_leaves_nothing_and_is_done_again(world: World, undisturbed: Undisturbed):
    log = story.log_of(5, days=2)
    broken = Record(PARTITION, log[-1].offset + 1, AGREEMENT, b"{", (), 0)
    for start in range(0, len(log), 40):
        batch = log[start : start + 40]
        with pytest.raises(Exception, match="not JSON"):
            await world.handler.handle(PARTITION, [*batch, broken])
        await world.hand_over(batch)
    assert await published(world) == await undisturbed(log)


async def test_a_batch_that_was_done_is_fenced(world: World):
    log = story.log_of(6, days=1)
    await world.hand_over(log)
    before = await published(world)
    with pytest.raises(Fenced):
        await world.handler.handle(PARTITION, log)
    assert await published(world) == before


async def test_another_member_takes_the_partition_over(world: World, undisturbed: Undisturbed):
    log = story.log_of(7, days=2)
    other = World(world.database)
    members, turn = [world, other], 0
    for start in range(0, len(log), 60):
        batch = log[start : start + 60]
        await members[turn].claim()
        with pytest.raises(Fenced):
            await members[1 - turn].handler.handle(PARTITION, batch)
        await members[turn].hand_over(batch)
        turn = 1 - turn
    assert await published(world) == await undisturbed(log)


async def test_a_partition_that_another_holds_is_not_kept_in_memory(world: World):
    await world.tell(put(document()), told("2026-01-01T00:00:00Z", "up"), tick("2026-01-02T00:00:00Z"))
    assert world.metric("eyelevel_objective_sli_ratio", **LABELS) == 1
    world.handler.keep_only(frozenset())
    assert world.handler.held() == ()
    assert world.metric("eyelevel_objective_sli_ratio", **LABELS) is None


LABELS = {"agreement": AGREEMENT, "objective": "availability", "owed_by": "provider"}


async def test_repeated_records_change_nothing(world: World, undisturbed: Undisturbed):
    log = story.log_of(8, days=2)
    doubled = [
        again for record in log for again in (record, record) if again.key is not None or again is record
    ]
    renumbered = [
        Record(PARTITION, offset, record.key, record.value, (), 0) for offset, record in enumerate(doubled)
    ]
    await world.replay(renumbered, 100)
    assert await published(world) == await undisturbed(log)


async def test_a_repeat_that_arrived_at_another_time_is_a_repeat(world: World):
    first = told("2026-01-01T00:00:00Z", "up", arrived="2026-01-01T00:00:01Z")
    again = told("2026-01-01T00:00:00Z", "up", arrived="2026-01-01T00:00:09Z")
    await world.tell(put(document()), tick("2026-01-02T00:00:00Z"), first, again)
    assert world.metric("eyelevel_evaluator_facts_total", outcome="repeated") == 1
    assert len(await world.rows(tables.facts)) == 2


async def test_other_content_under_one_id_is_kept_apart_and_stops_nothing(world: World):
    text = document(objective(target="99 %", window="{calendar: day}", warn_at="[]"))
    await world.tell(put(text), tick("2026-01-02T00:00:00Z"), told("2026-01-02T00:00:00Z", "up"))
    said = await world.tell(
        told("2026-01-02T12:00:00Z", "down", identity="one"),
        told("2026-01-02T12:00:10Z", "up", identity="one"),
        told("2026-01-02T12:00:20Z", "up", identity="one"),
        told("2026-01-02T12:00:10Z", "up", identity="one"),
        tick("2026-01-02T12:30:00Z"),
    )
    assert said == ["objective.breached at 2026-01-02T12:14:24Z"]
    named = [(row["source"], row["id"]) for row in await world.rows(tables.contradictions)]
    assert named == [("probe", "one"), ("probe", "one")]
    assert world.metric("eyelevel_evaluator_facts_total", outcome="contradicting") == 3


async def test_the_same_id_in_two_agreements_is_two_facts(world: World):
    other = "globex-shop"
    await world.tell(
        put(document()),
        (other, put(document(agreement=other), agreement=other)),
        tick("2026-01-02T00:00:00Z"),
        told("2026-01-02T00:00:00Z", "up"),
        (other, told("2026-01-02T00:00:00Z", "up")),
    )
    assert world.metric("eyelevel_evaluator_facts_total", outcome="used") == 2


async def test_an_unreadable_record_stops_the_partition_and_nothing_of_its_batch_is_there(world: World):
    await world.tell(put(document()), tick("2026-01-02T00:00:00Z"))
    good = records([told("2026-01-02T00:00:00Z", "up")], world.offset)
    bad = Record(PARTITION, world.offset + 1, AGREEMENT, b"{}", (), 0)
    with pytest.raises(ValueError, match=r"eyelevel\.facts\.v1/0 at 3: specversion"):
        await world.hand_over([*good, bad])
    assert len(await world.rows(tables.facts)) == 1


async def test_the_chain_can_be_computed_again_from_the_events_alone(world: World):
    await world.replay(story.log_of(9, days=2), 30)
    heads: dict[str, bytes] = {}
    for row in await world.rows(tables.facts):
        before = heads.get(row["agreement"], bytes(32))
        heads[row["agreement"]] = hashlib.sha256(before + row["event"]).digest()
        assert row["chain"] == heads[row["agreement"]], (row["agreement"], row["n"])
    assert {row["id"]: row["head"] for row in await world.rows(tables.agreements)} == heads


@pytest.mark.parametrize("seed", range(2))
async def test_the_live_figures_are_those_of_the_calculus_from_scratch_at_every_tick(world: World, seed: int):
    log = story.log_of(20 + seed, days=2)
    seen = 0
    for start in range(0, len(log), 97):
        await world.hand_over(log[start : start + 97])
        for name in story.AGREEMENTS:
            known = await world.agreements.known(name)
            if known is None:
                continue
            events = [row["event"] for row in await world.rows(tables.facts) if row["agreement"] == name]
            facts = [event for event in events if b"agreement.put" not in event]
            clauses = [read_clauses(document, version) for version, document in await versions(world, name)]
            scratch = build(clauses, facts).history
            for identity in ("daily", "rolling", "tolerant"):
                for period in scratch.periods(identity, known.clock):
                    asked = identity, period.version, period.span, known.clock
                    assert known.history.figure(*asked) == scratch.figure(*asked)
                    seen += 1
    assert seen > 50


async def versions(world: World, agreement: str) -> list[tuple[int, str]]:
    rows = await world.rows(tables.versions)
    return [(row["version"], row["document"]) for row in rows if row["agreement"] == agreement]
