"""An inbox receives, believes only what is signed, and shows what came."""

import time

import httpx2
import pytest
from standardwebhooks import Webhook
from starlette.applications import Starlette
from starlette.routing import Mount

from services.cli.inbox import LARGEST_BYTES, Inboxes
from shared.security.webhooks import derive_secret, secret_text, sign
from tests.unit.notifier.builders import body

NOW = time.time_ns() // 1_000
SECRET = derive_secret(b"-" * 32, "acme", 1)
OTHER = derive_secret(b"-" * 32, "north", 1)


def inboxes(**said: int) -> Inboxes:
    made = Inboxes(clock=lambda: NOW, **said)
    made.open("acme", secret_text(SECRET))
    made.open("northwind", secret_text(OTHER))
    return made


def client(made: Inboxes) -> httpx2.AsyncClient:
    app = Starlette(routes=[Mount("/inbox", made.app)])
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://demo")


def headers(
    id_: str, content: bytes, secret: bytes = SECRET, seconds: int = NOW // 1_000_000
) -> dict[str, str]:
    return {
        "webhook-id": id_,
        "webhook-timestamp": str(seconds),
        "webhook-signature": "v1,b3RoZXI= " + sign(secret, id_, seconds, content),
    }


async def post(web: httpx2.AsyncClient, id_: str = "v1", content: bytes | None = None, **said: object) -> int:
    content = body(id_) if content is None else content
    given = headers(id_, content, **said)  # type: ignore[arg-type]  # secret and seconds by name
    return (await web.post("/inbox/acme", content=content, headers=given)).status_code


async def page(web: httpx2.AsyncClient, party: str = "acme") -> str:
    return (await web.get(f"/inbox/{party}")).text


async def test_a_signed_message_is_taken_and_shown_with_its_sentences_instant_and_bytes() -> None:
    async with client(inboxes()) as web:
        assert await post(web) == 204
        text = await page(web)
    assert "1 message, its signature is valid." in text
    assert "Availability can no longer be met." in text
    assert "Nicht mehr erreichbar." in text
    assert "Saturday 17 January 2026, 02:05:10 UTC" in text
    assert 'datetime="2026-01-17T02:05:10Z"' in text
    assert "&#34;specversion&#34;: &#34;1.0&#34;" in text
    assert "signature valid" in text


async def test_what_the_library_signs_is_believed() -> None:
    from datetime import UTC, datetime

    at = datetime.fromtimestamp(NOW // 1_000_000, UTC)
    signature = Webhook(secret_text(SECRET)).sign("v1", at, body("v1").decode())
    said = headers("v1", body("v1")) | {"webhook-signature": signature}
    async with client(inboxes()) as web:
        assert (await web.post("/inbox/acme", content=body("v1"), headers=said)).status_code == 204


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"webhook-signature": "v1,AAAA"}, "does not fit"),
        ({"webhook-signature": "v1a,é"}, "does not fit"),
        ({"webhook-signature": ""}, "not signed"),
        ({"webhook-id": "v2"}, "does not fit"),
        ({"webhook-id": "v.1"}, "not signed"),
        ({"webhook-timestamp": "soon"}, "not a number"),
        ({"webhook-timestamp": str(NOW // 1_000_000 - 301)}, "five minutes off"),
        ({"webhook-timestamp": str(NOW // 1_000_000 + 301)}, "five minutes off"),
        ({"webhook-timestamp": str(NOW // 1_000_000 + 1)}, "does not fit"),
    ],
)
async def test_what_is_not_rightly_signed_is_refused_and_shown_so(changed: dict[str, str], why: str) -> None:
    async with client(inboxes()) as web:
        said = {name: value.encode() for name, value in (headers("v1", body("v1")) | changed).items()}
        assert (await web.post("/inbox/acme", content=body("v1"), headers=said)).status_code == 401
        text = await page(web)
    assert "1 with a signature that is not valid." in text
    assert why in text


@pytest.mark.parametrize("off", [-300, 300])
async def test_a_timestamp_of_exactly_five_minutes_is_believed(off: int) -> None:
    async with client(inboxes()) as web:
        assert await post(web, seconds=NOW // 1_000_000 + off) == 204


async def test_the_secret_of_the_other_party_is_not_believed() -> None:
    async with client(inboxes()) as web:
        assert await post(web, secret=OTHER) == 401


async def test_a_second_secret_of_a_party_is_believed_too() -> None:
    made = inboxes()
    made.open("acme", secret_text(derive_secret(b"-" * 32, "acme", 2)))
    async with client(made) as web:
        assert await post(web, secret=derive_secret(b"-" * 32, "acme", 2)) == 204
        assert await post(web) == 204


async def test_a_message_that_comes_again_is_counted_and_kept_once() -> None:
    async with client(inboxes()) as web:
        for _ in range(3):
            await post(web)
        text = await page(web)
    assert "1 message, its signature is valid." in text
    assert "3 times under one id" in text


async def test_the_newest_stands_first_and_the_oldest_is_forgotten() -> None:
    async with client(inboxes(most=2)) as web:
        for id_ in ("first", "second", "third"):
            await post(web, id_)
        text = await page(web)
    assert text.index("<dd>third</dd>") < text.index("<dd>second</dd>")
    assert "<dd>first</dd>" not in text
    assert "1 older message is no longer kept here" in text


async def test_what_is_no_verdict_is_shown_as_it_came_and_escaped() -> None:
    async with client(inboxes()) as web:
        assert await post(web, content=b"<script>alert(1)</script>\xff\xe2\x80\xae") == 204
        text = await page(web)
    assert "<script>" not in text
    assert "\\u202e" in text
    assert "\u202e" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\\xff" in text


@pytest.mark.parametrize(("size", "status"), [(LARGEST_BYTES, 204), (LARGEST_BYTES + 1, 413)])
async def test_a_body_that_is_too_long_is_not_taken(size: int, status: int) -> None:
    async with client(inboxes()) as web:
        assert await post(web, content=b" " * size) == status


async def test_parties_have_inboxes_of_their_own_and_a_way_to_the_other() -> None:
    async with client(inboxes()) as web:
        await post(web)
        other = await page(web, "northwind")
    assert "Nothing has come yet." in other
    assert 'href="acme"' in other


async def test_there_is_no_inbox_for_others() -> None:
    async with client(inboxes()) as web:
        assert (await web.post("/inbox/nobody", content=b"{}")).status_code == 404
        answered = await web.get("/inbox/nobody")
    assert answered.status_code == 404
    assert "There is no inbox of this name." in answered.text


async def test_the_page_works_without_anything_from_elsewhere_and_takes_the_portals_sheet() -> None:
    async with client(inboxes()) as web:
        text = await page(web)
    assert '<link rel="stylesheet" href="/style.css">' in text
    assert "http://" not in text
    assert "https://" not in text
