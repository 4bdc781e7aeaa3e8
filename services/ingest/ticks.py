"""The ticks: once a second ingest writes what time it is into every partition of the facts.

Behind ingest time comes from these records alone. A tick says: what was sent to the raw topic before this instant
stands before this record. So the clock is read first, then it is asked whether the group has read the raw topic to
its end, and only then is the tick written. Ticks are of whole seconds (what is later waits for the next), so that a
figure is as of an instant that people can say. While ingest is behind, or dead, no tick is written and no deadline
fires. An instant that is not later than one written before is left out; readers pass over what another replica
wrote later with an earlier instant.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import structlog

from services.ingest.ports import Clock, Writing
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.instants import SECOND, format_instant
from shared.contracts.topics import FACTS
from shared.eventlog.port import Entry, LogUnavailable

TYPE: Final = TYPE_PREFIX + "clock.ticked"
SOURCE: Final = "eyelevel/ingest"
_SOON: Final = 0.02
_OLD_SECONDS: Final = 30.0
_WORTH_SAYING: Final = 3  # failures in a row; one or two are a start or a hiccup

log = structlog.get_logger(__name__)


def tick_entries(instant: int, partitions: int) -> Sequence[Entry]:
    """One tick of this instant for each partition of the facts."""
    said = format_instant(instant)
    value = CloudEvent(id=said, source=SOURCE, type=TYPE, time=said).encode()
    return [Entry(FACTS.name, None, value, partition=number) for number in range(partitions)]


class Ticker:
    """Writes the ticks of one ingest. `caught_up` says whether the raw topic is read to its end."""

    def __init__(
        self,
        writing: Writing,
        caught_up: Callable[[], Awaitable[bool]],
        clock: Clock,
        *,
        every: float = 1.0,
        hold: float = 0.0,
    ) -> None:
        """`every` and `hold` (no tick of its own accord before) in seconds."""
        self._writing = writing
        self._caught_up = caught_up
        self._clock = clock
        self._every = every
        self._hold = hold
        self._lock = asyncio.Lock()
        self._stopped = asyncio.Event()
        self._began = clock.now()
        self.last: int | None = None
        self._silent_since = clock.passed() + hold

    def age(self) -> int:
        """Microseconds since the last tick, or since the ticker was made."""
        return self._clock.now() - (self._began if self.last is None else self.last)

    def trouble(self) -> str | None:
        """A sentence for /readyz when no tick was written for 30 s, after a start for 30 s beyond `hold`; None while
        the clock stands still, since then none is due."""
        silent = self._clock.passed() - self._silent_since
        if not self._clock.goes_on() or silent <= max(_OLD_SECONDS, 2 * self._every):
            return None
        return f"no tick for {silent:.0f} s: what time alone decides waits until ticks are written again"

    async def write(self) -> bool:
        """Write the ticks of now, if the raw topic is read to its end; durable when this returns True."""
        async with self._lock:
            instant = self._now()
            if self.last is not None and instant <= self.last:
                return False
            if not await self._caught_up():
                return False
            await self._writing.append(tick_entries(instant, await self._writing.partitions(FACTS.name)))
            self.last, self._silent_since = instant, self._clock.passed()
            return True

    async def write_now(self) -> None:
        """Write the ticks of now, as soon as the raw topic is read to its end; they are durable on return."""
        instant = self._now()
        while self.last is None or self.last < instant:
            if not await self.write():
                await asyncio.sleep(_SOON)

    async def run(self) -> None:
        """Tick until stopped. A log that does not answer is tried again at the next tick."""
        await self._wait(self._hold)
        failures = 0
        while not self._stopped.is_set():
            try:
                if self._clock.goes_on():
                    await self.write()
                failures = 0
            except LogUnavailable as problem:
                failures += 1
                if failures == _WORTH_SAYING:
                    advice = "they go on when the log answers"
                    log.warning("ticks_stopped", problem=str(problem), advice=advice)
            await self._wait(self._every)

    async def stop(self) -> None:
        """End `run` after the tick in hand."""
        self._stopped.set()

    def _now(self) -> int:
        now = self._clock.now()
        return now - now % SECOND

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), seconds)
