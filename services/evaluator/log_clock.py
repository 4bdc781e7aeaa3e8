"""How far the log's clock is behind the machine's: the one question for which the evaluator looks at a clock.

Nothing is decided by the answer. It is for metrics and /readyz: while the log's clock stands, deadlines wait.
"""

from collections.abc import Callable
from typing import Final

from shared.contracts.instants import SECOND

_OLD: Final = 60 * SECOND


class LogClock:
    """`oldest` gives the earliest log clock of the partitions held, None before the first tick; `now` what time it
    is. Both in microseconds UTC."""

    def __init__(self, oldest: Callable[[], int | None], now: Callable[[], int]) -> None:
        self._oldest = oldest
        self._now = now
        self._began = now()

    def age(self, of: int) -> float:
        """Seconds from an instant to now; for metrics alone."""
        return (self._now() - of) / SECOND

    def behind(self) -> float:
        """Seconds that the log's clock is behind; -1 before the first tick."""
        oldest = self._oldest()
        return -1.0 if oldest is None else self.age(oldest)

    def trouble(self) -> str | None:
        """A sentence for /readyz when the log's clock is more than 60 s behind; not in the first 60 s, in which what
        came while the evaluator was away is read."""
        behind = self.behind()
        if self._now() - self._began <= _OLD or behind * SECOND <= _OLD:
            return None
        return f"the last tick read is {behind:.0f} s old: what time alone decides waits for newer ones"
