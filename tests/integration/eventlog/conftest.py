"""Both adapters under one name, with topics of the tests' own."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from shared.contracts.topics import Topic
from shared.eventlog.embedded import EmbeddedLog
from shared.eventlog.kafka import KafkaLog, KafkaSettings, Names
from shared.eventlog.port import EventLog
from tests.integration.eventlog.ledger import Ledger
from tests.kafka.fixtures import unique_prefix

FACTS = Topic("facts", "key", "facts", (), ())
NOTES = Topic("notes", "key", "notes", (), ())
LATEST = Topic("latest", "key", "the latest of each key", (), (), compacted=True)
TOPICS = (FACTS, NOTES, LATEST)

OpenLog = Callable[[], EventLog]


@pytest.fixture(params=["embedded", pytest.param("kafka", marks=pytest.mark.kafka)])
def another_log(request: pytest.FixtureRequest, tmp_path: Path) -> OpenLog:
    """Gives one more instance of the same log, as another service or a restarted one would have it."""
    if request.param == "embedded":
        return lambda: EmbeddedLog(tmp_path / "eventlog.db", topics=TOPICS)
    settings = KafkaSettings(request.getfixturevalue("kafka_address"), Names(unique_prefix()))
    return lambda: KafkaLog(settings, topics=TOPICS)


@pytest.fixture
async def log(another_log: OpenLog) -> AsyncIterator[EventLog]:
    """A started log with its topics, each of one partition."""
    opened = another_log()
    await opened.ensure_topics(1)
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    """The store of the group `evaluator`."""
    opened = Ledger(tmp_path / "ledger.db", "evaluator")
    await opened.open()
    yield opened
    await opened.close()
