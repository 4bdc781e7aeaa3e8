"""What only the embedded log has: one file, several instances, threads and event loops."""

import asyncio
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from shared.eventlog.embedded import EmbeddedLog
from shared.eventlog.embedded.sweeping import RECORDS_STAY, TOMBSTONES_STAY
from shared.eventlog.port import Entry, LogUnavailable, Partition
from tests.integration.eventlog.acting import entries, follow_to_end, values, whole
from tests.integration.eventlog.conftest import TOPICS
from tests.integration.eventlog.ledger import eventually

THEN = 1_700_000_000_000_000  # any instant, long ago


def at(folder: Path, **options: object) -> EmbeddedLog:
    return EmbeddedLog(folder / "eventlog.db", topics=TOPICS, **options)  # type: ignore[arg-type]  # a clock, or none


def rows(folder: Path) -> list[tuple[str, bytes | None]]:
    """What the file really holds of `latest`."""
    connection = sqlite3.connect(folder / "eventlog.db")
    query = "SELECT key, value FROM records JOIN topics ON number = topic WHERE name = 'latest' ORDER BY \"offset\""
    found = connection.execute(query).fetchall()
    connection.close()
    return found


async def test_a_log_can_be_made_before_its_folder_is_there(tmp_path: Path) -> None:
    log = EmbeddedLog(tmp_path / "new" / "folder" / "eventlog.db", topics=TOPICS)
    await log.ensure_topics(8)
    await log.append(entries("facts", "0"))
    assert await log.partitions("facts") == 1
    await log.stop()


async def test_a_file_that_cannot_be_opened_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "eventlog.db").write_bytes(b"no database, but long enough to be taken for one" * 40)
    log = at(tmp_path)
    with pytest.raises(LogUnavailable, match="cannot be opened"):
        await log.start()
    await log.stop()


async def test_records_stay_when_every_instance_was_closed(tmp_path: Path) -> None:
    for n in range(3):
        log = at(tmp_path)
        await log.ensure_topics(1)
        await log.append(entries("facts", str(n)))
        await log.stop()
    log = at(tmp_path)
    assert values(await whole(log, "facts")) == ["0", "1", "2"]
    await log.stop()


async def test_services_on_threads_of_their_own_write_and_read_one_file(tmp_path: Path) -> None:
    log = at(tmp_path)
    await log.ensure_topics(1)
    follower = log.follower("facts")
    await follower.start()

    def service(name: str) -> None:
        async def work() -> None:
            own = at(tmp_path)
            for n in range(50):
                await own.append([Entry("facts", name, str(n).encode())])
            await own.stop()

        asyncio.run(work())

    threads = [threading.Thread(target=service, args=(f"service-{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    found = []
    async with asyncio.timeout(30):
        while len(found) < 200:
            found += await follower.fetch(1)
    for thread in threads:
        await asyncio.to_thread(thread.join)
    for n in range(4):
        assert values([record for record in found if record.key == f"service-{n}"]) == [
            str(m) for m in range(50)
        ]
    await follower.stop()
    await log.stop()


async def test_an_append_on_one_thread_wakes_a_reader_on_another_within_milliseconds(tmp_path: Path) -> None:
    log = at(tmp_path)
    await log.ensure_topics(1)
    reader = log.reader("evaluator", ["facts"], None)
    await reader.start()
    delays = []

    def append(n: int) -> float:
        async def work() -> float:
            own = at(tmp_path)
            await own.append(entries("facts", str(n)))
            await own.stop()
            return time.monotonic()

        return asyncio.run(work())

    for n in range(5):
        waiting = asyncio.create_task(reader.fetch(500, 20))
        await asyncio.sleep(0)
        appended = await asyncio.to_thread(append, n)
        assert await waiting
        delays.append(time.monotonic() - appended)
    assert sorted(delays)[2] < 0.05, "the bell, not the look every tenth of a second"
    await reader.stop()
    await log.stop()


async def test_a_compacted_topic_holds_one_record_for_each_key(tmp_path: Path) -> None:
    log = at(tmp_path)
    await log.ensure_topics(1)
    await log.append([Entry("latest", "a", b"0"), Entry("latest", "b", b"0"), Entry("latest", "a", b"1")])
    await log.append([Entry("latest", "b", b"1")])
    assert rows(tmp_path) == [("a", b"1"), ("b", b"1")]
    await log.stop()


async def test_an_entry_without_a_key_is_refused_by_a_compacted_topic(tmp_path: Path) -> None:
    log = at(tmp_path)
    await log.ensure_topics(1)
    with pytest.raises(ValueError, match="key"):
        await log.append([Entry("latest", None, b"0")])
    await log.stop()


@pytest.mark.parametrize(("age", "left"), [(TOMBSTONES_STAY, [("gone", None)]), (TOMBSTONES_STAY + 1, [])])
async def test_a_tombstone_can_be_read_for_a_day_and_is_then_taken_away(
    tmp_path: Path, age: int, left: list[tuple[str, bytes | None]]
) -> None:
    log = at(tmp_path, clock=lambda: THEN)
    await log.ensure_topics(1)
    await log.append([Entry("latest", "gone", b"0"), Entry("latest", "gone", None)])
    await log.stop()
    log = at(tmp_path, clock=lambda: THEN + age)
    await log.start()
    await log.stop()
    assert rows(tmp_path) == left


async def test_a_follower_passes_the_gap_that_compaction_left_at_the_end(tmp_path: Path) -> None:
    log = at(tmp_path, clock=lambda: THEN)
    await log.ensure_topics(1)
    await log.append([Entry("latest", "stays", b"0"), Entry("latest", "gone", None)])
    await log.stop()
    log = at(tmp_path, clock=lambda: THEN + 2 * TOMBSTONES_STAY)
    await log.start()
    await eventually(lambda: asyncio.to_thread(lambda: rows(tmp_path) == [("stays", b"0")]), "swept")
    follower = log.follower("latest")
    await follower.start()
    ends = await follower.ends()
    assert list(ends.values()) == [2]
    assert values(await follow_to_end(follower, ends)) == ["0"]
    await log.append([Entry("latest", "new", b"1")])
    assert values(await follow_to_end(follower, await follower.ends())) == ["1"]
    await follower.stop()
    await log.stop()


async def test_the_clock_stamps_what_is_appended(tmp_path: Path) -> None:
    log = at(tmp_path, clock=lambda: 42)
    await log.ensure_topics(1)
    await log.append(entries("facts", "0"))
    assert [record.appended_at for record in await whole(log, "facts")] == [42]
    await log.stop()


@pytest.mark.parametrize(("age", "left"), [(RECORDS_STAY, ["0", "1", "2"]), (RECORDS_STAY + 1, [])])
async def test_a_record_can_be_read_for_a_week_and_is_then_taken_away(
    tmp_path: Path, age: int, left: list[str]
) -> None:
    log = at(tmp_path, clock=lambda: THEN)
    await log.ensure_topics(1)
    await log.append(entries("facts", "0", "1", "2"))
    await log.stop()
    log = at(tmp_path, clock=lambda: THEN + age)
    await log.start()
    await log.stop()
    log = at(tmp_path)
    assert values(await whole(log, "facts")) == left
    await log.append(entries("facts", "3"))
    assert [record.offset for record in await whole(log, "facts")][-1:] == [3], "offsets are never used again"
    await log.stop()


async def test_what_a_group_has_not_read_is_not_taken_away(tmp_path: Path) -> None:
    log = at(tmp_path, clock=lambda: THEN)
    await log.ensure_topics(1)
    slow, quick = log.reader("slow", ["facts"], None), log.reader("quick", ["facts"], None)
    await slow.start()
    await quick.start()
    await log.append(entries("facts", "0", "1", "2"))
    await slow.note_progress({Partition("facts", 0): 1})
    await quick.note_progress({Partition("facts", 0): 3})
    for reader in (slow, quick):
        await reader.stop()
    await log.stop()
    log = at(tmp_path, clock=lambda: THEN + 2 * RECORDS_STAY)
    await log.start()
    await log.stop()
    log = at(tmp_path)
    assert values(await whole(log, "facts")) == ["1", "2"]
    await log.stop()
