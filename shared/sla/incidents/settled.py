"""The clocks of one objective that no instant changes any more, in order of the instants that put them into periods.

A figure counts these by bisection, and computes only the clocks of incidents that still move. A fact of an incident
lets its clocks move again; a word about a correction, those of all.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import chain

from shared.sla.chunks import Chunks
from shared.sla.figures import ClockFigure, ClockState
from shared.sla.incidents.clock import IncidentClock
from shared.sla.spans import MICROSECOND, Span, Spans

Step = tuple[int, int, int]
"""An instant, and what enters or leaves a window there: clocks that are decided, and those of them breached."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A clock as it is at the instant asked for, and the instant that puts it into a period."""

    clock: IncidentClock
    figure: ClockFigure
    instant: int | None
    off: Spans
    paused_at: int | None

    @property
    def decided(self) -> bool:
        """Whether it is fulfilled or breached."""
        return self.figure.state in (ClockState.FULFILLED, ClockState.BREACHED)

    @property
    def breached(self) -> bool:
        """Whether it is breached."""
        return self.figure.state is ClockState.BREACHED

    @property
    def listed_at(self) -> int | None:
        """The instant that says in which period it is shown: that of its release, if it was released."""
        return self.instant if self.clock.released_at is None else self.clock.released_at


Entry = tuple[int, str, int, Shown]
"""The instant of a clock, its incident, its number among those of the incident, and itself."""


class SettledClocks:
    """Settled clocks by incident, and those in force by instant. `force`: the time that the version rules."""

    def __init__(self, force: Span, incidents: Iterable[str]) -> None:
        self.moving = set(incidents)
        """The incidents whose clocks may still change, or that were not looked at yet."""
        self._force = force
        self._of: dict[str, tuple[Shown, ...]] = {}
        self._listed: Chunks[Entry] = Chunks(_key)
        self._fulfilled: list[int] = []
        self._breached: list[tuple[int, int]] = []
        self._nowhere: dict[str, list[tuple[int, ClockFigure]]] = {}

    def get(self, incident: str) -> tuple[Shown, ...] | None:
        """The settled clocks of an incident; None while they may still change."""
        return self._of.get(incident)

    def keep(self, incident: str, shown: tuple[Shown, ...]) -> None:
        """Keep the clocks of an incident, which no instant changes any more."""
        self.moving.discard(incident)
        self._of[incident] = shown
        nowhere = [(number, one.figure) for number, one in enumerate(shown) if one.listed_at is None]
        if nowhere:
            self._nowhere[incident] = nowhere
        for at, number, one in self._placed(shown):
            self._listed.add((at, incident, number, one))
            breached_at = one.figure.breached_at
            if breached_at is not None:
                insort(self._breached, (at, breached_at))
            elif one.decided:
                insort(self._fulfilled, at)

    def move(self, incident: str) -> None:
        """Let the clocks of an incident move again."""
        self.moving.add(incident)
        self._nowhere.pop(incident, None)
        for at, number, one in self._placed(self._of.pop(incident, ())):
            self._listed.remove((at, incident, number, one))
            breached_at = one.figure.breached_at
            if breached_at is not None:
                del self._breached[bisect_left(self._breached, (at, breached_at))]
            elif one.decided:
                del self._fulfilled[bisect_left(self._fulfilled, at)]

    def move_all(self) -> None:
        """Let all clocks move again."""
        self.moving.update(self._of)
        for kept in (self._of, self._listed, self._fulfilled, self._breached, self._nowhere):
            kept.clear()

    def _placed(self, shown: Iterable[Shown]) -> Iterator[tuple[int, int, Shown]]:
        """Those that a period of the version can show, with their instants and numbers."""
        for number, one in enumerate(shown):
            at = one.listed_at
            if at is not None and at in self._force:
                yield at, number, one

    # reading

    def fulfilled(self, span: Span) -> int:
        """How many were fulfilled in a span."""
        return bisect_left(self._fulfilled, span.end) - bisect_left(self._fulfilled, span.start)

    def breached(self, span: Span) -> int:
        """How many of a span were breached."""
        return bisect_left(self._breached, (span.end,)) - bisect_left(self._breached, (span.start,))

    def breaches(self, span: Span) -> list[int]:
        """When those of a span were breached."""
        first, last = bisect_left(self._breached, (span.start,)), bisect_left(self._breached, (span.end,))
        return [breached_at for _, breached_at in self._breached[first:last]]

    def listed(self, span: Span) -> list[tuple[Entry, ...]]:
        """Those that a span shows, in order of their instants, in parts."""
        return self._listed.between((span.start,), (span.end,))

    def nowhere(self) -> Iterator[tuple[int, ClockFigure]]:
        """Those that no instant puts into a period, with their numbers."""
        return chain.from_iterable(self._nowhere.values())

    def steps_back(self, until: int, length: int) -> Iterator[Step]:
        """What enters and leaves a window of a length up to an instant, the latest first."""
        return merge(
            self._steps_back(until, MICROSECOND, 1),
            self._steps_back(until, length + MICROSECOND, -1),
            reverse=True,
        )

    def _steps_back(self, until: int, lag: int, sign: int) -> Iterator[Step]:
        instant = until - lag + MICROSECOND
        fulfilled = bisect_left(self._fulfilled, instant)
        breached = bisect_left(self._breached, (instant,))
        return merge(
            ((self._fulfilled[i] + lag, sign, 0) for i in range(fulfilled - 1, -1, -1)),
            ((self._breached[i][0] + lag, sign, sign) for i in range(breached - 1, -1, -1)),
            reverse=True,
        )


def _key(entry: Entry) -> tuple[int | str, ...]:
    return entry[:3]
