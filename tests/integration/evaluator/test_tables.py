"""The tables are those of the migrations, and a tick with nothing due hardly touches them."""

from sqlalchemy import event

from shared.database.migrations import drift
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import document, objective, put, records, tick, told


async def test_the_migrations_give_the_tables(store_url: str, world: World):
    assert await drift(store_url, "services.evaluator") == []


async def test_a_tick_with_nothing_due_costs_the_same_however_many_agreements_there_are(world: World):
    await agreements(world, 1)
    before = await statements(world, "2026-01-02T00:00:02Z")
    await agreements(world, 30)
    await world.tell(tick("2026-01-02T00:01:00Z"))
    assert await statements(world, "2026-01-02T00:01:01Z") == before
    assert world.metric("eyelevel_evaluator_batch_duration_seconds_count") is not None


async def agreements(world: World, count: int) -> None:
    """So many, each with three objectives that hold."""
    objectives = [objective(f"objective-{number}") for number in range(3)]
    for number in range(count):
        name = f"agreement-{count}-{number}"
        text = document(*objectives, agreement=name)
        await world.tell(
            (name, put(text, agreement=name)),
            (name, told("2026-01-01T00:00:00Z", "up")),
            tick("2026-01-02T00:00:01Z"),
        )


async def statements(world: World, at: str) -> int:
    """How many statements a tick takes."""
    seen = []
    engine = world.database.engine.sync_engine

    def note(*_said: object) -> None:
        seen.append(1)

    event.listen(engine, "before_cursor_execute", note)
    await world.hand_over(records([tick(at)], world.offset))
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)
