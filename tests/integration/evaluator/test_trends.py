"""Trends carry burn rates and both forecasts, each with what it assumes."""

from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import document, objective, put, tick, told

APRIL = document(
    objective(warn_at="[]"),
    objective("rolling", target="99 %", window="{rolling: P7D}", warn_at="[]"),
    objective("count", indicator="outage_count", at_most="3").replace("target: 99.9 %, ", ""),
    services="[{id: webshop, name: Web shop, before_first_fact: up}]",
    in_force="{from: 2026-01-01}",
)


async def latest(world: World, name: str) -> dict[str, object]:
    found = [trend["data"] for trend in await world.trends() if trend["data"]["objective"]["id"] == name]
    return found[-1]


async def test_a_calendar_window_says_how_fast_the_budget_burns_and_both_forecasts(world: World):
    await world.tell(put(APRIL), tick("2026-04-10T00:00:00Z"))
    await world.tell(told("2026-04-10T12:00:00Z", "down"), tick("2026-04-10T12:00:36Z"))
    trend = await latest(world, "availability")
    assert trend["burn"][0] == {
        "rate": "14.4",
        "windows": ["PT1H", "PT5M"],
        "measured": ["10", "120"],
        "exceeded": False,
    }
    assert [one["rate"] for one in trend["burn"]] == ["14.4", "6", "3", "1"]
    forecast = trend["forecast"]
    assert forecast["runs_out"] == {
        "at": "2026-04-10T12:43:12Z",
        "assumes": {"en": "The present state lasts.", "de": "Der jetzige Zustand hält an."},
    }
    # 36 s, and 36 of 604,800 of the 1,771,164 s to come, of the 2,592,000 s of April
    assert forecast["at_end"]["sli_percent"] == "99.994543733465"
    assert forecast["at_end"]["pace_from"] == "2026-04-03T12:00:36Z"
    assert forecast["at_end"]["assumes"]["en"].startswith("What is still to come")


async def test_a_rolling_window_has_no_end_and_a_count_no_budget(world: World):
    await world.tell(put(APRIL), tick("2026-04-10T00:00:00Z"))
    rolling, count = await latest(world, "rolling"), await latest(world, "count")
    assert set(rolling["forecast"]) == {"runs_out"}
    assert "burn" not in count
    assert "forecast" not in count


async def test_a_period_that_is_over_has_nothing_ahead(world: World):
    await world.tell(put(APRIL), tick("2026-04-10T00:00:00Z"), tick("2026-05-02T00:00:00Z"))
    over = [
        trend["data"]
        for trend in await world.trends()
        if trend["data"]["period"]["status"] != "open" and trend["data"]["objective"]["id"] == "availability"
    ]
    assert over
    assert all("burn" not in one and "forecast" not in one for one in over)
