"""The books in SQL: agreements, keys, receivers, links, sessions. Deliveries and decisions stand beside it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.portal import tables
from services.portal.records import Document, Kept, KeyKept, Session
from services.portal.storage_decisions import DecisionBooks
from services.portal.storage_deliveries import DeliveryBooks
from shared.contracts.directory import KeyEntry, ReceiverEntry
from shared.database.engine import Database, insert
from shared.eventlog.port import Entry
from shared.outbox import store
from shared.outbox.relay import Relay


class SqlBooks(DeliveryBooks, DecisionBooks):
    """`ports.Books` on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def version(self, agreement: str, version: int) -> Kept | None:
        """One version, None where it was never put."""
        found = await self._versions(
            tables.versions.c.agreement == agreement, tables.versions.c.version == version
        )
        return found[0] if found else None

    async def versions(self, agreement: str) -> Sequence[Kept]:
        """All versions of an agreement."""
        return await self._versions(tables.versions.c.agreement == agreement)

    async def latest(self) -> Sequence[Kept]:
        """The latest version of each agreement."""
        return await self._versions(tables.versions.c.version == tables.agreements.c.latest)

    async def hold(self, document: Document) -> None:
        """Lock the agreement's row, made first where there is none, so that of two who bring it in one waits."""
        row = {"id": document.id, "provider": document.provider, "customer": document.customer, "latest": 0}
        await self._connection.execute(
            insert(self._connection, tables.agreements)
            .values(row)
            .on_conflict_do_nothing(index_elements=["id"])
        )
        held = select(tables.agreements.c.id).where(tables.agreements.c.id == document.id).with_for_update()
        await self._connection.execute(held)

    async def keep(self, kept: Kept) -> None:
        """The version, and the agreement as it stands with it."""
        said = kept.document
        latest = (
            update(tables.agreements).where(tables.agreements.c.id == said.id).values(latest=said.version)
        )
        await self._connection.execute(latest)
        await self._connection.execute(
            tables.versions.insert().values(
                agreement=said.id,
                version=said.version,
                title=said.title,
                observers=list(said.observers),
                services=list(said.services),
                document=said.text,
                digest=said.digest,
                force_from=said.force_from,
                force_until=said.force_until,
                signed=kept.signed,
                put_at=kept.put_at,
                put_by=kept.put_by,
            )
        )

    async def owners(self, services: Sequence[str]) -> Mapping[str, str]:
        """The provider of each service that has one."""
        query = select(tables.services).where(tables.services.c.id.in_(services))
        return {row.id: row.provider for row in await self._connection.execute(query)}

    async def claim_services(self, services: Sequence[str], provider: str) -> Mapping[str, str]:
        """First come: whoever has the row owns the service."""
        rows = [{"id": service, "provider": provider} for service in sorted(services)]
        await self._connection.execute(
            insert(self._connection, tables.services).on_conflict_do_nothing(index_elements=["id"]), rows
        )
        return await self.owners(services)

    async def key(self, identity: str) -> KeyEntry | None:
        """A key by its id."""
        query = select(tables.keys).where(tables.keys.c.id == identity)
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            return None
        return KeyEntry(
            id=row.id,
            digest=row.digest,
            role=row.role,
            party=row.party,
            services=tuple(row.services),
            sources=tuple(row.sources),
        )

    async def keys(self) -> Sequence[KeyKept]:
        """All keys, oldest first."""
        query = select(tables.keys).order_by(tables.keys.c.made_at, tables.keys.c.id)
        return [
            KeyKept(
                id=row.id,
                role=row.role,
                party=row.party,
                services=tuple(row.services),
                sources=tuple(row.sources),
                name=row.name,
                made_at=row.made_at,
            )
            for row in await self._connection.execute(query)
        ]

    async def settings_keys(self) -> Sequence[str]:
        """Ids of the keys that came from the settings."""
        query = select(tables.keys.c.id).where(tables.keys.c.from_settings)
        return [row.id for row in await self._connection.execute(query)]

    async def add_key(self, entry: KeyEntry, name: str, made_at: int, *, from_settings: bool = False) -> None:
        """Keep a key; one of the same id is replaced."""
        values = {
            "digest": entry.digest,
            "role": entry.role,
            "party": entry.party,
            "services": list(entry.services),
            "sources": list(entry.sources),
            "name": name,
            "from_settings": from_settings,
            "made_at": made_at,
        }
        await self._upsert(tables.keys, entry.id, values)

    async def drop_key(self, identity: str) -> bool:
        """Forget a key; False where there was none."""
        gone = await self._connection.execute(delete(tables.keys).where(tables.keys.c.id == identity))
        return gone.rowcount == 1

    async def receiver(self, identity: str) -> ReceiverEntry | None:
        """A receiver by its id."""
        found = await self._receivers(tables.receivers.c.id == identity)
        return found[0] if found else None

    async def receivers(self, party: str | None) -> Sequence[ReceiverEntry]:
        """A party's receivers, or everyone's."""
        return await self._receivers(*(() if party is None else (tables.receivers.c.party == party,)))

    async def add_receiver(self, entry: ReceiverEntry) -> None:
        """Keep a receiver; one of the same id is replaced."""
        values = {
            "party": entry.party,
            "url": entry.url,
            "generation": entry.generation,
            "disabled": entry.disabled,
        }
        await self._upsert(tables.receivers, entry.id, values)

    async def drop_receiver(self, identity: str) -> None:
        """Forget a receiver."""
        await self._connection.execute(delete(tables.receivers).where(tables.receivers.c.id == identity))

    async def add_link(self, digest: str, party: str, expires_at: int) -> None:
        """Keep a sign-in link."""
        row = {"digest": digest, "party": party, "expires_at": expires_at, "used_at": None}
        await self._connection.execute(tables.links.insert().values(row))

    async def link(self, digest: str, now: int) -> str | None:
        """Looked at, not used."""
        party: str | None = await self._connection.scalar(
            select(tables.links.c.party)
            .where(tables.links.c.digest == digest, tables.links.c.used_at.is_(None))
            .where(tables.links.c.expires_at > now)
        )
        return party

    async def use_link(self, digest: str, now: int) -> str | None:
        """One conditional update, so that of two who come at once one gets in."""
        used: str | None = await self._connection.scalar(
            update(tables.links)
            .where(tables.links.c.digest == digest, tables.links.c.used_at.is_(None))
            .where(tables.links.c.expires_at > now)
            .values(used_at=now)
            .returning(tables.links.c.party)
        )
        return used

    async def add_session(self, digest: str, session: Session) -> None:
        """Keep a session."""
        row = {"digest": digest, "party": session.party, "expires_at": session.expires_at}
        await self._connection.execute(tables.sessions.insert().values(row))

    async def session(self, digest: str, now: int) -> Session | None:
        """A session that still holds."""
        query = select(tables.sessions).where(
            tables.sessions.c.digest == digest, tables.sessions.c.expires_at > now
        )
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else Session(party=row.party, expires_at=row.expires_at)

    async def drop_session(self, digest: str) -> None:
        """Sign a viewer out."""
        await self._connection.execute(delete(tables.sessions).where(tables.sessions.c.digest == digest))

    async def forget_past(self, now: int) -> None:
        """Take away links and sessions whose time is over."""
        for table in (tables.links, tables.sessions):
            await self._connection.execute(delete(table).where(table.c.expires_at <= now))

    async def say(self, entries: Sequence[Entry]) -> None:
        """Into the outbox."""
        await store.add(self._connection, tables.outbox, entries)

    async def _versions(self, *conditions: Any) -> list[Kept]:
        joined = tables.versions.join(
            tables.agreements, tables.versions.c.agreement == tables.agreements.c.id
        )
        query = select(tables.versions, tables.agreements.c.provider, tables.agreements.c.customer)
        ordered = query.select_from(joined).where(*conditions)
        rows = await self._connection.execute(
            ordered.order_by(tables.versions.c.agreement, tables.versions.c.version)
        )
        return [_kept(row) for row in rows]

    async def _receivers(self, *conditions: Any) -> list[ReceiverEntry]:
        query = select(tables.receivers).where(*conditions).order_by(tables.receivers.c.id)
        return [
            ReceiverEntry(
                id=row.id, party=row.party, url=row.url, generation=row.generation, disabled=row.disabled
            )
            for row in await self._connection.execute(query)
        ]

    async def _upsert(self, table: Any, identity: str, values: dict[str, Any]) -> None:
        statement = insert(self._connection, table).values(id=identity, **values)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


class SqlLibrary:
    """`ports.Library` over a database and its relay."""

    def __init__(self, database: Database, relay: Relay) -> None:
        self._database = database
        self._relay = relay

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[SqlBooks]:
        """A transaction; the relay is woken after it."""
        async with self._database.transaction() as connection:
            yield SqlBooks(connection)
        self._relay.wake()

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[SqlBooks]:
        """One consistent moment."""
        async with self._database.reading() as connection:
            yield SqlBooks(connection)

    async def published(self, seconds: float) -> bool:
        """Wait for the relay."""
        try:
            async with asyncio.timeout(seconds):
                await self._relay.flushed()
        except TimeoutError:
            return False
        return True


def _kept(row: Any) -> Kept:
    document = Document(
        id=row.agreement,
        version=row.version,
        title=row.title,
        provider=row.provider,
        customer=row.customer,
        observers=tuple(row.observers),
        services=tuple(row.services),
        text=row.document,
        digest=row.digest,
        force_from=row.force_from,
        force_until=row.force_until,
    )
    return Kept(document=document, put_at=row.put_at, put_by=row.put_by, signed=row.signed)
