"""Where an entry goes: Kafka's own rule for keys, so that every producer puts a key into the same partition.

murmur2 over the key's bytes, as the Java client does it (org.apache.kafka.common.utils.Utils). Entries without a key
go round the partitions, one round of appends to one partition. Pure.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from aiokafka.partitioner import murmur2

from shared.eventlog.port import Entry, Partition


@lru_cache(maxsize=65_536)
def partition_of(key: str, partitions: int) -> int:
    """The partition of a key in a topic of so many partitions."""
    return int((murmur2(key.encode()) & 0x7FFFFFFF) % partitions)


def place(entries: Sequence[Entry], partitions: Mapping[str, int], turn: int) -> dict[Partition, list[Entry]]:
    """The entries by partition, in their order. ValueError for a partition that the topic does not have."""
    placed: dict[Partition, list[Entry]] = {}
    for entry in entries:
        number = _number(entry, partitions[entry.topic], turn)
        placed.setdefault(Partition(entry.topic, number), []).append(entry)
    return placed


def _number(entry: Entry, partitions: int, turn: int) -> int:
    if entry.partition is not None:
        if not 0 <= entry.partition < partitions:
            raise ValueError(f"{entry.topic} has {partitions} partitions; {entry.partition} was named.")
        return entry.partition
    return turn % partitions if entry.key is None else partition_of(entry.key, partitions)
