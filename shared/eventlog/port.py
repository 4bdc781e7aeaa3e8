"""What Eyelevel asks of an event log, whichever it is.

Records of one key keep their order. `append` answers when all entries are durable. A reader of a group is given
partitions and reads each in order from the offset that *its own* store names: the log's committed offsets are for
lag tools alone (docs/decisions/0002). A follower reads a whole topic from its beginning, without a
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


LARGEST = 900_000
"""Most bytes of key, value and headers of one entry: below Kafka's own default of 1 MiB for a batch of one."""


class LogUnavailable(Exception):
    """The log did not take or give records in time. What was sent may or may not be there: send again."""


class TooLarge(ValueError):
    """An entry has more than `LARGEST` bytes. No log takes it, however often it is sent."""


class Fenced(Exception):
    """The position is no longer ours: another reader has claimed the partition. The work was rolled back."""


def check_size(entry: Entry) -> None:
    """Raise TooLarge for an entry that the log would never take."""
    size = len(entry.value or b"") + len((entry.key or "").encode())
    size += sum(len(name.encode()) + len(value) for name, value in entry.headers)
    if size > LARGEST:
        raise TooLarge(f"An entry for {entry.topic} has {size} bytes; the log takes at most {LARGEST}.")


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
        """Claim the partition again and go on at the stored offset, also after `pause`.

        False when it is no longer held. Raises what `Positions.claim` raises; the partition then stays paused.
        """
        ...

    def pause(self, partition: Partition) -> None:
        """Give no more records of this partition until `rewind`."""
        ...

    def held(self) -> frozenset[Partition]:
        """The partitions held now."""
        ...

    async def note_progress(self, offsets: Mapping[Partition, int]) -> None:
        """Tell the log the next offset of each, for lag tools and for readers without a store. Never raises."""
        ...

    def silent_for(self) -> float:
        """Seconds since the log last answered: records, or an empty answer it really gave."""
        ...

    def lag(self) -> int:
        """Records of the partitions held that are not noted yet, against the end as last seen."""
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

    def silent_for(self) -> float:
        """As Reader.silent_for."""
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
        """Create the topics of `contracts.topics` that are missing (compacted where said).

        Waits for a log that is not there yet. What exists stays as it is; embedded topics have one partition.
        """
        ...

    async def append(self, entries: Sequence[Entry]) -> None:
        """Durable, in this order per key, when it returns; LogUnavailable else, TooLarge before anything is sent."""
        ...

    async def partitions(self, topic: str) -> int:
        """How many partitions the topic has."""
        ...

    def reader(self, group: str, topics: Sequence[str], positions: Positions | None) -> Reader:
        """A new member of a group; not started.

        Without `positions` (a reader that keeps no store) the group stands where `note_progress` last put it:
        at least once, nothing is fenced.
        """
        ...

    def follower(self, topic: str) -> Follower:
        """A new follower; not started."""
        ...

    async def stop(self) -> None:
        """Flush and close. Returns within seconds and never raises."""
        ...
