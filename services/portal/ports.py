"""What the portal's handlers ask of the outside: books (its tables, one unit of work at a time) and a relay."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from services.portal.decisions import Decided
from services.portal.records import DeliverySeen, Document, Kept, KeyKept, Session
from shared.contracts.directory import KeyEntry, ReceiverEntry
from shared.eventlog.port import Entry


class Books(Protocol):
    """One unit of work: all of it is kept, or nothing."""

    async def version(self, agreement: str, version: int) -> Kept | None:
        """One version, None where it was never put."""
        ...

    async def versions(self, agreement: str) -> Sequence[Kept]:
        """All versions of an agreement, the first one first; empty where there is none."""
        ...

    async def latest(self) -> Sequence[Kept]:
        """The latest version of each agreement, by id."""
        ...

    async def hold(self, document: Document) -> None:
        """Nobody else changes the agreement of this document, or brings it in, until this unit of work ends."""
        ...

    async def keep(self, kept: Kept) -> None:
        """Keep a further version."""
        ...

    async def owners(self, services: Sequence[str]) -> Mapping[str, str]:
        """The provider of each of these services that has one."""
        ...

    async def claim_services(self, services: Sequence[str], provider: str) -> Mapping[str, str]:
        """Give the services that have no owner to the provider; answers with the owner of each."""
        ...

    async def key(self, identity: str) -> KeyEntry | None:
        """A key by its id."""
        ...

    async def keys(self) -> Sequence[KeyKept]:
        """All keys, oldest first."""
        ...

    async def settings_keys(self) -> Sequence[str]:
        """Ids of the keys that came from the settings."""
        ...

    async def add_key(self, entry: KeyEntry, name: str, made_at: int, *, from_settings: bool = False) -> None:
        """Keep a key; one of the same id is replaced."""
        ...

    async def drop_key(self, identity: str) -> bool:
        """Forget a key; False where there was none."""
        ...

    async def receiver(self, identity: str) -> ReceiverEntry | None:
        """A receiver by its id."""
        ...

    async def receivers(self, party: str | None) -> Sequence[ReceiverEntry]:
        """A party's receivers, or everyone's."""
        ...

    async def add_receiver(self, entry: ReceiverEntry) -> None:
        """Keep a receiver; one of the same id is replaced."""
        ...

    async def drop_receiver(self, identity: str) -> None:
        """Forget a receiver."""
        ...

    async def add_link(self, digest: str, party: str, expires_at: int) -> None:
        """Keep a sign-in link."""
        ...

    async def link(self, digest: str, now: int) -> str | None:
        """The party of a link that can still be used, None else; it stays as it is."""
        ...

    async def use_link(self, digest: str, now: int) -> str | None:
        """Use a link up: its party, or None where it is unknown, used or past its time."""
        ...

    async def add_session(self, digest: str, session: Session) -> None:
        """Keep a session."""
        ...

    async def session(self, digest: str, now: int) -> Session | None:
        """A session that still holds."""
        ...

    async def drop_session(self, digest: str) -> None:
        """Sign a viewer out."""
        ...

    async def forget_past(self, now: int) -> None:
        """Take away links and sessions whose time is over."""
        ...

    async def keep_decision(self, decided: Decided) -> None:
        """Keep what a party decided."""
        ...

    async def decisions(self, agreement: str) -> Sequence[Decided]:
        """What the parties of an agreement decided, in the order in which they did."""
        ...

    async def add_delivery(self, seen: DeliverySeen) -> None:
        """Keep an attempt; the same again does nothing."""
        ...

    async def deliveries(self, agreement: str, objective: str, most: int) -> Sequence[DeliverySeen]:
        """The latest attempts about an objective, latest first."""
        ...

    async def say(self, entries: Sequence[Entry]) -> None:
        """Publish these, in this order, once this unit of work is kept."""
        ...


class Library(Protocol):
    """Opens the books."""

    def writing(self) -> AbstractAsyncContextManager[Books]:
        """A unit of work that is kept at the end."""
        ...

    def reading(self) -> AbstractAsyncContextManager[Books]:
        """One consistent moment; nothing may be changed."""
        ...

    async def published(self, seconds: float) -> bool:
        """Wait until all that was said so far is in the log; False where that takes longer."""
        ...
