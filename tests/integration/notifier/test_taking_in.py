"""Verdicts in: deliveries and the offset together, once, with the directory as of then."""

import pytest
from sqlalchemy import select

from services.notifier.tables import messages
from shared.contracts.errors import ContractError
from shared.eventlog.port import Fenced
from tests.integration.notifier.bench import PARTITION, Bench
from tests.unit.notifier.builders import body, receiver, record


async def test_each_receiver_of_both_parties_gets_one_delivery(bench: Bench) -> None:
    bench.put(receiver("acme-2", "acme"), receiver("audit", "auditor"))
    await bench.take(0, "v1", "v2")
    found = await bench.all_receipts()
    assert {name: [receipt.message for receipt in kept] for name, kept in found.items()} == {
        "north": ["v1", "v2"],
        "acme": ["v1", "v2"],
        "acme-2": ["v1", "v2"],
    }
    assert [found[name][0].side for name in ("north", "acme")] == ["provider", "customer"]


async def test_the_bytes_are_kept_as_they_stand_on_the_topic(bench: Bench) -> None:
    await bench.take(0, "v1")
    async with bench.database.reading() as connection:
        assert await connection.scalar(select(messages.c.body)) == body("v1")


async def test_the_offset_is_kept_with_the_deliveries(bench: Bench) -> None:
    await bench.take(0, "v1", "v2")
    assert await bench.claim_partition() == 2


async def test_a_batch_that_was_done_is_fenced_and_adds_nothing(bench: Bench) -> None:
    await bench.take(0, "v1")
    with pytest.raises(Fenced):
        await bench.take(0, "v1", "v2")
    assert await bench.outcomes("acme") == [("v1", "waiting")]


async def test_a_reader_that_lost_the_partition_writes_nothing(bench: Bench) -> None:
    other = Bench(bench.database)
    await other.claim_partition()
    with pytest.raises(Fenced):
        await bench.take(0, "v1")
    assert await bench.all_receipts() == {}


async def test_a_verdict_published_twice_is_told_once_also_to_a_receiver_added_between(bench: Bench) -> None:
    await bench.take(0, "v1")
    bench.put(receiver("late", "acme"))
    await bench.take(1, "v1", "v2", "v2")
    assert await bench.outcomes("acme") == [("v1", "waiting"), ("v2", "waiting")]
    assert await bench.outcomes("late") == [("v2", "waiting")]


async def test_a_receiver_added_later_gets_nothing_from_the_past(bench: Bench) -> None:
    await bench.take(0, "v1")
    bench.put(receiver("late", "acme"))
    await bench.pass_seconds(100)
    assert bench.times("late") == []


async def test_the_directory_is_read_to_its_end_before_a_batch_is_routed(bench: Bench) -> None:
    bench.when_directory_is_read = lambda: bench.put(receiver("just-published", "acme"))
    await bench.take(0, "v1")
    assert await bench.outcomes("just-published") == [("v1", "waiting")]


async def test_a_verdict_without_any_receiver_is_kept_and_not_told(bench: Bench) -> None:
    bench.drop("north")
    bench.drop("acme")
    await bench.take(0, "v1")
    bench.put(receiver("acme", "acme"))
    await bench.take(1, "v1")
    assert await bench.all_receipts() == {}


async def test_a_record_that_cannot_be_read_stops_its_batch_and_nothing_is_kept(bench: Bench) -> None:
    with pytest.raises(ContractError):
        await bench.intake.handle(PARTITION, [record(0, body("v1")), record(1, b"{}")])
    assert await bench.all_receipts() == {}
    assert await bench.claim_partition() == 0
