"""One address, one log: `kafka://host:9092[,host2:9092]` or `sqlite:///path/eventlog.db`."""

from pathlib import Path

from shared.eventlog.embedded import EmbeddedLog
from shared.eventlog.kafka import KafkaLog, KafkaSettings
from shared.eventlog.port import EventLog


def open_log(url: str) -> EventLog:
    """The log at this address, not started. ValueError for an address that is neither.

    As in SQLAlchemy's addresses, `sqlite:///log.db` is relative and `sqlite:////var/log.db` absolute.
    """
    scheme, separator, rest = url.partition("://")
    if separator and scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return EmbeddedLog(Path(rest[1:]))
    if separator and scheme == "kafka" and rest.rstrip("/"):
        return KafkaLog(KafkaSettings(rest.rstrip("/")))
    raise ValueError(f"An event log is kafka://host:9092 or sqlite:///path/eventlog.db, not {url!r}.")
