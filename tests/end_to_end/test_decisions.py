"""What the parties decide moves the figures: neither alone, and both are told."""

from collections.abc import Iterator
from typing import Any

import pytest

from shared.contracts.instants import SECOND, format_instant
from tests.end_to_end.deployment import wait_until
from tests.end_to_end.tenants import Tenants, tenants


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    with tenants(tmp_path_factory.mktemp("decisions")) as made:
        yield made


def figure(world: Tenants) -> dict[str, Any]:
    own = world.azurite
    found = world.ask("GET", f"/v1/figures/{own.agreement}/{own.objective}/current").json()["figure"]
    assert isinstance(found, dict)
    return found


def told(world: Tenants, kind: str) -> set[str]:
    """The sides that are told of a kind of verdict."""
    found = world.ask("GET", f"/v1/deliveries?agreement={world.azurite.agreement}").json()["deliveries"]
    return {one["side"] for one in found if one["type"].endswith(kind)}


def decide(world: Tenants, side: str, path: str, **body: Any) -> None:
    own = world.azurite
    place = f"/v1/agreements/{own.agreement}/corrections/c-1{path}"
    answer = world.ask("PUT", place, key=own.keys[side], json=body)
    assert answer.is_success, answer.text


def test_a_correction_counts_once_the_other_party_accepts_and_takes_the_breach_back_for_both(world: Tenants):
    own = world.azurite
    assert figure(world)["state"] == "breached"
    began = figure(world)["breached_at"]
    assert world.send(world.fact(own, "up", "availability.changed", state="up"))
    world.advance(10)
    span = {"from": began, "until": format_instant(world.clock.now() + SECOND)}

    decide(
        world,
        "provider",
        "",
        service=own.service,
        to="excused",
        reason="It was the customer's switch.",
        **span,
    )
    world.advance(10)
    assert figure(world)["state"] == "breached", "a proposal alone changes nothing"

    decide(world, "customer", "/decision", decision="accepted")
    world.advance(20)
    wait_until(lambda: figure(world)["state"] == "met", "what both decided counts")
    assert figure(world)["ledger_us"]["excused"] > 0
    assert wait_until(lambda: told(world, "breach.withdrawn") == {"provider", "customer"}, "both are told")
