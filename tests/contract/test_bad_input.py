"""Bad input of every kind gets a problem with a sentence that names the place and the remedy, and stops nothing.

The tests of single kinds share one ingest, as senders do: each kind comes after all the others.
"""

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
import msgspec
import pytest
import pytest_asyncio

from shared.contracts.envelope import BATCH
from tests.contract import bad_input, bad_requests
from tests.contract.bad_input import Bad
from tests.contract.bad_requests import LIMITS
from tests.integration.ingest.running import Running, running, until
from tests.unit.ingest.world import said

pytestmark = pytest.mark.asyncio(loop_scope="module")

BY_TOPIC = bad_input.KINDS
KINDS = {**BY_TOPIC, **bad_requests.KINDS}
BATCHED = {
    name: msgspec.json.decode(bad.body)
    for name, bad in {**bad_input.ENVELOPES, **bad_input.TYPES, **bad_input.DATA}.items()
}
_numbers = count()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ingest(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """On an embedded log, the same for all."""
    async with running(f"sqlite:///{tmp_path_factory.mktemp('log')}/eventlog.db", **LIMITS) as made:
        yield made


@pytest_asyncio.fixture(
    params=["embedded", pytest.param("kafka", marks=pytest.mark.kafka)], loop_scope="module"
)
async def either(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Running]:
    """On a log of each kind, empty."""
    kafka = request.param == "kafka"
    url = request.getfixturevalue("kafka_url") if kafka else f"sqlite:///{tmp_path}/eventlog.db"
    async with running(url, **LIMITS) as made:
        yield made


def check_problem(answer: httpx2.Response, bad: Bad) -> None:
    """The problem is well formed: a sentence, the field where there is one, and the remedy."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["status"]) == (bad.status, bad.status), problem
    assert problem["detail"].endswith((".", "?"))
    assert not problem["detail"].endswith(("?.", ".."))
    assert bad.remedy in problem["detail"]
    named = [error["field"] for error in problem.get("errors", []) if "field" in error]
    assert named == ([bad.field] if bad.field else []), problem


async def is_accepted(ingest: Running, identity: str) -> bool:
    """Whether a good fact is taken."""
    answer = await ingest.post(said(id=identity))
    return answer.status_code == 202 and answer.json() == {"accepted": 1, "repeated": 0, "rejected": 0}


@pytest.mark.parametrize("bad", KINDS.values(), ids=KINDS.keys())
async def test_bad_input_over_http_gets_a_problem_and_stops_nothing(ingest: Running, bad: Bad) -> None:
    answer = await ingest.post(bad.body, bad.media, who=bad.who, headers=bad.headers)
    check_problem(answer, bad)
    good = f"good {next(_numbers)}"
    assert await is_accepted(ingest, good)
    assert await ingest.has_fact(good)
    assert await ingest.rejected() == [], "what comes over HTTP is answered, not kept"


@pytest.mark.parametrize("item", BATCHED.values(), ids=BATCHED.keys())
async def test_bad_input_in_a_batch_spoils_no_other(ingest: Running, item: Any) -> None:
    before, after = f"before {next(_numbers)}", f"after {next(_numbers)}"
    answer = await ingest.post([said(id=before), item, said(id=after)], BATCH)
    told = answer.json()
    assert (answer.status_code, told["accepted"], told["repeated"], told["rejected"]) == (202, 2, 0, 1)
    assert [result["status"] for result in told["results"]] == ["accepted", "rejected", "accepted"]
    assert told["results"][1]["problem"]["detail"].endswith((".", "?"))
    assert await ingest.has_fact(before)
    assert await ingest.has_fact(after)


async def test_a_batch_of_bad_input_alone_is_one_problem_that_names_each(ingest: Running) -> None:
    items = [said(id="1", time="noon"), said(id="2", subject="zzz"), 7]
    answer = await ingest.post(items, BATCH)
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["detail"].startswith("None of the 3 events was taken.")
    assert [error["pointer"] for error in problem["errors"]] == ["#/0/time", "#/1/subject", "#/2"]


async def test_one_id_twice_in_a_batch_counts_once(ingest: Running) -> None:
    items = [said(id="twice"), said(id="twice"), said(id="twice", data={"state": "up"})]
    told = (await ingest.post(items, BATCH)).json()
    assert [result["status"] for result in told["results"]] == ["accepted", "repeated", "rejected"]
    assert told["results"][2]["problem"]["status"] == 409
    assert [event["id"] for _, event in await ingest.facts()].count("twice") == 1


async def test_an_empty_batch_is_taken_for_what_it_is(ingest: Running) -> None:
    answer = await ingest.post([], BATCH)
    assert (answer.status_code, answer.json()["results"]) == (202, [])


async def test_bad_input_by_the_raw_topic_is_kept_whole_with_its_reason_and_stops_nothing(
    either: Running,
) -> None:
    for name, bad in BY_TOPIC.items():
        headers = {"content-type": (bad.media or "").encode()}
        headers |= {key.replace("ce-", "ce_", 1): value.encode() for key, value in bad.headers.items()}
        await either.produce(bad.body, headers=tuple(headers.items()))
        await either.produce(msgspec.json.encode(said(id=f"good behind {name}")))

    async def all_good() -> bool:
        ids = {event["id"] for _, event in await either.facts()}
        return ids == {f"good behind {name}" for name in BY_TOPIC}

    await until(all_good, "every good fact behind a bad one is accepted")
    kept = {dict(record.headers)["eyelevel-place"]: record for record in await either.rejected()}
    assert len(kept) == len(BY_TOPIC)
    in_order = sorted(kept, key=lambda place: int(place.split(b"/")[2]))
    for place, (name, bad) in zip(in_order, BY_TOPIC.items(), strict=True):
        told = {key: value.decode() for key, value in kept[place].headers}
        assert (kept[place].value or b"") == bad.body, name
        assert told["content-type"] == bad.media, name
        assert told["eyelevel-reason"] == bad.reason, name
        assert told.get("eyelevel-field") == bad.field, name
        assert bad.remedy in told["eyelevel-sentence"], name
    assert await either.metric('eyelevel_ingest_rejected_total{door="raw",reason="unknown_service"}') == 2


async def test_other_content_under_an_id_is_refused_by_name(either: Running) -> None:
    assert await is_accepted(either, "17")
    other = said(id="17", data={"state": "up"})
    answer = await either.post(other)
    assert (answer.status_code, answer.json()["errors"][0]["reason"]) == (409, "other_content")
    assert "'17'" in answer.json()["detail"]
    assert "an id of its own" in answer.json()["detail"]
    await either.produce(msgspec.json.encode(other))
    (record,) = await until(either.rejected, "what came by the topic is kept")
    assert dict(record.headers)["eyelevel-reason"] == b"other_content"
    assert await is_accepted(either, "18")


async def test_a_producer_that_is_broken_does_not_flood_what_is_kept(tmp_path: Path) -> None:
    async with running(f"sqlite:///{tmp_path}/log.db", kept_at_once=5, kept_per_second=0) as ingest:
        await ingest.produce(*[msgspec.json.encode(said(id=str(n), time="noon")) for n in range(200)])
        await ingest.produce(msgspec.json.encode(said(id="x", source="probe-south", time="noon")))
        await ingest.produce(msgspec.json.encode(said(id="good")))
        await until(lambda: ingest.has_fact("good"), "the good fact behind the flood is accepted")
        assert [record.key for record in await ingest.rejected()] == ["probe-north"] * 5 + ["probe-south"]
        assert await ingest.metric("eyelevel_ingest_rejected_unkept_total") == 195
        assert await ingest.metric('eyelevel_ingest_rejected_total{door="raw",reason="malformed"}') == 201
