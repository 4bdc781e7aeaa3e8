"""The order in which facts arrive decides what is told when, never what holds in the end."""

import random
from collections import defaultdict
from pathlib import Path

import pytest

from services.evaluator.verdicts.deciding import SETTLE
from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import DAY, MINUTE, format_instant
from shared.database.engine import Database
from shared.database.migrations import migrate
from shared.sla.figures import Figure
from tests.integration.evaluator import story
from tests.integration.evaluator.world import Said, World
from tests.unit.evaluator.builders import put, tick, told

AGREEMENT = story.AGREEMENTS[0]
END = story.START + 3 * DAY


def facts(seed: int) -> list[CloudEvent]:
    """Two days of outages of two conditions by two sources."""
    chance = random.Random(seed)
    found = []
    for number in range(25):
        begins = story.START + chance.randrange(0, 2 * DAY // MINUTE) * MINUTE
        source, condition = chance.choice("ab"), chance.choice(["http", "dns"])
        state = chance.choice(["down", "degraded", "unknown"])
        for at, said in ((begins, state), (begins + chance.randrange(1, 20) * MINUTE, "up")):
            identity = f"{number}-{said}"
            found.append(
                told(format_instant(at), said, identity=identity, source=source, condition=condition)
            )
    return found


async def figures(world: World) -> dict[tuple[str, int, int], Figure]:
    known = await world.agreements.known(AGREEMENT)
    assert known is not None
    return {
        (identity, period.version, period.span.start): known.history.figure(
            identity, period.version, period.span, known.clock
        )
        for identity in ("daily", "rolling", "tolerant")
        for period in known.periods(identity)
    }


async def lived(world: World, seed: int, order: int) -> None:
    """The facts in an order of their own, with ticks between, to the same end."""
    shuffled = facts(seed)
    random.Random(order).shuffle(shuffled)
    agreement = story.agreement(AGREEMENT).replace("PT6H", "P7D")
    await world.tell((AGREEMENT, put(agreement)), tick(story.START))
    for number, fact in enumerate(shuffled):
        await world.tell((AGREEMENT, fact), tick(story.START + (number + 1) * 2 * DAY // len(shuffled)))
    await world.tell(tick(END), tick(END + SETTLE))


def standing(said: list[Said]) -> dict[tuple[str, int, str], str]:
    """The breaches that stand once all that was told is folded: objective, version and period to the instant."""
    stands: dict[tuple[str, int, str], str] = {}
    for each in said:
        data = each.body["data"]
        if "period" not in data:  # of a source
            continue
        rolls = each.objective == "rolling"
        key = each.objective, data["agreement"]["version"], "" if rolls else data["period"]["from"]
        if each.type in {"objective.breached", "breach.amended"}:
            stands[key] = each.time
        elif each.type in {"breach.withdrawn", "objective.recovered"}:
            del stands[key]
    return stands


@pytest.mark.parametrize("seed", range(3))
async def test_any_order_of_arrival_ends_with_the_same_figures(world: World, tmp_path: Path, seed: int):
    await lived(world, seed, order=0)
    url = f"sqlite:///{tmp_path / 'other.db'}"
    await migrate(url, "services.evaluator")
    database = Database(url)
    other = await World(database).claim()
    await lived(other, seed, order=1)
    assert await figures(other) == await figures(world)
    await database.close()


@pytest.mark.parametrize("seed", range(4))
async def test_what_was_told_folds_to_what_holds(world: World, seed: int):
    await lived(world, seed, order=seed)
    holds = {
        (identity, version, "" if identity == "rolling" else format_instant(start)): format_instant(
            figure.breached_at
        )
        for (identity, version, start), figure in (await figures(world)).items()
        if figure.breached_at is not None and start >= story.START - 7 * DAY
    }
    assert len(holds) > 2
    assert standing(await world.said()) == holds


async def test_no_id_is_said_twice(world: World):
    await world.replay(story.log_of(11, days=2), 200)
    ids = [each.id for each in await world.said()]
    assert len(set(ids)) == len(ids)
    by_breach = defaultdict(list)
    for each in await world.said():
        if each.amends is not None:
            by_breach[each.amends].append(each.type)
    assert set(by_breach) <= set(ids)
