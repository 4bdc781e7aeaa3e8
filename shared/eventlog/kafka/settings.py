"""How the Kafka adapter speaks to the brokers: addresses, and every time limit with its reason."""

from dataclasses import dataclass, field
from typing import Any

from shared.eventlog.kafka.records import Names


@dataclass(frozen=True, slots=True)
class KafkaSettings:
    """All times in seconds. The defaults suit production; tests shorten some."""

    servers: str
    """`host:port`, several separated by commas."""
    names: Names = field(default_factory=Names)
    take_within: float = 10.0
    """An append that is not durable by then fails with LogUnavailable."""
    request_timeout: float = 30.0
    """How long one answer of a broker may take; longer than a rebalance, since joining waits for it."""
    rebalance_timeout: float = 20.0
    """How long the group waits for a member in a rebalance."""
    finish_within: float = 10.0
    """How long a rebalance waits for the batch in hand before its partition is let go; fencing does the rest."""
    session_timeout: float = 10.0
    """A member not heard of for so long is taken out of its group."""
    heartbeat: float = 3.0
    restart_after: float = 30.0
    """After so long a silence the consumer is made anew (aiokafka may wait for ever on a broker that came back)."""
    metadata_age: float = 10.0
    """How soon a new topic, partition or leader is noticed."""
    stop_within: float = 3.0
    """How long a graceful stop may take."""

    def client(self, client_id: str) -> dict[str, Any]:
        """What every client of aiokafka is given."""
        return {
            "bootstrap_servers": self.servers,
            "client_id": client_id,
            "request_timeout_ms": int(self.request_timeout * 1000),
            "metadata_max_age_ms": int(self.metadata_age * 1000),
        }

    def fetching(self) -> dict[str, Any]:
        """What every consumer is given: from the earliest record, no commits of its own, modest buffers."""
        return {
            "auto_offset_reset": "earliest",
            "enable_auto_commit": False,
            "fetch_max_bytes": 8 * 1024 * 1024,
            "max_partition_fetch_bytes": 1024 * 1024,
            "fetch_max_wait_ms": 200,  # other questions to the same broker wait behind an open fetch
        }
