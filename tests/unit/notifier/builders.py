"""Verdicts, receivers and records for the notifier's tests."""

import msgspec

from shared.contracts.directory import ReceiverEntry
from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import parse_instant
from shared.contracts.said import SentenceSaid
from shared.contracts.topics import VERDICTS
from shared.contracts.verdicts import (
    AgreementSaid,
    FiguresSaid,
    ObjectiveSaid,
    PeriodSaid,
    Verdict,
    event_of,
)
from shared.eventlog.port import Partition, Record

AT = parse_instant("2026-01-17T02:05:10Z")


def verdict(
    id_: str = "v1",
    *,
    agreement: str = "acme-webshop",
    provider: str = "northwind",
    customer: str = "acme",
    objective: str = "availability",
    kind: str = "objective.breached",
) -> CloudEvent:
    """A verdict as the evaluator says it."""
    data = Verdict(
        agreement=AgreementSaid(
            id=agreement, version=3, title="Web shop", provider=provider, customer=customer
        ),
        objective=ObjectiveSaid(
            id=objective,
            title="Availability",
            owed_by="provider",
            indicator="availability",
            service="webshop",
        ),
        period=PeriodSaid(from_="2025-12-31T23:00:00Z", until="2026-01-31T23:00:00Z", status="open"),
        figures=FiguresSaid(
            state="breached",
            good=1,
            total=2,
            sli_percent="50",
            target_percent="99.9",
            budget=None,
            breached_at="2026-01-17T02:05:10Z",
            credit_percent=None,
        ),
        sentence=SentenceSaid(en="Availability can no longer be met.", de="Nicht mehr erreichbar."),
        as_known_at="2026-01-17T02:05:15Z",
        url="http://127.0.0.1:8080/agreements/acme-webshop/availability",
    )
    return event_of(kind, id_, f"{agreement}/{objective}", AT, data)


def body(id_: str = "v1", **said: str) -> bytes:
    """The bytes of a verdict, with spaces that a rewriting would lose."""
    return msgspec.json.format(verdict(id_, **said).encode(), indent=1)


def record(offset: int, value: bytes | None, number: int = 0) -> Record:
    """A record of the verdicts' topic."""
    return Record(Partition(VERDICTS.name, number), offset, "acme-webshop", value, (), AT)


def receiver(id_: str, party: str, url: str = "https://hooks.example/in", **said: object) -> ReceiverEntry:
    """Where a party wants to be told."""
    return msgspec.convert({"kind": "receiver", "id": id_, "party": party, "url": url, **said}, ReceiverEntry)
