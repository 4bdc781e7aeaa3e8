"""Opening the log: once, by whoever needs it first, however long the log is not there."""

import asyncio
from collections.abc import Awaitable, Callable

from shared.eventlog.port import EventLog


class Opening:
    """Starts the log and sees to its topics before anything works with it."""

    def __init__(self, log: EventLog, partitions: int) -> None:
        self._log = log
        self._partitions = partitions
        self._lock = asyncio.Lock()
        self._open = False

    async def ensure(self) -> None:
        """Return when the log is open; waits for one that is not there yet."""
        async with self._lock:
            if not self._open:
                await self._log.start()
                await self._log.ensure_topics(self._partitions)
                self._open = True

    def before(self, run: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """The same work, begun once the log is open."""

        async def opened() -> None:
            await self.ensure()
            await run()

        return opened

    def trouble(self) -> str | None:
        """A sentence as long as the log is not open."""
        return None if self._open else "the event log does not answer yet"
