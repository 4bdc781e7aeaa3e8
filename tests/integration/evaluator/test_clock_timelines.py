"""From what is told of incidents to what both parties are told of their clocks."""

import pytest

from services.evaluator import tables
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import correction, document, incident, objective, put, tick

FOUR_HOURS = document(
    objective(
        "resolution",
        title="Resolution",
        indicator="resolution_time",
        within="{P1: PT4H, P2: PT8H}",
        where="{priority: [P1, P2]}",
        target="90 %",
        counts="",
        warn_at="[PT1H, PT30M]",
    ).replace("counts: , ", ""),
    in_force="{from: 2026-04-01}",
    incidents="{statuses: {waiting: {clock: pauses, reason: customer}}}",
)
OPENED = incident("opened", "2026-04-10T08:00:00Z", priority="P1")


async def begun(world: World, text: str = FOUR_HOURS) -> World:
    await world.tell(put(text), tick("2026-04-10T00:00:01Z"))
    return world


async def test_warnings_and_breach_come_by_time_alone_each_at_its_instant(world: World):
    await begun(world)
    assert await world.tell(OPENED, tick("2026-04-10T08:00:10Z")) == []
    assert await world.tell(tick("2026-04-10T11:00:04Z")) == []
    assert await world.tell(tick("2026-04-10T11:00:05Z")) == ["clock.at_risk PT1H at 2026-04-10T11:00:00Z"]
    assert await world.tell(tick("2026-04-10T11:30:05Z")) == ["clock.at_risk PT30M at 2026-04-10T11:30:00Z"]
    assert await world.tell(tick("2026-04-10T12:00:04Z")) == []
    assert await world.tell(tick("2026-04-10T12:00:05Z")) == ["clock.breached at 2026-04-10T12:00:00Z"]
    assert await world.tell(tick("2026-04-10T13:00:00Z")) == []
    late = incident("resolved", "2026-04-10T13:00:00Z")
    assert await world.tell(late, tick("2026-04-10T14:00:00Z")) == []


async def test_shares_warn_of_a_clock_and_the_lowest_one_of_the_budget_puts_the_objective_at_risk(
    world: World,
):
    await begun(world, FOUR_HOURS.replace("[PT1H, PT30M]", "[75 %, 90 %]"))
    await world.tell(OPENED, tick("2026-04-10T11:00:05Z"))
    assert [str(said) for said in await world.said()] == ["clock.at_risk 75 % at 2026-04-10T11:00:00Z"]
    assert await world.tell(tick("2026-04-10T11:50:00Z")) == ["clock.at_risk 90 % at 2026-04-10T11:36:00Z"]
    assert await world.tell(tick("2026-04-10T12:00:06Z")) == [
        "clock.breached at 2026-04-10T12:00:00Z",
        "objective.at_risk 75 % at 2026-04-10T12:00:00Z",
    ]
    evidence = (await world.said())[-1].body["data"]["evidence"]
    assert evidence["last"] == [{"source": "desk", "id": OPENED.id}]


async def test_a_clock_that_stops_in_time_is_fulfilled_and_warns_no_more(world: World):
    await begun(world)
    await world.tell(OPENED, tick("2026-04-10T11:00:05Z"))
    resolved = incident("resolved", "2026-04-10T11:10:00Z")
    assert await world.tell(resolved, tick("2026-04-10T11:10:04Z")) == []
    assert await world.tell(tick("2026-04-10T11:10:05Z")) == ["clock.fulfilled at 2026-04-10T11:10:00Z"]
    assert await world.tell(tick("2026-04-11T00:00:00Z")) == []


async def test_a_stop_at_the_very_deadline_is_in_time(world: World):
    await begun(world)
    await world.tell(OPENED, tick("2026-04-10T11:40:00Z"))
    resolved = incident("resolved", "2026-04-10T12:00:00Z")
    assert await world.tell(resolved, tick("2026-04-10T12:00:05Z")) == [
        "clock.fulfilled at 2026-04-10T12:00:00Z"
    ]


async def test_a_verdict_about_a_clock_says_all_that_the_contract_asks(world: World):
    await begun(world)
    await world.tell(OPENED, tick("2026-04-10T12:00:05Z"))
    body = (await world.said())[-1].body
    assert body["type"] == "dev.eyelevel.clock.breached"
    assert body["subject"] == "acme-webshop/resolution"
    data = body["data"]
    assert data["clock"] == {
        "incident": "INC-1",
        "clock": "resolution_time",
        "priority": "P1",
        "started_at": "2026-04-10T08:00:00Z",
        "deadline": "2026-04-10T12:00:00Z",
        "state": "breached",
        "elapsed_us": 14_405_000_000,
        "paused_us": 0,
        "remaining_us": -5_000_000,
        "stopped_at": None,
        "breached_at": "2026-04-10T12:00:00Z",
    }
    assert data["figures"]["total"] == 1
    assert data["figures"]["good"] == 0
    assert data["period"]["from"] == "2026-04-01T00:00:00Z"
    assert data["evidence"]["last"] == [{"source": "desk", "id": OPENED.id}]
    assert data["cause"] == "open"
    assert data["sentence"] == {
        "en": "Resolution: incident INC-1 (P1) was not resolved in time; its time ran out on "
        "Friday 10 April at 12:00:00.",
        "de": "Resolution: Die Störung INC-1 (P1) wurde nicht rechtzeitig gelöst; die Zeit lief am "
        "Freitag, 10. April, um 12:00:00 Uhr ab.",
    }


async def test_a_late_stop_takes_the_breach_back_and_a_late_pause_moves_it(world: World):
    await begun(world)
    await world.tell(OPENED, tick("2026-04-10T12:00:05Z"))
    breached = (await world.said())[-1]
    pause = incident("updated", "2026-04-10T09:00:00Z", status="waiting")
    back = incident("updated", "2026-04-10T09:10:00Z", status="open")
    assert await world.tell(pause, back, tick("2026-04-10T12:30:00Z")) == [
        "breach.amended at 2026-04-10T12:10:00Z"
    ]
    amended = (await world.said())[-1]
    assert (amended.type, amended.amends) == ("breach.amended", breached.id)
    stopped = incident("resolved", "2026-04-10T11:00:00Z")
    assert await world.tell(stopped, tick("2026-04-10T12:31:00Z")) == [
        "breach.withdrawn at 2026-04-10T12:10:00Z",
        "clock.fulfilled at 2026-04-10T11:00:00Z",
    ]
    assert (await world.said())[-2].amends == breached.id
    assert (await world.said())[-2].body["data"]["clock"]["state"] == "fulfilled"


async def test_a_paused_clock_has_nothing_ahead(world: World):
    await begun(world)
    paused = incident("updated", "2026-04-10T09:00:00Z", status="waiting")
    await world.tell(OPENED, paused, tick("2026-04-10T09:00:10Z"))
    assert await world.tell(tick("2026-04-11T12:00:00Z")) == []
    running = incident("updated", "2026-04-11T12:00:00Z", status="open")
    await world.tell(running, tick("2026-04-11T12:00:01Z"))
    assert await world.tell(tick("2026-04-11T15:00:05Z")) == [
        "clock.at_risk PT1H at 2026-04-11T14:00:00Z",
        "clock.at_risk PT30M at 2026-04-11T14:30:00Z",
        "clock.breached at 2026-04-11T15:00:00Z",
    ]


async def test_an_incident_that_is_cancelled_or_leaves_is_released(world: World):
    await begun(world)
    other = incident("opened", "2026-04-10T08:00:00Z", "INC-2", priority="P2")
    await world.tell(OPENED, other, tick("2026-04-10T08:00:10Z"))
    cancelled = incident("cancelled", "2026-04-10T09:00:00Z")
    left = incident("updated", "2026-04-10T09:30:00Z", "INC-2", priority="P4")
    assert await world.tell(cancelled, left, tick("2026-04-10T10:00:00Z")) == [
        "clock.released at 2026-04-10T09:00:00Z",
        "clock.released at 2026-04-10T09:30:00Z",
    ]
    assert await world.tell(tick("2026-04-11T10:00:00Z")) == []


async def test_a_reopened_clock_runs_on_and_can_be_fulfilled_again(world: World):
    await begun(world)
    await world.tell(OPENED, incident("resolved", "2026-04-10T09:00:00Z"), tick("2026-04-10T09:01:00Z"))
    reopened = incident("reopened", "2026-04-10T10:00:00Z")
    assert await world.tell(reopened, tick("2026-04-10T10:01:00Z")) == [
        "clock.withdrawn at 2026-04-10T09:00:00Z"
    ]
    withdrawn = (await world.said())[-1].body["data"]
    assert withdrawn["clock"]["state"] == "running"
    assert withdrawn["sentence"] == {
        "en": "Resolution: the end told of the time for incident INC-1 (P1) for Friday 10 April at 09:00:00 "
        "no longer holds; it is running.",
        "de": "Resolution: Das für Freitag, 10. April, um 09:00:00 Uhr gemeldete Ende der Zeit für die Störung "
        "INC-1 (P1) gilt nicht mehr; sie läuft.",
    }
    again = incident("resolved", "2026-04-10T11:00:00Z")
    assert await world.tell(again, tick("2026-04-10T12:00:00Z")) == [
        "clock.fulfilled at 2026-04-10T11:00:00Z"
    ]
    first, second = [said for said in await world.said() if said.type == "clock.fulfilled"]
    assert first.id != second.id
    assert second.amends is None


async def test_a_stop_that_moves_is_told_again_by_the_name_of_the_first(world: World):
    await begun(world)
    await world.tell(OPENED, incident("resolved", "2026-04-10T11:00:00Z"), tick("2026-04-10T11:00:10Z"))
    sooner = incident("resolved", "2026-04-10T10:30:00Z")
    assert await world.tell(sooner, tick("2026-04-10T11:01:00Z")) == [
        "clock.fulfilled at 2026-04-10T10:30:00Z"
    ]
    first, second = [said for said in await world.said() if said.type == "clock.fulfilled"]
    assert second.amends == first.id


async def test_an_accepted_correction_takes_a_breach_back_and_moves_the_deadline(world: World):
    await begun(world)
    await world.tell(OPENED, tick("2026-04-10T12:00:05Z"))
    span = {"from": "2026-04-10T09:00:00Z", "until": "2026-04-10T10:00:00Z"}
    proposed = correction(
        "proposed", "2026-04-10T12:10:00Z", incident="INC-1", to="excused", by="northwind", **span
    )
    assert await world.tell(proposed, tick("2026-04-10T12:11:00Z")) == []
    accepted = correction("accepted", "2026-04-10T12:12:00Z", by="acme")
    assert await world.tell(accepted, tick("2026-04-10T12:13:00Z")) == [
        "breach.withdrawn at 2026-04-10T12:00:00Z"
    ]
    assert await world.tell(tick("2026-04-10T13:00:05Z")) == ["clock.breached at 2026-04-10T13:00:00Z"]


async def test_clocks_without_a_deadline_are_not_kept_in_memory_and_survive_a_restart(world: World):
    await begun(world)
    await world.tell(OPENED, incident("opened", "2026-04-10T08:00:00Z", "INC-2", priority="P2"))
    await world.tell(incident("resolved", "2026-04-10T09:00:00Z"), tick("2026-04-10T09:00:10Z"))
    (holding,) = world.handler.held()
    (watched,) = holding.agreements.values()
    assert [key[3] for key in watched.clocks] == ["INC-2"]
    assert len(await world.rows(tables.incident_clocks)) == 2
    world.restart()
    await world.claim()
    assert await world.tell(tick("2026-04-10T16:00:05Z")) == [
        "clock.at_risk PT1H at 2026-04-10T15:00:00Z",
        "clock.at_risk PT30M at 2026-04-10T15:30:00Z",
        "clock.breached at 2026-04-10T16:00:00Z",
    ]
    reopened = incident("cancelled", "2026-04-10T08:30:00Z")
    assert await world.tell(reopened, tick("2026-04-10T16:01:00Z")) == [
        "clock.withdrawn at 2026-04-10T09:00:00Z",
        "clock.released at 2026-04-10T08:30:00Z",
    ]


async def test_clocks_of_before_the_put_are_told_to_nobody(world: World):
    await world.tell(put(FOUR_HOURS), tick("2026-04-20T00:00:01Z"))
    assert await world.tell(OPENED, tick("2026-04-20T00:00:02Z")) == []
    assert "clock.breached held" in await world.recorded()


async def test_the_end_of_a_clock_that_a_later_version_takes_out_is_withdrawn(world: World):
    await begun(world)
    await world.tell(OPENED, incident("resolved", "2026-04-10T09:00:00Z"), tick("2026-04-10T09:01:00Z"))
    first = (await world.said())[-1]
    other = document(version=2, in_force="{from: 2026-04-09}")
    assert await world.tell(put(other), tick("2026-04-10T10:00:00Z")) == [
        "clock.withdrawn at 2026-04-10T09:00:00Z"
    ]
    withdrawn = (await world.said())[-1]
    assert withdrawn.amends == first.id
    assert withdrawn.body["data"]["clock"]["incident"] == "INC-1"
    assert withdrawn.body["data"]["figures"]["total"] == 0
    assert withdrawn.body["data"]["sentence"]["en"].endswith("no longer holds.")


async def test_a_late_opening_gives_the_clock_another_start_and_takes_the_end_of_the_first_back(world: World):
    await begun(world)
    await world.tell(OPENED, incident("resolved", "2026-04-10T09:00:00Z"), tick("2026-04-10T09:01:00Z"))
    sooner = incident("opened", "2026-04-10T07:00:00Z", priority="P1")
    assert await world.tell(sooner, tick("2026-04-10T10:00:00Z")) == [
        "clock.fulfilled at 2026-04-10T09:00:00Z",
        "clock.withdrawn at 2026-04-10T09:00:00Z",
    ]


async def test_a_fact_before_the_agreement_rules_nothing_and_a_vanished_clock_is_withdrawn(world: World):
    """Version 2, put later, rules from before the opening and has no such objective: the clock is there no more."""
    await begun(world)
    await world.tell(OPENED, tick("2026-04-10T12:00:05Z"))
    other = document(version=2, in_force="{from: 2026-04-09}")
    assert await world.tell(put(other), tick("2026-04-10T13:00:00Z")) == [
        "breach.withdrawn at 2026-04-10T12:00:00Z"
    ]
    assert (await world.said())[-1].body["data"]["clock"]["incident"] == "INC-1"


@pytest.mark.parametrize(("clause", "total"), [("", 0), ("counted_in: opened", 1)])
async def test_a_clock_that_is_due_after_force_is_told_of_and_counts_in_no_period_unless_by_its_opening(
    world: World, clause: str, total: int
):
    """The version ends at noon, the very deadline; a microsecond more of force and the clock counts as due in April."""
    ends = FOUR_HOURS.replace("{from: 2026-04-01}", '{from: 2026-04-01, until: "2026-04-10T12:00:00Z"}')
    await begun(world, ends.replace("target: 90 %", f"target: 90 %, {clause or 'counted_in: due'}"))
    await world.tell(OPENED, tick("2026-04-10T11:30:05Z"))
    assert "clock.breached at 2026-04-10T12:00:00Z" in await world.tell(tick("2026-04-10T12:00:05Z"))
    (breached,) = [said for said in await world.said() if said.type == "clock.breached"]
    assert breached.body["data"]["figures"]["total"] == total


async def test_a_clock_that_is_due_at_the_last_instant_of_force_counts(world: World):
    ends = FOUR_HOURS.replace(
        "{from: 2026-04-01}", '{from: 2026-04-01, until: "2026-04-10T12:00:00.000001Z"}'
    )
    await begun(world, ends)
    await world.tell(OPENED, tick("2026-04-10T12:00:05Z"))
    (breached,) = [said for said in await world.said() if said.type == "clock.breached"]
    assert breached.body["data"]["figures"]["total"] == 1
