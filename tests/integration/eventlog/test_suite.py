"""What both adapters promise, stated once."""

import asyncio
import time

import pytest

from shared.eventlog.port import LARGEST, Entry, EventLog, Fenced, LogUnavailable, Partition, TooLarge
from tests.integration.eventlog.acting import entries, fetch, follow_to_end, nothing_comes, values, whole
from tests.integration.eventlog.conftest import OpenLog
from tests.integration.eventlog.ledger import Ledger

FACTS, NOTES, LATEST = Partition("facts", 0), Partition("notes", 0), Partition("latest", 0)


async def test_a_record_comes_back_as_it_was_appended(log: EventLog) -> None:
    before = time.time_ns() // 1000
    headers = (("content-type", b"application/json"), ("traceparent", b"00-1"), ("traceparent", b"\xff\x00"))
    await log.append(
        [Entry("facts", "Büro/1", b"\x00value", headers), Entry("facts", None, b"", partition=0)]
    )
    first, second = await whole(log, "facts")
    assert (first.partition, first.offset) == (FACTS, 0)
    assert (first.key, first.value, first.headers) == ("Büro/1", b"\x00value", headers)
    assert (second.offset, second.key, second.value, second.headers) == (1, None, b"", ())
    assert before - 1000 <= first.appended_at <= time.time_ns() // 1000 + 1000


async def test_records_of_one_key_keep_the_order_of_their_appends(log: EventLog) -> None:
    async def write(key: str) -> None:
        for n in range(0, 60, 3):
            await log.append([Entry("facts", key, str(n + i).encode()) for i in range(3)])

    keys = [f"agreement-{n}" for n in range(8)]
    await asyncio.gather(*(write(key) for key in keys))
    found = await whole(log, "facts")
    for key in keys:
        assert values([record for record in found if record.key == key]) == [str(n) for n in range(60)]


async def test_appends_made_at_once_come_in_the_order_in_which_they_were_made(log: EventLog) -> None:
    await asyncio.gather(*(log.append(entries("facts", str(n))) for n in range(500)))
    assert values(await whole(log, "facts")) == [str(n) for n in range(500)]


async def test_many_large_entries_in_one_append_all_arrive_in_order(log: EventLog) -> None:
    large = [Entry("facts", "acme", str(n).encode().ljust(200_000, b".")) for n in range(12)]
    await log.append(large)
    assert [record.value for record in await whole(log, "facts")] == [entry.value for entry in large]


async def test_an_append_is_there_for_others_when_it_returns(log: EventLog, another_log: OpenLog) -> None:
    other = another_log()
    await log.append(entries("facts", "one"))
    assert values(await whole(other, "facts")) == ["one"]
    await other.stop()


async def test_the_same_entry_appended_twice_is_there_twice(log: EventLog) -> None:
    await log.append(entries("facts", "same"))
    await log.append(entries("facts", "same"))
    assert values(await whole(log, "facts")) == ["same", "same"]


async def test_an_append_to_a_topic_that_is_not_there_fails_alone(log: EventLog) -> None:
    good, bad = await asyncio.gather(
        log.append(entries("facts", "one")), log.append(entries("missing", "one")), return_exceptions=True
    )
    assert good is None
    assert isinstance(bad, LogUnavailable)
    assert values(await whole(log, "facts")) == ["one"]


@pytest.mark.parametrize(("more", "taken"), [(0, True), (1, False)])
async def test_an_entry_of_exactly_the_largest_size_is_taken_and_one_byte_more_is_not(
    log: EventLog, more: int, taken: bool
) -> None:
    entry = Entry("facts", "k" * 10, b"v" * (LARGEST - 16 + more), (("name", b"he"),))
    if taken:
        await log.append([entry])
    else:
        with pytest.raises(TooLarge):
            await log.append([entry])
    assert len(await whole(log, "facts")) == (1 if taken else 0)


async def test_a_partition_that_the_topic_does_not_have_is_refused(log: EventLog) -> None:
    with pytest.raises(ValueError, match="partition"):
        await log.append([Entry("facts", None, b"tick", partition=1)])


async def test_topics_made_again_keep_their_records(log: EventLog) -> None:
    await log.append(entries("facts", "one"))
    await log.ensure_topics(1)
    assert values(await whole(log, "facts")) == ["one"]
    assert await log.partitions("facts") == 1


async def test_a_group_goes_on_where_its_store_stands(
    log: EventLog, another_log: OpenLog, ledger: Ledger
) -> None:
    await log.append(entries("facts", "0", "1", "2"))
    reader = log.reader("evaluator", ["facts"], ledger.positions)
    await reader.start()
    await ledger.handle(FACTS, (await fetch(reader, 3))[FACTS])
    await reader.stop()
    await log.append(entries("facts", "3", "4"))
    other = another_log()
    reader = other.reader("evaluator", ["facts"], ledger.positions)
    await reader.start()
    await ledger.handle(FACTS, (await fetch(reader, 2))[FACTS])
    await reader.stop()
    await other.stop()
    assert await ledger.values() == ["0", "1", "2", "3", "4"]


async def test_a_batch_that_was_not_committed_is_given_again(log: EventLog, ledger: Ledger) -> None:
    await log.append(entries("facts", "0", "1", "2"))
    for _ in range(2):
        reader = log.reader("evaluator", ["facts"], ledger.positions)
        await reader.start()
        assert values((await fetch(reader, 3))[FACTS]) == ["0", "1", "2"]
        await reader.stop()


async def test_the_store_wins_over_what_the_log_was_told(log: EventLog, ledger: Ledger) -> None:
    await log.append(entries("facts", "0", "1", "2", "3"))
    reader = log.reader("evaluator", ["facts"], ledger.positions)
    await reader.start()
    records = (await fetch(reader, 4))[FACTS]
    await ledger.handle(FACTS, records[:1])
    await reader.note_progress({FACTS: 4})
    await reader.stop()
    reader = log.reader("evaluator", ["facts"], ledger.positions)
    await reader.start()
    assert values((await fetch(reader, 3))[FACTS]) == ["1", "2", "3"]
    await reader.stop()


async def test_a_reader_without_a_store_goes_on_where_it_noted_to_be(log: EventLog) -> None:
    await log.append(entries("facts", "0", "1", "2"))
    reader = log.reader("ingest", ["facts"], None)
    await reader.start()
    assert values((await fetch(reader, 3))[FACTS]) == ["0", "1", "2"]
    await reader.note_progress({FACTS: 2})
    assert await reader.rewind(FACTS)
    assert values((await fetch(reader))[FACTS]) == ["2"]
    await reader.stop()
    reader = log.reader("ingest", ["facts"], None)
    await reader.start()
    assert values((await fetch(reader))[FACTS]) == ["2"]
    await reader.stop()


async def test_a_batch_handled_twice_is_done_once(log: EventLog, ledger: Ledger) -> None:
    await log.append(entries("facts", "0", "1"))
    reader = log.reader("evaluator", ["facts"], ledger.positions)
    await reader.start()
    records = (await fetch(reader, 2))[FACTS]
    await ledger.handle(FACTS, records)
    with pytest.raises(Fenced):
        await ledger.handle(FACTS, records)
    assert await ledger.values() == ["0", "1"]
    await reader.stop()


async def test_rewinding_goes_back_to_the_stored_offset(log: EventLog, ledger: Ledger) -> None:
    await log.append(entries("facts", "0", "1", "2"))
    reader = log.reader("evaluator", ["facts"], ledger.positions)
    await reader.start()
    records = (await fetch(reader, 3))[FACTS]
    await ledger.handle(FACTS, records[:1])
    assert await reader.rewind(FACTS)
    assert values((await fetch(reader, 2))[FACTS]) == ["1", "2"]
    assert not await reader.rewind(NOTES)
    await reader.stop()


async def test_a_paused_partition_gives_nothing_until_it_is_rewound(log: EventLog, ledger: Ledger) -> None:
    reader = log.reader("evaluator", ["facts", "notes"], ledger.positions)
    await reader.start()
    await log.append(entries("facts", "0"))
    await fetch(reader)
    reader.pause(FACTS)
    await log.append([*entries("facts", "1"), *entries("notes", "a")])
    assert set(await fetch(reader)) == {NOTES}
    assert await nothing_comes(reader)
    assert await reader.rewind(FACTS)
    assert values((await fetch(reader, 2))[FACTS]) == ["0", "1"]
    await reader.stop()


async def test_a_fetch_gives_at_most_as_many_as_asked_for(log: EventLog, ledger: Ledger) -> None:
    await log.append([*entries("facts", *map(str, range(10))), *entries("notes", *map(str, range(10)))])
    reader = log.reader("evaluator", ["facts", "notes"], ledger.positions)
    await reader.start()
    found: dict[Partition, list[str]] = {FACTS: [], NOTES: []}
    while sum(map(len, found.values())) < 20:
        given = await reader.fetch(3, 1)
        assert sum(map(len, given.values())) <= 3
        for partition, records in given.items():
            found[partition] += values(records)
    assert found == {FACTS: list(map(str, range(10))), NOTES: list(map(str, range(10)))}
    await reader.stop()


async def test_a_fetch_given_up_loses_nothing(log: EventLog, ledger: Ledger) -> None:
    reader = log.reader("evaluator", ["facts"], ledger.positions)
    await reader.start()
    await nothing_comes(reader)
    for n in range(20):
        waiting = asyncio.create_task(reader.fetch(500, 5))
        await asyncio.sleep(0)
        appending = asyncio.create_task(log.append(entries("facts", str(n))))
        await asyncio.sleep(n / 4000)
        waiting.cancel()
        await asyncio.wait({waiting, appending})
        if not waiting.cancelled():
            for partition, records in waiting.result().items():
                await ledger.handle(partition, records)
    while len(await ledger.values()) < 20:
        await ledger.handle(FACTS, (await fetch(reader))[FACTS])
    assert await ledger.values() == list(map(str, range(20)))
    await reader.stop()


async def test_two_groups_do_not_disturb_each_other(log: EventLog, ledger: Ledger) -> None:
    await log.append(entries("facts", "0", "1"))
    ours = log.reader("evaluator", ["facts"], ledger.positions)
    theirs = log.reader("notifier", ["facts"], None)
    await asyncio.gather(ours.start(), theirs.start())
    await ledger.handle(FACTS, (await fetch(ours, 2))[FACTS])
    assert values((await fetch(theirs, 2))[FACTS]) == ["0", "1"]
    assert await theirs.rewind(FACTS)
    assert values((await fetch(theirs, 2))[FACTS]) == ["0", "1"]
    assert await nothing_comes(ours)
    await asyncio.gather(ours.stop(), theirs.stop())


async def test_the_group_is_caught_up_once_all_is_noted(log: EventLog, ledger: Ledger) -> None:
    reader = log.reader("evaluator", ["facts", "notes"], ledger.positions)
    await reader.start()
    await log.append(entries("facts", "0", "1"))
    records = (await fetch(reader, 2))[FACTS]
    assert not await reader.caught_up()
    await reader.note_progress({FACTS: records[0].offset + 1})
    assert not await reader.caught_up()
    assert reader.lag() == 1
    await reader.note_progress({FACTS: records[1].offset + 1})
    assert await reader.caught_up()
    assert reader.lag() == 0
    await log.append(entries("notes", "a"))
    assert not await reader.caught_up()
    await reader.stop()


async def test_a_log_that_answers_is_not_silent(log: EventLog, ledger: Ledger) -> None:
    reader, follower = log.reader("evaluator", ["facts"], ledger.positions), log.follower("facts")
    await asyncio.gather(reader.start(), follower.start())
    for _ in range(4):
        await asyncio.gather(reader.fetch(500, 0.3), follower.fetch(0.3))
    assert reader.silent_for() < 1
    assert follower.silent_for() < 1
    await asyncio.gather(reader.stop(), follower.stop())


async def test_a_follower_reads_all_that_was_there_and_goes_on(log: EventLog) -> None:
    await log.append(entries("latest", "0", key="a"))
    follower = log.follower("latest")
    await follower.start()
    first = await follower.ends()
    assert first == {LATEST: 1}
    assert not follower.reached(first)
    assert values(await follow_to_end(follower, first)) == ["0"]
    await log.append(entries("latest", "1", key="b"))
    assert not follower.reached(await follower.ends())
    assert values(await follow_to_end(follower, await follower.ends())) == ["1"]
    await follower.stop()


async def test_a_follower_of_an_empty_topic_is_at_its_end(log: EventLog) -> None:
    follower = log.follower("latest")
    await follower.start()
    ends = await follower.ends()
    assert ends == {LATEST: 0}
    assert follower.reached(ends)
    await follower.stop()


async def test_the_last_record_of_each_key_remains_in_a_compacted_topic(log: EventLog) -> None:
    for n in range(5):
        await log.append([Entry("latest", f"key-{k}", f"{k}:{n}".encode()) for k in range(3)])
    latest = {record.key: record.value for record in await whole(log, "latest")}
    assert latest == {f"key-{k}": f"{k}:4".encode() for k in range(3)}


async def test_a_tombstone_reaches_those_who_follow_and_leaves_nothing_behind(log: EventLog) -> None:
    await log.append([*entries("latest", "0", key="gone"), *entries("latest", "0", key="stays")])
    follower = log.follower("latest")
    await follower.start()
    await follow_to_end(follower, await follower.ends())
    await log.append([Entry("latest", "gone", None)])
    (tombstone,) = await follow_to_end(follower, await follower.ends())
    assert (tombstone.key, tombstone.value) == ("gone", None)
    await follower.stop()
    latest = {record.key: record.value for record in await whole(log, "latest")}
    assert {key for key, value in latest.items() if value is not None} == {"stays"}


async def test_a_reader_that_waits_is_woken_by_an_append(log: EventLog, ledger: Ledger) -> None:
    reader = log.reader("evaluator", ["facts"], ledger.positions)
    await reader.start()
    await nothing_comes(reader)
    waiting = asyncio.create_task(reader.fetch(500, 10))
    await asyncio.sleep(0)
    begun = time.monotonic()
    await log.append(entries("facts", "0"))
    assert values((await waiting)[FACTS]) == ["0"]
    assert time.monotonic() - begun < 1
    await reader.stop()


async def test_stopping_twice_and_without_a_start_does_nothing(log: EventLog, another_log: OpenLog) -> None:
    other = another_log()
    reader, follower = other.reader("evaluator", ["facts"], None), other.follower("facts")
    for _ in range(2):
        await asyncio.gather(reader.stop(), follower.stop(), other.stop())
