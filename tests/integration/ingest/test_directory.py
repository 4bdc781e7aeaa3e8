"""The directory in ingest: read whole before anything is taken, and to its end before a name is refused."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from shared.contracts.directory import AgreementEntry, encode_entry, key_of
from shared.contracts.envelope import BATCH
from shared.contracts.topics import DIRECTORY
from shared.eventlog.port import Entry
from tests.integration.ingest.running import running
from tests.unit.ingest.world import AGREEMENTS, said

NEW = AgreementEntry(
    id="initech", title="New", provider="northwind", customer="initech", services=("brand-new", "webshop")
)


def put(agreement: AgreementEntry) -> Entry:
    return Entry(DIRECTORY.name, key_of(agreement), encode_entry(agreement))


async def test_a_service_is_known_from_the_moment_its_agreement_was_put_in(log_url: str) -> None:
    async with running(log_url) as ingest:
        await ingest.log.append([put(NEW)])
        answer = await ingest.post([said(id="1", subject="brand-new"), said(id="2", subject="zzz")], BATCH)
        assert [result["status"] for result in answer.json()["results"]] == ["accepted", "rejected"]
        assert [agreement for agreement, _ in await ingest.facts()] == ["initech"]


async def test_a_fact_sent_again_reaches_an_agreement_that_was_put_in_since(tmp_path_url: str) -> None:
    async with running(tmp_path_url) as ingest:
        await ingest.post(said(id="1"))
        await ingest.log.append([put(NEW)])
        await ingest.post(said(id="2", subject="brand-new"))
        answer = await ingest.post(said(id="1"))
        assert answer.json() == {"accepted": 1, "repeated": 0, "rejected": 0}
        found = [(agreement, event["id"]) for agreement, event in await ingest.facts()]
    assert found == [("acme-webshop", "1"), ("initech", "2"), ("initech", "1")]


async def test_an_agreement_taken_away_takes_its_services_along(tmp_path_url: str) -> None:
    async with running(tmp_path_url) as ingest:
        entries = [Entry(DIRECTORY.name, key_of(entry), None) for entry in AGREEMENTS]
        await ingest.log.append(entries)
        await ingest.post(said(subject="zzz"))
        assert (await ingest.post(said())).status_code == 422


async def test_a_record_of_the_directory_that_is_none_is_told_and_hides_no_other(tmp_path_url: str) -> None:
    async with running(tmp_path_url) as ingest:
        await ingest.log.append([Entry(DIRECTORY.name, "agreement:broken", b"{"), put(NEW)])
        assert (await ingest.post(said(subject="brand-new"))).status_code == 202
        answer = await ingest.client.get("/readyz")
        assert answer.status_code == 503
        assert "agreement:broken" in answer.json()["detail"]


async def test_many_who_ask_at_once_are_all_answered(tmp_path_url: str) -> None:
    async with running(tmp_path_url) as ingest:
        events: Sequence[Mapping[str, Any]] = [said(id=str(n), subject="zzz") for n in range(50)]
        answers = await asyncio.gather(*(ingest.post(event) for event in events))
        assert {answer.status_code for answer in answers} == {422}
