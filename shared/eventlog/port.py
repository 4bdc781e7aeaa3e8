"""What Eyelevel asks of an event log, whichever it is.

Records of one key keep their order. `append` answers when all entries are durable. A reader of a group is given
partitions and reads each in order from the offset that *its own* store names: the log's committed offsets are for
lag tools alone (DESIGN.md section 2, exactly once). A follower reads a whole topic from its beginning, without a
group, and knows when it has seen all that was there when it asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Partition:
    """One ordered part of a topic."""

    topic: str
    number: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be appended. `value` None takes the key away in a compacted topic."""

    topic: str
    key: str | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()
    partition: int | None = None  # only ticks name one; else the key decides


@dataclass(frozen=True, slots=True)
class Record:
    """What was appended: where it stands, and when the log took it (`appended_at`, microseconds UTC)."""

    partition: Partition
    offset: int
    key: str | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    appended_at: int


class LogUnavailable(Exception):
    """The log did not take or give records in time. What was sent may or may not be there: send again."""


class Positions(Protocol):
    """Where a group stands, kept by the reader's own store. `database.offsets` has one."""

    async def claim(self, partitions: Sequence[Partition]) -> Mapping[Partition, int]:
        """Take over the partitions (an earlier holder is fenced from now on) and tell the next offset of each.

        A partition never read before starts at 0.
        """
        ...


class Reader(Protocol):
    """A member of a group. Not for use by two tasks at once."""

    async def start(self) -> None:
        """Join the group. Waits for a log that is not there yet, with growing pauses, and does not give up."""
        ...

    async def fetch(self, most: int, wait: float) -> Mapping[Partition, Sequence[Record]]:
        """The next records of the partitions held, in order, at most `most` in all; empty after `wait` seconds.

        A record stays fetched once given; `rewind` brings it back.
        """
        ...

    async def rewind(self, partition: Partition) -> bool:
        """Claim the partition again and go on at the stored offset. False when it is no longer held."""
        ...

    def held(self) -> frozenset[Partition]:
        """The partitions held now."""
        ...

    async def note_progress(self, offsets: Mapping[Partition, int]) -> None:
        """Tell the log the next offset of each, for lag tools only. Never raises."""
        ...

    def silent_for(self) -> float:
        """Seconds since the log last answered: records, or an empty answer it really gave."""
        ...

    async def caught_up(self) -> bool:
        """Whether the whole group has read its topics to the end: stored offsets against end offsets."""
        ...

    async def stop(self) -> None:
        """Leave the group. Returns within seconds whatever the log does, and never raises."""
        ...


class Follower(Protocol):
    """Reads one whole topic from the beginning, on its own."""

    async def start(self) -> None:
        """As Reader.start."""
        ...

    async def fetch(self, wait: float) -> Sequence[Record]:
        """The next records of any partition; empty after `wait` seconds."""
        ...

    async def ends(self) -> Mapping[Partition, int]:
        """The end offset of each partition as of now: the next one to be written."""
        ...

    def reached(self, ends: Mapping[Partition, int]) -> bool:
        """Whether all records before these ends have been given out by `fetch`."""
        ...

    async def stop(self) -> None:
        """As Reader.stop."""
        ...


class EventLog(Protocol):
    """The log itself."""

    async def start(self) -> None:
        """Open the way to write; waits for a log that is not there yet."""
        ...

    async def ensure_topics(self, partitions: int) -> None:
        """Create the topics of `contracts.topics` that are missing (compacted where said)."""
        ...

    async def append(self, entries: Sequence[Entry]) -> None:
        """Durable, in this order per key, when it returns; LogUnavailable else."""
        ...

    async def partitions(self, topic: str) -> int:
        """How many partitions the topic has."""
        ...

    def reader(self, group: str, topics: Sequence[str], positions: Positions) -> Reader:
        """A new member of a group; not started."""
        ...

    def follower(self, topic: str) -> Follower:
        """A new follower; not started."""
        ...

    async def stop(self) -> None:
        """Flush and close. Returns within seconds and never raises."""
        ...
