"""Opening what the work stands on: once, by whichever worker needs it first, however long it is not there.

A log or database that is not up when the service starts makes it not ready; it does not end it.
"""

import asyncio
from collections.abc import Awaitable, Callable

from services.portal.handlers.access import hold_settings_key
from services.portal.ports import Library
from shared.database.migrations import migrate
from shared.eventlog.port import EventLog

PACKAGE = "services.portal"

Run = Callable[[], Awaitable[None]]


class Opening:
    """Brings the tables up to date where that is asked for, starts the log, and lets the first operator in."""

    def __init__(
        self,
        log: EventLog,
        library: Library,
        *,
        owned: bool,
        partitions: int,
        migrating: str | None,
        operator_key: str | None,
        clock: Callable[[], int],
    ) -> None:
        """`owned`: the log is ours to start. `migrating`: the URL of the database to bring up to date first."""
        self._log = log
        self._library = library
        self._owned = owned
        self._partitions = partitions
        self._migrating = migrating
        self._operator_key = operator_key
        self._clock = clock
        self._lock = asyncio.Lock()
        self._tables = False
        self._open = False

    async def tables(self) -> None:
        """The tables are there, and the operator's key of the settings holds: no log is needed for that."""
        async with self._lock:
            if self._tables:
                return
            if self._migrating is not None:
                await migrate(self._migrating, PACKAGE)
            if self._operator_key is not None:
                await hold_settings_key(self._library, self._operator_key, self._clock())
            self._tables = True

    async def ensure(self) -> None:
        """Return when all is open; waits for a log that is not there yet."""
        await self.tables()
        async with self._lock:
            if self._open:
                return
            if self._owned:
                await self._log.start()
            await self._log.ensure_topics(self._partitions)
            self._open = True

    def before(self, run: Run) -> Run:
        """The same work, begun once all is open."""

        async def opened() -> None:
            await self.ensure()
            await run()

        return opened

    def trouble(self) -> str | None:
        """A sentence for /readyz as long as the log is not open."""
        return None if self._open else "the event log does not answer yet"
