"""The raw topic, on both logs: facts fan out, arrivals are the log's, nothing is lost, whatever ends ingest."""

import msgspec

from shared.contracts.instants import parse_instant
from shared.contracts.topics import RAW
from tests.integration.ingest.running import Running, log_with_directory, running, started, until
from tests.unit.ingest.world import said


def facts_about(service: str, first: int, last: int) -> list[bytes]:
    return [msgspec.json.encode(said(id=str(n), subject=service)) for n in range(first, last)]


async def ids(ingest: Running) -> set[str]:
    return {event["id"] for _, event in await ingest.facts()}


async def test_a_fact_stands_once_in_each_agreement_that_names_its_service(log_url: str) -> None:
    async with running(log_url) as ingest:
        await ingest.produce(msgspec.json.encode(said(id="both", subject="mail")))
        await until(lambda: ingest.has_fact("both"), "the fact is accepted")
        found = sorted(agreement for agreement, _ in await ingest.facts())
    assert found == ["acme-webshop", "globex-mail"]


async def test_it_arrived_when_the_log_took_it_whatever_the_sender_says(log_url: str) -> None:
    async with running(log_url) as ingest:
        await ingest.produce(msgspec.json.encode(said(id="1", recordedtime="1999-01-01T00:00:00Z")))
        await until(lambda: ingest.has_fact("1"), "the fact is accepted")
        ((_, event),) = await ingest.facts()
        (record,) = await ingest.records(RAW.name)
    assert parse_instant(event["recordedtime"]) == record.appended_at


async def test_facts_keep_the_order_of_their_sender(log_url: str) -> None:
    async with running(log_url) as ingest:
        await ingest.produce(*facts_about("webshop", 0, 300))
        await until(lambda: ingest.has_fact("299"), "the facts are accepted")
        assert [event["id"] for _, event in await ingest.facts()] == [str(n) for n in range(300)]


async def test_an_ingest_goes_on_where_the_last_one_stood(log_url: str) -> None:
    async with log_with_directory(log_url) as log:
        async with started(log_url, log) as first:
            await first.produce(*facts_about("webshop", 0, 100))
            await until(lambda: first.has_fact("99"), "the first facts are accepted")
        await first.produce(*facts_about("webshop", 100, 200))
        async with started(log_url, log) as second:
            await until(lambda: second.has_fact("199"), "the facts of meanwhile are accepted")
            assert [event["id"] for _, event in await second.facts()] == [str(n) for n in range(200)]


async def test_what_http_took_is_known_when_it_comes_by_the_topic(log_url: str) -> None:
    async with running(log_url) as ingest:
        assert (await ingest.post(said(id="1"))).status_code == 202
        await ingest.produce(msgspec.json.encode(said(id="1")), msgspec.json.encode(said(id="2")))
        await until(lambda: ingest.has_fact("2"), "the fact behind it is accepted")
        assert [event["id"] for _, event in await ingest.facts()] == ["1", "2"]
        assert await ingest.metric('eyelevel_ingest_repeated_total{door="raw"}') == 1
