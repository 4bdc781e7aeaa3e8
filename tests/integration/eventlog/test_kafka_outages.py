"""A broker that is not there yet, dies, hangs, and comes back."""

import asyncio
import time
from pathlib import Path

import pytest

from shared.eventlog.following import Following
from shared.eventlog.kafka import KafkaLog
from shared.eventlog.port import LogUnavailable, Record
from tests.integration.eventlog.acting import entries
from tests.integration.eventlog.conftest import TOPICS
from tests.integration.eventlog.ledger import Ledger, eventually, until
from tests.integration.eventlog.members import Member, settings
from tests.kafka.broker import KafkaBroker

pytestmark = pytest.mark.kafka


async def appended(log: KafkaLog, topic: str, value: str) -> None:
    """Append, again and again until it is taken, as a relay does."""
    async with asyncio.timeout(30):
        while True:
            try:
                await log.append(entries(topic, value, key=value))
            except LogUnavailable:
                continue
            return


async def done(ledger: Ledger, *wanted: str) -> list[str]:
    """What was done, repeats by a sender dropped, once these are among it."""
    found: list[str] = []

    async def all_done() -> bool:
        found[:] = await ledger.values()
        return set(wanted) <= set(found)

    await eventually(all_done, f"{wanted} are done")
    return list(dict.fromkeys(found))


async def test_everything_waits_for_a_broker_that_is_not_there_yet(
    later_kafka: KafkaBroker, tmp_path: Path
) -> None:
    log = KafkaLog(settings(later_kafka.address), topics=TOPICS)
    member = await Member(settings(later_kafka.address), tmp_path / "ledger.db", "early").start()
    followed: list[Record] = []
    following = Following(log.follower("latest"), followed.append)
    waiting = [asyncio.create_task(act) for act in (log.start(), log.ensure_topics(2), following.run())]
    with pytest.raises(LogUnavailable):
        await log.append(entries("facts", "too early"))
    assert not any(task.done() for task in waiting)
    assert "not started" in (member.consumer.trouble() or "")
    assert "not started" in (following.trouble() or "")
    await asyncio.to_thread(later_kafka.start)
    async with asyncio.timeout(20):
        await asyncio.gather(*waiting[:2])
    await appended(log, "facts", "0")
    await appended(log, "latest", "a")
    assert await done(member.ledger, "0") == ["0"]
    async with asyncio.timeout(20):
        await following.read_to_end()
    assert [record.key for record in followed] == ["a"]
    await until(lambda: member.consumer.trouble() is None and following.trouble() is None, "all is well")
    await following.stop()
    await member.stop()
    await log.stop()


async def test_a_broker_that_dies_is_noticed_and_nothing_is_lost_when_it_comes_back(
    own_kafka: KafkaBroker, tmp_path: Path
) -> None:
    log = KafkaLog(settings(own_kafka.address), topics=TOPICS)
    await log.ensure_topics(2)
    member = await Member(settings(own_kafka.address), tmp_path / "ledger.db", "steady").start()
    followed: list[Record] = []
    following = Following(log.follower("latest"), followed.append, silent_after=1.0)
    task = asyncio.create_task(following.run())
    for n in range(3):
        await appended(log, "facts", str(n))
    await appended(log, "latest", "a")
    assert set(await done(member.ledger, "0", "1", "2")) == {"0", "1", "2"}
    await until(lambda: len(followed) == 1, "the follower has the first")
    own_kafka.kill()
    begun = time.monotonic()
    with pytest.raises(LogUnavailable):
        await log.append(entries("facts", "lost?"))
    assert time.monotonic() - begun < 4
    await until(lambda: "silent" in (member.consumer.trouble() or ""), "the watchdog of the reader")
    await until(lambda: "silent" in (following.trouble() or ""), "the watchdog of the follower")
    assert member.consumer.silent_for > 1
    assert not await member.reader.caught_up()
    await asyncio.to_thread(own_kafka.start)
    for n in range(3, 6):
        await appended(log, "facts", str(n))
    await appended(log, "latest", "b")
    found = await done(member.ledger, *(str(n) for n in range(6)))
    assert set(found) - {"lost?"} == {str(n) for n in range(6)}
    await until(lambda: {record.key for record in followed} == {"a", "b"}, "the follower goes on")
    await until(
        lambda: member.consumer.trouble() is None and following.trouble() is None, "all is well again"
    )
    await following.stop()
    await task
    await member.stop()
    await log.stop()


async def test_a_broker_that_hangs_is_noticed_and_stopping_does_not_wait_for_it(
    own_kafka: KafkaBroker, tmp_path: Path
) -> None:
    log = KafkaLog(settings(own_kafka.address), topics=TOPICS)
    await log.ensure_topics(2)
    member = await Member(settings(own_kafka.address), tmp_path / "ledger.db", "steady").start()
    leaving = await Member(settings(own_kafka.address), tmp_path / "ledger.db", "leaving").start()
    await appended(log, "facts", "0")
    await done(member.ledger, "0")
    await until(lambda: bool(member.held and leaving.held), "both are members")
    follower = log.follower("latest")
    await follower.start()
    own_kafka.freeze()
    with pytest.raises(LogUnavailable):
        await log.append(entries("facts", "lost?"))
    await until(lambda: "silent" in (member.consumer.trouble() or ""), "the watchdog")
    begun = time.monotonic()
    await asyncio.gather(leaving.stop(), follower.stop())
    assert time.monotonic() - begun < 8
    await until(lambda: member.reader.renewals > 0, "the consumer is made anew")
    assert "silent" in (member.consumer.trouble() or ""), "a new consumer is no answer"
    own_kafka.thaw()
    await appended(log, "facts", "1")
    assert set(await done(member.ledger, "0", "1")) - {"lost?"} == {"0", "1"}
    await until(lambda: member.consumer.trouble() is None, "all is well again")
    begun = time.monotonic()
    own_kafka.kill()
    await asyncio.gather(member.stop(), log.stop())
    assert time.monotonic() - begun < 8
