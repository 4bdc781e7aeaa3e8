"""Burn pairs through the handler: told at the exact instant, once, and not within a breach."""

from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import counted, document, objective, put, tick, told

APRIL = document(
    objective(warn_at="[]", burn_alerts="on"),
    services="[{id: webshop, name: Web shop, before_first_fact: up}]",
    in_force="{from: 2026-01-01}",
)
"""43 min 12 s may fail in a month of thirty days; 14.4 times the pace is 51.84 s in an hour."""


async def begun(world: World, text: str = APRIL) -> World:
    await world.tell(put(text), tick("2026-04-10T00:00:01Z"))
    return world


async def test_a_pair_is_told_by_time_alone_at_its_exact_instant(world: World):
    await begun(world)
    await world.tell(told("2026-04-10T12:00:00Z", "down"), tick("2026-04-10T12:00:01Z"))
    assert await world.tell(tick("2026-04-10T12:00:56Z")) == []
    assert await world.tell(tick("2026-04-10T12:00:57Z")) == [
        "objective.at_risk at 2026-04-10T12:00:51.840001Z"
    ]
    data = (await world.said())[-1].body["data"]
    assert data["burn"] == {"rate": "14.4", "windows": ["PT1H", "PT5M"]}
    assert "share" not in data
    assert data["sentence"]["en"] == (
        "Availability of the web shop: since Friday 10 April at 12:00:51 the budget for April 2026 has been spent "
        "more than 14.4 times as fast as it lasts, over 1 hour and over 5 minutes, in an outage whose cause is open."
    )
    assert await world.tell(tick("2026-04-10T12:02:00Z")) == []


async def test_it_is_told_again_only_after_it_was_not_exceeded_for_a_while(world: World):
    await begun(world)
    await world.tell(told("2026-04-10T12:00:00Z", "down"), told("2026-04-10T12:01:00Z", "up"))
    first = await world.tell(tick("2026-04-10T12:01:10Z"))
    assert first == ["objective.at_risk at 2026-04-10T12:00:51.840001Z"]
    assert await world.tell(tick("2026-04-10T12:20:00Z")) == []
    await world.tell(told("2026-04-10T12:30:00Z", "down"), told("2026-04-10T12:30:10Z", "up"))
    assert await world.tell(tick("2026-04-10T12:31:00Z")) == [
        "objective.at_risk at 2026-04-10T12:30:04.320001Z"
    ]
    assert len({said.id for said in await world.said()}) == 2


async def test_a_restart_remembers_what_was_told_and_when_to_look(world: World):
    await begun(world)
    await world.tell(told("2026-04-10T12:00:00Z", "down"), tick("2026-04-10T12:00:57Z"))
    world.restart()
    await world.claim()
    await world.tell(tick("2026-04-10T12:03:00Z"), tick("2026-04-10T12:10:00Z"))
    rates = [said.body["data"]["burn"]["rate"] for said in await world.said()]
    assert rates == ["14.4", "6", "3", "1"]


async def test_within_a_breach_nothing_is_warned(world: World):
    await begun(world)
    await world.tell(told("2026-04-10T12:00:00Z", "down"), told("2026-04-10T13:00:00Z", "up"))
    said = await world.tell(tick("2026-04-10T13:00:05Z"))
    assert said[-1] == "objective.breached at 2026-04-10T12:43:12Z"
    await world.tell(told("2026-04-20T12:00:00Z", "down"))
    assert await world.tell(tick("2026-04-20T13:00:00Z")) == []


async def test_counts_that_fail_too_fast_warn_at_the_count(world: World):
    text = (
        APRIL.replace("indicator: availability", "indicator: ratio, good: ok, total: all")
        .replace("counts: {unknown: excluded}, ", "")
        .replace("target: 99.9 %", "target: 99 %, expected_total: 100000")
    )
    await begun(world, text)
    await world.tell(
        counted("2026-04-10T12:00:00Z", ok=90, all=100), counted("2026-04-10T12:01:00Z", ok=80, all=100)
    )
    assert await world.tell(tick("2026-04-10T12:05:00Z")) == [
        "objective.at_risk at 2026-04-10T12:01:00.000001Z"
    ]
