"""Webhooks against a real HTTP receiver."""

import time
from collections.abc import AsyncIterator, Sequence

import httpx2
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from services.notifier.channels.webhook import Webhooks
from services.notifier.retry import Answer
from shared.contracts.directory import ReceiverEntry
from shared.security.webhooks import derive_secret, secret_text
from tests.integration.notifier.hook import Hook, answer, hang, says_and_hangs
from tests.unit.notifier.builders import body, receiver

MASTER = b"a master secret of thirty-two bytes or more"
AT = 1_767_225_600_000_000


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    """Listening."""
    made = Hook()
    await made.up()
    yield made
    await made.down()


def webhooks(**options: object) -> Webhooks:
    settings = {"version": "0.1.0", "timeout": 5.0, "allow_private": True} | options
    return Webhooks(MASTER, **settings)  # type: ignore[arg-type]  # options by name


async def send(
    to: ReceiverEntry, channel: Webhooks | None = None, message: bytes | None = None, at: int = AT
) -> Answer:
    sender = channel or webhooks()
    try:
        return await sender.send(to, "v1", body("v1") if message is None else message, at)
    finally:
        await sender.close()


async def test_the_bytes_arrive_as_they_are_with_the_headers_of_standard_webhooks(hook: Hook) -> None:
    said = await send(receiver("acme", "acme", hook.url("/in?party=acme")))
    assert (said.status, said.error) == (204, None)
    got = hook.got[0]
    assert (got.path, got.body) == ("/in?party=acme", body("v1"))
    assert got.headers["host"] == f"127.0.0.1:{hook.port}"
    assert got.headers["content-type"] == "application/cloudevents+json"
    assert got.headers["user-agent"] == "Eyelevel/0.1.0"
    assert got.headers["webhook-id"] == "v1"
    assert got.headers["webhook-timestamp"] == str(AT // 1_000_000)


async def test_the_signature_is_accepted_by_the_library_and_only_with_this_receivers_secret(
    hook: Hook,
) -> None:
    # the library takes a message of the last five minutes alone
    await send(receiver("acme", "acme", hook.url(), generation=2), at=time.time_ns() // 1_000)
    got = hook.got[0]
    Webhook(secret_text(derive_secret(MASTER, "acme", 2))).verify(got.body, got.headers)
    for other in (derive_secret(MASTER, "acme", 1), derive_secret(MASTER, "north", 2)):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret_text(other)).verify(got.body, got.headers)


@pytest.mark.parametrize("status", [200, 400, 410, 500])
async def test_the_status_is_told_as_it_is(hook: Hook, status: int) -> None:
    hook.answers(answer(status))
    assert (await send(receiver("acme", "acme", hook.url()))).status == status


async def test_a_redirect_is_not_followed(hook: Hook) -> None:
    hook.answers(answer(302, f"location: {hook.url('/elsewhere')}"))
    assert (await send(receiver("acme", "acme", hook.url()))).status == 302
    assert [got.path for got in hook.got] == ["/in"]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("-5", None),
        ("soon", None),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 0),
    ],
)
async def test_retry_after_is_read_from_seconds_or_a_date(
    hook: Hook, value: str, seconds: int | None
) -> None:
    hook.answers(answer(503, f"retry-after: {value}"))
    said = await send(receiver("acme", "acme", hook.url()))
    assert said.retry_after == (None if seconds is None else seconds * 1_000_000)


async def test_a_receiver_that_is_down_is_an_error_and_its_length_is_known(hook: Hook) -> None:
    await hook.down()
    said = await send(receiver("acme", "acme", hook.url()))
    assert said.status is None
    assert str(said.error).startswith("The receiver took no connection")
    assert said.took > 0


async def test_a_receiver_that_hangs_is_left_after_the_timeout(hook: Hook) -> None:
    hook.answers(hang)
    said = await send(receiver("acme", "acme", hook.url()), webhooks(timeout=0.2))
    assert said.error == "The receiver gave no answer within 0.2 s."
    assert 200_000 <= said.took < 3_000_000


async def test_a_receiver_that_never_ends_its_head_is_left_after_the_timeout_too(hook: Hook) -> None:
    hook.answers(says_and_hangs(b"HTTP/1.1 200 OK\r\n"))
    assert (await send(receiver("acme", "acme", hook.url()), webhooks(timeout=0.3))).error == (
        "The receiver gave no answer within 0.3 s."
    )


async def test_the_status_counts_though_the_body_never_ends(hook: Hook) -> None:
    hook.answers(says_and_hangs(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc"))
    assert (await send(receiver("acme", "acme", hook.url()), webhooks(timeout=0.3))).status == 200


async def test_at_most_a_little_of_an_endless_answer_is_read(hook: Hook) -> None:
    endless = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n" + b"x" * 100_000
    hook.answers(endless)
    assert (await send(receiver("acme", "acme", hook.url()))).status == 200


@pytest.mark.parametrize("said", [b"SSH-2.0-OpenSSH_9.6\r\n", b"", b"HTTP/1.1 abc\r\n\r\n"])
async def test_what_is_no_http_is_an_error(hook: Hook, said: bytes) -> None:
    hook.answers(said)
    answered = await send(receiver("acme", "acme", hook.url()))
    assert answered.status is None
    assert answered.error


@pytest.mark.parametrize(
    "url", ["ftp://hooks.example/in", "hooks.example/in", "http://", "http://[::1", "://"]
)
async def test_an_address_that_is_none_is_an_error(url: str) -> None:
    assert (await send(receiver("acme", "acme", url))).error


async def test_a_name_that_nobody_knows_is_an_error() -> None:
    async def nobody(_host: str, _port: int) -> Sequence[str]:
        return []

    said = await send(receiver("acme", "acme", "https://hooks.example/in"), webhooks(resolve=nobody))
    assert said.error == "Not sent: hooks.example has no address."


async def test_a_private_address_is_not_called_and_the_setting_is_named(hook: Hook) -> None:
    said = await send(receiver("acme", "acme", hook.url()), webhooks(allow_private=False))
    assert "EYELEVEL_ALLOW_PRIVATE_RECEIVERS=true" in str(said.error)
    assert hook.got == []


async def test_one_private_address_among_public_ones_is_enough_to_refuse(hook: Hook) -> None:
    async def both(_host: str, _port: int) -> Sequence[str]:
        return ["8.8.8.8", "127.0.0.1"]

    said = await send(
        receiver("acme", "acme", hook.url(host="rebinding.example")),
        webhooks(allow_private=False, resolve=both),
    )
    assert "rebinding.example is 127.0.0.1" in str(said.error)
    assert hook.got == []


async def test_what_was_checked_is_connected_to_and_the_name_is_not_looked_up_again(hook: Hook) -> None:
    asked: list[str] = []

    async def here(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    to = receiver("acme", "acme", hook.url(host="acme.invalid"))
    assert (await send(to, webhooks(resolve=here))).status == 204
    assert asked == ["acme.invalid"]
    assert hook.got[0].headers["host"] == f"acme.invalid:{hook.port}"


async def test_the_second_address_is_tried_when_the_first_takes_no_connection(hook: Hook) -> None:
    async def two(_host: str, _port: int) -> Sequence[str]:
        return ["::1", "127.0.0.1"]  # the receiver listens on IPv4 alone

    to = receiver("acme", "acme", hook.url(host="acme.invalid"))
    assert (await send(to, webhooks(resolve=two))).status == 204


async def test_tls_asks_for_the_name_and_not_for_the_address() -> None:
    class Seen(httpx2.AsyncBaseTransport):
        request: httpx2.Request

        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            self.request = request
            return httpx2.Response(204, stream=httpx2.ByteStream(b""))

    async def there(_host: str, _port: int) -> Sequence[str]:
        return ["8.8.8.8"]

    seen = Seen()
    sender = webhooks(allow_private=False, resolve=there, transport=seen)
    await send(receiver("acme", "acme", "https://hooks.example/in"), sender)
    assert seen.request.url == "https://8.8.8.8/in"
    assert seen.request.extensions["sni_hostname"] == "hooks.example"
    assert seen.request.headers["host"] == "hooks.example"


async def test_a_cookie_that_a_receiver_sets_is_not_sent_back(hook: Hook) -> None:
    hook.answers(answer(204, "set-cookie: a=b; path=/"))
    sender = webhooks()
    to = receiver("acme", "acme", hook.url())
    for _ in range(2):
        await sender.send(to, "v1", body(), AT)
    await sender.close()
    assert all("cookie" not in got.headers for got in hook.got)
