"""The directory: who may what, as the portal publishes it and ingest, evaluator and notifier read it.

A compacted topic: the last entry of a key holds, an empty value takes the entry away. Keys of people and tools
stand here as hashes only.
"""

from typing import Literal

import msgspec

Role = Literal["operator", "source", "party"]


class AgreementEntry(msgspec.Struct, frozen=True, kw_only=True, tag="agreement", tag_field="kind"):
    """An agreement as others must know it: its parties and every service that one of its versions names."""

    id: str
    title: str
    provider: str
    customer: str
    observers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


class KeyEntry(msgspec.Struct, frozen=True, kw_only=True, tag="key", tag_field="kind"):
    """A key, by its id and the SHA-256 (hex) of its whole text. `services` and `sources` bind a source key."""

    id: str
    digest: str
    role: Role
    party: str | None = None
    services: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class ReceiverEntry(msgspec.Struct, frozen=True, kw_only=True, tag="receiver", tag_field="kind"):
    """Where a party wants to be told. The signing secret follows from `id` and `generation` (security.webhooks)."""

    id: str
    party: str
    url: str
    generation: int = 1
    disabled: bool = False


Entry = AgreementEntry | KeyEntry | ReceiverEntry
_decoder: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(Entry)


def key_of(entry: Entry) -> str:
    """The record's key on the topic."""
    kind = {AgreementEntry: "agreement", KeyEntry: "key", ReceiverEntry: "receiver"}[type(entry)]
    return f"{kind}:{entry.id}"


def encode_entry(entry: Entry) -> bytes:
    """The record's value."""
    return msgspec.json.encode(entry)


def decode_entry(value: bytes) -> Entry:
    """The entry of a record's value; msgspec.DecodeError or ValidationError where it is none."""
    return _decoder.decode(value)
