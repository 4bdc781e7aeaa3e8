"""Whether one event is accepted: a decision from the event, its sender, the directory and the time, with a reason.

Accepted is what the contract can read, this sender may say, some agreement of the sender's names, that did not
happen more than two minutes after it arrived, and that is not too large. An event about a service that a sender
may not speak about and one about a service that does not exist get the same sentence: a key must not learn what
else is there. Sources: CONTRACT.md section 2, SEMANTICS.md (Late facts), docs/architecture.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from services.ingest import permission
from services.ingest.refusals import Reason, Rejected, did_you_mean, from_contract
from services.ingest.routing import Known, agreements_for, may_name_any, services_of, services_open_to
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.errors import ContractError
from shared.contracts.facts import DATA, Fact, read_fact
from shared.contracts.instants import MINUTE, format_instant
from shared.security.principal import Principal

AHEAD: Final = 2 * MINUTE
"""A fact may lie so far ahead of its arrival (clocks differ), no further."""
_OUR_OWN: Final = frozenset({TYPE_PREFIX + "clock.ticked", TYPE_PREFIX + "agreement.put"})
_FACTS: Final = f"facts have a type such as {TYPE_PREFIX}availability.changed"
_DEEPEST: Final = 32
_DEEP: Final = f"data is nested too deeply; at most {_DEEPEST} levels are taken"


@dataclass(frozen=True, slots=True)
class Arrival:
    """When an event came, and what is stamped on it. History is not: nobody knows when it first arrived."""

    at: int
    stamp: str | None


def arrived(at: int) -> Arrival:
    """An event that came at this instant (microseconds)."""
    return Arrival(at, format_instant(at))


def brought(at: int) -> Arrival:
    """A piece of history that was imported at this instant."""
    return Arrival(at, None)


@dataclass(frozen=True, slots=True)
class Accepted:
    """To be written for these agreements. `value` is the structured form with its arrival, `digest` the content's."""

    source: str
    id: str
    agreements: tuple[str, ...]
    value: bytes
    digest: bytes


def decide(
    event: CloudEvent, sender: Principal | None, known: Known, arrival: Arrival, largest: int
) -> Accepted | Rejected:
    """Accepted or rejected. `sender` None is the raw topic, `largest` the most bytes of a structured event."""
    if event.type in _OUR_OWN:
        return _no(
            event, "unknown_type", "type", f"type is '{event.type}', which Eyelevel itself writes; {_FACTS}"
        )
    if "recordedtime" in event.extensions:
        event = event.with_extensions(recordedtime=None)  # the arrival is ours to say
    try:
        fact = read_fact(event)
        value, digest = event.with_extensions(recordedtime=arrival.stamp).encode(), event.content_digest()
    except ContractError as error:
        reason: Reason = "malformed" if event.type in DATA else "unknown_type"
        return from_contract(error, event.source, event.id, reason)
    except RecursionError:
        return _no(event, "malformed", "data", _DEEP)
    refusal = permission.refused(fact, sender) or _form(event, value, largest) or _future(fact, arrival)
    if refusal is not None:
        return refusal
    routed = _route(fact, sender, known)
    return routed if isinstance(routed, Rejected) else Accepted(fact.source, fact.id, routed, value, digest)


def _form(event: CloudEvent, value: bytes, largest: int) -> Rejected | None:
    if len(value) > largest:
        sentence = f"the event has {len(value)} bytes; at most {largest} are taken"
        return _no(event, "too_large", "", sentence)
    if value.count(b"[") + value.count(b"{") > _DEEPEST and _is_deep(event.data):
        return _no(event, "malformed", "data", _DEEP)
    if rb"\u0000" in value and _holds_nul(event.data):
        sentence = "data holds a NUL character, which no store keeps; leave it out"
        return _no(event, "malformed", "data", sentence)
    return None


def _is_deep(value: object) -> bool:
    level: list[object] = [value]
    for _ in range(_DEEPEST):
        level = [item for holder in level for item in _items(holder)]
    return any(isinstance(item, dict | list) for item in level)


def _items(holder: object) -> Iterable[object]:
    if isinstance(holder, dict):
        return holder.values()
    return holder if isinstance(holder, list) else ()


def _holds_nul(value: object) -> bool:
    if isinstance(value, dict):
        return any(_holds_nul(name) or _holds_nul(item) for name, item in value.items())
    if isinstance(value, list):
        return any(_holds_nul(item) for item in value)
    return isinstance(value, str) and "\x00" in value


def _future(fact: Fact, arrival: Arrival) -> Rejected | None:
    if fact.at <= arrival.at + AHEAD:
        return None
    sentence = (
        f"time is {format_instant(fact.at)}, more than two minutes after it arrived "
        f"({format_instant(arrival.at)}); send what has happened, and check the sender's clock"
    )
    return Rejected("future", "time", sentence, fact.source, fact.id)


def _route(fact: Fact, sender: Principal | None, known: Known) -> tuple[str, ...] | Rejected:
    found = {service: agreements_for(service, sender, known) for service in services_of(fact)}
    unknown = [service for service, entries in found.items() if not entries]
    if unknown and not (any(found.values()) and may_name_any(sender)):
        return _unknown(fact, unknown[0], sender, known)
    agreements = {entry.id: entry for entries in found.values() for entry in entries}
    refusal = permission.not_its_part(fact, sender, tuple(agreements.values()))
    return refusal or tuple(agreements)


def _unknown(fact: Fact, service: str, sender: Principal | None, known: Known) -> Rejected:
    field = "subject" if service == fact.service else "data.services"
    mine = services_open_to(sender, known)
    said = "that no agreement names" if may_name_any(sender) else "for which this key knows no agreement"
    hint = did_you_mean(service, mine) or "; correct the id, or put in an agreement that names it first"
    sentence = f"{field} is '{service}', a service {said}{hint}"
    return Rejected("unknown_service", field, sentence, fact.source, fact.id)


def _no(event: CloudEvent, reason: Reason, field: str, sentence: str) -> Rejected:
    return Rejected(reason, field, sentence, event.source, event.id)
