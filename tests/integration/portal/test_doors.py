"""No door without a key, and a party sees its own agreements, wholly and alone."""

import itertools

import pytest

from tests.integration.portal.conftest import Stand
from tests.unit.portal.documents import small

WHO = ("nobody", "operator", "source", "north", "acme", "auditor", "stranger")
PARTIES = ("north", "acme", "auditor", "stranger")
DOCUMENT = small(version=2)

# door: (method, path, body), and the status for each of WHO
DOORS = {
    "list agreements": (("GET", "/v1/agreements", None), (401, 200, 403, 200, 200, 200, 200)),
    "read agreement": (("GET", "/v1/agreements/shop", None), (401, 200, 403, 200, 200, 200, 404)),
    "read version": (("GET", "/v1/agreements/shop/versions/1", None), (401, 200, 403, 200, 200, 200, 404)),
    "no such version": (("GET", "/v1/agreements/shop/versions/9", None), (401, 404, 403, 404, 404, 404, 404)),
    "no such agreement": (("GET", "/v1/agreements/none", None), (401, 404, 403, 404, 404, 404, 404)),
    "put again": (("PUT", "/v1/agreements/shop", small()), (401, 200, 403, 200, 200, 403, 404)),
    "put a version": (("PUT", "/v1/agreements/shop", DOCUMENT), (401, 201, 403, 201, 201, 403, 404)),
    "put another's": (
        ("PUT", "/v1/agreements/new", small("new", service="new")),
        (401, 201, 403, 201, 201, 403, 404),  # it is there by now, and not for a stranger
    ),
    "make a key": (("POST", "/v1/keys", {"role": "operator"}), (401, 201, 403, 403, 403, 403, 403)),
    "list keys": (("GET", "/v1/keys", None), (401, 200, 403, 403, 403, 403, 403)),
    "revoke a key": (("DELETE", "/v1/keys/none", None), (401, 404, 403, 403, 403, 403, 403)),
    "add acme's receiver": (
        ("POST", "/v1/receivers", {"url": "https://hooks.example/", "party": "acme"}),
        (401, 201, 403, 403, 201, 403, 403),
    ),
    "add own receiver": (
        ("POST", "/v1/receivers", {"url": "https://hooks.example/"}),
        (401, 422, 403, 201, 201, 201, 201),
    ),
    "list receivers": (("GET", "/v1/receivers", None), (401, 200, 403, 200, 200, 200, 200)),
    "remove acme's receiver": (("DELETE", "/v1/receivers/{acme}", None), (401, 204, 403, 404, 204, 404, 404)),
    "link for acme": (("POST", "/v1/links", {"party": "acme"}), (401, 201, 403, 403, 201, 403, 403)),
    "link for oneself": (("POST", "/v1/links", None), (401, 422, 403, 201, 201, 201, 201)),
}


@pytest.fixture
def store_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """SQLite alone: doors do not depend on the database."""
    return f"sqlite:///{tmp_path_factory.mktemp('doors') / 'portal.db'}"


async def test_every_door_with_every_key(stand: Stand) -> None:
    assert (await stand.put(small())).status_code == 201
    clients = {"nobody": stand.client(), "operator": stand.operator}
    clients["source"] = stand.client(await stand.key("source", services=["shop"]))
    clients |= {party: await stand.party(party) for party in PARTIES}
    found = {}
    for name, ((method, path, body), expected) in DOORS.items():
        for who, status in zip(WHO, expected, strict=True):
            if "{acme}" in path:
                made = await clients["acme"].post("/v1/receivers", json={"url": "https://hooks.example/"})
                address = path.replace("{acme}", made.json()["id"])
            else:
                address = path
            answer = await _ask(clients[who], method, address, body)
            if answer.status_code != status and (answer.status_code, status) != (200, 201):
                found[name, who] = (answer.status_code, status, answer.text)
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == "application/problem+json"
    assert found == {}


async def test_a_party_lists_its_own_agreements_alone(stand: Stand) -> None:
    await stand.put(small("one", customer="acme", service="a"))
    await stand.put(small("two", customer="other", observer="someone", service="b"))

    acme, other, north = [await stand.party(name) for name in ("acme", "other", "north")]

    assert await _ids(acme) == ["one"]
    assert await _ids(other) == ["two"]
    assert await _ids(north) == ["one", "two"]


async def test_an_agreement_of_others_answers_word_for_word_as_one_that_is_not_there(stand: Stand) -> None:
    await stand.put(small("one"))
    stranger = await stand.party("stranger")

    hidden = (await stranger.get("/v1/agreements/one")).json()
    missing = (await stranger.get("/v1/agreements/two")).json()

    assert {k: str(v).replace("two", "one") for k, v in missing.items()} == {
        k: str(v) for k, v in hidden.items()
    }


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer",
        "Bearer eye_o_short",
        "Basic eye_o_000000000000_" + "a" * 43,
        "Bearer eye_o_000000000000_" + "a" * 43,
        "Bearer eye_p_000000000000_" + "é" * 43,
        "Bearer a.b.c",
    ],
)
async def test_what_is_no_key_opens_nothing(stand: Stand, authorization: str) -> None:
    for method, path in itertools.product(("GET", "POST"), ("/v1/keys", "/v1/receivers")):
        answer = await stand.client().request(
            method, path, headers={"Authorization": authorization.encode()}, json={}
        )
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"


async def _ask(client, method, path, body):
    if isinstance(body, str):
        return await client.request(
            method, path, content=body.encode(), headers={"content-type": "application/yaml"}
        )
    return await client.request(method, path, json=body) if body else await client.request(method, path)


async def _ids(client) -> list[str]:
    return [said["id"] for said in (await client.get("/v1/agreements")).json()["agreements"]]
