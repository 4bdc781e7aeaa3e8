"""No door without a key, and a refusal that says which key would do."""

from typing import Annotated

import pytest
from fastapi import Depends, Request
from fastapi.testclient import TestClient

from shared.security.keyring import MISSING, Refusal
from shared.security.principal import Principal
from shared.web.doors import door
from tests.unit.web.example import build


@pytest.mark.parametrize(
    ("role", "status", "detail"),
    [
        ("operator", 200, None),
        ("party", 200, None),
        ("source", 403, "This needs the operator's key or a party's key; a source's key was sent."),
    ],
)
def test_a_door_opens_for_its_roles(role: str, status: int, detail: str | None) -> None:
    app, texts = build()
    with TestClient(app) as client:
        answer = client.get("/v1/mine", headers={"authorization": f"Bearer {texts[role]}"})

    assert (answer.status_code, answer.json().get("detail")) == (status, detail)
    assert status != 200 or answer.json()["role"] == role


@pytest.mark.parametrize(
    "header", [None, "", "Basic dTpw", "Bearer hunter2", "Bearer eye_o_aaaaaaaaaaaa_" + "A" * 43]
)
def test_nobody_is_let_in_without_a_key_that_holds(header: str | None) -> None:
    app, _ = build()
    with TestClient(app) as client:
        answer = client.get("/v1/mine", headers={} if header is None else {"authorization": header})

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"
    assert "hunter2" not in answer.text


def test_a_door_without_roles_opens_for_any_key() -> None:
    app, texts = build()
    with TestClient(app) as client:
        for role, text in texts.items():
            answer = client.post("/v1/any", json={"name": "x"}, headers={"authorization": f"Bearer {text}"})
            assert answer.json() == {"role": role, "name": "x"}
        assert client.post("/v1/any", json={"name": "x"}).status_code == 401


def test_who_stands_there_may_be_found_another_way() -> None:
    def by_session(request: Request) -> Principal | Refusal:
        party = request.cookies.get("party")
        return Principal("party", "session", party) if party else MISSING

    app, _ = build()

    @app.get("/page")
    async def page(viewer: Annotated[Principal, Depends(door("party", who=by_session))]) -> str | None:
        return viewer.party

    with TestClient(app) as client:
        assert client.get("/page").status_code == 401
        assert client.get("/page", headers={"cookie": "party=acme"}).json() == "acme"


def test_two_applications_in_one_process_have_keys_of_their_own() -> None:
    one, texts = build()
    two, _ = build()
    header = {"authorization": f"Bearer {texts['operator']}"}
    with TestClient(one) as first, TestClient(two) as second:
        assert first.get("/v1/mine", headers=header).status_code == 200
        assert second.get("/v1/mine", headers=header).status_code == 401
