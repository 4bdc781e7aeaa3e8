"""Every fact that a figure rests on: whole, with what it does, in pages, as known then; and alone they give it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from services.evaluator.clauses import read_clauses
from services.evaluator.histories import build
from shared.agreements.figure_json import figure_json
from shared.contracts.instants import parse_instant
from shared.sla.spans import Span
from tests.integration.evaluator.asking import Asking, asking
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import AGREEMENT, change, document, objective, put, tick, told

AGREED = document(
    objective(target="99 %", window="{calendar: day}", counts="{unknown: down}"),
    objective(
        "answers",
        indicator="ratio",
        good="ok",
        total="all",
        target="99 %",
        counts="{}",
        window="{calendar: day}",
    ),
    services="[{id: webshop, name: Web shop, stale_after: PT20M}]",
)
DAY = f"figures/{AGREEMENT}/availability/2026-01-02T00:00:00Z"
FACTS = [
    told("2025-12-30T03:00:00Z", "up"),
    told("2026-01-01T23:50:00Z", "up"),
    told("2026-01-02T00:05:00Z", "up"),
    told("2026-01-02T00:10:00Z", "up"),
    told("2026-01-02T00:30:00Z", "down"),
    told("2026-01-02T00:40:00Z", "down"),
    told("2026-01-02T00:45:00Z", "up"),
    change(
        "announced",
        "2026-01-01T04:00:00Z",
        **{"from": "2026-01-02T08:00:00Z", "until": "2026-01-02T09:00:00Z"},
    ),
    told("2026-01-03T03:00:00Z", "up"),
]
ROLES = [
    (0, "opening"),
    (7, "maintenance"),
    (1, "sign_of_life"),
    (3, "sign_of_life"),
    (4, "state"),
    (6, "state"),
    (8, "state"),
]
"""By their places in FACTS; the last ends the silence that counts as an outage."""


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """SQLite alone; `test_read_api_on_stores` asks the same of PostgreSQL."""
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
async def api(world: World) -> AsyncIterator[Asking]:
    await world.tell(tick("2025-12-01T00:00:00Z"), put(AGREED), *FACTS, tick("2026-01-03T12:00:00Z"))
    async with asking(world) as made:
        yield made


def named(answer: dict[str, Any]) -> list[tuple[int, str]]:
    places = {event.id: place for place, event in enumerate(FACTS)}
    return [(places[fact["event"]["id"]], fact["role"]) for fact in answer["facts"]]


async def test_each_fact_comes_whole_with_what_it_does(api: Asking):
    answer = await api.json(f"{DAY}/evidence")
    assert named(answer) == ROLES
    assert answer["facts"][0]["event"] == msgspec.json.decode(FACTS[0].encode())
    assert (answer["facts"][0]["of"], answer["facts"][1]["of"]) == (None, "CHG-1")
    assert answer["roles"] == {"state": 3, "opening": 1, "sign_of_life": 2, "maintenance": 1}
    period = (await api.json(DAY))["figure"]["period"]
    assert (answer["from"], answer["until"]) == (period["from"], period["until"])
    assert (answer["count"], answer["next"]) == (7, None)


async def test_they_alone_give_the_figure_again(api: Asking):
    answer = await api.json(f"{DAY}/evidence")
    clauses = read_clauses(AGREED)
    history = build([clauses], [msgspec.json.encode(fact["event"]) for fact in answer["facts"]]).history
    span = Span(parse_instant(answer["from"]), parse_instant(answer["until"]))
    figure = history.figure("availability", 1, span, parse_instant(answer["as_of"]))
    clause = clauses.objective("availability")
    assert clause is not None
    shown = (await api.json(DAY))["figure"]
    again = msgspec.json.decode(msgspec.json.encode(figure_json(figure, clause)))
    assert again == {name: shown[name] for name in again}


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
async def test_they_come_by_pages(api: Asking, limit: int):
    found: list[tuple[int, str]] = []
    asked: dict[str, object] = {"limit": limit}
    while True:
        page = await api.json(f"{DAY}/evidence", **asked)
        assert len(page["facts"]) <= limit
        found += named(page)
        if page["next"] is None:
            break
        asked["cursor"] = page["next"]
    assert found == ROLES


async def test_those_that_do_one_thing_are_asked_for_alone(api: Asking):
    answer = await api.json(f"{DAY}/evidence", role="state")
    assert named(answer) == [one for one in ROLES if one[1] == "state"]
    assert (answer["count"], sum(answer["roles"].values())) == (3, 7)


async def test_what_was_not_known_then_is_not_in_it(world: World):
    await world.tell(tick("2025-12-01T00:00:00Z"), put(AGREED), *FACTS[:5], tick("2026-01-02T00:35:00Z"))
    await world.tell(*FACTS[5:], tick("2026-01-03T12:00:00Z"))
    async with asking(world) as api:
        then = await api.json(f"{DAY}/evidence", as_known_at="2026-01-02T00:35:00Z")
        now = await api.json(f"{DAY}/evidence")
    assert named(then) == [(0, "opening"), (1, "sign_of_life"), (3, "sign_of_life"), (4, "state")]
    assert named(now) == ROLES


async def test_a_figure_of_nothing_rests_on_nothing(api: Asking):
    answer = await api.json(f"figures/{AGREEMENT}/answers/current/evidence")
    assert (answer["facts"], answer["count"], answer["roles"]) == ([], 0, {})


@pytest.mark.parametrize(("query", "field"), [({"role": "talk"}, "role"), ({"cursor": "first"}, "cursor")])
async def test_what_cannot_be_asked_is_said(api: Asking, query: dict[str, object], field: str):
    answer = await api.get(f"{DAY}/evidence", **query)
    assert answer.status_code == 422
    assert field in answer.text
