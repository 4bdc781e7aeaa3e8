"""The event log in one SQLite file: `log` is the way in, `reading` its readers, `file` its one writer per process."""

from shared.eventlog.embedded.log import EmbeddedLog

__all__ = ["EmbeddedLog"]
