"""Outgoing signatures: equal to the published vectors, and taken by the reference library."""

import base64
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from shared.security.webhooks import derive_secret, secret_text, sign

VECTORS = Path(__file__).parents[4] / "shared" / "samples" / "webhook-signatures" / "vectors.json"
MASTER = b"a master secret of the tests, long enough"


@pytest.fixture(scope="module")
def vectors() -> dict[str, Any]:
    if not VECTORS.exists():
        pytest.skip("the samples are not beside the project")
    return json.loads(VECTORS.read_text(encoding="utf-8"))


def test_the_published_signing_vectors_come_out(vectors: dict[str, Any]) -> None:
    for case in vectors["sign_vectors"]:
        secret = base64.b64decode(case["secret"].removeprefix("whsec_"))
        signature = sign(secret, case["msg_id"], case["timestamp"], case["payload"].encode())
        assert signature == case["expected_signature"], case["case"]


def test_the_valid_verifying_vectors_are_what_we_would_sign(vectors: dict[str, Any]) -> None:
    for case in vectors["verify_vectors"]:
        headers = case["headers"]
        if case["expected_valid"]:
            secret = base64.b64decode(case["secret"])
            timestamp = int(headers["webhook-timestamp"])
            assert (
                sign(secret, headers["webhook-id"], timestamp, case["payload"].encode())
                == headers["webhook-signature"]
            )


@pytest.mark.parametrize("body", [b"", b"{}", '{"größe": "10 µs"}'.encode(), b"x" * 20_000])
def test_the_reference_library_takes_our_signature(body: bytes) -> None:
    secret = derive_secret(MASTER, "r1", 1)
    now = int(dt.datetime.now(dt.UTC).timestamp())
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(now),
        "webhook-signature": sign(secret, "msg_1", now, body),
    }
    receiver = Webhook(secret_text(secret))

    receiver.verify(body, headers, json_parse=False)
    with pytest.raises(WebhookVerificationError):
        receiver.verify(body + b" ", headers, json_parse=False)


def test_each_receiver_and_generation_has_a_secret_of_its_own() -> None:
    secrets = {
        derive_secret(master, receiver, generation)
        for master in (MASTER, MASTER + b"!")
        for receiver in ("r1", "r11", "r")
        for generation in (1, 11, 2)
    }

    assert len(secrets) == 18
    assert {len(secret) for secret in secrets} == {32}
    assert derive_secret(MASTER, "r1", 1) == derive_secret(MASTER, "r1", 1)


def test_a_secret_is_shown_as_receivers_enter_it() -> None:
    assert secret_text(b"\x00" * 32) == "whsec_" + "A" * 43 + "="


def test_a_message_id_with_a_full_stop_cannot_be_signed() -> None:
    with pytest.raises(ValueError, match="full stop"):
        sign(b"x" * 32, "msg.1", 1, b"")
