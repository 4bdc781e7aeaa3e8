"""What the portal keeps, as plain values: agreement versions, sign-in links, sessions, deliveries seen.

Keys and receivers are kept as the directory says them (`contracts.directory`). Instants are microseconds UTC.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong in a document: where (line from 1, field as a path) and what would be right."""

    line: int | None
    field: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What the portal needs to know of an agreement's document; `text` is the YAML as it was sent."""

    id: str
    version: int
    title: str
    provider: str
    customer: str
    observers: tuple[str, ...]
    services: tuple[str, ...]
    text: str
    digest: str
    force_from: int
    force_until: int | None

    @property
    def parties(self) -> frozenset[str]:
        """The two who sign."""
        return frozenset((self.provider, self.customer))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A version once put: immutable. `put_by` names the key. `signed` is `outside` for now."""

    document: Document
    put_at: int
    put_by: str
    signed: str = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyKept:
    """A key as listed: never its text, only what it opens."""

    id: str
    role: str
    party: str | None
    services: tuple[str, ...]
    sources: tuple[str, ...]
    name: str
    made_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A viewer who is signed in as a party, until `expires_at`."""

    party: str
    expires_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySeen:
    """One attempt to tell one side, as the notifier reported it."""

    event: str
    delivery: str
    verdict: str
    verdict_type: str
    agreement: str
    objective: str
    party: str
    side: str
    receiver: str
    host: str
    state: str
    attempt: int
    attempted_at: int
    seconds: str
    instant: int
    sentence_en: str
    sentence_de: str
    status: int | None
    error: str | None
