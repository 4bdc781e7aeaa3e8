"""The ledger as spans: cut, by class, by pages and as a table; and the facts behind one row of it."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.instants import parse_instant
from tests.integration.evaluator import story
from tests.integration.evaluator.asking import Asking, asking
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import AGREEMENT, change, document, objective, put, tick, told

AGREED = document(
    objective(target="99 %", window="{calendar: day}", counts="{unknown: down}"),
    objective("week", target="99 %", window="{rolling: P7D}"),
    objective("answers", indicator="ratio", good="ok", total="all", target="99 %", counts="{}"),
    services="[{id: webshop, name: Web shop, stale_after: PT6H}]",
    maintenance="{notice: PT1H}",
)
DAY = f"figures/{AGREEMENT}/availability/2026-01-02T00:00:00Z"
LEDGER = f"{DAY}/ledger"
EVIDENCE = f"evidence/{AGREEMENT}/availability"
FACTS = [
    told("2026-01-01T23:00:00Z", "up"),
    told("2026-01-02T03:00:00Z", "down", cause="=cmd()"),
    told("2026-01-02T03:30:00Z", "up"),
    change(
        "announced",
        "2026-01-02T04:00:00Z",
        **{"from": "2026-01-02T08:00:00Z", "until": "2026-01-02T09:00:00Z"},
    ),
    told("2026-01-02T08:10:00Z", "down"),
    told("2026-01-02T08:40:00Z", "up"),
    told("2026-01-02T20:00:00Z", "down"),
    told("2026-01-03T01:00:00Z", "up"),
]
SPANS = [
    ("2026-01-02T00:00:00Z", "2026-01-02T03:00:00Z", "up"),
    ("2026-01-02T03:00:00Z", "2026-01-02T03:30:00Z", "down"),
    ("2026-01-02T03:30:00Z", "2026-01-02T08:00:00Z", "up"),
    ("2026-01-02T08:00:00Z", "2026-01-02T09:00:00Z", "maintenance"),
    ("2026-01-02T09:00:00Z", "2026-01-02T14:40:00Z", "up"),
    ("2026-01-02T14:40:00Z", "2026-01-02T20:00:00Z", "unknown"),
    ("2026-01-02T20:00:00Z", "2026-01-03T00:00:00Z", "down"),
]


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """SQLite alone; `test_read_api_on_stores` asks the same of PostgreSQL."""
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
async def api(world: World) -> AsyncIterator[Asking]:
    """Two days, the second of them told above."""
    await world.tell(tick("2026-01-01T12:00:00Z"), put(AGREED), *FACTS, tick("2026-01-03T12:00:00Z"))
    async with asking(world) as made:
        yield made


def spans(answer: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["from"], one["until"], one["class"]) for one in answer["spans"]]


async def test_the_ledger_is_the_period_in_spans_that_sum_to_the_figure(api: Asking):
    ledger = await api.json(LEDGER)
    assert spans(ledger) == SPANS
    assert ledger["next"] is None
    assert ledger["ledger_us"] == (await api.json(DAY))["figure"]["ledger_us"]
    sums = dict.fromkeys(ledger["ledger_us"], 0)
    for start, end, kind in spans(ledger):
        sums[kind] += parse_instant(end) - parse_instant(start)
    assert sums == ledger["ledger_us"]


async def test_the_ledger_is_cut_to_what_is_asked_and_its_sums_too(api: Asking):
    asked = {"from_": "2026-01-02T03:10:00Z", "until": "2026-01-02T03:30:00.000001Z"}
    ledger = await api.json(LEDGER, **asked)
    assert spans(ledger) == [
        ("2026-01-02T03:10:00Z", "2026-01-02T03:30:00Z", "down"),
        ("2026-01-02T03:30:00Z", "2026-01-02T03:30:00.000001Z", "up"),
    ]
    assert ledger["ledger_us"]["down"] == 20 * 60 * 1_000_000
    assert ledger["ledger_us"]["up"] == 1
    assert (ledger["from"], ledger["until"]) == tuple(asked.values())


async def test_a_cut_outside_of_the_period_is_empty(api: Asking):
    ledger = await api.json(LEDGER, from_="2026-02-01T00:00:00Z")
    assert ledger["spans"] == []
    assert set(ledger["ledger_us"].values()) == {0}


async def test_the_ledger_comes_by_pages_and_the_sums_are_of_all_of_them(api: Asking):
    whole = (await api.json(LEDGER))["ledger_us"]
    for limit in (1, 2, 3, 7, 8):
        found: list[tuple[str, str, str]] = []
        asked: dict[str, object] = {"limit": limit}
        while True:
            page = await api.json(LEDGER, **asked)
            assert len(page["spans"]) <= limit
            assert page["ledger_us"] == whole
            found += spans(page)
            if page["next"] is None:
                break
            asked["cursor"] = page["next"]
        assert found == SPANS, limit


async def test_a_row_of_the_ledger_is_its_spans_alone(api: Asking):
    ledger = await api.json(LEDGER, class_=["down", "unknown"])
    assert spans(ledger) == [one for one in SPANS if one[2] in {"down", "unknown"}]


async def test_the_ledger_comes_as_a_table_without_formulas(api: Asking):
    answer = await api.get(LEDGER, format="csv", limit=1)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert (
        answer.headers["content-disposition"] == 'attachment; filename="acme-webshop-availability-ledger.csv"'
    )
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["from"], row["until"], row["class"]) for row in rows] == SPANS
    assert [int(row["length_us"]) for row in rows][:2] == [3 * 3_600_000_000, 1_800_000_000]
    assert rows[1]["cause"] == "'=cmd()"
    assert rows[0]["cause"] == ""


async def test_the_ledger_as_it_was_known_has_no_more_than_was_known(world: World):
    await world.tell(tick("2026-01-01T12:00:00Z"), put(AGREED), *FACTS[:3], tick("2026-01-02T04:00:00Z"))
    await world.tell(*FACTS[3:], tick("2026-01-03T12:00:00Z"))
    async with asking(world) as api:
        assert spans(await api.json(LEDGER, as_known_at="2026-01-02T04:00:00Z")) == [
            *SPANS[:2],
            ("2026-01-02T03:30:00Z", "2026-01-02T04:00:00Z", "up"),
        ]


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        (f"figures/{AGREEMENT}/answers/current/ledger", 404, "has no ledger"),
        (f"{EVIDENCE.replace('availability', 'answers')}?class=down", 404, "has no ledger"),
        (f"{LEDGER}?class=broken", 422, "class"),
        (f"{LEDGER}?cursor=1", 422, "cursor"),
        (f"{LEDGER}?from=today", 422, "from is 'today'"),
        (f"{LEDGER}?format=xml", 422, "format"),
        (f"figures/{AGREEMENT}/availability/2026-02-02T00:00:00Z/ledger", 404, "no period that begins at"),
    ],
)
async def test_what_has_no_ledger_is_said_in_a_sentence(api: Asking, path: str, status: int, says: str):
    answer = await api.get(path)
    assert answer.status_code == status
    assert says in answer.json()["detail"]


@pytest.mark.parametrize(
    ("classes", "times"),
    [
        (["down"], ["03:00", "20:00"]),
        (["maintenance"], ["08:10", "08:40"]),
        (["up"], ["03:30", "04:00"]),
        (["unknown"], []),
        (["down", "maintenance"], ["03:00", "08:10", "08:40", "20:00"]),
    ],
)
async def test_the_facts_behind_a_row_are_those_in_its_spans(
    api: Asking, classes: list[str], times: list[str]
):
    day = {"from_": "2026-01-02T00:00:00Z", "until": "2026-01-03T00:00:00Z"}
    for limit in (1, 2, 100):
        asked: dict[str, object] = {**day, "class_": classes, "limit": limit}
        found: list[str] = []
        while True:
            page = await api.json(EVIDENCE, **asked)
            found += [fact["event"]["time"][11:16] for fact in page["facts"]]
            if page["next"] is None:
                break
            asked["cursor"] = page["next"]
        assert found == times, limit


async def test_the_facts_behind_a_row_of_all_time_need_no_span(api: Asking):
    facts = (await api.json(EVIDENCE, class_="down"))["facts"]
    assert [fact["event"]["id"] for fact in facts] == [FACTS[1].id, FACTS[6].id]


@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_the_periods_come_by_pages(api: Asking, limit: int):
    path, found, asked = f"figures/{AGREEMENT}/availability", [], {"limit": limit}
    while True:
        page = await api.json(path, **asked)
        assert len(page["periods"]) <= limit
        found += [one["period"]["from"][:10] for one in page["periods"]]
        if page["next"] is None:
            break
        asked["cursor"] = page["next"]
    assert found == ["2026-01-01", "2026-01-02", "2026-01-03"]


async def test_the_periods_are_those_that_meet_what_is_asked(api: Asking):
    asked = {"from_": "2026-01-02T12:00:00Z", "until": "2026-01-03T00:00:00Z"}
    page = await api.json(f"figures/{AGREEMENT}/availability", **asked)
    assert [one["period"]["from"] for one in page["periods"]] == ["2026-01-02T00:00:00Z"]


async def test_the_periods_come_as_a_table_with_the_digits_of_the_figures(api: Asking):
    path = f"figures/{AGREEMENT}/availability"
    figures = (await api.json(path))["periods"]
    rows = list(csv.DictReader(io.StringIO((await api.get(path, format="csv", limit=1)).text)))
    assert [row["sli_percent"] for row in rows] == [one["sli_percent"] for one in figures]
    assert [row["down_us"] for row in rows] == [str(one["ledger_us"]["down"]) for one in figures]
    assert [row["budget_remaining"] for row in rows] == [
        str(one["budget_us"]["remaining"]) for one in figures
    ]
    assert rows[1]["breached_at"] == figures[1]["breached_at"]
    assert {row["unit"] for row in rows} == {"us"}


async def test_the_table_of_an_objective_of_counts_has_no_ledger(api: Asking):
    text = (await api.get(f"figures/{AGREEMENT}/answers", format="csv")).text
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["unit"], row["down_us"], row["state"]) == ("count", "", "no_data")


async def test_every_period_is_reached_by_its_start_and_version_open_and_closed_ones(world: World):
    await world.replay(story.log_of(1, days=3), 1_000)
    statuses: set[str] = set()
    versions: dict[str, set[int]] = {}
    async with asking(world) as api:
        for name in story.AGREEMENTS[:2]:
            for objective_ in ("daily", "rolling", "tolerant"):
                path = f"figures/{name}/{objective_}"
                for listed in (await api.json(path))["periods"]:
                    start, version = listed["period"]["from"], listed["version"]
                    detail = await api.json(f"{path}/{start}", version=version)
                    assert detail["figure"] == listed
                    statuses.add(listed["period"]["status"])
                    versions.setdefault(f"{path}/{start}", set()).add(version)
    assert statuses == {"open", "provisional", "closed"}
    assert {1, 2} in versions.values()


async def test_questions_asked_at_once_do_not_disturb_one_another(api: Asking, world: World):
    async def asked(path: str) -> Any:
        return (await api.get(path)).json()

    paths = [DAY, LEDGER, f"{DAY}/explanation", f"figures/{AGREEMENT}", f"{EVIDENCE}?class=down", "figures"]
    before = [await asked(path) for path in paths]
    assert await asyncio.gather(*(asked(path) for path in paths * 5)) == before * 5
    more = [told(f"2026-01-03T11:00:0{second}Z", "down" if second % 2 else "up") for second in range(9)]
    coming = asyncio.create_task(world.tell(*more, tick("2026-01-03T12:00:01Z")))
    await asyncio.gather(*(asked(path) for path in paths * 5))
    await coming
    assert (await asked(f"figures/{AGREEMENT}"))["as_of"] == "2026-01-03T12:00:01Z"
