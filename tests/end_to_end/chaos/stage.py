"""Where evaluator and notifier live and die: a log, a database for each, and the receivers in the directory."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Select, Table, func, select

from services.evaluator import tables as evaluator_tables
from services.notifier import tables as notifier_tables
from shared.contracts.directory import encode_entry, key_of
from shared.contracts.topics import DIRECTORY, FACTS, VERDICTS
from shared.database.engine import Database
from shared.database.migrations import migrate
from shared.eventlog.port import Entry, EventLog, Follower, Record
from tests.end_to_end.chaos.receivers import Receiver, listening
from tests.end_to_end.chaos.victim import Doom, Errand, log_at

SECRET = "a secret for tests alone, long enough to be taken"
_TABLES = {"evaluator": evaluator_tables, "notifier": notifier_tables}
_READS = {"evaluator": FACTS.name, "notifier": VERDICTS.name}
CHECKPOINT_FACTS = 20
"""So few that whoever takes over from the dead begins from a checkpoint."""


@dataclass(frozen=True)
class Place:
    """Addresses; `databases` by service. `folder` takes what the processes print."""

    folder: Path
    event_log: str
    databases: Mapping[str, str]
    partitions: int = 1

    @property
    def note(self) -> Path:
        """The file in which each process writes where it dies."""
        return self.folder / "deaths.txt"


def embedded(folder: Path) -> Place:
    """All in SQLite files of one folder."""
    folder.mkdir()
    files = {name: f"sqlite:///{folder / name}.db" for name in (*_TABLES, "eventlog")}
    return Place(folder, files.pop("eventlog"), files)


@dataclass(frozen=True)
class Stage:
    """An open place."""

    place: Place
    log: EventLog
    databases: Mapping[str, Database]
    receivers: Sequence[Receiver]
    _ends: Mapping[str, Follower]

    def errand(self, service: str, doom: Doom | None, most: int) -> Errand:
        """A life of a service in this place. Leases are short, so that what the dead have held is soon free."""
        settings: dict[str, Any] = {
            "event_log": self.place.event_log,
            "database_url": self.place.databases[service],
            "secret": SECRET,
            "partitions": self.place.partitions,
        }
        if service == "evaluator":
            settings |= {"public_url": "https://eyelevel.example", "checkpoint_facts": CHECKPOINT_FACTS}
        else:
            settings |= {"attempt_seconds": 0.4, "lease_seconds": 1.4, "retry_seconds": "0.1," * 30}
            settings |= {"allow_private_receivers": True}
        output = self.place.folder / f"{service}.log"
        return Errand(service, settings, most, doom, self.place.note, output)

    def deaths(self) -> list[str]:
        """What the dead have noted, in order: `service: point`."""
        return self.place.note.read_text().splitlines() if self.place.note.exists() else []

    async def rows(self, service: str, table: str) -> list[dict[str, Any]]:
        """A whole table of a service, by its primary key."""
        named: Table = _TABLES[service].metadata.tables[table]
        async with self.databases[service].reading() as connection:
            asked = select(named).order_by(*named.primary_key)
            return [dict(row) for row in (await connection.execute(asked)).mappings()]

    async def records(self, topic: str) -> list[Record]:
        """Everything that stands on a topic now."""
        follower, found = self.log.follower(topic), list[Record]()
        await follower.start()
        ends = await follower.ends()
        while not follower.reached(ends):
            found += await follower.fetch(0.5)
        await follower.stop()
        return found

    async def idle(self) -> bool:
        """Whether all that is to be read is read, and all that follows is told: first here, then there."""
        if not await self.has_told("evaluator") or not await self.has_told("notifier"):
            return False
        return not await self._number("notifier", select(func.count(notifier_tables.deliveries.c.due_at)))

    async def has_told(self, service: str) -> bool:
        """Whether a service has read its topic to the end, and published all that follows."""
        outbox = select(func.count()).select_from(_TABLES[service].outbox)
        return await self._read_to_its_end(service) and not await self._number(service, outbox)

    async def progress(self) -> tuple[int, ...]:
        """Changes as long as anything moves."""
        due = await self._number("notifier", select(func.count(notifier_tables.deliveries.c.due_at)))
        read = {name: select(func.coalesce(func.sum(of.offsets.c.next), 0)) for name, of in _TABLES.items()}
        return due, *[await self._number(service, asked) for service, asked in read.items()]

    async def _number(self, service: str, asked: Select[Any]) -> int:
        async with self.databases[service].reading() as connection:
            return int(await connection.scalar(asked) or 0)

    async def _read_to_its_end(self, service: str) -> bool:
        topic = _READS[service]
        ends = await self._ends[topic].ends()
        rows = await self.rows(service, "reader_offsets")
        stands = {row["number"]: row["next"] for row in rows if row["topic"] == topic}
        return all(stands.get(partition.number, 0) >= end for partition, end in ends.items())


@contextlib.asynccontextmanager
async def staged(place: Place) -> AsyncIterator[Stage]:
    """Tables and topics are there, and both parties listen."""
    for service, url in place.databases.items():
        await migrate(url, f"services.{service}")
    log = log_at(place.event_log)
    databases = {service: Database(url) for service, url in place.databases.items()}
    ends = {topic: log.follower(topic) for topic in _READS.values()}
    async with listening(SECRET) as receivers:
        await log.start()
        await log.ensure_topics(place.partitions)
        await log.append(
            [Entry(DIRECTORY.name, key_of(one.entry), encode_entry(one.entry)) for one in receivers]
        )
        for follower in ends.values():
            await follower.start()
        try:
            yield Stage(place, log, databases, receivers, ends)
        finally:
            for follower in ends.values():
                await follower.stop()
            await log.stop()
            await asyncio.gather(*(database.close() for database in databases.values()))
