"""What time it is, for ticks and arrivals: the machine's clock, or one that a demonstration plays.

Only ingest asks a clock; behind it time comes from the log. A played clock stands still until it is advanced,
never goes back, and can be let go, so that it follows the machine's clock from then on. Advancing it has ingest
write the ticks of the new instant, and returns when they are in the log.
"""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import Final

Tick = Callable[[], Awaitable[None]]
_MICROSECOND: Final = 1_000


class RealClock:
    """The machine's clock."""

    def now(self) -> int:
        """Microseconds since the epoch, UTC."""
        return time.time_ns() // _MICROSECOND

    def arrival(self, appended_at: int) -> int:
        """When a record of the raw topic arrived: when the log took it."""
        return appended_at

    def passed(self) -> float:
        """Seconds that only grow."""
        return time.monotonic()

    def goes_on(self) -> bool:
        """Always."""
        return True


class PlayedClock:
    """A clock that is told the time. It may be set from any thread."""

    def __init__(self, start: int, real: RealClock | None = None) -> None:
        self._instant = start
        self._real = real or RealClock()
        self._released = False
        self._lock = threading.Lock()
        self._ticking: list[tuple[asyncio.AbstractEventLoop, Tick]] = []

    def now(self) -> int:
        """Microseconds since the epoch, UTC: the instant last set, or the real one once let go."""
        with self._lock:
            if self._released:
                self._instant = max(self._instant, self._real.now())
            return self._instant

    def arrival(self, appended_at: int) -> int:  # noqa: ARG002 - the log's own clock is not the one played
        """When a record of the raw topic arrived: now, since the log was not told of the played time."""
        return self.now()

    def passed(self) -> float:
        """The machine's, since only ticks of a clock that was let go can be missed."""
        return self._real.passed()

    def goes_on(self) -> bool:
        """Once let go. Before, only `advance` has ticks written: the facts of a step come before its tick."""
        with self._lock:
            return self._released

    def set(self, instant: int) -> None:
        """Move on to an instant; one that lies before the present is a ValueError."""
        with self._lock:
            if instant < self._instant:
                raise ValueError(f"A clock does not go back: it stands at {self._instant}, not {instant}.")
            self._instant = instant

    def release(self) -> None:
        """Follow the machine's clock from now on (as soon as that is past the instant last set)."""
        with self._lock:
            self._released = True

    async def advance(self, instant: int) -> None:
        """Move on to an instant and have its ticks written; returns when they are in the log.

        May be awaited on another thread's event loop than ingest's. What the log raises is raised here.
        """
        self.set(instant)
        await asyncio.gather(*(asyncio.wrap_future(started) for started in self._start_ticks()))

    def attach(self, tick: Tick) -> None:
        """Have `tick` run on the running event loop after every advance."""
        with self._lock:
            self._ticking.append((asyncio.get_running_loop(), tick))

    def detach(self, tick: Tick) -> None:
        """The opposite of `attach`."""
        with self._lock:
            self._ticking = [(loop, other) for loop, other in self._ticking if other != tick]

    def _start_ticks(self) -> list[Future[None]]:
        with self._lock:
            ticking = list(self._ticking)

        async def run(tick: Tick) -> None:
            await tick()

        return [asyncio.run_coroutine_threadsafe(run(tick), loop) for loop, tick in ticking]
