"""What the random histories have found, each as the smallest example that shows it."""

import json
from typing import Any

import pytest

from services.evaluator.verdicts.deciding import SETTLE
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.instants import format_instant, parse_instant
from tests.integration.live.life import Decided, Life
from tests.unit.evaluator.builders import AGREEMENT, counted, document, incident, objective, put, tick, told

DAILY = objective("daily", target="99 %", window="{calendar: day}")


@pytest.fixture
def life() -> Life:
    return Life(AGREEMENT)


OFFICE = '{office: {weekly: {mon-sun: ["10:00-12:00"]}}}'


def sample(at: str, value: str) -> CloudEvent:
    return CloudEvent(
        id=f"size-{at}", source="probe", type=f"{TYPE_PREFIX}measurement.taken", subject="webshop", time=at,
        data={"metric": "size", "value": value, "unit": "GB"},
    )  # fmt: skip


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
    daily = objective("daily", target="99 %", window="{calendar: day}", service_hours="office")
    text = document(daily, service_hours=OFFICE)
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


async def test_a_sample_of_the_very_instant_of_a_tick_enters_a_rolling_window_after_it(life: Life):
    rolling = (
        "  - {id: size, owed_by: provider, indicator: measurement, service: webshop, metric: size, unit: GB,"
        " take: max, at_most: 2, window: {rolling: PT2H}}\n"
    )
    await life.take([put(document(rolling)), tick("2026-01-01T08:00:00Z")])
    await life.take([sample("2026-01-01T09:00:00Z", "1.5"), tick("2026-01-01T09:00:00Z")])
    decided = await life.take([tick("2026-01-01T09:05:00Z")])
    assert [state for _, state in shown(decided)] == ["met"]


@pytest.mark.parametrize(
    ("promise", "breached_at"),
    [
        ("indicator: availability, target: 90 %, counts: {unknown: excluded}", "2026-01-02T10:00:00Z"),
        ("indicator: longest_outage, at_most: PT10M, counts: {unknown: excluded}", "2026-01-02T10:10:00Z"),
    ],
)
async def test_a_state_that_lasts_through_closed_hours_breaches_a_short_window_when_they_open(
    life: Life, promise: str, breached_at: str
):
    text = document(
        f"  - {{id: rolling, owed_by: provider, service: webshop, {promise}, window: {{rolling: PT2H}},"
        " service_hours: office, burn_alerts: off}\n",
        service_hours=OFFICE,
    )
    await life.take([put(text), told("2026-01-01T10:00:00Z", "up"), tick("2026-01-01T11:00:00Z")])
    await life.take([told("2026-01-01T18:00:00Z", "down"), tick("2026-01-01T18:00:01Z")])
    night = [tick(f"2026-01-{day:02}T{hour:02}:30:00Z") for day in (1, 2) for hour in range(24)]
    decided = await life.take([one for one in night if "01T18" < str(one.time)[8:] < "02T11"])
    breaches = [
        json.loads(row.event)["time"] for row in decided.verdicts if row.telling.type.endswith("breached")
    ]
    assert breaches == [breached_at]


async def test_a_breach_that_was_over_before_a_rolling_window_could_be_assessed_is_not_told(life: Life):
    rolling = objective("rolling", target="99 %", window="{rolling: PT2H}", counts="{unknown: down}")
    bounded = rolling.replace("burn_alerts", "not_assessable_above: {unknown: 0 %}, burn_alerts")
    text = document(bounded, in_force="{from: 2026-01-01, until: 2026-01-02}")
    await life.take([tick("2026-01-02T02:00:00.000001Z")])
    decided = await life.take([put(text), tick("2026-01-02T02:00:00.000002Z")])
    assert [row.telling.type for row in decided.verdicts] == []


async def test_a_month_begins_that_waited_for_its_turn_while_the_year_of_an_older_version_goes_on(life: Life):
    answers = (
        "  - {id: answers, owed_by: provider, indicator: response_time, service: webshop, within: PT8H,"
        " target: 50 %, window: {calendar: WINDOW}}\n"
    )
    yearly, monthly = answers.replace("WINDOW", "year"), answers.replace("WINDOW", "month")
    waits = "{from: 2026-01-0N, takes_effect: next_period}"
    await life.take(
        [
            put(document(yearly, in_force="{from: 2026-01-01, until: 2026-01-03}")),
            put(document(monthly, version=2, in_force=waits.replace("N", "2"))),
            put(document(monthly, version=3, in_force=waits.replace("N", "2"))),
            tick("2026-01-01T12:00:00Z"),
        ]
    )
    await life.take([tick("2026-01-20T00:00:00Z")])
    decided = await life.take([tick("2026-02-02T00:00:00Z")])
    assert ("2026-02-01T00:00:00Z", "no_data") in shown(decided)


def restored_in_ten_minutes(length: str) -> str:
    return document(
        "  - {id: rolling, owed_by: provider, service: webshop, indicator: mean_time_to_restore, at_most: PT10M,"
        f" window: {{rolling: {length}}}, service_hours: office, counts: {{unknown: excluded}}}}\n",
        service_hours=OFFICE,
    )


@pytest.mark.parametrize(
    ("length", "verdicts"),
    [
        ("PT2H", []),
        (
            "PT8H",
            [
                ("objective.breached", "2026-01-02T10:00:00Z"),
                ("objective.recovered", "2026-01-02T13:00:00.000001Z"),
            ],
        ),
    ],
)
async def test_an_outage_that_ends_in_closed_hours_breaches_once_its_window_has_time_that_counts(
    life: Life, length: str, verdicts: list[tuple[str, str]]
):
    await life.take([put(restored_in_ten_minutes(length)), told("2026-01-01T10:00:00Z", "up")])
    await life.take([tick("2026-01-01T11:00:00Z"), told("2026-01-01T11:30:00Z", "down")])
    decided = await life.take([tick("2026-01-02T04:00:00Z"), told("2026-01-02T05:00:00Z", "up")])
    assert decided.verdicts == []
    decided = await life.take([tick("2026-01-02T05:00:05Z"), tick("2026-01-02T10:00:05Z")])
    assert decided.verdicts == []
    decided = await life.take([tick(f"2026-01-02T{hour}:30:00Z") for hour in range(10, 15)])
    assert [(row.telling.type, json.loads(row.event)["time"]) for row in decided.verdicts] == verdicts


async def test_a_breach_is_recovered_when_the_last_time_that_counts_leaves_its_window(life: Life):
    await life.take([put(restored_in_ten_minutes("PT2H")), told("2026-01-01T10:00:00Z", "up")])
    await life.take([tick("2026-01-01T11:00:00Z"), told("2026-01-01T11:30:00Z", "down")])
    await life.take([tick("2026-01-01T12:30:00Z"), told("2026-01-01T13:00:00Z", "up")])
    decided = await life.take([tick(f"2026-01-01T{hour}:30:00Z") for hour in range(13, 17)])
    assert [(row.telling.type, json.loads(row.event)["time"]) for row in decided.verdicts] == [
        ("objective.breached", "2026-01-01T13:00:00Z"),
        ("objective.recovered", "2026-01-01T14:00:00Z"),
    ]


@pytest.mark.parametrize(
    "looked", [["01T23:30", "02T00:30", "02T09:30", "02T10:30", "02T11:30"], ["02T11:30"]]
)
async def test_a_breach_ends_with_its_data_and_comes_anew_with_time_that_counts_whoever_looked(
    life: Life, looked: list[str]
):
    await life.take([put(restored_in_ten_minutes("PT12H")), told("2026-01-01T10:00:00Z", "up")])
    await life.take([tick("2026-01-01T11:00:00Z"), told("2026-01-01T11:30:00Z", "down")])
    await life.take([tick("2026-01-01T22:30:00Z"), told("2026-01-01T23:00:00Z", "up")])
    decided = await life.take([tick(f"2026-01-{at}:00Z") for at in looked])
    said = [(row.telling.type, json.loads(row.event)["time"]) for row in decided.verdicts]
    assert [f"{kind.removeprefix('objective.')} {at[8:19]}" for kind, at in said] == [
        "breached 01T23:00:00",
        "recovered 02T00:00:00",
        "breached 02T10:00:00",
        "recovered 02T11:00:00",
    ]


async def test_a_credit_that_grows_with_the_time_spent_is_shown_with_the_next_figures(life: Life):
    daily = objective(
        "daily", target="99 %", window="{calendar: day}", credits="[{below: 99.99 %, percent: 5}]"
    )
    await life.take([put(document(daily)), told("2026-01-01T10:00:00Z", "up"), tick("2026-01-01T11:00:00Z")])
    await life.take([told("2026-01-01T11:00:00Z", "down"), tick("2026-01-01T11:00:01Z")])
    decided = await life.take([tick("2026-01-01T11:00:59Z"), tick("2026-01-01T11:05:01Z")])
    assert [trend["data"]["figures"]["credit_percent"] for trend in decided.trends] == ["5"]


@pytest.mark.parametrize(
    ("clauses", "breached"),
    [
        ("within: PT4H, counted_in: opened", "2026-01-02T01:00:00Z"),
        (
            "within: PT2H, counted_in: due, service_hours: evening",
            "2026-01-02T21:00:00Z",
        ),  # due at closing time
    ],
)
async def test_a_closed_day_is_restated_when_a_clock_that_counts_in_it_is_breached(
    life: Life, clauses: str, breached: str
):
    text = document(
        "  - {id: fixed, owed_by: provider, indicator: resolution_time, service: webshop, target: 50 %,"
        f" window: {{calendar: day}}, warn_at: [], {clauses}}}\n",
        service_hours='{evening: {weekly: {mon-sun: ["21:00-23:00"]}}}',
        closing="{grace: PT0S}",
    )
    await life.take([put(text), tick("2026-01-01T12:00:00Z")])
    decided = await life.take(
        [incident("opened", "2026-01-01T21:00:00Z", priority="P1"), tick("2026-01-02T00:00:05Z")]
    )
    assert [row.telling.type for row in decided.verdicts] == ["period.closed"]
    at = parse_instant(breached)
    decided = await life.take([tick(format_instant(at + SETTLE)), tick(format_instant(at + SETTLE + 1))])
    said = {
        row.telling.type: json.loads(row.event)["data"]
        for row in decided.verdicts
        if row.start == parse_instant("2026-01-01T00:00:00Z")
    }
    assert said.keys() >= {"clock.breached", "objective.breached", "period.restated"}
    assert said["period.restated"]["was"]["state"] == "no_data"
    assert said["period.restated"]["figures"]["state"] == "breached"


async def test_what_failed_at_the_very_instant_of_a_tick_is_followed_until_it_has_left(life: Life):
    text = document(
        "  - {id: served, owed_by: provider, service: webshop, indicator: ratio, good: ok, total: all,"
        " target: 100 %, window: {rolling: PT2H}}\n"
    )
    await life.take([put(text), tick("2026-01-01T10:00:00Z"), counted("2026-01-01T10:30:00Z", ok=0, all=1)])
    await life.take([tick("2026-01-01T11:00:00Z"), counted("2026-01-01T12:00:00Z", ok=0, all=1)])
    await life.take([tick("2026-01-01T12:00:00Z"), tick("2026-01-01T12:00:05Z")])
    decided = await life.take([tick("2026-01-01T15:00:00Z")])
    said = [(row.telling.type, json.loads(row.event)["time"]) for row in decided.verdicts]
    assert said == [("objective.recovered", "2026-01-01T14:00:00.000001Z")]
