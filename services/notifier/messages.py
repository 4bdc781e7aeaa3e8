"""A message: what the notifier must know of a verdict or notice, beside the bytes that it passes on untouched.

The body is the record's value as it stands on the topic; it is read here, never written again, so that both
parties get the bytes that were decided. A record that cannot be read raises ContractError and stops its partition:
behind ingest nothing is skipped (docs/architecture.md).
"""

from dataclasses import dataclass

import msgspec

from shared.contracts.envelope import TYPE_PREFIX, read_structured
from shared.contracts.errors import ContractError
from shared.contracts.instants import parse_instant
from shared.contracts.said import SentenceSaid


class AgreementNamed(msgspec.Struct, frozen=True):
    """The parties between whom the message stands: those of the version under which it was decided."""

    id: str
    provider: str
    customer: str


class ObjectiveNamed(msgspec.Struct, frozen=True):
    """The promise that the message is about."""

    id: str


class Told(msgspec.Struct, frozen=True):
    """The part of a verdict's or notice's data that decides who is told, and what a receipt repeats."""

    agreement: AgreementNamed
    sentence: SentenceSaid
    objective: ObjectiveNamed | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One verdict or notice. `kind` is its type without the prefix, `instant` the moment it speaks of (µs)."""

    id: str
    kind: str
    agreement: str
    objective: str
    provider: str
    customer: str
    subject: str
    instant: int
    sentence: SentenceSaid
    body: bytes


def read_message(body: bytes | None) -> Message:
    """The message in a record's value."""
    if body is None:
        raise ContractError("", "a verdict has a body; this record has none")
    event = read_structured(body)
    if "." in event.id:
        raise ContractError("id", f"id is {event.id!r}; a message id has no full stop (Standard Webhooks)")
    if event.time is None:
        raise ContractError("time", "time is missing; a verdict says of which instant it speaks")
    try:
        told = msgspec.convert(event.data, Told)
    except msgspec.ValidationError as error:
        raise ContractError("data", f"data is not that of a verdict or notice: {error}") from error
    return Message(
        id=event.id,
        kind=event.type.removeprefix(TYPE_PREFIX),
        agreement=told.agreement.id,
        objective="" if told.objective is None else told.objective.id,
        provider=told.agreement.provider,
        customer=told.agreement.customer,
        subject=event.subject or told.agreement.id,
        instant=parse_instant(event.time),
        sentence=told.sentence,
        body=body,
    )
