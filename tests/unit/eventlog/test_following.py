"""Following a topic from its beginning."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from shared.eventlog.following import Apply, Following
from shared.eventlog.port import Partition, Record
from tests.unit.eventlog.fakes import FakeFollower, record, until

DIRECTORY = Partition("directory", 0)


@contextlib.asynccontextmanager
async def running(follower: FakeFollower, apply: Apply) -> AsyncIterator[Following]:
    following = Following(follower, apply, wait=0.01)
    task = asyncio.create_task(following.run())
    yield following
    await following.stop()
    await task


async def test_read_to_end_returns_when_all_that_was_there_is_applied() -> None:
    follower = FakeFollower(DIRECTORY, [record(DIRECTORY, n) for n in range(3)])
    applied: list[Record] = []
    async with running(follower, applied.append) as following:
        await following.read_to_end()
        assert [record.offset for record in applied] == [0, 1, 2]
        follower.records += [record(DIRECTORY, 3)]
        await following.read_to_end()
        assert [record.offset for record in applied] == [0, 1, 2, 3]
        assert following.records == 4
    assert follower.stops == 1


async def test_it_is_in_trouble_until_it_has_read_to_the_end_once() -> None:
    follower = FakeFollower(DIRECTORY, [record(DIRECTORY, 0)])
    following = Following(follower, lambda record: None)
    assert "not started" in (following.trouble() or "")
    async with running(follower, lambda record: None) as following:
        await following.read_to_end()
        assert following.trouble() is None
        follower.silent = 16.0
        assert "silent for 16 s" in (following.trouble() or "")


async def test_a_record_that_cannot_be_applied_is_seen_until_a_newer_one_of_its_key_is() -> None:
    follower = FakeFollower(DIRECTORY, [record(DIRECTORY, 0, "key:a"), record(DIRECTORY, 1, "key:b")])
    applied: list[str | None] = []

    def apply(record: Record) -> None:
        if record.offset == 0:
            raise ValueError("unreadable")
        applied.append(record.key)

    async with running(follower, apply) as following:
        await following.read_to_end()
        assert applied == ["key:b"]
        assert "key:a cannot be applied: ValueError: unreadable" in (following.trouble() or "")
        follower.records += [record(DIRECTORY, 2, "key:a")]
        await following.read_to_end()
        assert following.trouble() is None


async def test_a_log_that_does_not_start_is_tried_again() -> None:
    follower = FakeFollower(DIRECTORY, [record(DIRECTORY, 0)])
    follower.problems.append(OSError("no broker"))
    async with running(follower, lambda record: None) as following:
        await until(lambda: "no broker" in (following.trouble() or ""))
        await following.read_to_end()
        assert following.trouble() is None
