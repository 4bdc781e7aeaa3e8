"""Starting and stopping what aiokafka gives, which does neither well when the broker is away.

`start` of a consumer or producer fails at once without a broker; `stop` may hang, may raise CancelledError (issue
647 of aiokafka) and then leaves its client open, whose task would ask a dead broker for ever. So everything is
started by `begin`, which goes on trying, and stopped by one of the `end_` functions, which return in time.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaError

from shared.eventlog.pauses import growing

T = TypeVar("T")
_log = structlog.get_logger(__name__)
_ending: set[asyncio.Task[Any]] = set()  # kept until done, so that they are not collected half-way


async def begin(make: Callable[[], Awaitable[T]], what: str) -> T:
    """Call `make` until it succeeds, with growing pauses. Says once that the log is away and once that it is there."""
    told = False
    for pause in growing():
        try:
            made = await make()
        except (KafkaError, OSError, TimeoutError) as problem:
            if not told:
                _log.warning("log_away", what=what, problem=repr(problem))
                told = True
            await asyncio.sleep(pause)
            continue
        if told:
            _log.info("log_back", what=what)
        return made
    raise AssertionError("the pauses never end")


async def end_consumer(consumer: AIOKafkaConsumer, within: float) -> None:
    """Leave the group and close, in the background when it takes longer than `within` seconds."""

    async def stop() -> None:
        try:
            await consumer.stop()
        finally:
            await consumer._client.close()  # noqa: SLF001 - a failed stop() leaves it open, and nothing public closes it

    await _in_time(stop(), within)


async def end_producer(producer: AIOKafkaProducer, within: float, *, drop: bool = False) -> None:
    """Flush and close; with `drop`, what was not taken yet is never sent.

    aiokafka never gives up an idempotent batch, so without a broker `stop` would flush for ever.
    """
    if not drop:
        with contextlib.suppress(TimeoutError, KafkaError):
            async with asyncio.timeout(within):
                await producer.flush()
    task = producer._sender.sender_task  # noqa: SLF001 - the only way to make it drop what it holds
    if task is not None:
        task.cancel()
    await _in_time(producer.stop(), within)


async def _in_time(work: Coroutine[Any, Any, None], within: float) -> None:
    """Let it go on in the background after `within` seconds; its end, good or bad, is nobody's matter."""
    task = asyncio.create_task(work)
    _ending.add(task)
    task.add_done_callback(_forget)
    await asyncio.wait({task}, timeout=within)


def _forget(task: asyncio.Task[Any]) -> None:
    _ending.discard(task)
    if not task.cancelled() and task.exception() is not None:
        _log.debug("stop_failed", problem=repr(task.exception()))
