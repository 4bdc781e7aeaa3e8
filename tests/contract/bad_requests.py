"""Bad requests that only HTTP knows: forms that it does not take, and keys that may not say what they say."""

from typing import Any

import msgspec

from shared.contracts.envelope import BATCH, STRUCTURED
from tests.contract.bad_input import GOOD, Bad
from tests.unit.ingest.world import said

LIMITS = {"largest_batch": 100, "largest_body": 1_000_000}
JSON = "application/json"
TYPE = "Content-Type"


def form(
    remedy: str, media: str | None, body: bytes = GOOD, status: int = 415, named: str | None = TYPE
) -> Bad:
    """A form that is not taken."""
    return Bad(body, status, named, remedy, media, by_topic=False)


def by(who: str, named: str, remedy: str, status: int = 403, **changes: Any) -> Bad:
    """An event that is good in itself, with a key that is not for it."""
    if "kind" in changes:
        changes["type"] = f"dev.eyelevel.{changes.pop('kind')}"
    return Bad(msgspec.json.encode(said(**changes)), status, named, remedy, who=who, by_topic=False)


REPORT = {"kind": "problem.reported", "source": "acme", "data": {"text": "slow", "by": "acme"}}
OTHERS_REPORT = {**REPORT, "data": {"text": "slow", "by": "northwind"}}
START = {"kind": "change.started", "source": "acme", "data": {"change": "c"}}
ANNOUNCEMENT = {
    "kind": "change.announced",
    "source": "northwind",
    "data": {
        "change": "c",
        "from": "2026-03-01T00:00:00Z",
        "until": "2026-03-01T01:00:00Z",
        "services": ["zzz"],
    },
}

FORMS = {
    "no content type": form(f"as {STRUCTURED}", None),
    "a content type of something else": form(f"as {STRUCTURED}", "text/plain"),
    "an event as plain JSON": form(f"Content-Type: {STRUCTURED}", JSON),
    "a batch as plain JSON": form(f"Content-Type: {BATCH}", JSON, b"[" + GOOD + b"]"),
    "data alone as plain JSON": form("ce- headers", JSON, b'{"state": "down"}'),
    "another charset": form("UTF-8", f"{STRUCTURED}; charset=iso-8859-1"),
    "compressed": Bad(
        GOOD,
        415,
        "Content-Encoding",
        "without compression",
        headers={"content-encoding": "gzip"},
        by_topic=False,
    ),
    "one event as a batch": form("a JSON array", BATCH, status=400, named=None),
    "a broken batch": form("JSON", BATCH, b"[" + GOOD, status=400, named=None),
    "a batch in UTF-16": form("UTF-8", BATCH, "[]".encode("utf-16"), status=400, named=None),
    "a batch without end": form("at most 100", BATCH, b"[" + b"1," * 100 + b"1]", status=413, named=None),
    "a body without end": form("smaller parts", STRUCTURED, b" " * 1_000_001, status=413, named=None),
}

KEYS = {
    "a source under another's name": by("source", "source", "probe-north", source="probe-south"),
    "a service that is not the source's": by(
        "source", "subject", "correct the id", 422, subject="globex-portal"
    ),
    "a fact measured by a party": by("customer", "type", "a source's key", source="acme"),
    "a party as another's tool": by("customer", "source", "'acme/'", **{**REPORT, "source": "probe-north"}),
    "by of the other party": by("customer", "data.by", "it is 'acme'", **OTHERS_REPORT),
    "a change by the customer": by("customer", "type", "the provider", **START),
    "a service of another's agreement": by(
        "customer", "subject", "correct the id", 422, **REPORT, subject="globex-portal"
    ),
    "a change of a service of nobody": by("provider", "data.services", "correct the id", 422, **ANNOUNCEMENT),
}

KINDS: dict[str, Bad] = {**FORMS, **KEYS}
