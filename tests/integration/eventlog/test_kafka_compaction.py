"""A topic that Kafka has really compacted: records are gone, offsets have holes, also at the end."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from shared.eventlog.kafka import KafkaLog, KafkaSettings
from shared.eventlog.port import Entry
from tests.integration.eventlog.acting import follow_to_end, values, whole
from tests.integration.eventlog.conftest import TOPICS
from tests.integration.eventlog.ledger import eventually
from tests.integration.eventlog.members import settings
from tests.kafka.fixtures import unique_prefix

pytestmark = pytest.mark.kafka

EAGER = {
    "cleanup.policy": "compact",
    "message.timestamp.type": "LogAppendTime",
    "segment.ms": "100",
    "min.cleanable.dirty.ratio": "0.001",
    "delete.retention.ms": "0",
}


@pytest.fixture
def kafka(kafka_address: str) -> KafkaSettings:
    return settings(kafka_address, unique_prefix())


@pytest.fixture
async def log(kafka: KafkaSettings) -> AsyncIterator[KafkaLog]:
    """`latest` is compacted as soon as it can be."""
    opened = KafkaLog(kafka, topics=TOPICS)
    await opened.ensure_topics(1)
    await opened.start()
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.servers)
    await admin.start()
    await admin.alter_configs(
        [ConfigResource(ConfigResourceType.TOPIC, kafka.names.outer("latest"), configs=EAGER)]
    )
    await admin.close()
    yield opened
    await opened.stop()


async def test_a_follower_reaches_the_end_of_a_topic_full_of_holes(log: KafkaLog) -> None:
    for n in range(4):
        await log.append([Entry("latest", key, str(n).encode()) for key in ("a", "b", "gone")])
        await asyncio.sleep(0.11)  # a segment is closed by the first append after its time
    await log.append([Entry("latest", "gone", None)])

    async def compacted() -> bool:
        await log.append([Entry("latest", "last", b"x")])
        return len(await whole(log, "latest")) < 8

    await eventually(compacted, "Kafka has compacted the topic")
    follower = log.follower("latest")
    await follower.start()
    ends = await follower.ends()
    found = await follow_to_end(follower, ends)
    latest = {record.key: record.value for record in found if record.value is not None}
    assert latest == {"a": b"3", "b": b"3", "last": b"x"}
    assert sum(ends.values()) > len(found)
    await log.append([Entry("latest", "new", b"y")])
    assert values(await follow_to_end(follower, await follower.ends()))[-1] == "y"
    await follower.stop()
