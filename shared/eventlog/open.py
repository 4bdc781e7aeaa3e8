"""One address, one log: `kafka://host:9092[,host2:9092][/prefix]` or `sqlite:///path/eventlog.db`."""

from pathlib import Path

from shared.eventlog.embedded import EmbeddedLog
from shared.eventlog.kafka import KafkaLog, KafkaSettings, Names
from shared.eventlog.port import EventLog


def open_log(url: str) -> EventLog:
    """The log at this address, not started. ValueError for an address that is neither.

    As in SQLAlchemy's addresses, `sqlite:///log.db` is relative and `sqlite:////var/log.db` absolute. A prefix is
    put before every topic and group as it is, `kafka://host:9092/staging.` gives `staging.eyelevel.raw`.
    """
    scheme, separator, rest = url.partition("://")
    if separator and scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return EmbeddedLog(Path(rest[1:]))
    servers, _, prefix = rest.partition("/")
    if separator and scheme == "kafka" and servers and "/" not in prefix:
        return KafkaLog(KafkaSettings(servers, Names(prefix)))
    raise ValueError(f"An event log is kafka://host:9092 or sqlite:///path/eventlog.db, not {url!r}.")
