"""Kafka's records and partitions in the port's words."""

from aiokafka import ConsumerRecord, TopicPartition

from shared.eventlog.port import Partition, Record


def record_of(record: ConsumerRecord) -> Record:
    """`appended_at` is the broker's, as topics made by `ensure_topics` say (message.timestamp.type=LogAppendTime)."""
    return Record(
        Partition(record.topic, record.partition),
        record.offset,
        None if record.key is None else record.key.decode(errors="replace"),
        record.value,
        tuple((name, value or b"") for name, value in record.headers),
        record.timestamp * 1000,
    )


def there(partition: Partition) -> TopicPartition:
    """The same partition, as aiokafka says it."""
    return TopicPartition(partition.topic, partition.number)


def here(partition: TopicPartition) -> Partition:
    """The same partition, as the port says it."""
    return Partition(partition.topic, partition.partition)
