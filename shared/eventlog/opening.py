"""Opening the log: once, by whichever worker needs it first, however long it is not there.

A log that is not up when a service starts makes it not ready; it does not end it.
"""

import asyncio
from collections.abc import Awaitable, Callable

from shared.eventlog.port import EventLog

Run = Callable[[], Awaitable[None]]


class Opening:
    """Starts the log and sees to its topics before anything works with it."""

    def __init__(self, log: EventLog, *, owned: bool, partitions: int, first: Run | None = None) -> None:
        """`owned`: the log is ours to start. `first`: what is done once before it, and needs no log."""
        self._log = log
        self._first = first
        self._owned = owned
        self._partitions = partitions
        self._lock = asyncio.Lock()
        self._open = False
        self._given_up = asyncio.Event()

    async def ensure(self) -> None:
        """Return when the log is open; waits for one that is not there yet. Raises what `first` raises, which is
        then done again the next time."""
        async with self._lock:
            if self._open:
                return
            if self._first is not None:
                await self._first()
                self._first = None
            if self._owned:
                await self._log.start()
            await self._log.ensure_topics(self._partitions)
            self._open = True

    def before(self, run: Run) -> Run:
        """The same work, begun once the log is open; ends where `give_up` comes first."""

        async def opened() -> None:
            if await self._ensured():
                await run()

        return opened

    def give_up(self) -> None:
        """Wait no longer for a log that is not there: the service stops."""
        self._given_up.set()

    def trouble(self) -> str | None:
        """A sentence for /readyz as long as the log is not open."""
        return None if self._open else "the event log does not answer yet"

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
