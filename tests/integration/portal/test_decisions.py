"""Corrections are proposed and decided by the parties' own keys; each decision stands in the log, once."""

import asyncio
from typing import Any

import msgspec

from shared.contracts.topics import FACTS
from tests.integration.portal.conftest import Stand
from tests.unit.portal.documents import WEBSHOP

PLACE = "/v1/agreements/acme-webshop/corrections"
CORRECTION = {
    "service": "webshop", "from": "2026-01-17T03:00:00Z", "until": "2026-01-17T04:00:00Z", "to": "excused",
    "cause": "customer", "reason": "ACME's own firewall was closed.",
}  # fmt: skip
ASKING = WEBSHOP.replace(
    "maintenance: {notice: P3D}", "maintenance: {notice: P3D, acknowledged_by: customer}"
)


async def decided(stand: Stand) -> list[dict[str, Any]]:
    """What parties decided, as it stands in the log."""
    facts = [msgspec.json.decode(record.value or b"") for record in await stand.records(FACTS.name)]
    return [fact for fact in facts if not fact["type"].endswith("agreement.put")]


async def test_a_correction_is_proposed_by_one_and_accepted_by_the_other(stand: Stand) -> None:
    await stand.put(WEBSHOP)
    provider, customer = await stand.party("northwind"), await stand.party("acme")

    proposed = await provider.put(f"{PLACE}/c-1", json=CORRECTION)
    accepted = await customer.put(f"{PLACE}/c-1/decision", json={"decision": "accepted"})
    listed = await customer.get(PLACE)

    assert (proposed.status_code, proposed.json()["standing"]) == (201, "proposed")
    assert (accepted.status_code, accepted.json()["standing"]) == (200, "accepted")
    assert listed.json() == {"corrections": [accepted.json()]}
    assert {name: accepted.json()[name] for name in CORRECTION} == CORRECTION
    facts = await decided(stand)
    assert [fact["type"].removeprefix("dev.eyelevel.") for fact in facts] == [
        "correction.proposed", "correction.accepted",
    ]  # fmt: skip
    assert [fact["data"]["by"] for fact in facts] == ["northwind", "acme"]
    assert facts[0]["data"] == {"correction": "c-1", **CORRECTION, "by": "northwind"}


async def test_the_same_again_adds_nothing_to_the_log(stand: Stand) -> None:
    await stand.put(WEBSHOP)
    provider, customer = await stand.party("northwind"), await stand.party("acme")

    statuses = [(await provider.put(f"{PLACE}/c-1", json=CORRECTION)).status_code for _ in range(2)]
    answers = [
        (await customer.put(f"{PLACE}/c-1/decision", json={"decision": "declined"})).json() for _ in range(2)
    ]

    assert statuses == [201, 200]
    assert answers[0] == answers[1]
    assert len(await decided(stand)) == 2


async def test_of_two_decisions_at_once_one_stands(stand: Stand) -> None:
    await stand.put(WEBSHOP)
    provider, customer = await stand.party("northwind"), await stand.party("acme")
    await provider.put(f"{PLACE}/c-1", json=CORRECTION)

    answers = await asyncio.gather(
        *(customer.put(f"{PLACE}/c-1/decision", json={"decision": word}) for word in ("accepted", "declined"))
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert len(await decided(stand)) == 2


async def test_a_fault_is_told_by_its_field(stand: Stand) -> None:
    await stand.put(WEBSHOP)
    provider = await stand.party("northwind")

    answer = await provider.put(f"{PLACE}/c-1", json=CORRECTION | {"until": CORRECTION["from"]})
    misspelt = await provider.put(f"{PLACE}/c-1", json=CORRECTION | {"untill": "x"})

    assert answer.status_code == misspelt.status_code == 422
    assert answer.json()["errors"][0]["field"] == "until"
    assert "untill" in misspelt.text
    assert await decided(stand) == []


async def test_maintenance_is_acknowledged_by_who_is_asked(stand: Stand) -> None:
    await stand.put(ASKING)
    provider, customer = await stand.party("northwind"), await stand.party("acme")
    place = "/v1/agreements/acme-webshop/changes/ch-1/decision"

    own = await provider.put(place, json={"decision": "acknowledged"})
    yes = await customer.put(place, json={"decision": "acknowledged"})

    assert own.status_code == 403
    assert yes.status_code == 200
    said = {"change": "ch-1", "decision": "acknowledged", "by": "acme"}
    assert {name: yes.json()[name] for name in said} == said
    assert [fact["data"] for fact in await decided(stand)] == [{"change": "ch-1", "by": "acme"}]
