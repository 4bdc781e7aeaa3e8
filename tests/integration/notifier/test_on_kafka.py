"""Two replicas on a real Kafka with several partitions, over a real PostgreSQL."""

from pathlib import Path

import pytest

from tests.integration.notifier.hook import Hooks
from tests.integration.notifier.whole import surroundings, until

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]


async def test_two_replicas_share_the_partitions_and_tell_everything_once_in_the_order_of_each_agreement(
    kafka_url: str, postgres_url: str, tmp_path: Path, hooks: Hooks
) -> None:
    agreements = [f"agreement-{n}" for n in range(6)]
    async with surroundings(postgres_url, tmp_path, kafka_url, partitions=4) as whole:
        await whole.put(*hooks.receivers())
        async with whole.running(event_log=kafka_url) as one:
            for agreement in agreements:
                await whole.say(f"{agreement}-first", agreement=agreement)
            await until(lambda: one.settled(12), "the first are told", 60)
            async with whole.running(event_log=kafka_url) as other:
                for agreement in agreements:
                    await whole.say(*(f"{agreement}-{n}" for n in range(10)), agreement=agreement)
                await until(lambda: other.settled(132), "all are told", 60)
            for agreement in agreements:
                await whole.say(f"{agreement}-last", agreement=agreement)
            await until(lambda: one.settled(144), "the last are told", 60)
        told = await whole.told()
    for hook in (hooks.provider, hooks.customer):
        came = [got.headers["webhook-id"] for got in hook.got]
        for agreement in agreements:
            wanted = [f"{agreement}-{n}" for n in ("first", *range(10), "last")]
            assert [id_ for id_ in came if id_.startswith(f"{agreement}-")] == wanted
    assert len({event["id"] for event in told}) == 144
