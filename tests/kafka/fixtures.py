"""Fixtures over `broker`: `kafka_url` is a shared Kafka under a prefix of the test's own, `own_kafka` a broker that
the test may kill.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.kafka import jars
from tests.kafka.broker import KafkaBroker
from tests.kafka.sharing import shared_broker


@pytest.fixture(scope="session")
def kafka_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`host:port` of the Kafka of this run: KAFKA_BOOTSTRAP_SERVERS, else one of our own."""
    given = os.environ.get("KAFKA_BOOTSTRAP_SERVERS")
    if given:
        yield given
        return
    _need_our_own()
    base = tmp_path_factory.getbasetemp()
    shared_by_workers = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with shared_broker(shared_by_workers / "kafka") as address:
        yield address


@pytest.fixture
def kafka_url(kafka_address: str) -> str:
    """An event log's address that nobody else uses: its topics and groups carry a prefix of their own."""
    return f"kafka://{kafka_address}/{unique_prefix()}"


@pytest.fixture
def own_kafka(tmp_path: Path) -> Iterator[KafkaBroker]:
    """A broker for one test, started, to be killed, frozen and started again."""
    _need_our_own()
    broker = KafkaBroker(tmp_path / "kafka")
    broker.start()
    yield broker
    broker.thaw()
    broker.kill()


@pytest.fixture
def later_kafka(tmp_path: Path) -> Iterator[KafkaBroker]:
    """A broker for one test that is not started yet."""
    _need_our_own()
    broker = KafkaBroker(tmp_path / "kafka")
    yield broker
    broker.kill()


def unique_prefix() -> str:
    """A prefix for topics and groups that no other test has."""
    return f"test-{uuid4().hex[:12]}."


def _need_our_own() -> None:
    missing = jars.missing()
    if missing is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
