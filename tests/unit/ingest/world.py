"""A small world for ingest's tests: two tenants of one provider, their services, keys of every role, and a fact."""

from typing import Any

from shared.contracts.directory import AgreementEntry, KeyEntry, encode_entry, key_of
from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import parse_instant
from shared.contracts.topics import DIRECTORY
from shared.eventlog.port import Entry
from shared.security.directory import Directory
from shared.security.keys import MintedKey, mint
from shared.security.principal import Principal

NOON = parse_instant("2026-03-10T12:00:00Z")
SECOND = 1_000_000

ACME = AgreementEntry(
    id="acme-webshop",
    title="Web shop",
    provider="northwind",
    customer="acme",
    observers=("auditor",),
    services=("webshop", "mail"),
)
GLOBEX = AgreementEntry(
    id="globex-mail",
    title="Mail",
    provider="northwind",
    customer="globex",
    services=("mail", "globex-portal"),
)
UPSTREAM = AgreementEntry(
    id="carrier-line", title="Line", provider="carrier", customer="northwind", services=("line",)
)
AGREEMENTS = (ACME, GLOBEX, UPSTREAM)

OPERATOR = Principal(role="operator", key_id="o")
SOURCE = Principal(
    role="source", key_id="s", services=frozenset({"webshop"}), sources=frozenset({"probe-north"})
)
PROVIDER = Principal(role="party", key_id="p", party="northwind")
CUSTOMER = Principal(role="party", key_id="c", party="acme")
OBSERVER = Principal(role="party", key_id="a", party="auditor")

KEYS: dict[str, MintedKey] = {
    "operator": mint("operator"),
    "source": mint("source"),
    "provider": mint("party"),
    "customer": mint("party"),
    "never handed out": mint("operator"),
}


def directory() -> Directory:
    """The directory of this world."""
    known = Directory()
    for entry in directory_entries():
        known.apply(entry.key or "", entry.value)
    return known


def directory_entries() -> list[Entry]:
    """The same as records of the topic."""
    keys = (
        KeyEntry(id=KEYS["operator"].id, digest=KEYS["operator"].digest, role="operator"),
        KeyEntry(
            id=KEYS["source"].id,
            digest=KEYS["source"].digest,
            role="source",
            services=("webshop",),
            sources=("probe-north",),
        ),
        KeyEntry(id=KEYS["provider"].id, digest=KEYS["provider"].digest, role="party", party="northwind"),
        KeyEntry(id=KEYS["customer"].id, digest=KEYS["customer"].digest, role="party", party="acme"),
    )
    return [Entry(DIRECTORY.name, key_of(entry), encode_entry(entry)) for entry in (*AGREEMENTS, *keys)]


def authorization(who: str) -> dict[str, str]:
    """The header of one of `KEYS`."""
    return {"Authorization": f"Bearer {KEYS[who].text}"}


def said(**changes: Any) -> dict[str, Any]:
    """A good fact about the web shop as a JSON object; a change to None takes the attribute away."""
    event = {
        "specversion": "1.0",
        "id": "1",
        "source": "probe-north",
        "type": "dev.eyelevel.availability.changed",
        "subject": "webshop",
        "time": "2026-03-10T12:00:00Z",
        "data": {"state": "down"},
        **changes,
    }
    return {name: value for name, value in event.items() if value is not None}


def event(**changes: Any) -> CloudEvent:
    """The same as an event; `type` may leave the prefix out."""
    attributes = said(**changes)
    attributes.pop("specversion")
    if not attributes["type"].startswith("dev.eyelevel."):
        attributes["type"] = "dev.eyelevel." + attributes["type"]
    known = {"id", "source", "type", "subject", "time", "data"}
    extensions = {name: value for name, value in attributes.items() if name not in known}
    return CloudEvent(
        **{name: attributes[name] for name in known if name in attributes}, extensions=extensions
    )
