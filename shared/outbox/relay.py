"""Brings the outbox to the event log: read the oldest rows, append them, take them away; and again.

A crash between appending and taking away repeats those rows, never loses them; readers know repeats by id. One
relay works per database at a time. A log or database that fails is tried again with growing pauses.
"""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from typing import Protocol

import structlog
from sqlalchemy import Table

from shared.database.engine import Database
from shared.database.failures import DATABASE_FAILURES, first_line
from shared.database.leadership import Leadership, leadership
from shared.eventlog.port import Entry, LogUnavailable
from shared.outbox import store

_IDLE_SECONDS = 0.5
_STANDBY_SECONDS = 1.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 10.0
_LATE_SECONDS = 60
_FLUSH_SECONDS = 1.5

log = structlog.get_logger(__name__)


class Log(Protocol):
    """What a relay needs of the event log."""

    async def append(self, entries: Sequence[Entry]) -> None:
        """Durable, in this order per key, when it returns; LogUnavailable else."""
        ...


class Relay:
    """The relay of one outbox. `published` counts entries brought to the log since the start."""

    def __init__(self, database: Database, table: Table, log: Log, *, most: int = 500) -> None:
        """`most`: rows a round."""
        self._database = database
        self._table = table
        self._log = log
        self._most = most
        self._wake = asyncio.Event()
        self._round = asyncio.Event()
        self._stopped = asyncio.Event()
        self._trouble: str | None = "the relay is not started"
        self._counted_at = 0.0
        self._pending = store.Pending(0, None)
        self.published = 0

    @property
    def pending(self) -> int:
        """Rows that wait, as counted in the last second."""
        return self._pending.count

    def oldest_age(self) -> float:
        """Seconds the oldest row has waited, 0 when none does; for metrics."""
        return (
            0.0 if self._pending.oldest is None else max(0.0, time.time() - self._pending.oldest / 1_000_000)
        )

    def trouble(self) -> str | None:
        """A sentence for /readyz, None when all is well."""
        if self._trouble is None and self.oldest_age() > _LATE_SECONDS:
            return f"entries that wait for the event log: {self.pending}, the oldest for {self.oldest_age():.0f} s"
        return self._trouble

    def wake(self) -> None:
        """Something was committed: publish now. To be called on the relay's own event loop."""
        self._wake.set()

    async def run(self) -> None:
        """Until `stop`, which ends it after the round in hand."""
        pause = _FIRST_PAUSE
        while not self._stopped.is_set():
            try:
                async with leadership(self._database, f"relay of {self._table.name}") as ours:
                    if ours.lead:
                        await self._lead(ours)
                    else:
                        await self._stand_by()
            except (LogUnavailable, *DATABASE_FAILURES) as error:
                pause = _FIRST_PAUSE if self._trouble is None else pause
                self._tell(error)
                await self._count_again()
                await _within(self._stopped, pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    async def flushed(self) -> None:
        """Returns when everything committed before the call is in the log; waits as long as that takes."""
        async with self._database.reading() as connection:
            last = await store.last_id(connection, self._table)
        while last is not None:
            async with self._database.reading() as connection:
                if not await store.waits_up_to(connection, self._table, last):
                    return
            self._round.clear()
            self.wake()
            await _within(self._round, 0.1)

    async def finish(self, seconds: float = _FLUSH_SECONDS) -> None:
        """Bring the last entries out, as far as log and database take them within so many seconds, and `stop`."""
        with contextlib.suppress(TimeoutError, *DATABASE_FAILURES):
            async with asyncio.timeout(seconds):
                await self.flushed()
        await self.stop()

    async def stop(self) -> None:
        """End `run` after its round. What waits stays in the outbox for the next start."""
        self._stopped.set()
        self.wake()

    async def _lead(self, ours: Leadership) -> None:
        while not self._stopped.is_set():
            self._wake.clear()
            moved = await self._publish(ours)
            self._trouble = None
            await self._count_again()
            if moved < self._most:
                await _within(self._wake, _IDLE_SECONDS)

    async def _publish(self, ours: Leadership) -> int:
        async with self._database.reading() as connection:
            rows = await store.oldest(connection, self._table, self._most)
        if not rows:
            await ours.confirm()
            return 0
        await ours.confirm()
        await self._log.append([entry for _, entry in rows])
        async with self._database.transaction() as connection:
            await store.take_away(connection, self._table, [id_ for id_, _ in rows])
        self.published += len(rows)
        self._round.set()
        return len(rows)

    def _tell(self, error: Exception) -> None:
        """One line for each new trouble, not one for each try."""
        said = f"the outbox cannot be published: {first_line(error)}"
        if self._trouble != said:
            log.warning(
                "outbox_waits", trouble=said, advice="nothing is lost; it is tried again until it goes"
            )
        self._trouble = said

    async def _stand_by(self) -> None:
        self._trouble = None
        await self._count_again()
        await _within(self._stopped, _STANDBY_SECONDS)

    async def _count_again(self) -> None:
        if time.monotonic() - self._counted_at < 1:
            return
        try:
            async with self._database.reading() as connection:
                self._pending = await store.pending(connection, self._table)
            self._counted_at = time.monotonic()
        except DATABASE_FAILURES:
            return  # said by run already


async def _within(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
