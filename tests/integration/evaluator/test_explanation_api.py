"""The explanation of a figure: of every indicator, with the figure's own numbers, as described, and as known then."""

import copy
from collections.abc import AsyncIterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from services.evaluator.app import describe
from tests.integration.evaluator.asking import Asking, asking
from tests.integration.evaluator.lively import AGREED, FACTS, OBJECTIVES
from tests.integration.evaluator.world import World
from tests.unit.evaluator.builders import AGREEMENT, put, tick, told


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """SQLite alone; `test_read_api_on_stores` asks the same of PostgreSQL."""
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
async def api(world: World) -> AsyncIterator[Asking]:
    """A month with something of every indicator."""
    await world.tell(tick("2026-01-01T00:00:00Z"), put(AGREED), *FACTS, tick("2026-01-20T00:00:00Z"))
    async with asking(world) as made:
        yield made


def described() -> dict[str, Any]:
    """The schema of the answer, where nothing is allowed that is not described."""
    schemas = copy.deepcopy(describe().openapi()["components"]["schemas"])
    for schema in schemas.values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return {"$ref": "#/components/schemas/Explained", "components": {"schemas": schemas}}


def test_every_indicator_is_here():
    assert AGREED.count("indicator:") == len(OBJECTIVES)


@pytest.mark.parametrize("identity", OBJECTIVES)
async def test_an_explanation_has_the_figures_numbers_and_is_as_described(api: Asking, identity: str):
    place = f"figures/{AGREEMENT}/{identity}/current"
    answer = await api.json(f"{place}/explanation")
    jsonschema.validate(answer, described())
    figure, explained = answer["figure"], answer["explanation"]
    assert figure == (await api.json(place))["figure"]
    assert explained["sentence"]["en"]
    assert explained["sentence"]["de"]
    assert explained["formula"]
    assert explained["clauses"]
    if figure["ledger_us"] is not None:
        sums = dict.fromkeys(figure["ledger_us"], 0)
        for row in explained["rows"]:
            sums[row["kind"]] += row["amount"]
        assert sums == figure["ledger_us"]
    assert [clock["incident"] for clock in explained["clocks"]["listed"]] == [
        clock["incident"] for clock in figure["clocks"]
    ]


async def test_a_row_names_the_fact_with_which_it_begins(api: Asking):
    answer = await api.json(f"figures/{AGREEMENT}/availability/current/explanation")
    down = next(row for row in answer["explanation"]["rows"] if row["kind"] == "down")
    assert down["spans"]["listed"] == [
        {
            "from": "2026-01-02T12:00:00Z",
            "until": "2026-01-02T12:50:00Z",
            "of": None,
            "facts": [{"source": "probe", "id": FACTS[1].id}],
        }
    ]
    assert down["cause"] == "carrier-one"
    assert Fraction(down["bad"]) == 1


async def test_an_explanation_of_the_past_tells_what_was_known_then(api: Asking, world: World):
    await world.tell(told("2026-01-02T12:10:00Z", "up"), tick("2026-01-21T00:00:00Z"))
    path = f"figures/{AGREEMENT}/availability/2026-01-01T00:00:00Z/explanation"
    then = await api.json(path, as_known_at="2026-01-20T00:00:00Z")
    now = await api.json(path)
    assert [row["amount"] for row in then["explanation"]["rows"] if row["kind"] == "down"] == [3_000_000_000]
    assert [row["amount"] for row in now["explanation"]["rows"] if row["kind"] == "down"] == [600_000_000]
    assert then["as_of"] == "2026-01-20T00:00:00Z"
