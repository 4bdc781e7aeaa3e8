"""Kafka's names, partitions and records in the port's words.

With a prefix, one Kafka serves several installations: every topic and group carries it there, and nobody above the
adapter sees it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from aiokafka import ConsumerRecord, TopicPartition

from shared.eventlog.port import Partition, Record


@dataclass(frozen=True, slots=True)
class Names:
    """How things are called in Kafka. `prefix` is put before every topic and group as it is."""

    prefix: str = ""

    def outer(self, name: str) -> str:
        """A topic or group as Kafka calls it."""
        return self.prefix + name

    def there(self, partition: Partition) -> TopicPartition:
        """A partition as Kafka calls it."""
        return TopicPartition(self.prefix + partition.topic, partition.number)

    def here(self, at: TopicPartition) -> Partition:
        """A partition as the port calls it."""
        return Partition(at.topic.removeprefix(self.prefix), at.partition)


def records_of(partition: Partition, records: Sequence[ConsumerRecord]) -> list[Record]:
    """`appended_at` is the broker's, as topics made by `ensure_topics` say (message.timestamp.type=LogAppendTime)."""
    return [
        Record(
            partition,
            record.offset,
            None if record.key is None else record.key.decode(errors="replace"),
            record.value,
            tuple((name, value or b"") for name, value in record.headers),
            record.timestamp * 1000,
        )
        for record in records
    ]
