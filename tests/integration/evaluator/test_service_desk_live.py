"""288 incidents of a real service desk through the handler, week by week: told of each clock what `evaluate` computes.

The contract is that of tests/integration/evaluate/test_service_desk.py.
"""

import json
from typing import Any

from services.cli.fact_lines import read_lines
from shared.agreements.evaluation import evaluate
from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from shared.contracts.envelope import CloudEvent, read_structured
from shared.contracts.instants import DAY, parse_instant
from tests.integration.evaluate import test_service_desk as desk
from tests.integration.evaluator.world import Said, World
from tests.unit.agreements.documents import with_changes
from tests.unit.evaluator.builders import put, tick

pytestmark = desk.pytestmark

START, END = parse_instant("2016-01-01T00:00:01Z"), parse_instant("2017-01-08T00:00:10Z")
TEXT = json.dumps(
    with_changes(
        time_zone="UTC",
        in_force={"from": "2016-01-01"},
        service_hours={"desk": {"weekly": {"mon-fri": ["14:00-23:00"]}}},
        objectives=[{**desk.OBJECTIVE, "burn_alerts": "off"}],
    )
)
AGREEMENT = with_changes()["metadata"]["id"]


def computed() -> dict[str, dict[str, Any]]:
    told = [json.dumps(fact).encode() for one in desk.incidents() for fact in desk.facts(one)]
    lines = read_lines(told, END, lambda _: None)
    (found,) = evaluate([terms_of(read_agreement(TEXT)[0])], lines, END, "2016").json()["objectives"]
    return {clock["incident"]: clock for clock in found["clocks"]}


def weeks() -> list[list[CloudEvent]]:
    """The facts of each week in order of their time, and a tick at its end."""
    facts = [
        read_structured(json.dumps(fact).encode()) for one in desk.incidents() for fact in desk.facts(one)
    ]
    facts.sort(key=lambda fact: parse_instant(fact.time))
    found, at = [], START
    while at <= END:
        of_week = [fact for fact in facts if at <= parse_instant(fact.time) < at + 7 * DAY]
        found.append([*of_week, tick(at + 7 * DAY)])
        at += 7 * DAY
    return found


async def test_what_is_told_of_each_clock_is_what_evaluate_says(world: World) -> None:
    await world.tell((AGREEMENT, put(TEXT, agreement=AGREEMENT)), tick(START))
    for number, week in enumerate(weeks()):
        await world.tell(*((AGREEMENT, event) for event in week))
        if number == 20:
            world.restart()
            await world.claim()
    last: dict[str, Said] = {}
    for said in await world.said():
        if said.type in ("clock.fulfilled", "clock.breached"):
            name = said.body["data"]["clock"]["incident"]
            assert name not in last, "each clock is decided once"
            last[name] = said
    wanted = computed()
    assert len(wanted) == 288
    assert {name: said.type for name, said in last.items()} == {
        name: f"clock.{clock['state']}" for name, clock in wanted.items()
    }
    for name, said in last.items():
        clock, theirs = said.body["data"]["clock"], wanted[name]
        instant = theirs["stopped_at"] if theirs["state"] == "fulfilled" else theirs["breached_at"]
        assert said.time == instant
        for field in ("started_at", "deadline", "breached_at", "priority", "paused_us"):
            assert clock[field] == theirs[field]
        if theirs["state"] == "fulfilled":
            assert clock == theirs
