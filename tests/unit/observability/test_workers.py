"""Workers: watched, started again, and ended in good order."""

import asyncio
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from shared.observability.health import Health
from shared.observability.workers import Workers


async def until(predicate: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not predicate():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.001)


class Steady:
    """Works until asked to stop, then finishes what it has in hand."""

    def __init__(self, name: str, story: list[str]) -> None:
        self._name = name
        self._story = story
        self._asked = asyncio.Event()

    async def run(self) -> None:
        self._story.append(f"{self._name} begins")
        await self._asked.wait()
        await asyncio.sleep(0)
        self._story.append(f"{self._name} finishes")

    async def stop(self) -> None:
        self._asked.set()


async def test_workers_start_in_order_and_end_in_reverse_each_with_its_work_done() -> None:
    story: list[str] = []
    workers = Workers()
    for worker in (Steady("relay", story), Steady("consumer", story)):
        workers.add("x", worker.run, worker.stop)
    workers.start()
    await until(lambda: len(story) == 2)
    await workers.stop()

    assert story == ["relay begins", "consumer begins", "consumer finishes", "relay finishes"]
    assert workers.trouble() is None


async def test_a_worker_that_does_not_end_in_time_is_cancelled_and_told() -> None:
    cancelled = asyncio.Event()

    async def stubborn() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    async def asked() -> None:
        """Does nothing."""

    workers = Workers()
    workers.add("consumer", stubborn, asked)
    workers.start()
    await asyncio.sleep(0)
    with capture_logs() as logs:
        await workers.stop(grace=0.05)

    assert cancelled.is_set()
    assert [(line["event"], line["worker"]) for line in logs] == [("worker_cut_off", "consumer")]


async def test_a_worker_without_a_way_to_stop_is_cancelled_without_a_word() -> None:
    workers = Workers()
    workers.add("ticks", asyncio.Event().wait)
    workers.start()
    await asyncio.sleep(0)
    with capture_logs() as logs:
        await workers.stop()

    assert logs == []


async def test_a_failing_worker_is_seen_in_health_and_started_again() -> None:
    attempts: list[int] = []
    well = asyncio.Event()

    async def twice_bad() -> None:
        attempts.append(len(attempts))
        if len(attempts) < 3:
            raise ValueError(f"attempt {len(attempts)}")
        well.set()
        await asyncio.Event().wait()

    health = Health()
    workers = Workers(health, first_pause=0.001)
    workers.add("consumer", twice_bad)
    with capture_logs() as logs:
        workers.start()
        await asyncio.wait_for(well.wait(), 5)
        troubles = await health.troubles()
        await workers.stop()

    assert troubles == {"workers": "consumer failed with ValueError('attempt 2')"}
    assert [line["failure"] for line in logs] == [f"failed with ValueError('attempt {n}')" for n in (1, 2)]
    assert all("starts again" in line["advice"] for line in logs)


async def test_the_same_failure_again_is_one_line_without_its_traceback() -> None:
    attempts: list[int] = []

    async def bad() -> None:
        attempts.append(1)
        raise ValueError("always")

    workers = Workers(first_pause=0.001)
    workers.add("consumer", bad)
    with capture_logs() as logs:
        workers.start()
        await until(lambda: len(logs) == 3)
        await workers.stop()

    assert [line["exc_info"] is not None for line in logs] == [True, False, False]


async def test_a_cancellation_that_escapes_from_a_library_is_a_failure_not_an_end() -> None:
    attempts: list[int] = []

    async def leaky() -> None:
        attempts.append(1)
        raise asyncio.CancelledError

    workers = Workers(first_pause=0.001)
    workers.add("consumer", leaky)
    workers.start()
    await until(lambda: len(attempts) > 2)
    assert workers.trouble() == "consumer failed with CancelledError()"
    await workers.stop()


async def test_a_worker_that_ends_by_itself_is_a_trouble() -> None:
    async def short() -> None:
        """Ends at once."""

    workers = Workers()
    workers.add("consumer", short)
    workers.start()
    await until(lambda: workers.trouble() == "consumer ended by itself")
    await workers.stop()


async def test_a_worker_waiting_to_start_again_is_not_waited_for() -> None:
    async def bad() -> None:
        raise ValueError("once")

    async def stop() -> None:
        pytest.fail("there is nothing to stop")

    workers = Workers(first_pause=60)
    workers.add("consumer", bad, stop)
    with capture_logs() as logs:
        workers.start()
        await until(lambda: bool(logs))
        async with asyncio.timeout(2):
            await workers.stop(grace=30)


async def test_a_stop_that_fails_keeps_no_other_from_stopping() -> None:
    story: list[str] = []
    steady = Steady("relay", story)

    async def broken() -> None:
        raise OSError("gone")

    workers = Workers()
    workers.add("relay", steady.run, steady.stop)
    workers.add("consumer", asyncio.Event().wait, broken)
    workers.start()
    await until(lambda: bool(story))
    with capture_logs() as logs:
        await workers.stop()

    assert story[-1] == "relay finishes"
    assert [line["event"] for line in logs] == ["worker_stop_failed"]


async def test_stopping_what_was_never_started_does_nothing() -> None:
    workers = Workers()
    workers.add("consumer", asyncio.Event().wait)
    await workers.stop()
