"""The topics' way in: the directory is followed, verdicts and notices are consumed.

The offsets are kept in the notifier's own database, beside the deliveries that follow from the records.
"""

from services.notifier.tables import offsets
from shared.contracts.topics import DIRECTORY, NOTICES, VERDICTS
from shared.database.engine import Database
from shared.eventlog.consumer import Consumer, Handle
from shared.eventlog.following import Following
from shared.eventlog.port import EventLog, Record
from shared.outbox.positions import StoredPositions
from shared.security.directory import Directory

GROUP = "eyelevel-notifier"
TOPICS = (VERDICTS.name, NOTICES.name)


def positions(database: Database) -> StoredPositions:
    """Where the notifier's group stands."""
    return StoredPositions(database, offsets, GROUP)


def consumer(log: EventLog, place: StoredPositions, handle: Handle) -> Consumer:
    """The worker that takes verdicts and notices in."""
    return Consumer(log.reader(GROUP, TOPICS, place), handle)


def following(log: EventLog, directory: Directory) -> Following:
    """The worker that keeps `directory` as the topic says."""

    def apply(record: Record) -> None:
        directory.apply(record.key or "", record.value)

    return Following(log.follower(DIRECTORY.name), apply)
