"""Several partitions and several members, which only Kafka has."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from shared.eventlog.kafka import KafkaLog, KafkaSettings
from shared.eventlog.port import Entry, Fenced, Partition, Record
from tests.integration.eventlog.acting import values, whole
from tests.integration.eventlog.conftest import TOPICS
from tests.integration.eventlog.ledger import Ledger, eventually, until
from tests.integration.eventlog.members import Member, settings
from tests.kafka.fixtures import unique_prefix

pytestmark = pytest.mark.kafka

Join = Callable[[str], Member]


@pytest.fixture
def kafka(kafka_address: str) -> KafkaSettings:
    return settings(kafka_address, unique_prefix())


@pytest.fixture
async def log(kafka: KafkaSettings) -> AsyncIterator[KafkaLog]:
    """Four partitions for each topic."""
    opened = KafkaLog(kafka, topics=TOPICS)
    await opened.ensure_topics(4)
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
async def join(kafka: KafkaSettings, tmp_path: Path) -> AsyncIterator[Callable[[str], Member]]:
    """Makes members; those still there leave at the end."""
    members: list[Member] = []

    def make(name: str) -> Member:
        members.append(Member(kafka, tmp_path / "ledger.db", name))
        return members[-1]

    yield make
    for member in members:
        await member.stop()


async def done(ledger: Ledger, count: int) -> dict[str, list[str]]:
    """What was done for each key, once there are so many in all."""
    found: dict[str, list[str]] = {}

    async def enough() -> bool:
        found.update(await ledger.values_by_key())
        return sum(map(len, found.values())) >= count

    await eventually(enough, f"{count} are done")
    return found


def facts(numbers: range) -> list[Entry]:
    """One entry for each number and each of twelve keys."""
    return [Entry("facts", f"agreement-{k}", str(n).encode()) for n in numbers for k in range(12)]


def each_once(numbers: range) -> dict[str, list[str]]:
    return {f"agreement-{k}": [str(n) for n in numbers] for k in range(12)}


async def test_a_key_lies_in_the_same_partition_whoever_appends(log: KafkaLog, kafka: KafkaSettings) -> None:
    other = KafkaLog(kafka, topics=TOPICS)
    await log.append(facts(range(1)))
    await other.append(facts(range(1, 2)))
    await other.stop()
    found: dict[str | None, set[int]] = {}
    for record in await whole(log, "facts"):
        found.setdefault(record.key, set()).add(record.partition.number)
    assert all(len(numbers) == 1 for numbers in found.values())
    assert set().union(*found.values()) == {0, 1, 2, 3}


async def test_a_tick_goes_into_each_partition_it_names(log: KafkaLog) -> None:
    assert await log.partitions("facts") == 4
    await log.append([Entry("facts", None, str(n).encode(), partition=n) for n in range(4)])
    assert {(record.partition.number, record.value) for record in await whole(log, "facts")} == {
        (n, str(n).encode()) for n in range(4)
    }


async def test_two_members_share_the_partitions_and_each_fact_is_done_once(log: KafkaLog, join: Join) -> None:
    first = await join("first").start()
    await log.append(facts(range(10)))
    await until(lambda: first.held == {0, 1, 2, 3}, "the first member holds all")
    second = await join("second").start()
    await log.append(facts(range(10, 20)))
    await until(lambda: len(first.held) == len(second.held) == 2, "each holds half")
    assert first.held | second.held == {0, 1, 2, 3}
    await log.append(facts(range(20, 30)))
    assert await done(first.ledger, 12 * 30) == each_once(range(30))
    await second.stop()
    await until(lambda: first.held == {0, 1, 2, 3}, "the first member holds all again")
    await log.append(facts(range(30, 40)))
    assert await done(first.ledger, 12 * 40) == each_once(range(40))
    assert first.consumer.trouble() is None


async def test_a_held_batch_whose_partition_is_lost_is_fenced_and_done_once(
    kafka_address: str, kafka: KafkaSettings, log: KafkaLog, tmp_path: Path
) -> None:
    impatient = settings(kafka_address, kafka.names.prefix, finish_within=0.1)
    first, second = (Member(impatient, tmp_path / "ledger.db", name) for name in ("first", "second"))
    holding, go_on, fenced = asyncio.Event(), asyncio.Event(), []

    async def slowly(partition: Partition, records: Sequence[Record]) -> None:
        holding.set()
        await go_on.wait()
        try:
            await first.ledger.handle(partition, records)
        except Fenced:
            fenced.append(partition)
            raise

    first.handle = slowly
    await log.append([Entry("facts", "ticks", str(n).encode(), partition=1) for n in range(5)])
    await first.start()
    await holding.wait()
    await second.start()
    await until(
        lambda: second.held == {1, 3}, "the second member, by its name, has got every other partition"
    )
    await done(second.ledger, 5)
    go_on.set()
    await until(lambda: first.held == {0, 2}, "the first member goes on with its half")
    await log.append(facts(range(10)))
    ticks = {"ticks": [str(n) for n in range(5)]}
    assert await done(second.ledger, 5 + 12 * 10) == each_once(range(10)) | ticks
    assert fenced == [Partition("facts", 1)]
    await first.stop()
    await second.stop()


async def test_a_rebalance_waits_for_the_batch_in_hand(log: KafkaLog, join: Join) -> None:
    first, second = join("first"), join("second")
    holding, go_on, told = asyncio.Event(), asyncio.Event(), []

    async def slowly(partition: Partition, records: Sequence[Record]) -> None:
        holding.set()
        await go_on.wait()
        try:
            await first.ledger.handle(partition, records)
        except Fenced as problem:
            told.append(problem)
            raise

    first.handle = slowly
    await log.append(facts(range(5)))
    await first.start()
    await holding.wait()
    await second.start()
    await until(lambda: not first.held, "the rebalance has come to the first member")
    assert not second.held
    go_on.set()
    assert await done(second.ledger, 12 * 5) == each_once(range(5))
    assert not told


async def test_a_member_knows_of_the_whole_group_whether_it_is_caught_up(log: KafkaLog, join: Join) -> None:
    first, second = await join("first").start(), join("second")
    go_on = asyncio.Event()

    async def slowly(partition: Partition, records: Sequence[Record]) -> None:
        await go_on.wait()
        await second.ledger.handle(partition, records)

    second.handle = slowly
    await second.start()
    await until(lambda: len(first.held) == len(second.held) == 2, "each holds half")
    await log.append(facts(range(3)))
    await done(first.ledger, 1)
    assert not await first.reader.caught_up()
    go_on.set()
    await done(first.ledger, 12 * 3)
    await eventually(first.reader.caught_up, "the group is caught up")


async def test_lag_tools_see_the_progress(log: KafkaLog, join: Join, kafka: KafkaSettings) -> None:
    member = await join("first").start()
    await log.append(facts(range(3)))
    await done(member.ledger, 12 * 3)
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.servers)
    await admin.start()
    committed = 0
    async with asyncio.timeout(10):
        while committed < 12 * 3:
            found = await admin.list_consumer_group_offsets(kafka.names.outer("evaluator"))
            committed = sum(max(0, place.offset) for place in found.values())
    await admin.close()
    assert committed == 12 * 3
    assert member.consumer.lag == 0
    assert member.consumer.records == 12 * 3


async def test_a_partition_whose_handler_fails_stops_alone_until_it_can_go_on(
    log: KafkaLog, join: Join
) -> None:
    member = join("first")
    poisoned = {record.key: record.partition for record in await _placed(log)}["agreement-0"]
    healed = asyncio.Event()

    async def refusing(partition: Partition, records: Sequence[Record]) -> None:
        if partition == poisoned and not healed.is_set():
            raise ValueError("cannot take this")
        await member.ledger.handle(partition, records)

    member.handle = refusing
    await member.start()
    await until(lambda: member.consumer.stopped == 1, "one partition stands still")
    await log.append(facts(range(1, 5)))
    rest = await done(member.ledger, 5 * sum(record.partition != poisoned for record in await _first(log)))
    assert "agreement-0" not in rest
    trouble = member.consumer.trouble() or ""
    assert f"facts/{poisoned.number} stands still" in trouble
    assert "cannot take this" in trouble
    healed.set()
    assert await done(member.ledger, 12 * 5) == each_once(range(5))
    await until(lambda: member.consumer.trouble() is None, "all is well again")


async def _placed(log: KafkaLog) -> list[Record]:
    await log.append(facts(range(1)))
    return await whole(log, "facts")


async def _first(log: KafkaLog) -> list[Record]:
    return [record for record in await whole(log, "facts") if values([record]) == ["0"]]
