"""Bad events, kind by kind: what is sent, which field the answer names, a piece of what it says would be right."""

from dataclasses import dataclass, field
from typing import Any

import msgspec

from shared.contracts.envelope import STRUCTURED
from tests.unit.ingest.world import said

NEVER = "2999-01-01T00:00:00Z"
SPAN = {"from": "2026-03-01T00:00:00Z", "until": "2026-03-01T01:00:00Z"}
BACKWARDS = {"from": SPAN["until"], "until": SPAN["from"]}
WORD = {"correction": "c", "change": "c", "by": "acme"}
LONG = {"state": "down", **dict.fromkeys("xyz", "x" * 30_000)}
FIVE = {"from": 1, "to": 5}


@dataclass(frozen=True)
class Bad:
    """One kind of bad input."""

    body: bytes
    status: int
    field: str | None
    remedy: str
    media: str | None = STRUCTURED
    who: str = "operator"
    headers: dict[str, str] = field(default_factory=dict)
    by_topic: bool = True
    reason: str = "malformed"


def event(
    named: str | None, remedy: str, status: int = 400, reason: str = "malformed", **changes: Any
) -> Bad:
    """A good event with some attributes changed."""
    return Bad(msgspec.json.encode(said(**changes)), status, named, remedy, reason=reason)


def odd(named: str, remedy: str, status: int, reason: str, kind: str, **content: Any) -> Bad:
    """A good envelope with a type that is not for the sender to send."""
    return event(named, remedy, status, reason, type=f"dev.eyelevel.{kind}", data=content)


def data(named: str, remedy: str, kind: str = "availability.changed", **content: Any) -> Bad:
    """A good envelope with bad data."""
    return event(named, remedy, type=f"dev.eyelevel.{kind}", data=content)


def whole(body: bytes, remedy: str, named: str | None = None) -> Bad:
    """Bytes that are no event."""
    return Bad(body, 400, named, remedy)


def binary(
    named: str | None,
    remedy: str,
    body: bytes = b'{"state": "down"}',
    media: str = "application/json",
    **changes: str | None,
) -> Bad:
    """The binary form with some attributes changed."""
    given = {**said(data=None, **changes)}
    return Bad(body, 400, named, remedy, media, headers={f"ce-{name}": text for name, text in given.items()})


GOOD = msgspec.json.encode(said())
DEEP = b'{"specversion":"1.0","data":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
DEEPER = msgspec.json.decode(b"[" * 40 + b"]" * 40)

BYTES = {
    "broken JSON": whole(GOOD[:-3], "JSON"),
    "nothing at all": whole(b"", "as application/cloudevents+json"),
    "a list instead of an event": whole(b"[" + GOOD + b"]", "is a JSON object with specversion"),
    "a text instead of an event": whole(b'"down"', "is a JSON object"),
    "null": whole(b"null", "is a JSON object"),
    "not UTF-8": whole(GOOD.replace(b"webshop", b"\xff\xfe"), "UTF-8"),
    "UTF-16": whole(GOOD.decode().encode("utf-16"), "UTF-8"),
    "half a surrogate": whole(GOOD.replace(b"webshop", rb"\ud800"), "JSON in UTF-8"),
    "a number that is none": whole(GOOD.replace(b'"down"', b"NaN"), "JSON"),
    "a number without end": whole(GOOD.replace(b'"down"', b"1" * 5_000), "JSON"),
    "nested a hundred thousand times": whole(DEEP, "nested too deeply"),
}

ENVELOPES = {
    "no specversion": event("specversion", "'1.0'", specversion=None),
    "specversion of long ago": event("specversion", "'1.0'", specversion="0.3"),
    "specversion as a number": event("specversion", "the text '1.0'", specversion=1.0),
    "no id": event("id", "it is required", id=None),
    "id as a number": event("id", "a text", id=17),
    "id of blanks": event("id", "not empty", id="  "),
    "id of a thousand letters": event("id", "at most 512", id="x" * 1_000),
    "id with NUL": event("id", "NUL", id="a\x00b"),
    "no source": event("source", "it is required", source=None),
    "no type": event("type", "it is required", type=None),
    "no subject": event("subject", "the id of the service", subject=None),
    "subject as a list": event("subject", "a text", subject=["webshop"]),
    "a service misspelt": event(
        "subject", "did you mean 'webshop'", 422, "unknown_service", subject="web-shop"
    ),
    "a service of nobody": event("subject", "put in an agreement", 422, "unknown_service", subject="zzz"),
    "no time": event("time", "as 2026-01-31T23:00:00Z", time=None),
    "time without an offset": event("time", "with its offset", time="2026-03-10T12:00:00"),
    "time as a number": event("time", "a text", time=1773144000),
    "time in words": event("time", "like 2026-01-31T23:00:00Z", time="yesterday at noon"),
    "a day that is not": event("time", "no such day", time="2026-02-30T12:00:00Z"),
    "an hour that is not": event("time", "hours go to 23", time="2026-03-10T25:00:00Z"),
    "time in the future": event("time", "check the sender's clock", 422, "future", time=NEVER),
    "no data": event("data", "an object with state", data=None),
    "data as text": event("data", "an object with state", data='{"state": "down"}'),
    "data in base64": event("data_base64", "give data as JSON", data=None, data_base64="e30="),
    "data as XML": event("datacontenttype", "application/json", datacontenttype="text/xml", data="<down/>"),
    "an attribute with capitals": event("traceParent", "lower-case", traceParent="00-…"),
    "an attribute that is an object": event("trace", "a text, an integer or true or false", trace={"id": 1}),
    "sequence in words": event("sequence", "an integer", sequence="first"),
}

TYPES = {
    "type misspelt": odd("type", "did you mean dev.eyelevel.incident.opened", 400, "unknown_type", "incident.opend"),
    "type without prefix": event("type", "dev.eyelevel.incident", 400, "unknown_type", type="incident.opened"),
    "a tick of one's own": odd("type", "itself writes", 400, "unknown_type", "clock.ticked"),
    "an agreement past the portal": odd("type", "itself writes", 400, "unknown_type", "agreement.put", document="…"),
    "a correction past the portal": odd("type", "portal", 403, "decision", "correction.accepted", **WORD),
    "a change declined past the portal": odd("type", "portal", 403, "decision", "change.declined", **WORD),
}  # fmt: skip

DATA = {
    "data nested more than anyone means": data("data", "at most 32 levels", state="down", more=DEEPER),
    "a state that is none": data("data.state", "up, degraded, down, unknown", state="broken"),
    "a state as a number": data("data.state", "up, degraded, down, unknown", state=0),
    "no state": data("data.state", "is missing", cause="provider"),
    "a field misspelt": data("data.caus", "did you mean cause", state="down", caus="provider"),
    "text with NUL": data("data", "NUL", state="down", reason="a\x00b"),
    "a long text": data("data.reason", "0 to 16000 characters", state="down", reason="x" * 50_000),
    "an event too large": event(None, "at most 64000", 413, "too_large", data=LONG),
    "a span backwards": data("data.until", "ends after it begins", "requests.counted", **BACKWARDS, counters={}),
    "a count below zero": data("data.counters.all", "at least 0", "requests.counted", **SPAN, counters={"all": -1}),
    "a count as text": data("data.counters.all", "a whole number", "requests.counted", **SPAN, counters={"all": "1"}),
    "an incident by number": data("data.incident", 'write "17"', "incident.opened", incident=17),
    "an update of nothing": data("data.priority", "one of them is needed", "incident.updated", incident="17"),
    "a score off its scale": data("data.score", "outside", "feedback.given", score=6, scale=FIVE),
    "a value that is no number": data("data.value", "a number", "measurement.taken", metric="age", value="fast"),
    "a change of nothing": data("data.services", "at least one", "change.announced", change="c", **SPAN, services=[]),
}  # fmt: skip

BINARIES = {
    "binary without an id": binary("id", "it is required", id=None),
    "binary with broken data": binary(None, "JSON", b"{"),
    "binary with data as XML": binary("datacontenttype", "application/json", b"<down/>", "text/xml"),
    "binary without data": binary("data", "an object with state", b""),
    "binary with a time that is none": binary("time", "with its offset", time="noon"),
    "binary in another charset": binary(
        "datacontenttype", "UTF-8", media="application/json; charset=latin-1"
    ),
}

KINDS: dict[str, Bad] = {**BYTES, **ENVELOPES, **TYPES, **DATA, **BINARIES}
