"""What the read API reads of the store after a start, what it has in memory then, and what brings every fact back."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from services.evaluator import tables
from services.evaluator.reading.agreements import Agreements
from services.evaluator.reading.known import Known
from services.evaluator.reading.rooms import Rooms
from services.evaluator.reading.storage_reading import Committed, ReadingStorage, Resumption
from shared.contracts.envelope import CloudEvent
from shared.database.engine import Database
from shared.security.directory import Directory
from shared.sla.figures import TimeClass
from shared.sla.spans import HOUR as HOURS
from shared.web.problems import Problem
from tests.integration.evaluator.asking import asking
from tests.integration.evaluator.lively import said
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import AGREEMENT, document, incident, objective, put, tick, told

EVERY = 6
HOUR = 12
"""Facts of an hour."""
NOON = 12 * HOUR
FIGURE = f"figures/{AGREEMENT}/availability/current"
CLOCK = said(
    "resolution", indicator="resolution_time", within="PT4H", window="{calendar: month}", target="90 %"
)


def probes(hour: int) -> list[CloudEvent]:
    """A probe that says `up` every five minutes of an hour."""
    return [told(f"2026-01-01T{hour:02}:{minute:02}:00Z", "up") for minute in range(0, 60, 5)]


class Reading(ReadingStorage):
    """Notes how many facts are read; `between` comes behind a checkpoint that was read, once."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.facts = 0
        self.between: Callable[[], Awaitable[object]] | None = None
        self.broken = False

    async def committed(self, agreement: str, after: int, most: int) -> Committed | None:
        if self.broken:
            raise OSError("the database is gone")
        found = await super().committed(agreement, after, most)
        self.facts += len(found.facts) if found else 0
        return found

    async def resumption(self, agreement: str, until: int) -> Resumption | None:
        found = await super().resumption(agreement, until)
        self.facts += len(found.later) if found else 0
        if self.between is not None:
            between, self.between = self.between, None
            await between()
        return found

    def read(self) -> int:
        """How many facts were read since this was asked last."""
        read, self.facts = self.facts, 0
        return read


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """SQLite alone; `test_answers_from_checkpoints` is of both."""
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
async def world(database: Database) -> World:
    """At noon, with twelve hours of a probe that says `up`, and a checkpoint."""
    world = await World(database, checkpoint_facts=EVERY).claim()
    early = [event for hour in range(12) for event in probes(hour)]
    agreed = document(objective(target="50 %", window="{calendar: day}"), CLOCK)
    await world.tell(put(agreed), tick("2026-01-01T00:00:00Z"), *early, tick("2026-01-01T12:00:00Z"))
    return world


@pytest.fixture
def reading(database: Database) -> Reading:
    """What is read of that world."""
    return Reading(database)


@pytest.fixture
def agreements(reading: Reading) -> Agreements:
    """A process that has just started."""
    return Agreements(reading, 100, 100_000, EVERY)


async def now(agreements: Agreements) -> Known:
    found = await agreements.known(AGREEMENT)
    assert found is not None
    return found


def seconds_down(known: Known) -> int:
    """Of the day."""
    current = known.current("availability")
    assert current is not None
    ledger = known.history.figure("availability", *current, known.clock).ledger
    assert ledger is not None
    return ledger[TimeClass.DOWN] // 1_000_000


async def test_the_first_question_reads_the_checkpoint_and_the_hour_before_it(
    world: World, reading: Reading, agreements: Agreements
):
    known = await now(agreements)
    assert reading.read() == HOUR
    assert known.entries == HOUR + 2, "two changes of state: nothing was known, then it was up"
    assert (await now(agreements)).entries == known.entries
    assert reading.read() == 0


async def test_quiet_facts_do_not_stay_in_memory(world: World, reading: Reading, agreements: Agreements):
    await now(agreements)
    for hour in range(12, 24):
        await world.tell(*probes(hour), tick(f"2026-01-01T{hour:02}:59:59Z"))
        assert (await now(agreements)).entries == HOUR + 2
    assert reading.read() == HOUR + NOON


async def test_without_a_checkpoint_every_fact_is_read_and_then_let_go(
    world: World, reading: Reading, agreements: Agreements
):
    async with world.database.transaction() as connection:
        await connection.execute(tables.checkpoints.delete())
    assert (await now(agreements)).entries == HOUR + 2
    assert reading.read() == NOON


async def test_where_no_checkpoints_are_kept_every_fact_stays(world: World, reading: Reading):
    known = await now(Agreements(reading, 100, 100_000, 0))
    assert (reading.read(), known.entries) == (NOON, NOON)


async def test_a_checkpoint_of_another_engine_is_not_read(
    world: World, reading: Reading, agreements: Agreements
):
    async with world.database.transaction() as connection:
        await connection.execute(update(tables.checkpoints).values(made_by="another", body=b"unreadable"))
    assert (await now(agreements)).entries == HOUR + 2
    assert reading.read() == HOUR + NOON


async def test_a_fact_that_waited_when_the_checkpoint_was_kept_is_there_when_its_time_comes(
    world: World, agreements: Agreements
):
    ahead = told("2026-01-01T12:40:00Z", "down")
    await world.tell(*probes(12)[:6], ahead, tick("2026-01-01T12:30:00Z"))
    assert seconds_down(await now(agreements)) == 0
    await world.tell(tick("2026-01-01T13:00:00Z"))
    assert seconds_down(await now(agreements)) == 20 * 60


@pytest.mark.parametrize(
    ("at", "back"), [("2026-01-01T10:59:59.999999Z", True), ("2026-01-01T11:00:00Z", False)]
)
async def test_a_late_fact_that_reaches_before_the_horizon_brings_every_fact_back(
    world: World, reading: Reading, agreements: Agreements, at: str, back: bool
):
    await now(agreements)
    reading.read()
    await world.tell(told(at, "down", identity="late"), tick("2026-01-01T12:00:01Z"))
    known = await now(agreements)
    assert reading.read() == 1 + (NOON + 1 if back else 0)
    assert known.entries == (NOON + 1 if back else HOUR + 2 + 1)


async def test_a_late_fact_reads_from_the_checkpoint_before_it(
    world: World, reading: Reading, agreements: Agreements
):
    for hour in range(12, 22):
        await world.tell(*probes(hour), tick(f"2026-01-01T{hour + 1:02}:00:00Z"))
    known = await now(agreements)
    horizon = known.history.horizon
    reading.read()
    await world.tell(told("2026-01-01T19:30:15Z", "down", identity="late"), tick("2026-01-01T22:00:01Z"))
    known = await now(agreements)
    assert horizon is not None
    assert known.history.horizon == horizon - 2 * HOURS
    assert reading.read() == 1 + 3 * HOUR + 1
    assert seconds_down(known) == 4 * 60 + 45


async def test_a_second_late_fact_finds_every_fact_there(
    world: World, reading: Reading, agreements: Agreements
):
    await now(agreements)
    for minute in (10, 20):
        reading.read()
        await world.tell(told(f"2026-01-01T02:{minute}:30Z", "down"), tick(f"2026-01-01T12:{minute}:00Z"))
        known = await now(agreements)
    assert reading.read() == 1
    assert seconds_down(known) == 2 * (4 * 60 + 30)


async def test_it_is_pruned_again_after_an_eighth_more(world: World, agreements: Agreements):
    await now(agreements)
    late = told("2026-01-01T10:00:30Z", "down", identity="late")
    await world.tell(late, *probes(12), tick("2026-01-01T13:00:00Z"))
    assert (await now(agreements)).entries == NOON + HOUR + 1
    await world.tell(*probes(13), tick("2026-01-01T14:00:00Z"))
    assert (await now(agreements)).entries == NOON + 2 * HOUR + 1
    await world.tell(*probes(14), tick("2026-01-01T15:00:00Z"))
    assert (await now(agreements)).entries < 2 * HOUR


async def test_a_version_that_is_put_is_judged_on_every_fact_or_begins_from_the_checkpoint_that_names_it(
    world: World, reading: Reading, agreements: Agreements
):
    await now(agreements)
    for version, read in ((2, HOUR - 1), (3, NOON)):
        reading.read()
        again = document(objective(window="{calendar: day}"), CLOCK, version=version)
        await world.tell(put(again), tick(f"2026-01-01T12:00:0{version}Z"))
        if version == 3:
            async with world.database.transaction() as connection:
                await connection.execute(tables.checkpoints.delete())
        known = await now(agreements)
        assert max(known.clauses) == version
        assert reading.read() == read


async def late(world: World) -> None:
    await world.tell(told("2026-01-01T02:00:30Z", "down"), tick("2026-01-01T12:00:01Z"))


async def versioned(world: World) -> None:
    await world.tell(put(document(objective(), CLOCK, version=2)), tick("2026-01-01T12:00:01Z"))


async def replaced(world: World) -> None:
    await world.tell(*probes(12), tick("2026-01-01T13:00:00Z"))


@pytest.mark.parametrize("meanwhile", [late, versioned, replaced])
async def test_a_checkpoint_that_is_dropped_or_replaced_while_it_is_read_does_no_harm(
    world: World, reading: Reading, agreements: Agreements, meanwhile: Callable[[World], Awaitable[None]]
):
    reading.between = lambda: meanwhile(world)
    await now(agreements)
    paths = [f"figures/{AGREEMENT}", FIGURE, f"{FIGURE}/explanation", f"{FIGURE}/evidence"]
    async with (
        asking(world, checkpoint_facts=EVERY, agreements=agreements) as api,
        asking(world) as whole,
    ):
        for path in paths:
            assert (await api.get(path)).content == (await whole.get(path)).content


async def test_the_evidence_of_time_is_asked_of_every_fact_and_that_of_clocks_is_not(
    world: World, reading: Reading, agreements: Agreements
):
    await world.tell(incident("opened", "2026-01-01T12:00:00Z"), tick("2026-01-01T12:00:01Z"))
    async with asking(world, agreements=agreements) as api:
        clock = await api.json(f"figures/{AGREEMENT}/resolution/current/evidence")
        assert (clock["count"], reading.read()) == (1, HOUR + 1)
        time = await api.json(f"{FIGURE}/evidence")
        assert (time["count"], reading.read()) == (1, NOON + 1), "the first of many that say the same"
        for path in (FIGURE, f"{FIGURE}/evidence"):
            await api.json(path)
        assert reading.read() == 0
    assert (await now(agreements)).entries == HOUR + 2 + 1


async def test_one_that_could_not_be_read_whole_answers_nothing_until_it_is(
    world: World, reading: Reading, agreements: Agreements
):
    rooms = Rooms(agreements, reading, Directory())
    known = await now(agreements)
    assert await rooms.answer(known, seconds_down) == 0

    async def breaks() -> None:
        reading.broken = True

    reading.between = breaks
    await versioned(world)
    with pytest.raises(OSError, match="gone"):
        await agreements.known(AGREEMENT)
    with pytest.raises(Problem) as refused:
        await rooms.answer(known, seconds_down)
    assert refused.value.status_code == 503
    reading.broken = False
    assert await rooms.answer(await now(agreements), seconds_down) == 0
