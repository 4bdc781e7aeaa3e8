"""Creating the topics in Kafka."""

from collections.abc import Sequence

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import NoError, TopicAlreadyExistsError, for_code

from shared.contracts.topics import Topic
from shared.eventlog.kafka.settings import KafkaSettings
from shared.eventlog.port import LogUnavailable


async def create_topics(
    settings: KafkaSettings, client_id: str, topics: Sequence[Topic], partitions: int
) -> None:
    """Create those that are missing. KafkaError when no broker is there, LogUnavailable when it refuses.

    Copies of each partition: as the brokers' default.replication.factor says.
    """
    admin = AIOKafkaAdminClient(**settings.client(client_id))
    try:
        await admin.start()
        answer = await admin.create_topics(
            [_new(topic, settings.names.outer(topic.name), partitions) for topic in topics], timeout_ms=15_000
        )
    finally:
        await admin.close()
    for name, code, *_ in answer.topic_errors:
        error = for_code(code)
        if error not in {NoError, TopicAlreadyExistsError}:
            if error.retriable:
                raise error(name)
            raise LogUnavailable(f"Kafka does not create the topic {name}: {error.__name__}.")


def _new(topic: Topic, name: str, partitions: int) -> NewTopic:
    # The broker's time for each record: nobody can say when a fact arrived but the log.
    configs = {"message.timestamp.type": "LogAppendTime"}
    if topic.compacted:
        configs["cleanup.policy"] = "compact"
    return NewTopic(name, partitions, -1, replica_assignments={}, topic_configs=configs)
