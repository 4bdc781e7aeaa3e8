"""How far a trial may go: so many facts and figures, so long, one at a time of one caller, and few at once."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class TooManyFacts(Exception):
    """There are more facts than a trial takes; `found` of them."""

    def __init__(self, found: int) -> None:
        super().__init__(found)
        self.found = found


class TooManyFigures(Exception):
    """It would be more than so many figures."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class TooLong(Exception):
    """The time is over, or nobody waits for it any more."""


class Busy(Exception):
    """No place is free; `own`: since the caller has a trial under way."""

    def __init__(self, *, own: bool) -> None:
        super().__init__(own)
        self.own = own


class Leash:
    """How long a trial may go on: `check` raises TooLong afterwards. `now` gives seconds that only grow."""

    def __init__(self, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._ends = now() + seconds
        self._gone = False

    def let_go(self) -> None:
        """Nobody waits for it any more."""
        self._gone = True

    def check(self) -> None:
        """Go on, or TooLong."""
        if self._gone or self._now() >= self._ends:
            raise TooLong


class Places:
    """Places for trials under way: one for each caller, `most` in all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: set[str] = set()

    @contextmanager
    def taken(self, caller: str) -> Iterator[None]:
        """Hold a place meanwhile, or Busy."""
        if caller in self._taken:
            raise Busy(own=True)
        if len(self._taken) >= self._most:
            raise Busy(own=False)
        self._taken.add(caller)
        try:
            yield
        finally:
            self._taken.discard(caller)
