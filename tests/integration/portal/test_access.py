"""Keys, receivers, links and sessions: hashes alone are kept, what is taken back no longer opens."""

import msgspec
from sqlalchemy import select, text

from services.portal import tables
from services.portal.entrance import COOKIE
from shared.contracts.directory import KeyEntry, ReceiverEntry, decode_entry
from shared.contracts.topics import DIRECTORY
from shared.database.engine import Database
from shared.security import keys, webhooks
from tests.integration.portal.conftest import OPERATOR, SECRET, Stand
from tests.unit.portal.documents import small


async def test_the_first_operators_key_comes_from_the_settings_and_is_published_as_a_hash(
    stand: Stand,
) -> None:
    published = await stand.records(DIRECTORY.name)

    entry = decode_entry(published[0].value or b"")
    assert isinstance(entry, KeyEntry)
    assert (entry.role, entry.digest) == ("operator", keys.digest(OPERATOR))
    assert all(OPERATOR.encode() not in (record.value or b"") for record in published)


async def test_a_key_is_shown_once_and_kept_as_a_hash(stand: Stand, store_url: str) -> None:
    made = await stand.operator.post(
        "/v1/keys", json={"role": "source", "services": ["shop"], "sources": ["probe"], "name": "north probe"}
    )
    text_of_key = made.json()["key"]

    listed = (await stand.operator.get("/v1/keys")).json()["keys"][-1]
    assert listed["name"] == "north probe"
    assert listed["services"] == ["shop"]
    assert "key" not in listed
    published = (await stand.records(DIRECTORY.name))[-1]
    assert decode_entry(published.value or b"") == KeyEntry(
        id=made.json()["id"],
        digest=keys.digest(text_of_key),
        role="source",
        services=("shop",),
        sources=("probe",),
    )
    assert text_of_key not in await _everything(store_url)


async def test_a_key_that_was_taken_back_opens_nothing_and_leaves_the_directory(stand: Stand) -> None:
    made = (await stand.operator.post("/v1/keys", json={"role": "party", "party": "acme"})).json()
    client = stand.client(made["key"])
    assert (await client.get("/v1/agreements")).status_code == 200

    gone = await stand.operator.delete(f"/v1/keys/{made['id']}")

    assert gone.status_code == 204
    assert (await client.get("/v1/agreements")).status_code == 401
    last = (await stand.records(DIRECTORY.name))[-1]
    assert (last.key, last.value) == (f"key:{made['id']}", None)


async def test_an_operator_cannot_take_back_the_key_in_hand(stand: Stand) -> None:
    own = keys.read_name(OPERATOR)
    assert own is not None
    assert (await stand.operator.delete(f"/v1/keys/{own.id}")).status_code == 422


async def test_a_receivers_secret_is_derived_shown_and_neither_stored_nor_published(
    stand: Stand, store_url: str
) -> None:
    said = (
        await stand.operator.post("/v1/receivers", json={"party": "acme", "url": "https://hooks.example/in"})
    ).json()

    assert said["secret"] == webhooks.secret_text(webhooks.derive_secret(SECRET.encode(), said["id"], 1))
    published = (await stand.records(DIRECTORY.name))[-1].value or b""
    assert decode_entry(published) == ReceiverEntry(
        id=said["id"], party="acme", url="https://hooks.example/in"
    )
    assert said["secret"] not in await _everything(store_url)


async def test_bad_receivers_and_keys_are_refused_by_field(stand: Stand) -> None:
    for url in (
        "",
        "ftp://x",
        "https://",
        "https://u:p@x/",
        "https://x/#a",
        "https://x/ä",
        "http://x:99999/",
    ):
        answer = await stand.operator.post("/v1/receivers", json={"party": "acme", "url": url})
        assert answer.status_code == 422, url
        assert answer.json()["errors"][0]["field"] == "url"
    for body, field in (
        ({"role": "party"}, "party"),
        ({"role": "source"}, "services"),
        ({"role": "operator", "party": "acme"}, "party"),
        ({"role": "party", "party": "acme", "services": ["a"]}, "services"),
        ({"role": "party", "party": " acme"}, "party"),
    ):
        answer = await stand.operator.post("/v1/keys", json=body)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field), body


async def test_a_link_signs_in_once_with_a_cookie_that_scripts_cannot_read(
    stand: Stand, store_url: str
) -> None:
    await stand.put(small())
    link = (await stand.operator.post("/v1/links", json={"party": "acme"})).json()["url"]
    browser, late = stand.client(), stand.client()

    signed_in = await browser.post(link)

    assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/")
    cookie = signed_in.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    token = browser.cookies[COOKIE]
    assert token not in await _everything(store_url)
    assert link.rsplit("/", 1)[1] not in await _everything(store_url)
    used = await late.post(link)
    assert used.status_code == 410
    assert COOKIE not in late.cookies


async def test_a_look_ahead_of_a_mail_program_does_not_use_a_link_up(stand: Stand) -> None:
    link = (await stand.operator.post("/v1/links", json={"party": "acme"})).json()["url"]

    assert (await stand.client().head(link)).status_code == 200
    assert "signs you in as acme, once" in (await stand.client().get(link)).text
    assert (await stand.client().post(link)).status_code == 303
    assert (await stand.client().get(link)).status_code == 410


async def test_a_form_on_another_site_signs_nobody_in(stand: Stand) -> None:
    link = (await stand.operator.post("/v1/links", json={"party": "acme"})).json()["url"]

    refused = await stand.client().post(link, headers={"Sec-Fetch-Site": "cross-site"})

    assert (refused.status_code, "set-cookie" in refused.headers) == (403, False)
    assert (await stand.client().post(link)).status_code == 303


async def test_signing_out_ends_the_session_on_the_server(stand: Stand) -> None:
    link = (await stand.operator.post("/v1/links", json={"party": "acme"})).json()["url"]
    browser = stand.client()
    await browser.post(link)
    token = browser.cookies[COOKIE]

    out = await browser.post("/sign-out", headers={"Origin": "http://portal.example"})

    assert out.status_code == 303
    thief = stand.client()
    thief.cookies.set(COOKIE, token)
    assert (await thief.get("/")).headers["location"] == "/sign-in"


async def test_another_sites_form_signs_nobody_out(stand: Stand) -> None:
    link = (await stand.operator.post("/v1/links", json={"party": "acme"})).json()["url"]
    browser = stand.client()
    await browser.post(link)

    answer = await browser.post("/sign-out", headers={"Origin": "https://elsewhere.example"})

    assert answer.status_code == 403
    assert (await browser.get("/")).status_code == 200


async def _everything(store_url: str) -> str:
    """All that the database holds, as text."""
    database = Database(store_url)
    async with database.reading() as connection:
        found = [
            repr((await connection.execute(select(table))).all()) for table in tables.metadata.sorted_tables
        ]
        assert await connection.scalar(text("SELECT 1")) == 1
    await database.close()
    return msgspec.json.encode(found).decode()
