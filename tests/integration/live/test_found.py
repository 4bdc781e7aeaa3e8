"""What the random histories have found, each as the smallest example that shows it."""

from typing import Any

import pytest

from tests.integration.live.life import Decided, Life
from tests.unit.evaluator.builders import AGREEMENT, document, incident, objective, put, tick, told

DAILY = objective("daily", target="99 %", window="{calendar: day}")


@pytest.fixture
def life() -> Life:
    return Life(AGREEMENT)


def shown(decided: Decided) -> list[tuple[str, str]]:
    """(start of the period, state) of each trend."""
    found: list[dict[str, Any]] = [trend["data"] for trend in decided.trends]
    return [(data["period"]["from"], data["figures"]["state"]) for data in found]


async def test_a_day_is_there_also_where_its_tick_is_of_the_very_instant_of_the_first_fact(life: Life):
    await life.take([put(document(DAILY)), tick("2026-01-01T12:00:00Z"), told("2026-01-02T09:00:00Z", "up")])
    await life.take([tick("2026-01-02T09:00:00Z")])
    decided = await life.take([tick("2026-01-02T09:00:01Z")])
    assert shown(decided) == [("2026-01-02T00:00:00Z", "met")]


async def test_a_late_first_fact_begins_each_day_between(life: Life):
    await life.take([put(document(DAILY)), tick("2026-01-01T12:00:00Z"), told("2026-01-04T09:00:00Z", "up")])
    await life.take([tick("2026-01-04T10:00:00Z")])
    decided = await life.take([told("2026-01-02T06:00:00Z", "up"), tick("2026-01-04T10:00:01Z")])
    assert [day for day, _ in shown(decided)] == ["2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"]


async def test_figures_without_data_are_shown_again_when_time_begins_to_count(life: Life):
    office = '{office: {weekly: {mon-sun: ["10:00-12:00"]}}}'
    text = document(
        objective("daily", target="99 %", window="{calendar: day}", service_hours="office"),
        service_hours=office,
    )
    await life.take([put(text), told("2026-01-01T00:00:00Z", "up"), tick("2026-01-01T09:58:00Z")])
    await life.take([tick("2026-01-01T10:01:00Z")])
    decided = await life.take([tick("2026-01-01T10:04:00Z")])
    assert shown(decided) == [("2026-01-01T00:00:00Z", "met")]


async def test_a_clock_that_was_stopped_early_enters_a_rolling_window_when_it_is_due(life: Life):
    rolling = (
        "  - {id: answers, owed_by: provider, indicator: response_time, service: webshop, within: PT8H,"
        " target: 50 %, window: {rolling: P3D}}\n"
    )
    answered = incident("responded", "2026-01-01T09:00:00Z")
    await life.take([put(document(rolling)), tick("2026-01-01T08:00:00Z")])
    await life.take([incident("opened", "2026-01-01T08:00:00Z"), answered, tick("2026-01-01T09:01:00Z")])
    decided = await life.take([tick("2026-01-01T16:00:06Z")])
    assert [state for _, state in shown(decided)] == ["met"]
