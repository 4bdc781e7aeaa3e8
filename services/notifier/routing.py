"""Who is told: every receiver of the provider and of the customer, each once, as the directory stands.

Pure. A delivery's id follows from the message and the receiver, so a replay finds its work done. A party that is
both provider and customer is told once, as the provider.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from services.notifier.messages import Message
from shared.contracts.directory import ReceiverEntry

Side = Literal["provider", "customer"]
SIDES: tuple[Side, ...] = ("provider", "customer")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for one receiver."""

    id: str
    message: str
    agreement: str
    objective: str
    party: str
    side: Side
    receiver: str
    host: str


def route(message: Message, receivers_of: Callable[[str], Iterable[ReceiverEntry]]) -> Sequence[Delivery]:
    """The deliveries of `message`, the provider's first. A receiver that its party has switched off gets none."""
    parties: tuple[tuple[Side, str], ...] = (("provider", message.provider), ("customer", message.customer))
    found: dict[str, Delivery] = {}
    for side, party in parties:
        for receiver in receivers_of(party):
            if not receiver.disabled and receiver.id not in found:
                found[receiver.id] = _delivery(message, side, receiver)
    return tuple(found.values())


def delivery_id(message: str, receiver: str) -> str:
    """32 hexadecimal digits, the same for ever for one message and one receiver."""
    return hashlib.sha256(f"{message}\x1f{receiver}".encode()).hexdigest()[:32]


def host_of(url: str) -> str:
    """What a receipt shows of an address: its host and port, never its path, which may hold a secret."""
    return urlsplit(url).netloc.rpartition("@")[2]


def _delivery(message: Message, side: Side, receiver: ReceiverEntry) -> Delivery:
    return Delivery(
        id=delivery_id(message.id, receiver.id),
        message=message.id,
        agreement=message.agreement,
        objective=message.objective,
        party=receiver.party,
        side=side,
        receiver=receiver.id,
        host=host_of(receiver.url),
    )
