"""The event log in Apache Kafka: `log` is the way in, `writing` its flusher, `reading` and `following` its readers."""

from shared.eventlog.kafka.log import KafkaLog
from shared.eventlog.kafka.records import Names
from shared.eventlog.kafka.settings import KafkaSettings

__all__ = ["KafkaLog", "KafkaSettings", "Names"]
