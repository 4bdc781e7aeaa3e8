"""Agreements, facts, ticks and records for the evaluator's tests. Instants are written as in the log."""

from collections.abc import Iterable
from typing import Any

from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.instants import format_instant, parse_instant
from shared.contracts.topics import FACTS
from shared.eventlog.port import Partition, Record
from shared.sla.agreed.terms import Terms

PARTITION = Partition(FACTS.name, 0)
AGREEMENT = "acme-webshop"


def objective(identity: str = "availability", **said: str) -> str:
    """An objective as a line of YAML: 99.9 % of a month, unknown excluded, no burn alerts, unless said otherwise."""
    clauses = {
        "title": "Availability of the web shop",
        "owed_by": "provider",
        "indicator": "availability",
        "service": "webshop",
        "target": "99.9 %",
        "window": "{calendar: month}",
        "counts": "{unknown: excluded}",
        "burn_alerts": "off",
        **said,
    }
    return f"  - {{id: {identity}, {', '.join(f'{name}: {value}' for name, value in clauses.items())}}}\n"


def document(*objectives: str, agreement: str = AGREEMENT, version: int = 1, **clauses: str) -> str:
    """An agreement between Northwind and ACME in UTC, in force from 2026."""
    force = clauses.pop("in_force", "{from: 2026-01-01}")
    services = clauses.pop("services", "[{id: webshop, name: Web shop}]")
    zone = clauses.pop("time_zone", "UTC")
    rest = "".join(f"{name}: {value}\n" for name, value in clauses.items())
    return (
        "apiVersion: eyelevel/v1\nkind: Agreement\n"
        f"metadata: {{id: {agreement}, title: Web shop hosting for ACME, version: {version}}}\n"
        "parties:\n"
        "  provider: {id: northwind, name: Northwind Hosting}\n"
        "  customer: {id: acme, name: ACME Retail}\n"
        "  suppliers: [{id: carrier-one, name: Carrier One}]\n"
        f"in_force: {force}\ntime_zone: {zone}\nservices: {services}\n{rest}"
        f"objectives:\n{''.join(objectives or (objective(),))}"
    )


def terms(text: str) -> Terms:
    """The terms of a document of one version."""
    return terms_of(read_agreement(text)[0])


def tick(at: str | int) -> CloudEvent:
    """Ingest's clock says so."""
    time = at if isinstance(at, str) else format_instant(at)
    return CloudEvent(
        id=f"tick-{time}", source="eyelevel/ingest", type=TYPE_PREFIX + "clock.ticked", time=time
    )


def put(text: str, at: str = "2026-01-01T00:00:00Z", agreement: str = AGREEMENT) -> CloudEvent:
    """The portal puts a version."""
    read = read_agreement(text)[0]
    version = read.metadata.version
    return CloudEvent(
        id=f"{agreement}-{version}",
        source="eyelevel/portal",
        type=TYPE_PREFIX + "agreement.put",
        subject=agreement,
        time=at,
        data={"document": text, "hash": read.hash, "version": version},
    )


def told(at: str | int, state: str, **said: Any) -> CloudEvent:
    """A source says how a service is: `source`, `service`, `identity` and `kind` aside, all is data."""
    time = at if isinstance(at, str) else format_instant(at)
    source, service = said.pop("source", "probe"), said.pop("service", "webshop")
    kind = said.pop("kind", "availability.changed")
    identity = said.pop("identity", f"{service}-{said.get('condition', 'own')}-{state}-{time}")
    extensions = {"recordedtime": said.pop("arrived")} if "arrived" in said else {}
    return CloudEvent(
        id=identity,
        source=source,
        type=TYPE_PREFIX + kind,
        subject=service,
        time=time,
        data={"state": state, **said},
        extensions=extensions,
    )


def change(kind: str, at: str, **data: Any) -> CloudEvent:
    """Something is told of a change: `announced`, `cancelled` and so on."""
    return CloudEvent(
        id=f"{kind}-{at}",
        source="desk",
        type=f"{TYPE_PREFIX}change.{kind}",
        subject="webshop",
        time=at,
        data={"change": "CHG-1", **data},
    )


def counted(at: str, **counters: int) -> CloudEvent:
    """A gateway counts: what belongs to the second from `at` on."""
    return CloudEvent(
        id=f"counted-{at}",
        source="gateway",
        type=TYPE_PREFIX + "requests.counted",
        subject="webshop",
        time=at,
        data={"from": at, "until": format_instant(parse_instant(at) + 1_000_000), "counters": counters},
    )


def correction(kind: str, at: str, **data: Any) -> CloudEvent:
    """Something is told of a correction: `proposed` (of the web shop, unless of an incident), `accepted` and so on."""
    about = {} if kind != "proposed" or "incident" in data else {"service": "webshop"}
    return CloudEvent(
        id=f"correction-{kind}-{at}",
        source="eyelevel/portal",
        type=f"{TYPE_PREFIX}correction.{kind}",
        subject="webshop",
        time=at,
        data={"correction": "COR-1", **about, **data},
    )


def incident(kind: str, at: str, name: str = "INC-1", **data: Any) -> CloudEvent:
    """Something is told of an incident: `opened`, `resolved` and so on."""
    return CloudEvent(
        id=f"{name}-{kind}-{at}",
        source="desk",
        type=f"{TYPE_PREFIX}incident.{kind}",
        subject="webshop",
        time=at,
        data={"incident": name, **data},
    )


def records(events: Iterable[CloudEvent | tuple[str, CloudEvent]], first: int = 0) -> list[Record]:
    """The events as the log holds them; a pair names the agreement, ticks have none."""
    found = []
    for offset, each in enumerate(events, first):
        agreement, event = each if isinstance(each, tuple) else (AGREEMENT, each)
        key = None if event.type.endswith("clock.ticked") else agreement
        found.append(Record(PARTITION, offset, key, event.encode(), (), 0))
    return found


def instant(text: str) -> int:
    """Microseconds of an instant."""
    return parse_instant(text)
