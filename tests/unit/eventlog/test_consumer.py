"""The consumer over a reader that does as it is told."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import pytest

from shared.eventlog.consumer import Consumer, Handle
from shared.eventlog.port import Fenced, LogUnavailable, Partition, Record
from tests.unit.eventlog.fakes import FakeReader, pausing, record, until

A, B = Partition("facts", 0), Partition("facts", 1)


class Work:
    """A handler with a store: what was done, and for each partition what is to go wrong next."""

    def __init__(self, reader: FakeReader) -> None:
        self.reader = reader
        self.done: list[tuple[Partition, int]] = []
        self.wrong: dict[Partition, list[BaseException]] = {}
        self.attempts = 0

    async def handle(self, partition: Partition, records: Sequence[Record]) -> None:
        self.attempts += 1
        if self.wrong.get(partition):
            raise self.wrong[partition].pop(0)
        self.done += [(partition, record.offset) for record in records]
        self.reader.stored[partition] = records[-1].offset + 1


def log(a: int, b: int = 0) -> dict[Partition, list[Record]]:
    return {A: [record(A, n) for n in range(a)], B: [record(B, n) for n in range(b)]}


@contextlib.asynccontextmanager
async def running(
    reader: FakeReader, handle: Handle, *, most: int = 500, pauses: Sequence[float] = (0.01,)
) -> AsyncIterator[Consumer]:
    consumer = Consumer(reader, handle, most=most, wait=0.01, silent_after=15.0, pauses=pausing(*pauses))
    task = asyncio.create_task(consumer.run())
    yield consumer
    await consumer.stop()
    await task


async def test_each_batch_is_of_one_partition_and_its_next_offset_is_noted() -> None:
    reader = FakeReader(log(5, 3))
    work = Work(reader)
    async with running(reader, work.handle, most=2) as consumer:
        await until(lambda: consumer.records == 8)
        assert [offset for partition, offset in work.done if partition == A] == [0, 1, 2, 3, 4]
        assert [offset for partition, offset in work.done if partition == B] == [0, 1, 2]
        assert reader.noted == {A: 5, B: 3}
        assert (consumer.batches, consumer.lag, consumer.stopped, consumer.trouble()) == (5, 0, 0, None)
        assert consumer.since_poll < 5


async def test_a_partition_whose_handler_fails_stops_alone_and_goes_on_from_the_stored_offset() -> None:
    reader = FakeReader(log(4, 4))
    work = Work(reader)
    work.wrong[A] = [ValueError("cannot take this")] * 3
    async with running(reader, work.handle, most=2, pauses=(0.05,)) as consumer:
        await until(lambda: consumer.stopped == 1 and reader.noted.get(B) == 4)
        trouble = consumer.trouble() or ""
        assert "facts/0 stands still" in trouble
        assert "ValueError: cannot take this" in trouble
        await until(lambda: reader.noted.get(A) == 4)
        assert [offset for partition, offset in work.done if partition == A] == [0, 1, 2, 3]
        assert reader.rewinds == [A, A, A]
        assert (consumer.stopped, consumer.trouble()) == (0, None)


async def test_the_pauses_between_attempts_grow() -> None:
    reader = FakeReader(log(1))
    work = Work(reader)
    work.wrong[A] = [ValueError("no")] * 100
    async with running(reader, work.handle, pauses=(0.01, 0.02, 60.0)) as consumer:
        await until(lambda: work.attempts == 3)
        assert "after 3 failures" in (consumer.trouble() or "")
        assert work.attempts == 3


async def test_a_fenced_batch_is_forgotten_and_the_position_asked_for_at_once() -> None:
    reader = FakeReader(log(4))
    work = Work(reader)
    work.wrong[A] = [Fenced("another has it")]
    async with running(reader, work.handle, pauses=(60.0,)) as consumer:
        await until(lambda: consumer.records == 4)
        assert reader.rewinds == [A]
        assert consumer.trouble() is None


async def test_who_is_fenced_again_and_again_pauses() -> None:
    reader = FakeReader(log(4))
    work = Work(reader)
    work.wrong[A] = [Fenced("another has it")] * 2
    async with running(reader, work.handle, pauses=(60.0,)) as consumer:
        await until(lambda: consumer.stopped == 1)
        assert work.attempts == 2


async def test_a_partition_that_was_lost_is_let_go() -> None:
    reader = FakeReader(log(4, 1))
    work = Work(reader)
    work.wrong[A] = [ValueError("no")]
    async with running(reader, work.handle, pauses=(0.05,)) as consumer:
        await until(lambda: consumer.stopped == 1)
        reader.lost.add(A)
        await until(lambda: consumer.stopped == 0)
        assert [partition for partition, _ in work.done] == [B]


async def test_records_of_a_partition_lost_while_another_is_handled_are_not_begun() -> None:
    reader = FakeReader(log(1, 1))
    work = Work(reader)

    async def handle(partition: Partition, records: Sequence[Record]) -> None:
        reader.lost.add(B)
        await work.handle(partition, records)

    async with running(reader, handle) as consumer:
        await until(lambda: consumer.batches == 1)
        assert work.done == [(A, 0)]


async def test_a_position_that_cannot_be_claimed_is_asked_for_again() -> None:
    reader = FakeReader(log(2))
    reader.claim_problems.extend([OSError("no database"), OSError("no database")])
    work = Work(reader)
    work.wrong[A] = [Fenced("another has it")]
    async with running(reader, work.handle) as consumer:
        await until(lambda: consumer.records == 2)
        assert len(reader.rewinds) == 3
        assert consumer.trouble() is None


async def test_a_batch_that_failed_after_its_commit_is_no_trouble_for_ever() -> None:
    reader = FakeReader(log(2))
    work = Work(reader)

    async def handle(partition: Partition, records: Sequence[Record]) -> None:
        await work.handle(partition, records)
        raise OSError("the answer to the commit was lost")

    async with running(reader, handle) as consumer:
        await until(lambda: consumer.stopped == 1)
        await until(lambda: consumer.stopped == 0)
        assert work.done == [(A, 0), (A, 1)]


async def test_a_log_that_gives_nothing_is_trouble_until_it_does() -> None:
    reader = FakeReader(log(1))
    reader.problems.extend([LogUnavailable("no broker answers")] * 2)
    async with running(reader, Work(reader).handle, pauses=(0.05,)) as consumer:
        await until(lambda: "cannot read: no broker answers" in (consumer.trouble() or ""))
        await until(lambda: consumer.trouble() is None and consumer.records == 1)


@pytest.mark.parametrize(("silent", "trouble"), [(15.0, False), (15.1, True)])
async def test_a_silent_log_is_trouble(silent: float, trouble: bool) -> None:
    reader = FakeReader(log(0))
    async with running(reader, Work(reader).handle) as consumer:
        await until(lambda: consumer.trouble() is None)
        reader.silent = silent
        assert ("silent for 15 s" in (consumer.trouble() or "")) == trouble
        assert consumer.silent_for == silent


async def test_a_reader_that_cannot_start_is_started_again_and_says_why() -> None:
    reader = FakeReader(log(1))
    reader.start_problems.append(OSError("no such table"))
    async with running(reader, Work(reader).handle, pauses=(0.05,)) as consumer:
        await until(lambda: "not started: no such table" in (consumer.trouble() or ""))
        await until(lambda: consumer.records == 1)


async def test_stopping_while_the_log_is_away_ends_at_once() -> None:
    reader = FakeReader(log(1))
    reader.away.set()
    async with running(reader, Work(reader).handle) as consumer:
        await asyncio.sleep(0)
        assert "not started" in (consumer.trouble() or "")
    assert reader.stops == 1


async def test_stopping_finishes_the_batch_in_hand_and_begins_no_other() -> None:
    reader = FakeReader(log(1, 1))
    work = Work(reader)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def handle(partition: Partition, records: Sequence[Record]) -> None:
        begun.set()
        await go_on.wait()
        await work.handle(partition, records)

    async with running(reader, handle) as consumer:
        await begun.wait()
        stopping = asyncio.create_task(consumer.stop())
        await asyncio.sleep(0)
        go_on.set()
        await stopping
    assert work.done == [(A, 0)]
    assert reader.noted == {A: 1}
    assert reader.stops == 1


async def test_a_run_that_was_stopped_before_it_began_ends_at_once() -> None:
    reader = FakeReader(log(1))
    consumer = Consumer(reader, Work(reader).handle, wait=0.01)
    await consumer.stop()
    await consumer.run()
    assert consumer.records == 0


async def test_it_can_run_again_after_a_stop() -> None:
    reader = FakeReader(log(1))
    work = Work(reader)
    consumer = Consumer(reader, work.handle, wait=0.01)
    for _ in range(2):
        task = asyncio.create_task(consumer.run())
        await until(lambda: consumer.trouble() is None)
        await consumer.stop()
        await task
    assert reader.stops == 2


async def test_a_cancelled_run_lets_the_reader_go() -> None:
    reader = FakeReader(log(1))
    consumer = Consumer(reader, Work(reader).handle, wait=0.01)
    task = asyncio.create_task(consumer.run())
    await until(lambda: consumer.records == 1)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert reader.stops == 1
    assert "not started" in (consumer.trouble() or "")
