"""Which partitions a member of a group holds, through rebalances that come at any moment. No I/O.

A partition that was assigned is *open* until its position is claimed, then *held*. Each claim makes a new `Hold`;
whatever was polled under another hold, or under none, is stale and dropped. A rebalance first takes everything away
(aiokafka's assignors are eager), so that who has a batch in hand knows that the rest of it is no longer his.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from shared.eventlog.port import Partition


@dataclass(slots=True, eq=False)
class Hold:
    """One claim of one partition."""

    noted: int
    """The next offset by the reader's own store."""
    paused: bool = False
    since: float = field(default_factory=time.monotonic)


class Holding:
    """The partitions of one member."""

    def __init__(self) -> None:
        self.held: dict[Partition, Hold] = {}
        self.open: set[Partition] = set()
        self.assignment = 0
        """Counts rebalances: what was begun under another number is stale."""
        self.rebalancing_since: float | None = None

    def forget(self) -> None:
        """Nothing is ours any more: the consumer is gone."""
        self.held.clear()
        self.open.clear()
        self.assignment += 1
        self.rebalancing_since = None

    def revoke(self) -> None:
        """Nothing is ours any more: a rebalance has begun."""
        self.forget()
        self.rebalancing_since = time.monotonic()

    def assign(self, partitions: Iterable[Partition]) -> None:
        """These are ours, once claimed."""
        self.held.clear()
        self.open = set(partitions)
        self.assignment += 1
        self.rebalancing_since = None

    def hold(self, partition: Partition, following: int) -> None:
        """Its position is claimed."""
        self.open.discard(partition)
        self.held[partition] = Hold(following)

    def current(self, partition: Partition, hold: Hold | None) -> bool:
        """Whether records polled under this hold may be given out."""
        return hold is not None and self.held.get(partition) is hold and not hold.paused

    def read(self) -> list[Partition]:
        """The partitions of which records may come."""
        return [partition for partition, hold in self.held.items() if not hold.paused]
