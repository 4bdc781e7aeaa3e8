"""What a fact can change: from when on, and for which objectives."""

import pytest

from services.evaluator.clauses import read_clauses
from services.evaluator.histories import Counted, build
from services.evaluator.verdicts.touching import ALL, service_touched, touched_since
from shared.agreements.evidence import fact_of
from shared.contracts.facts import read_fact
from tests.unit.evaluator.builders import change, document, instant, objective, terms, told

NOON = "2026-01-01T12:00:00Z"
PLAIN = document()
TOLERANT = document(
    objective(counts="{unknown: excluded, outages_shorter_than: PT3M}"),
    version=2,
    in_force="{from: 2026-02-01}",
)
COMPOSITE = terms(
    document(
        objective(service="shop"),
        objective("other", service="cellar"),
        services="[{id: webshop, name: W}, {id: cellar, name: C}, {id: line, name: L, made_of: {any: [webshop]}},"
        " {id: shop, name: S, made_of: {all: [line]}}]",
    )
)


def touch(event, *versions):
    heard = build([read_clauses(text) for text in versions or (PLAIN,)], [])
    fact = fact_of(read_fact(event))
    counted = heard.hear(fact)
    assert isinstance(counted, Counted)
    return service_touched(fact), counted.since


def test_a_state_changes_its_service_from_its_instant_on():
    assert touch(told(NOON, "down")) == ("webshop", instant(NOON))


def test_a_state_that_dates_back_changes_the_time_from_then_on():
    event = told(NOON, "down", kind="availability.observed", first_failed_at="2026-01-01T11:00:00Z")
    assert touch(event) == ("webshop", instant("2026-01-01T11:00:00Z"))


def test_a_state_may_end_an_outage_that_began_less_than_the_minimum_before():
    assert touch(told(NOON, "up"), PLAIN, TOLERANT) == ("webshop", instant("2026-01-01T11:57:00Z"))


@pytest.mark.parametrize("kind", ["started", "cancelled"])
def test_a_change_can_concern_any_service(kind: str):
    assert touch(change(kind, NOON)) == (ALL, instant(NOON))


@pytest.mark.parametrize(
    ("touched", "shop", "other"),
    [
        ({}, None, None),
        ({"webshop": 5}, 5, None),
        ({"line": 7, "webshop": 5}, 5, None),
        ({"cellar": 5}, None, 5),
        ({ALL: 3, "webshop": 5}, 3, 3),
        ({"unknown": 3}, None, None),
    ],
)
def test_an_objective_is_touched_by_its_services_and_their_parts(
    touched: dict[str, int], shop: int | None, other: int | None
):
    found = [touched_since(touched, one, COMPOSITE) for one in COMPOSITE.objectives]
    assert found == [shop, other]
