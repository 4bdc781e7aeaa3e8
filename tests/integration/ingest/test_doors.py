"""No door without a key: every door with every key."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from shared.contracts.directory import KeyEntry, encode_entry, key_of
from shared.contracts.topics import DIRECTORY
from shared.eventlog.port import Entry
from shared.security.keys import MintedKey, mint
from tests.integration.ingest.running import Running, running
from tests.unit.ingest.world import said

pytestmark = pytest.mark.asyncio(loop_scope="module")

MEASURED = said()
REPORTED = said(type="dev.eyelevel.problem.reported", source="acme", data={"text": "slow", "by": "acme"})
CHANGED = said(type="dev.eyelevel.change.started", source="northwind", data={"change": "c"})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ingest(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    url = f"sqlite:///{tmp_path_factory.mktemp('log')}/eventlog.db"
    async with running(url, metrics_key="of-prometheus") as made:
        yield made


@pytest.mark.parametrize(
    ("path", "who", "event", "status"),
    [
        ("/v1/events", "operator", MEASURED, 202),
        ("/v1/events", "source", MEASURED, 202),
        ("/v1/events", "customer", MEASURED, 403),
        ("/v1/events", "customer", REPORTED, 202),
        ("/v1/events", "customer", CHANGED, 403),
        ("/v1/events", "provider", MEASURED, 403),
        ("/v1/events", "provider", REPORTED, 403),
        ("/v1/events", "provider", CHANGED, 202),
        ("/v1/events", "never handed out", MEASURED, 401),
        ("/v1/events", None, MEASURED, 401),
        ("/v1/history", "operator", MEASURED, 202),
        ("/v1/history", "source", MEASURED, 403),
        ("/v1/history", "customer", REPORTED, 403),
        ("/v1/history", "provider", CHANGED, 403),
        ("/v1/history", "never handed out", MEASURED, 401),
        ("/v1/history", None, MEASURED, 401),
    ],
)
async def test_every_door_knows_who_may_enter(
    ingest: Running, path: str, who: str | None, event: dict[str, object], status: int
) -> None:
    answer = await ingest.post(event, who=who, path=path)
    assert answer.status_code == status, answer.text
    if status != 202:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"]
    assert ("www-authenticate" in answer.headers) == (status == 401)


@pytest.mark.parametrize(
    "authorization",
    ["Bearer", "Bearer nonsense", "Basic b3BlcmF0b3I6", "Bearer eye_o_000000000000_" + "x" * 43],
)
async def test_what_is_no_key_opens_nothing(ingest: Running, authorization: str) -> None:
    answer = await ingest.post(MEASURED, who=None, headers={"Authorization": authorization})
    assert answer.status_code == 401


async def test_a_body_of_somebody_unknown_is_not_even_judged(ingest: Running) -> None:
    answer = await ingest.post(b"{", who=None)
    assert answer.status_code == 401


async def test_health_needs_no_key(ingest: Running) -> None:
    assert (await ingest.client.get("/livez")).status_code == 200
    assert (await ingest.client.get("/readyz")).status_code == 200


async def test_metrics_ask_for_their_key_where_one_is_set(ingest: Running) -> None:
    assert (await ingest.client.get("/metrics")).status_code == 401
    answer = await ingest.client.get("/metrics", headers={"Authorization": "Bearer of-prometheus"})
    assert answer.status_code == 200
    assert "eyelevel_ingest_accepted_total" in answer.text


async def put(ingest: Running, key: MintedKey, *, held: bool) -> None:
    entry = KeyEntry(id=key.id, digest=key.digest, role="operator")
    await ingest.log.append([Entry(DIRECTORY.name, key_of(entry), encode_entry(entry) if held else None)])


async def test_a_key_holds_from_the_moment_it_was_made(ingest: Running) -> None:
    key = mint("operator")
    await put(ingest, key, held=True)
    answer = await ingest.post(MEASURED, who=None, headers={"Authorization": f"Bearer {key.text}"})
    assert answer.status_code == 202


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/v1/events", 405), ("PUT", "/v1/history", 405), ("POST", "/v1/facts", 404)],
)
async def test_what_is_no_door_says_so(ingest: Running, method: str, path: str, status: int) -> None:
    answer = await ingest.client.request(method, path)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
