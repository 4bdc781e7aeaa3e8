"""Opening what the work stands on: once, by whichever worker needs it first, however long it is not there.

A log or database that is not up when the service starts makes it not ready; it does not end it.
"""

import asyncio
from collections.abc import Awaitable, Callable

from shared.database.migrations import migrate
from shared.eventlog.port import EventLog

PACKAGE = "services.notifier"

Run = Callable[[], Awaitable[None]]


class Opening:
    """Brings the tables up to date where that is asked for, starts the log, and sees to its topics."""

    def __init__(self, log: EventLog, *, owned: bool, partitions: int, migrating: str | None) -> None:
        """`owned`: the log is ours to start. `migrating`: the URL of the database to bring up to date first."""
        self._log = log
        self._owned = owned
        self._partitions = partitions
        self._migrating = migrating
        self._lock = asyncio.Lock()
        self._open = False
        self._given_up = asyncio.Event()

    async def ensure(self) -> None:
        """Return when all is open; waits for a log that is not there yet."""
        async with self._lock:
            if self._open:
                return
            if self._migrating is not None:
                await migrate(self._migrating, PACKAGE)
                self._migrating = None
            if self._owned:
                await self._log.start()
            await self._log.ensure_topics(self._partitions)
            self._open = True

    def before(self, run: Run) -> Run:
        """The same work, begun once all is open; ends where `give_up` comes first."""

        async def opened() -> None:
            if await self._ensured():
                await run()

        return opened

    def give_up(self) -> None:
        """Wait no longer for a log that is not there: the service stops."""
        self._given_up.set()

    async def _ensured(self) -> bool:
        ensuring = asyncio.create_task(self.ensure())
        giving_up = asyncio.create_task(self._given_up.wait())
        try:
            await asyncio.wait({ensuring, giving_up}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            giving_up.cancel()
            if not ensuring.done():
                ensuring.cancel()
        if not ensuring.done():
            return False
        ensuring.result()
        return True

    @property
    def migrating(self) -> bool:
        """Whether the tables are still to be brought up to date: nobody else should touch a new file meanwhile."""
        return self._migrating is not None

    def trouble(self) -> str | None:
        """A sentence for /readyz as long as not all is open."""
        if self.migrating:
            return "the tables are being brought up to date"
        return None if self._open else "the event log does not answer yet"
