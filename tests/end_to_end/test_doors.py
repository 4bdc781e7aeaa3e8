"""No door without a key: every route of every service with every kind of key, and no byte of one tenant to another."""

import itertools
import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.routing import iter_route_contexts

from services.cli.documents import SERVICES
from shared.security import keys
from tests.end_to_end.doors import API, COLUMNS, METRICS, PAGES, PLAIN, Door
from tests.end_to_end.tenants import SIDES, Tenant, Tenants, tenants
from tests.end_to_end.visitors import COOKIE, Visitor, visitors

DOORS = (*API, *PAGES, *PLAIN)
_numbers = itertools.count(1)

each_door = pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    with tenants(tmp_path_factory.mktemp("embedded")) as made:
        yield made


@pytest.fixture(scope="module")
def belongings(world: Tenants) -> dict[str, set[str]]:
    """By tenant: every text in what the API says of it to the operator, but not of the other."""
    found = {tenant.name: set(_texts_of(world, tenant)) for tenant in world.both}
    mine, others = found[world.azurite.name], found[world.basalt.name]
    return {
        world.azurite.name: {world.azurite.name, *(mine - others)},
        world.basalt.name: {world.basalt.name, *(others - mine)},
    }


def _texts_of(world: Tenants, tenant: Tenant) -> Iterator[str]:
    parties = {tenant.party(side) for side in SIDES}
    place = f"{tenant.agreement}/{tenant.objective}"
    for path in (
        f"/v1/figures/{place}/current",
        f"/v1/evidence/{place}",
        f"/v1/deliveries?agreement={tenant.agreement}",
        f"/v1/agreements/{tenant.agreement}",
    ):
        yield from _texts_in(world.ask("GET", path).json())
    receivers = world.ask("GET", "/v1/receivers").json()["receivers"]
    handed_out = world.ask("GET", "/v1/keys").json()["keys"]
    yield from _texts_in([receiver for receiver in receivers if receiver["party"] in parties])
    yield from _texts_in(
        [key for key in handed_out if key["party"] in parties or tenant.service in key["services"]]
    )
    yield from (*tenant.keys.values(), *tenant.sessions.values())


def _texts_in(value: Any) -> Iterator[str]:
    """Every text and every number that is long enough to be part of no other by chance."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(item)
    elif value is not None and len(str(value)) >= 10:
        yield str(value)


def test_what_belongs_to_one_is_known(belongings: dict[str, set[str]]):
    """Names, titles, keys, receivers, deliveries, hashes, instants and figures are among what is looked for."""
    for name, found in belongings.items():
        told = " ".join(found)
        assert f"The {name} agreement" in told
        assert "rcv_" in told
        assert "sha256:" in told
        assert "99.99" in told
        assert sum(len(text) == 32 for text in found) >= 3, "ids of deliveries and verdicts"
        assert len(found) > 30


def test_every_route_has_its_line():
    """A new route fails here until the table says who may enter."""
    routes = {
        (method, context.path_format)
        for service in SERVICES
        for context in iter_route_contexts(import_module(f"services.{service}.app").describe().routes)
        for method in (context.methods or set()) - ({"HEAD"} if "GET" in (context.methods or ()) else set())
    }
    assert {(door.method, door.route) for door in (*DOORS, METRICS)} == routes


def test_every_line_says_something_of_every_column():
    assert all(len(door.statuses) == len(COLUMNS) for door in DOORS)


@each_door
def test_the_door_opens_to_whom_it_should_and_shows_nobody_what_is_anothers(
    door: Door, world: Tenants, belongings: dict[str, set[str]]
):
    expected, wrong = door.expected(), []
    for visitor in visitors(world, door):
        filled = _filled(door, world, world.azurite)
        answer = _knock(world, door, visitor, filled)
        if answer.status_code != expected[visitor.column]:
            wrong.append((visitor.name, answer.status_code, expected[visitor.column], answer.text[:300]))
        if visitor.column != "operator":
            shown = _shown(answer, filled)
            wrong += [
                (visitor.name, "is shown", text)
                for text in _hidden_from(visitor, belongings)
                if text in shown
            ]
        if answer.status_code >= 400 and door in API:
            assert answer.headers["content-type"] == "application/problem+json"
        assert ("www-authenticate" in answer.headers) == (answer.status_code == 401)
    assert not wrong


@pytest.mark.parametrize(
    "door", [door for door in DOORS if "{agreement}" in door.route + door.query], ids=lambda door: door.name
)
def test_what_is_anothers_and_what_is_nowhere_are_answered_alike(door: Door, world: Tenants):
    made_up = Tenant("nowhere")
    differ = []
    for visitor in visitors(world, door):
        if visitor.tenant is world.azurite or visitor.column == "operator" or door.method == "PUT":
            continue
        there, nowhere = _filled(door, world, world.azurite), _filled(door, world, made_up)
        answers = [_knock(world, door, visitor, filled) for filled in (there, nowhere)]
        alike = [_shown(answer, filled) for answer, filled in zip(answers, (there, nowhere), strict=True)]
        if answers[0].status_code != answers[1].status_code or alike[0] != alike[1]:
            differ.append((visitor.name, *(answer.text[:300] for answer in answers)))
    assert not differ


@pytest.mark.parametrize("kind", ["measured", "reported", "announced"])
def test_a_service_of_another_and_one_that_is_nowhere_are_answered_alike(kind: str, world: Tenants):
    made_up, other = Tenant("azurito"), world.basalt  # as near to the asker's own: it may be told those
    for side in ("source", *SIDES):
        answers = []
        for tenant in (world.azurite, made_up):
            party = other.party(side) if side != "source" else f"{other.name}-probe"
            fact = _fact(world, tenant, kind) | {"source": party}
            if kind == "reported":
                fact["data"]["by"] = party
            answer = world.ask(
                "POST", "/v1/events", key=other.keys[side], json=fact,
                headers={"Content-Type": "application/cloudevents+json"},
            )  # fmt: skip
            answers.append((answer.status_code, answer.text.replace(tenant.name, "…")))
        assert answers[0] == answers[1]
        assert answers[0][0] in {403, 422}


def test_a_service_of_another_provider_is_refused_without_saying_whose_it_is(world: Tenants):
    other = world.basalt
    document = other.document.replace(other.agreement, "basalt-second").replace(
        f"id: {other.service}", f"id: {world.azurite.service}"
    ).replace(f"service: {other.service}", f"service: {world.azurite.service}")  # fmt: skip
    answer = world.ask(
        "PUT", "/v1/agreements/basalt-second", key=other.keys["provider"], content=document,
        headers={"Content-Type": "application/yaml"},
    )  # fmt: skip
    assert answer.status_code == 409, answer.text
    assert world.azurite.name not in answer.text.replace(world.azurite.service, "")


def test_a_party_cannot_take_over_anothers_agreement(world: Tenants):
    own = world.basalt
    document = own.document.replace(own.agreement, world.azurite.agreement).replace(
        "version: 1}", "version: 2}"
    )
    answer = world.ask(
        "PUT", f"/v1/agreements/{world.azurite.agreement}", key=own.keys["provider"], content=document,
        headers={"Content-Type": "application/yaml"},
    )  # fmt: skip
    assert answer.status_code == 404, answer.text
    assert world.azurite.name not in answer.text.replace(world.azurite.agreement, "")


def test_a_key_opens_nothing_once_it_is_taken_back(world: Tenants):
    made = world.make("/v1/keys", role="party", party=world.azurite.party("customer"))
    paths = ("/v1/agreements", "/v1/figures", "/v1/deliveries")
    for path in paths:
        assert world.knows(made["key"], path), "a new key opens"
    assert world.ask("DELETE", f"/v1/keys/{made['id']}").status_code == 204
    for path in paths:
        assert world.knows_no_longer(made["key"], path), "it opens no more"


def test_a_link_signs_in_once(world: Tenants):
    path = f"/sign-in/{world.link(world.azurite.party('customer'))}"
    looked = [world.front.knock(method, path) for method in ("HEAD", "GET", "GET")]
    first, second, late = (world.front.knock(method, path) for method in ("POST", "POST", "GET"))
    assert [one.status_code for one in looked] == [200, 200, 200], "looking at it does not use it up"
    assert not any("set-cookie" in one.headers for one in looked)
    assert (first.status_code, second.status_code, late.status_code) == (303, 410, 410)
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "set-cookie" not in second.headers


def test_signing_out_ends_the_session_for_whoever_kept_its_cookie(world: Tenants):
    signed_in = world.front.knock("POST", f"/sign-in/{world.link(world.azurite.party('customer'))}")
    kept = {"Cookie": f"{COOKIE}={signed_in.cookies[COOKIE]}"}
    assert world.front.knock("GET", "/", headers=kept).status_code == 200
    assert world.front.knock("POST", "/sign-out", headers=kept).status_code == 303
    assert world.front.knock("GET", "/", headers=kept).status_code == 303


def _knock(world: Tenants, door: Door, visitor: Visitor, filled: dict[str, str]) -> httpx2.Response:
    headers = {**(door.headers or {}), **visitor.headers}
    body = _body(door, world, filled)
    content: dict[str, Any] = {"json": body} if isinstance(body, dict | list) else {"content": body}
    return world.front.knock(
        door.method, (door.route + door.query).format(**filled), headers=headers, **content
    )


def _filled(door: Door, world: Tenants, tenant: Tenant) -> dict[str, str]:
    """The names in a door's address, of a tenant; what is used up is made anew."""
    wanted = door.route + door.query
    filled = {
        "agreement": tenant.agreement,
        "objective": tenant.objective,
        "start": "current",
        "version": "1",
        "tenant": tenant.name,
        **dict(door.fills),
    }
    customer = tenant.party("customer")
    if "{delivery}" in wanted:
        told = world.ask("GET", f"/v1/deliveries?agreement={tenant.agreement}").json()["deliveries"]
        filled["delivery"] = next(one["id"] for one in told if one["party"] == customer)
    if "{receiver}" in wanted:
        hook = f"http://127.0.0.1:9/{tenant.name}"
        filled["receiver"] = world.make("/v1/receivers", party=customer, url=hook)["id"]
    if "{key}" in wanted:
        filled["key"] = world.make("/v1/keys", role="party", party=customer)["id"]
    if "{change}" in wanted:
        filled["change"] = f"door-{next(_numbers)}"
    if "{correction}" in wanted:
        proposed = filled.get("correction") == "proposed"
        filled["correction"] = f"door-{next(_numbers)}"
        if proposed and tenant.keys:
            place = f"/v1/agreements/{tenant.agreement}/corrections/{filled['correction']}"
            made = world.ask("PUT", place, key=tenant.keys["provider"], json=_correction(tenant))
            assert made.status_code == 201, made.text
    if "{token}" in wanted:
        filled["token"] = _link(filled.get("token", "fresh"), world, customer)
    return filled


def _link(kind: str, world: Tenants, party: str) -> str:
    if kind == "past":
        return world.past_link(party)
    if kind == "made-up":
        return keys.mint("party").text
    token = world.link(party)
    if kind == "used":
        assert world.front.knock("POST", f"/sign-in/{token}").status_code == 303
    return token


def _body(door: Door, world: Tenants, filled: dict[str, str]) -> Any:
    tenant = Tenant(filled["tenant"])
    customer = tenant.party("customer")
    match door.body:
        case "document":
            return tenant.document
        case "correction":
            return _correction(tenant)
        case "the form of a correction":
            return "decision=accepted&reason=door"
        case "the form of a change":
            return "decision=declined&reason=door"
        case "batch":
            return [_fact(world, tenant, "measured")]
        case "measured" | "reported" | "announced" | "decided":
            return _fact(world, tenant, door.body)
        case "the customer's receiver":
            return {"url": f"http://127.0.0.1:9/{tenant.name}", "party": customer}
        case "the customer's link":
            return {"party": customer}
    return door.body


def _correction(tenant: Tenant) -> dict[str, str]:
    """Of time that nobody promises anything for, so that no figure moves."""
    span = {"from": "2024-01-01T00:00:00Z", "until": "2024-01-01T01:00:00Z"}
    return {"service": tenant.service, **span, "to": "up"}


def _fact(world: Tenants, tenant: Tenant, kind: str) -> dict[str, Any]:
    name = f"door-{next(_numbers)}"
    customer, provider = tenant.party("customer"), tenant.party("provider")
    if kind == "reported":
        fact = world.fact(tenant, name, "problem.reported", by=customer, text="slow")
        return fact | {"source": customer}
    if kind == "announced":
        later = {"from": "2034-01-01T00:00:00Z", "until": "2034-01-01T01:00:00Z"}
        return world.fact(tenant, name, "change.announced", change=name, **later) | {"source": provider}
    if kind == "decided":
        fact = world.fact(tenant, name, "change.acknowledged", change="c", by=customer)
        return fact | {"source": customer}
    return world.fact(tenant, name, "availability.observed", state="down")


def _shown(answer: httpx2.Response, filled: dict[str, str]) -> str:
    """What was answered, headers too, without what the request itself said."""
    told = "\n".join(
        (answer.text, *(f"{name}: {value}" for name, value in answer.headers.items() if name != "date"))
    )
    said = sorted((value for value in filled.values() if len(value) > 3), key=len, reverse=True)
    for value in said:
        told = told.replace(value, "…")
    return told


def _hidden_from(visitor: Visitor, belongings: dict[str, set[str]]) -> set[str]:
    own = visitor.tenant.name if visitor.tenant else None
    return {text for name, found in belongings.items() if name != own for text in found}


def test_the_search_would_find_something(world: Tenants, belongings: dict[str, set[str]]):
    """The operator's answers do hold what is looked for."""
    door = next(door for door in API if door.route == "/v1/deliveries")
    operator = next(one for one in visitors(world, door) if one.column == "operator")
    shown = json.dumps(_knock(world, door, operator, _filled(door, world, world.azurite)).text)
    for found in belongings.values():
        assert sum(text in shown for text in found) > 5


def test_a_file_of_the_page_is_no_way_out(world: Tenants, tmp_path: Path):
    for path in ("/..%2fapi.py", "/style.css%00", "/%2e%2e/app.py", "/static/style.css"):
        assert world.front.knock("GET", path).status_code in {303, 404}
