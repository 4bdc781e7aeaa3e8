"""Signatures of outgoing webhooks, by Standard Webhooks 1.0 (HMAC-SHA256, scheme `v1`).

Secrets are derived from the master secret, the receiver and its generation, so none is stored or sent.
"""

import base64
import hashlib
import hmac

from shared.security.master import derive


def derive_secret(master: bytes, receiver_id: str, generation: int) -> bytes:
    """32 bytes for one receiver; a new generation gives a new secret."""
    return derive(master, "webhook", receiver_id, str(generation))


def secret_text(secret: bytes) -> str:
    """The secret as the receiver writes it into its settings: `whsec_` and base64."""
    return "whsec_" + base64.b64encode(secret).decode()


def sign(secret: bytes, message_id: str, timestamp_seconds: int, body: bytes) -> str:
    """The header `webhook-signature` over these exact bytes. The time is that of the attempt; the id holds no `.`."""
    if "." in message_id:
        raise ValueError(
            f"the message id {message_id!r} holds a full stop, which the signed text uses as its mark"
        )
    signed = f"{message_id}.{timestamp_seconds}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()
