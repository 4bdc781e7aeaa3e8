"""What ingest needs of the world, named by what it is needed for."""

from collections.abc import Sequence
from typing import Protocol

from services.ingest.routing import Known
from shared.eventlog.port import Entry


class Clock(Protocol):
    """What time it is (`clock.RealClock`, `clock.PlayedClock`)."""

    def now(self) -> int:
        """Microseconds since the epoch, UTC."""
        ...

    def arrival(self, appended_at: int) -> int:
        """When a record arrived that the log took at `appended_at`."""
        ...

    def passed(self) -> float:
        """Seconds of the machine since some instant, which only grow: also when its clock is set back."""
        ...

    def goes_on(self) -> bool:
        """Whether time passes by itself, so that ticks are due every second."""
        ...


class FreshKnown(Known, Protocol):
    """The directory, which can be brought up to the present."""

    async def loaded(self) -> None:
        """Return once the directory was read to its end. LogUnavailable as in `refresh`."""
        ...

    async def refresh(self) -> None:
        """Read the directory to the end that it has now. LogUnavailable when that does not come about in time."""
        ...


class Writing(Protocol):
    """The part of the log that ingest writes to."""

    async def append(self, entries: Sequence[Entry]) -> None:
        """As `EventLog.append`."""
        ...

    async def partitions(self, topic: str) -> int:
        """As `EventLog.partitions`."""
        ...
