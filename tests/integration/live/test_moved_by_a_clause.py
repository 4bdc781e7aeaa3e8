"""The clauses by which a breach moves with no late fact, each by an example: what it does, and what it does not do.

What may move an instant, and by which sentence of the letter, stands in decision 14 and in `causes`.
"""

from dataclasses import replace

import pytest

from services.evaluator.ports import VerdictRow
from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import format_instant, parse_instant
from shared.sla.spans import MICROSECOND
from tests.integration.live.causes import Cause, Causes
from tests.integration.live.histories import Step
from tests.integration.live.life import Life
from tests.unit.evaluator.builders import AGREEMENT, counted, document, incident, objective, put, told

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
    at("04:00:06", counted(day("04:00:00"), ok=0, all=11)),
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
    return f"{row.telling.type.partition('.')[2]} {format_instant(row.telling.instant)[11:-1]}"


def amended(row: VerdictRow) -> VerdictRow:
    """A breach that is taken back, as if it had moved by a microsecond."""
    if row.telling.type != "breach.withdrawn":
        return row
    return replace(
        row, telling=replace(row.telling, type="breach.amended", instant=row.telling.instant + MICROSECOND)
    )
