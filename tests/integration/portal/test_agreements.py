"""Agreements come in as YAML, are checked, kept and published, and stay as they are."""

import asyncio

import msgspec

from shared.contracts.directory import AgreementEntry, decode_entry
from shared.contracts.topics import DIRECTORY, FACTS
from tests.integration.portal.conftest import Stand
from tests.unit.portal.documents import WEBSHOP, small


async def test_a_version_is_in_the_log_when_put_answers_and_its_directory_entry_after_it(
    stand: Stand,
) -> None:
    answer = await stand.put(WEBSHOP)

    assert answer.status_code == 201
    facts, directory = await stand.records(FACTS.name), await stand.records(DIRECTORY.name)
    event = msgspec.json.decode(facts[0].value or b"")
    assert facts[0].key == "acme-webshop"
    assert event["type"] == "dev.eyelevel.agreement.put"
    assert event["source"] == "eyelevel/portal"
    assert event["subject"] == "acme-webshop"
    assert event["data"]["document"] == WEBSHOP
    assert event["data"]["version"] == 3
    assert event["data"]["signed"] == "outside"
    assert event["data"]["in_force"] == {"from": "2024-12-31T23:00:00Z", "until": "2026-12-31T23:00:00Z"}
    entry = decode_entry(next(r.value for r in directory if r.key == "agreement:acme-webshop") or b"")
    assert isinstance(entry, AgreementEntry)
    assert (entry.provider, entry.customer, entry.services) == ("northwind", "acme", ("webshop",))


async def test_the_same_version_again_is_a_repeat_however_it_is_laid_out(stand: Stand) -> None:
    first = await stand.put(small())
    again = await stand.put(small() + "# a remark\n")

    assert (first.status_code, again.status_code) == (201, 200)
    assert len(await stand.records(FACTS.name)) == 1


async def test_a_version_once_put_is_immutable(stand: Stand) -> None:
    await stand.put(small())
    answer = await stand.put(small(target="98"))

    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert "stays as it is" in answer.json()["detail"]
    kept = await stand.operator.get("/v1/agreements/shop/versions/1")
    assert kept.text == small()


async def test_versions_come_in_order_and_the_directory_knows_the_services_of_all_of_them(
    stand: Stand,
) -> None:
    await stand.put(small(version=2, service="old"))
    earlier = await stand.put(small(version=1, service="old"))
    later = await stand.put(small(version=5, service="new"))

    assert (earlier.status_code, later.status_code) == (409, 201)
    assert [said["version"] for said in later.json()["versions"]] == [2, 5]
    entry = decode_entry((await stand.records(DIRECTORY.name))[-1].value or b"")
    assert isinstance(entry, AgreementEntry)
    assert entry.services == ("new", "old")
    replaced = msgspec.json.decode((await stand.records(FACTS.name))[-1].value or b"")
    assert replaced["data"]["replaces"] == 2


async def test_a_bad_document_is_refused_with_line_field_and_sentence_of_every_fault(stand: Stand) -> None:
    bad = small().replace("time_zone: UTC\n", "").replace("target: 99 %", "target: 99")

    answer = await stand.put(bad)

    problem = answer.json()
    assert answer.status_code == 422
    found = {error["field"]: error for error in problem["errors"]}
    assert {"time_zone", "objectives[0].target"} <= set(found)
    assert found["objectives[0].target"]["line"] == bad.splitlines().index("    target: 99") + 1
    assert all(error["detail"] for error in problem["errors"])


async def test_a_service_of_another_provider_is_refused_and_its_owner_not_named(stand: Stand) -> None:
    await stand.put(small("first", provider="north", service="shop"))
    answer = await stand.put(small("second", provider="south", service="shop"))

    assert answer.status_code == 409
    assert "belongs to another provider" in answer.json()["detail"]
    assert "north" not in answer.text


async def test_the_parties_of_an_agreement_stay_the_same(stand: Stand) -> None:
    await stand.put(small(version=1))
    answer = await stand.put(small(version=2, customer="other"))

    assert answer.status_code == 409
    assert "another agreement" in answer.json()["detail"]


async def test_of_several_who_put_the_same_version_at_once_one_puts_it(stand: Stand) -> None:
    answers = await asyncio.gather(*(stand.put(small()) for _ in range(6)))

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 200, 201]
    assert len(await stand.records(FACTS.name)) == 1


async def test_of_two_providers_who_claim_a_service_at_once_one_gets_it(stand: Stand) -> None:
    answers = await asyncio.gather(
        *(stand.put(small(name, provider=name, service="shop")) for name in ("one", "two", "three"))
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert len((await stand.operator.get("/v1/agreements")).json()["agreements"]) == 1
    assert len(await stand.records(FACTS.name)) == 1
