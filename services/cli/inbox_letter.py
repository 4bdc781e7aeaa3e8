"""A letter in an inbox: a webhook's message as it came, whether its signature holds, and what it says."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from shared.contracts.envelope import TYPE_PREFIX, read_structured
from shared.contracts.errors import ContractError
from shared.contracts.instants import SECOND, parse_instant
from shared.contracts.said import SentenceSaid
from shared.security.webhooks import sign

_TOLERANCE_SECONDS = 300  # Standard Webhooks 1.0.0: how old or early a timestamp may be


class Told(msgspec.Struct, frozen=True):
    """The part of a message's data that is shown."""

    sentence: SentenceSaid


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it came. `problem` says why its signature does not hold; `instant` is that it speaks of (µs)."""

    id: str
    arrived_at: int
    body: bytes
    problem: str | None
    kind: str = ""
    instant: int | None = None
    sentence: SentenceSaid | None = None
    times: int = 1


def trouble_with(headers: Mapping[str, str], body: bytes, secrets: Sequence[bytes], now: int) -> str | None:
    """Why these bytes are not believed to be from who has one of the secrets, in a sentence; None where they are.

    Standard Webhooks 1.0.0, "Verifying webhook authenticity"; `now` in microseconds UTC.
    """
    id_, stamp, signatures = (headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not (id_ and stamp and signatures) or "." in id_:
        return "It is not signed by Standard Webhooks."
    if not (stamp.isascii() and stamp.isdigit()) or len(stamp) > 12:
        return "Its timestamp is not a number of seconds."
    if abs(now // SECOND - int(stamp)) > _TOLERANCE_SECONDS:
        return "Its timestamp is more than five minutes off."
    given = signatures.encode().split(b" ")
    wanted = [sign(secret, id_, int(stamp), body).encode() for secret in secrets]
    if any(hmac.compare_digest(one, other) for one in given for other in wanted):
        return None
    return "The signature does not fit these bytes and the secret."


def read_letter(id_: str, body: bytes, problem: str | None, now: int) -> Letter:
    """The letter of a message that arrived `now`; what cannot be read as a verdict or notice stays as bytes."""
    letter = Letter(id_, now, body, problem)
    try:
        event = read_structured(body)
        told = msgspec.convert(event.data, Told)
    except (ContractError, msgspec.ValidationError):
        return letter
    instant = None if event.time is None else parse_instant(event.time)
    kind = event.type.removeprefix(TYPE_PREFIX)
    return replace(letter, kind=kind, instant=instant, sentence=told.sentence)
