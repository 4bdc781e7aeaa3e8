"""What was told when it happened is what is computed later, as long as nothing changes the past.

Where each fact of an oracle's story comes within the settle time, nothing is dated back, corrected or told once more
of a change, no breach moves but by a clause that says so. And where facts come late, each thing that moves has its
late fact, its decision or its clause (`causes`). An example of each clause shows what it does and does not do.
"""

import json
import os
from collections import Counter
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from services.evaluator.ports import VerdictRow
from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import format_instant, parse_instant
from shared.sla.spans import MICROSECOND
from tests.integration.live.causes import BY_CLAUSE, MOVED, Cause, Causes
from tests.integration.live.histories import PUT, Lived, Step, in_time, late, put_document
from tests.integration.live.life import Life
from tests.integration.live.proof import prove
from tests.unit.evaluator.builders import AGREEMENT, counted, document, incident, objective, put, told

HISTORIES = int(os.environ.get("EYELEVEL_LIVE_HISTORIES", "300")) // 6

HOURS = '{office: {weekly: {mon-sun: ["08:00-10:00", "20:00-22:00"]}}}'


def clocks(target: str, window: str, counted_in: str, hours: str = "always") -> str:
    """Two hours of service time for the first priority, four for the second."""
    return document(
        "  - {id: clocks, owed_by: provider, indicator: resolution_time, service: webshop,"
        f" within: {{P1: PT2H, P2: PT4H, P3: PT1H}}, target: {target}, window: {window}, counted_in: {counted_in},"
        f" service_hours: {hours}}}\n",
        service_hours=HOURS,
    )


ASSESSABLE = document(
    objective(target="99 %", window="{calendar: day}", not_assessable_above="{unknown: 50 %}"),
    services="[{id: webshop, name: Web shop, stale_after: PT1H}]",
)
A_HUNDRED_EXPECTED = document(
    "  - {id: checkout, owed_by: provider, indicator: ratio, service: webshop, good: ok, total: all,"
    " target: 90 %, expected_total: 100, window: {calendar: day}}\n"
)


@pytest.mark.timeout(0)
async def test_no_breach_moves_where_nothing_changes_the_past_and_all_ends_as_evaluate_says() -> None:
    told: Counter[str] = Counter()
    wrong: dict[int, Any] = {}
    for seed in range(HISTORIES):
        lived = in_time(seed)
        proof = await prove(pointed(lived) if seed % 2 else lived)
        told += proof.told
        moved = [
            what for what in proof.causes.moved if what[0].startswith("breach.") and what[1] not in BY_CLAUSE
        ]
        if proof.wrong or moved:
            wrong[seed] = proof.wrong, moved
    assert wrong == {}
    assert told["objective.breached"] > HISTORIES, "breaches are told"
    assert told["clock.breached"] > HISTORIES // 4, "and those of clocks"


@pytest.mark.timeout(0)
async def test_what_moves_in_a_late_history_has_its_late_fact_or_decision() -> None:
    told: Counter[str] = Counter()
    moved: Counter[tuple[str, Cause]] = Counter()
    wrong: dict[int, list[str]] = {}
    for seed in range(HISTORIES):
        lived, causes = late(seed), Causes()
        lived = pointed(lived) if seed % 2 else lived
        life = Life(lived.agreement)
        for step in lived.steps:
            decided = await life.take(step.log)
            told.update(row.telling.type for row in decided.verdicts if row.telling.type in MOVED)
            found = list(causes.without(step, decided.verdicts))
            if found:
                wrong[seed] = found
        moved += causes.moved
    assert wrong == {}
    assert {"period.restated", "breach.withdrawn", "breach.amended"} <= told.keys(), "something moved"
    assert {Cause.FACT, Cause.DECISION} <= {cause for _, cause in moved}, "by facts and by decisions"


def pointed(lived: Lived) -> Lived:
    """The same history under objectives that have the clauses by which a breach may move."""
    steps = [replace(step, events=tuple(map(_pointed, step.events))) for step in lived.steps]
    return replace(lived, steps=steps)


def _pointed(event: CloudEvent) -> CloudEvent:
    if event.type != PUT:
        return event
    document = json.loads(event.data["document"])
    for clause in document["objectives"]:
        match clause["indicator"]:
            case "availability":
                clause["not_assessable_above"] = {"unknown": "50 %"}
            case "ratio":
                clause["expected_total"] = 20
            case "response_time" | "resolution_time" | "customer_response_time":
                clause["counted_in"] = "opened"
    text = json.dumps(document)
    data = {**event.data, "document": text, "hash": put_document(text).hash}
    return msgspec.structs.replace(event, data=data)


def day(time: str) -> str:
    """A time of the fifth of January."""
    return f"2026-01-05T{time}Z"


def at(time: str, *events: CloudEvent) -> Step:
    """What comes, and the clock after it."""
    return Step(events, parse_instant(day(time)))


def opened(time: str, name: str, priority: str) -> CloudEvent:
    return incident("opened", day(time), name, priority=priority)


UNKNOWN_FOR_A_WHILE = [
    at("00:00:01", put(ASSESSABLE), told(day("00:00:00"), "down")),
    at("00:30:06", told(day("00:30:00"), "up")),
    at("06:00:00"),
    *[at(f"{hour:02}:00:06", told(day(f"{hour:02}:00:00"), "up")) for hour in range(6, 12)],
]
MORE_THAN_EXPECTED = [
    at("01:00:06", put(A_HUNDRED_EXPECTED), counted(day("01:00:00"), ok=0, all=11)),
    at("02:00:06", counted(day("02:00:00"), ok=100, all=100)),
    at("03:00:06", counted(day("03:00:00"), ok=0, all=11)),
]
OPENED_BEFORE = [
    at("07:00:01", put(clocks("60 %", "{rolling: P1D}", "opened")), opened("07:00:00", "B", "P2")),
    at("08:00:01", opened("08:00:00", "A", "P1")),
    at("10:00:06"),
    at("11:00:06"),
]
ANSWERED_BEFORE = [
    at("07:00:01", put(clocks("50 %", "{rolling: P1D}", "opened")), opened("07:00:00", "B", "P2")),
    at("08:00:01", opened("08:00:00", "A", "P1")),
    at("10:00:06"),
    at("10:30:06", incident("resolved", day("10:30:00"), "B")),
]
STOPPED_LATER = [
    at("07:00:01", put(clocks("100 %", "{calendar: day}", "stopped")), opened("07:00:00", "B", "P1")),
    at("08:00:01", opened("08:00:00", "A", "P1")),
    at("11:00:06", incident("resolved", day("11:00:00"), "A")),
    at("12:00:06", incident("resolved", day("12:00:00"), "B")),
]
DUE_AT_CLOSING = [
    at("08:00:01", put(clocks("60 %", "{rolling: P1D}", "due", "office")), opened("08:00:00", "B", "P1")),
    at("08:00:02", opened("08:00:01", "A", "P2")),
    at("12:00:06", incident("updated", day("12:00:00"), "A", priority="P3")),
    at("20:00:06"),
]


@pytest.mark.parametrize(
    ("steps", "course", "cause"),
    [
        (
            UNKNOWN_FOR_A_WHILE,
            ["breached 00:14:24", "withdrawn 00:14:24", "breached 00:14:24"],
            Cause.UNKNOWN,
        ),
        (MORE_THAN_EXPECTED, ["breached 01:00:00", "withdrawn 01:00:00", "breached 03:00:00"], Cause.COUNT),
        (OPENED_BEFORE, ["breached 08:00:00", "amended 07:00:00"], Cause.CLOCK),
        (ANSWERED_BEFORE, ["breached 08:00:00", "withdrawn 08:00:00"], Cause.CLOCK),
        (STOPPED_LATER, ["breached 10:00:00", "amended 09:00:00"], Cause.CLOCK),
        (DUE_AT_CLOSING, ["breached 12:00:00", "amended 10:00:00"], Cause.CLOCK),
    ],
    ids=[
        "time unknown takes it back, and it stands at its instant once assessed again",
        "more requests than expected allow what was bad, and it is breached anew",
        "a clock that is breached later counts where it was opened",
        "a clock that is fulfilled later counts where it was opened",
        "a clock that was breached before counts when it is stopped",
        "a clock that is breached when hours open was due when they closed",
    ],
)
async def test_a_clause_moves_a_breach_with_no_late_fact(
    steps: list[Step], course: list[str], cause: Cause
) -> None:
    life, causes, heard = Life(AGREEMENT), Causes(), []
    for step in steps:
        decided = await life.take(step.log)
        assert list(causes.without(step, decided.verdicts)) == []
        heard += [said(row) for row in decided.verdicts if of_a_breach(row)]
    assert heard == course
    assert {found for _, found in causes.moved} == {cause}


@pytest.mark.parametrize("steps", [UNKNOWN_FOR_A_WHILE, MORE_THAN_EXPECTED], ids=["time unknown", "a count"])
async def test_that_clause_does_not_move_the_instant_itself(steps: list[Step]) -> None:
    life, causes, found = Life(AGREEMENT), Causes(), []
    for step in steps:
        decided = await life.take(step.log)
        found += list(causes.without(step, [amended(row) for row in decided.verdicts]))
    assert [one.split()[0] for one in found] == ["breach.amended"]


def of_a_breach(row: VerdictRow) -> bool:
    """Whether it is told of the objective's breach."""
    return row.telling.type == "objective.breached" or row.telling.type.startswith("breach.")


def said(row: VerdictRow) -> str:
    """Its last word, and the time of day that it names."""
    return f"{row.telling.type.partition('.')[2]} {format_instant(row.telling.instant)[11:19]}"


def amended(row: VerdictRow) -> VerdictRow:
    """A breach that is taken back, as if it had moved by a microsecond."""
    if row.telling.type != "breach.withdrawn":
        return row
    return replace(
        row, telling=replace(row.telling, type="breach.amended", instant=row.telling.instant + MICROSECOND)
    )
