"""Who sees which receipts."""

import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from shared.security.keys import mint
from shared.security.principal import Principal
from shared.security.tokens import issue
from tests.integration.notifier.hook import both_listening
from tests.integration.notifier.whole import ACME, OTHER, SECRET, Running, told

SEES = {
    "operator": {ACME, OTHER},
    "provider": {ACME, OTHER},
    "customer": {ACME},
    "observer": {ACME},
    "other-customer": {OTHER},
    "stranger": set[str](),
}


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def notifier(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """As in `told`, one for all tests of this module, which only read."""
    async with both_listening() as hooks, told(tmp_path_factory.mktemp("access"), hooks) as running:
        yield running


def token(party: str, seconds: int = 60) -> str:
    """As the portal asks for a viewer."""
    viewer = Principal("party", "k", party)
    return issue(viewer, SECRET.encode(), seconds, time.time_ns() // 1_000)


@pytest.mark.parametrize("key", SEES)
async def test_each_sees_the_deliveries_of_its_own_agreements_and_of_both_sides(
    notifier: Running, key: str
) -> None:
    answered = await notifier.ask(key)
    found = answered.json()["deliveries"]
    assert answered.status_code == 200
    assert {one["agreement"] for one in found} == SEES[key]
    if ACME in SEES[key]:
        assert {one["side"] for one in found if one["agreement"] == ACME} == {"provider", "customer"}
        assert all(one["attempts"] for one in found)


@pytest.mark.parametrize("key", SEES)
@pytest.mark.parametrize("agreement", [ACME, OTHER])
async def test_an_agreement_that_is_not_ones_own_is_not_there(
    notifier: Running, key: str, agreement: str
) -> None:
    answered = await notifier.ask(key, agreement=agreement)
    if agreement in SEES[key]:
        assert {one["agreement"] for one in answered.json()["deliveries"]} == {agreement}
    else:
        assert answered.status_code == 404
        unknown = await notifier.ask(key, agreement="nowhere")
        assert answered.json()["detail"].replace(agreement, "nowhere") == unknown.json()["detail"]


@pytest.mark.parametrize(
    ("key", "status"),
    [
        (None, 401),
        ("source", 403),
        ("Bearer", 401),
        (mint("operator").text, 401),
        (mint("party").text, 401),
        (token("acme", seconds=-1), 401),
        (token("acme")[:-2] + "xx", 401),
    ],
    ids=["none", "source", "malformed", "unknown-operator", "unknown-party", "old-token", "forged-token"],
)
@pytest.mark.parametrize("path", ["", "/any/retry"])
async def test_nobody_else_gets_in(notifier: Running, key: str | None, status: int, path: str) -> None:
    answered = await notifier.ask(key, path, post=bool(path))
    assert answered.status_code == status
    assert answered.headers["content-type"] == "application/problem+json"


async def test_a_token_of_the_portal_has_its_viewers_rights(notifier: Running) -> None:
    found = (await notifier.ask(token("globex"))).json()["deliveries"]
    assert {one["agreement"] for one in found} == {OTHER}


async def test_pages_follow_one_another_latest_first(notifier: Running) -> None:
    everything = [one["id"] for one in await notifier.deliveries()]
    paged, cursor = [], None
    while True:
        query = {"limit": 2} if cursor is None else {"limit": 2, "cursor": cursor}
        page = (await notifier.ask("operator", **query)).json()
        paged += [one["id"] for one in page["deliveries"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert paged == everything
    assert len(paged) == 5


async def test_an_objective_narrows_the_list(notifier: Running) -> None:
    assert len(await notifier.deliveries(agreement=ACME, objective="availability")) == 4
    assert await notifier.deliveries(agreement=ACME, objective="answers") == []


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 201},
        {"cursor": 0},
        {"cursor": "x"},
        {"cursor": 2**63},
        {"agreement": "a\x00b"},
    ],
)
async def test_a_question_that_makes_no_sense_gets_a_problem(
    notifier: Running, query: dict[str, object]
) -> None:
    answered = await notifier.ask("operator", **query)
    assert answered.status_code == 422
    assert answered.json()["errors"][0]["field"] == f"query.{next(iter(query))}"
