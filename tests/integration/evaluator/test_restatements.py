"""A closed period whose figures change is restated in the open, by number, to those who were told of its end."""

from services.evaluator import tables
from tests.integration.evaluator.asking import asking
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import AGREEMENT, correction, document, objective, put, tick, told

DAILY = document(
    objective(target="99 %", window="{calendar: day}", warn_at="[50 %]", title="Web shop"),
    services="[{id: webshop, name: Web shop, before_first_fact: up}]",
    closing="{grace: PT1H}",
    in_force="{from: 2026-04-10}",
)
"""864 s may fail in a day."""


async def closed(world: World, *facts: object) -> World:
    """The tenth of April is over and closed."""
    await world.tell(put(DAILY), tick("2026-04-10T00:00:01Z"), *facts, tick("2026-04-11T01:00:05Z"))
    return world


async def test_a_late_outage_restates_a_closed_day_with_the_figures_before(world: World):
    await closed(world)
    assert [str(said) for said in await world.said()] == ["period.closed at 2026-04-11T01:00:00Z"]
    late = (
        told("2026-04-10T12:00:00Z", "down", identity="a"),
        told("2026-04-10T12:20:00Z", "up", identity="b"),
    )
    assert await world.tell(*late, tick("2026-04-11T09:00:00Z")) == [
        "objective.breached at 2026-04-10T12:14:24Z",
        "period.restated at 2026-04-11T09:00:00Z",
    ]
    data = (await world.said())[-1].body["data"]
    assert data["restatement"] == 1
    assert (data["was"]["sli_percent"], data["was"]["state"]) == ("100", "met")
    assert (data["figures"]["sli_percent"], data["figures"]["state"]) == ("98.611111111111", "breached")
    assert data["period"]["status"] == "closed"


async def test_a_breach_that_no_longer_holds_is_withdrawn_to_those_who_were_told_of_it(world: World):
    await closed(world, told("2026-04-10T12:00:00Z", "down"), told("2026-04-10T12:20:00Z", "up"))
    sooner = told("2026-04-10T12:10:00Z", "up", identity="sooner")
    assert await world.tell(sooner, tick("2026-04-11T09:00:00Z")) == [
        "breach.withdrawn at 2026-04-10T12:14:24Z",
        "period.restated at 2026-04-11T09:00:00Z",
    ]
    again = told("2026-04-10T12:09:00Z", "up", identity="again")
    assert await world.tell(again, tick("2026-04-11T10:00:00Z")) == [
        "period.restated at 2026-04-11T10:00:00Z"
    ]
    first, second = [said.body["data"] for said in await world.said() if said.type == "period.restated"]
    assert (first["restatement"], second["restatement"]) == (1, 2)
    assert second["was"] == first["figures"]


async def test_a_late_fact_that_changes_no_figure_restates_nothing(world: World):
    await closed(world)
    quiet = told("2026-04-10T12:00:00Z", "up", identity="late")
    assert await world.tell(quiet, tick("2026-04-11T09:00:00Z")) == []


async def test_only_the_period_that_a_fact_changes_is_restated_also_after_a_restart(world: World):
    await closed(world)
    await world.tell(tick("2026-04-15T00:00:00Z"))
    world.restart()
    await world.claim()
    late = (
        told("2026-04-12T12:00:00Z", "down", identity="a"),
        told("2026-04-12T12:05:00Z", "up", identity="b"),
    )
    assert await world.tell(*late, tick("2026-04-15T00:00:01Z")) == [
        "period.restated at 2026-04-15T00:00:01Z"
    ]
    data = (await world.said())[-1].body["data"]
    assert data["period"]["from"] == "2026-04-12T00:00:00Z"


async def test_closed_periods_are_not_kept_in_memory(world: World):
    await closed(world)
    await world.tell(tick("2026-04-20T00:00:00Z"))
    (holding,) = world.handler.held()
    (watched,) = holding.agreements.values()
    assert len(watched.live) <= 2
    assert len(await world.rows(tables.periods)) == 10


async def test_silence_that_accepts_a_correction_restates_a_closed_day_by_time_alone(world: World):
    text = DAILY + "corrections: {decide_within: P2D, if_silent: accepted}\n"
    outage = told("2026-04-10T12:00:00Z", "down"), told("2026-04-10T12:05:00Z", "up")
    await world.tell(put(text), tick("2026-04-10T00:00:01Z"), *outage)
    proposed = correction(
        "proposed", "2026-04-10T18:00:00Z", to="excused", by="northwind",
        **{"from": "2026-04-10T12:00:00Z", "until": "2026-04-10T12:05:00Z"},
    )  # fmt: skip
    assert await world.tell(proposed, tick("2026-04-11T01:00:05Z")) == [
        "period.closed at 2026-04-11T01:00:00Z"
    ]
    assert await world.tell(tick("2026-04-12T18:00:04Z")) == ["period.closed at 2026-04-12T01:00:00Z"]
    assert await world.tell(tick("2026-04-12T18:00:05Z")) == ["period.restated at 2026-04-12T18:00:05Z"]


async def test_what_was_closed_in_silence_is_restated_in_silence(world: World):
    await world.tell(put(DAILY), tick("2026-04-20T00:00:01Z"))
    late = (
        told("2026-04-12T12:00:00Z", "down", identity="a"),
        told("2026-04-12T13:00:00Z", "up", identity="b"),
    )
    assert await world.tell(*late, tick("2026-04-20T00:00:02Z")) == []
    assert "period.restated held" in await world.recorded()


async def test_a_page_reads_how_a_period_was_restated_and_what_was_known_before(world: World):
    await closed(world, told("2026-04-10T12:00:00Z", "down"), told("2026-04-10T12:20:00Z", "up"))
    await world.tell(told("2026-04-10T12:10:00Z", "up", identity="sooner"), tick("2026-04-11T09:00:00Z"))
    async with asking(world) as api:
        path = f"figures/{AGREEMENT}/availability/2026-04-10T00:00:00Z"
        now = (await api.json(path))["restatements"]
        then = (await api.json(path, as_known_at="2026-04-11T08:00:00Z"))["restatements"]

    assert then == []
    assert [(one["restatement"], one["was"]["state"], one["figures"]["state"]) for one in now] == [
        (1, "breached", "met")
    ]
    assert now[0]["sentence"]["en"].startswith(
        "Web shop: restatement 1 for 10 April 2026: met instead of not met;"
    )
