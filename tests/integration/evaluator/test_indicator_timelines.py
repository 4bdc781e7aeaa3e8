"""Every indicator is watched live: breaches and recoveries by time alone, in calendar and rolling windows."""

import pytest

from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import counted, document, incident, put, tick, told


def agreement(**clauses: str) -> str:
    said = ", ".join(f"{name}: {value}" for name, value in clauses.items())
    line = f"  - {{id: it, owed_by: provider, service: webshop, warn_at: [], burn_alerts: off, {said}}}\n"
    return document(
        line,
        services="[{id: webshop, name: Web shop, before_first_fact: up}]",
        closing="{grace: PT1H}",
        in_force="{from: 2026-04-10}",
    )


def measured(at: str, value: str) -> CloudEvent:
    return CloudEvent(
        id=f"measured-{at}",
        source="probe",
        type=TYPE_PREFIX + "measurement.taken",
        subject="webshop",
        time=at,
        data={"metric": "p95", "value": value, "unit": "ms"},
    )


def answered(at: str, score: int) -> CloudEvent:
    return CloudEvent(
        id=f"answered-{at}",
        source="survey",
        type=TYPE_PREFIX + "feedback.given",
        subject="webshop",
        time=at,
        data={"score": score, "scale": {"from": 1, "to": 5}, "kind": "csat"},
    )


NOON, BACK = "2026-04-10T12:00:00Z", "2026-04-10T12:30:00Z"
OUTAGE = [told(NOON, "down"), told(BACK, "up")]

CALENDAR = {
    "ratio": (
        agreement(indicator="ratio", good="ok", total="all", target="99 %", window="{calendar: day}"),
        [counted(NOON, ok=97, all=100)],
        "2026-04-11T00:00:00Z",
    ),
    "ratio expected": (
        agreement(
            indicator="ratio", good="ok", total="all", target="99 %", expected_total="200",
            window="{calendar: day}",
        ),
        [counted(NOON, ok=97, all=100)],
        NOON,
    ),
    "outage count": (
        agreement(
            indicator="outage_count", at_most="0", counts="{unknown: excluded}", window="{calendar: day}"
        ),
        OUTAGE,
        NOON,
    ),
    "longest outage": (
        agreement(
            indicator="longest_outage", at_most="PT10M", counts="{unknown: excluded}", window="{calendar: day}"
        ),
        OUTAGE,
        "2026-04-10T12:10:00Z",
    ),
    "restore": (
        agreement(
            indicator="mean_time_to_restore", at_most="PT10M", counts="{unknown: excluded}",
            window="{calendar: day}",
        ),
        OUTAGE,
        "2026-04-11T00:00:00Z",
    ),
    "between failures": (
        agreement(
            indicator="mean_time_between_failures", at_least="PT23H40M", counts="{unknown: excluded}",
            window="{calendar: day}",
        ),
        OUTAGE,
        "2026-04-10T12:20:00Z",
    ),
    "measurement": (
        agreement(
            indicator="measurement", metric="p95", unit="ms", take="max", at_most="300",
            window="{calendar: day}",
        ),
        [measured(NOON, "301")],
        NOON,
    ),
    "satisfaction": (
        agreement(indicator="satisfaction", target="4.0 of 5", window="{calendar: day}"),
        [answered(NOON, 3)],
        "2026-04-11T00:00:00Z",
    ),
    "clocks": (
        agreement(indicator="resolution_time", within="PT1H", target="100 %", window="{calendar: day}"),
        [incident("opened", NOON)],
        "2026-04-10T13:00:00Z",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CALENDAR)
async def test_each_indicator_is_breached_at_its_instant_in_a_calendar_window(world: World, name: str):
    text, facts, instant = CALENDAR[name]
    await world.tell(put(text), tick("2026-04-10T00:00:01Z"))
    for fact in facts:
        await world.tell(fact, tick(fact.time or NOON))
    for hour in (13, 14, 20):
        await world.tell(tick(f"2026-04-10T{hour}:00:06Z"))
    await world.tell(tick("2026-04-11T00:00:05Z"))
    said = [str(one) for one in await world.said() if one.objective == "it" and "clock" not in one.type]
    assert said == [f"objective.breached at {instant}"]
    await world.tell(tick("2026-04-11T01:00:06Z"))
    assert str((await world.said())[-1]) == "period.closed at 2026-04-11T01:00:00Z"


ROLLING = {
    "ratio": (
        agreement(indicator="ratio", good="ok", total="all", target="99 %", window="{rolling: PT6H}"),
        [counted(NOON, ok=97, all=100)],
        NOON,
        "2026-04-10T18:00:00.000001Z",
    ),
    "outage count": (
        agreement(
            indicator="outage_count", at_most="0", counts="{unknown: excluded}", window="{rolling: PT6H}"
        ),
        OUTAGE,
        NOON,
        "2026-04-10T18:00:00.000001Z",
    ),
    "longest outage": (
        agreement(
            indicator="longest_outage", at_most="PT10M", counts="{unknown: excluded}", window="{rolling: PT6H}"
        ),
        OUTAGE,
        "2026-04-10T12:10:00Z",
        "2026-04-10T18:20:00Z",
    ),
    "measurement": (
        agreement(
            indicator="measurement", metric="p95", unit="ms", take="max", at_most="300",
            window="{rolling: PT6H}",
        ),
        [measured(NOON, "301")],
        NOON,
        "2026-04-10T18:00:00.000001Z",
    ),
    "clocks": (
        agreement(indicator="resolution_time", within="PT1H", target="90 %", window="{rolling: PT6H}"),
        [incident("opened", NOON)],
        "2026-04-10T13:00:00Z",
        "2026-04-10T19:00:00.000001Z",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ROLLING)
async def test_each_indicator_breaks_and_recovers_by_time_alone_in_a_rolling_window(world: World, name: str):
    text, facts, breached, recovered = ROLLING[name]
    await world.tell(put(text), tick("2026-04-10T00:00:01Z"))
    for fact in facts:
        await world.tell(fact, tick(fact.time or NOON))
    for minute in range(12 * 60 + 31, 22 * 60, 10):
        await world.tell(tick(f"2026-04-10T{minute // 60:02d}:{minute % 60:02d}:06Z"))
    said = [str(one) for one in await world.said() if "clock" not in one.type]
    assert said == [f"objective.breached at {breached}", f"objective.recovered at {recovered}"]


async def test_a_late_fact_takes_a_rolling_breach_back_instead_of_recovering(world: World):
    text, *_ = ROLLING["outage count"]
    await world.tell(put(text), tick("2026-04-10T00:00:01Z"), *OUTAGE, tick("2026-04-10T13:00:00Z"))
    up = told(NOON, "up", identity="z-up-after-all")
    assert await world.tell(up, tick("2026-04-10T13:00:01Z")) == ["breach.withdrawn at 2026-04-10T12:00:00Z"]


async def test_a_rolling_breach_within_a_gap_of_the_ticks_is_told_with_its_end(world: World):
    text, *_ = ROLLING["ratio"]
    await world.tell(put(text), tick("2026-04-10T11:00:00Z"), counted(NOON, ok=97, all=100))
    assert await world.tell(tick("2026-04-10T12:00:01Z")) == []
    assert await world.tell(tick("2026-04-11T00:00:00Z")) == [
        "objective.breached at 2026-04-10T12:00:00Z",
        "objective.recovered at 2026-04-10T18:00:00.000001Z",
    ]
