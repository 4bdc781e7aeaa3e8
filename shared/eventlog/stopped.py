"""Partitions that stand still because their handler failed: why, since when, and when to try again. No I/O."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from shared.eventlog.port import Partition

Pauses = Callable[[], Iterator[float]]


@dataclass(slots=True)
class Stop:
    """One partition's standing still."""

    problem: str
    pauses: Iterator[float]
    again_at: float
    since: float = field(default_factory=time.monotonic)
    failures: int = 1
    tried_at: float | None = None
    """When it was set going again; it counts as stopped until a batch of it is done."""


class Stops:
    """The partitions of one consumer that stand still. Instants on the monotonic clock, in seconds."""

    def __init__(self, pauses: Pauses) -> None:
        self._pauses = pauses
        self._stops: dict[Partition, Stop] = {}

    def __len__(self) -> int:
        return len(self._stops)

    def failed(self, partition: Partition, problem: BaseException) -> Stop:
        """It failed now, the first time or again."""
        now, said = time.monotonic(), f"{type(problem).__name__}: {problem}"
        stop = self._stops.get(partition)
        if stop is None:
            pauses = self._pauses()
            stop = self._stops[partition] = Stop(said, pauses, now + next(pauses))
        else:
            stop.problem, stop.failures, stop.tried_at = said, stop.failures + 1, None
            stop.again_at = now + next(stop.pauses)
        return stop

    def due(self) -> list[Partition]:
        """Those whose pause is over."""
        now = time.monotonic()
        return [at for at, stop in self._stops.items() if stop.tried_at is None and stop.again_at <= now]

    def next_due_in(self, longest: float) -> float:
        """Seconds until the next pause is over, at most `longest`."""
        now = time.monotonic()
        return min(
            [longest, *(max(0.0, stop.again_at - now) for stop in self._stops.values() if not stop.tried_at)]
        )

    def trying(self, partition: Partition) -> None:
        """It was set going again."""
        self._stops[partition].tried_at = time.monotonic()

    def over(self, partition: Partition) -> bool:
        """It goes on, or is another's. Whether it had stood still."""
        return self._stops.pop(partition, None) is not None

    def quiet(self, seconds: float) -> list[Partition]:
        """Set going again so long ago without a record: what failed had been done after all."""
        now = time.monotonic()
        return [
            at
            for at, stop in self._stops.items()
            if stop.tried_at is not None and now - stop.tried_at > seconds
        ]

    def sentence(self) -> str | None:
        """Which partitions stand still, and why."""
        now = time.monotonic()
        said = [
            f"{at.topic}/{at.number} stands still for {now - stop.since:.0f} s"
            f" after {stop.failures} failures: {stop.problem}"
            for at, stop in sorted(self._stops.items())
        ]
        return "; ".join(said) or None
