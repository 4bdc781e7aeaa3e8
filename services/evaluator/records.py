"""A record of the facts topic, read: a tick of time, an agreement version, or a fact of an agreement.

Ingest and portal have checked what they write, so a record that cannot be read here is a fault of the system, not
of a sender: it raises, which stops the partition until someone has looked (docs/architecture.md).
"""

from dataclasses import dataclass

from shared.contracts.envelope import TYPE_PREFIX, CloudEvent, read_structured
from shared.contracts.errors import ContractError
from shared.contracts.facts import Fact, read_fact
from shared.contracts.instants import parse_instant
from shared.eventlog.port import Record

TICK = TYPE_PREFIX + "clock.ticked"
PUT = TYPE_PREFIX + "agreement.put"


@dataclass(frozen=True, slots=True)
class Tick:
    """Ingest's clock says so."""

    at: int


@dataclass(frozen=True, slots=True)
class Came:
    """An event of an agreement: a fact, or a version that was put (then `fact` is None)."""

    agreement: str
    event: CloudEvent
    body: bytes
    at: int
    fact: Fact | None
    number: int
    position: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it unique."""
        return self.agreement, self.event.source, self.event.id


@dataclass(frozen=True, slots=True)
class Put:
    """What `agreement.put` says: the document, its hash and its version."""

    version: int
    hash: str
    document: str


def read_record(record: Record) -> Tick | Came:
    """ContractError where the record is none of those three, with its place in the log."""
    try:
        return _read(record)
    except ContractError as error:
        place = f"{record.partition.topic}/{record.partition.number} at {record.offset}"
        raise ContractError(error.field, f"{place}: {error.sentence}") from error


def read_put(event: CloudEvent) -> Put:
    """The version that an `agreement.put` brings."""
    data = event.data
    if not isinstance(data, dict):
        raise ContractError("data", "agreement.put carries an object with document, hash and version")
    version, document, digest = data.get("version"), data.get("document"), data.get("hash")
    if not isinstance(version, int) or not isinstance(document, str) or not isinstance(digest, str):
        raise ContractError(
            "data", "agreement.put carries document and hash as text and version as an integer"
        )
    return Put(version, digest, document)


def _read(record: Record) -> Tick | Came:
    if record.value is None:
        raise ContractError("", "a record of facts has a value")
    event = read_structured(record.value)
    if event.time is None:
        raise ContractError("time", "time is missing")
    at = parse_instant(event.time)
    if event.type == TICK:
        return Tick(at)
    if record.key is None:
        raise ContractError("", "a fact is keyed by its agreement")
    fact = None if event.type == PUT else read_fact(event)
    return Came(
        agreement=record.key, event=event, body=record.value, at=at, fact=fact,
        number=record.partition.number, position=record.offset,
    )  # fmt: skip


def read_kept(body: bytes) -> Fact:
    """A fact from its kept bytes."""
    return read_fact(read_structured(body))
