"""One consumer of aiokafka over its life: begun when the broker is there, polled safely, made anew after long silence.

aiokafka says nothing when a broker dies: `getmany` answers `{}` for ever, and after some failures it never finds its
way back (issues 703, 1154). What it tells in public is when a partition was last answered; the owner of the line
watches that and calls `renew`.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError

from shared.eventlog.kafka.life import begin, end_consumer
from shared.eventlog.kafka.settings import KafkaSettings
from shared.eventlog.port import LogUnavailable

T = TypeVar("T")
_log = structlog.get_logger(__name__)


class Line(Generic[T]):
    """`make` gives a started consumer; `poll` asks one for records. Not for use by two tasks at once."""

    def __init__(
        self,
        settings: KafkaSettings,
        what: str,
        make: Callable[[], Awaitable[AIOKafkaConsumer]],
        poll: Callable[[AIOKafkaConsumer], Awaitable[T]],
    ) -> None:
        self.consumer: AIOKafkaConsumer | None = None
        self.answered = time.monotonic()
        self.renewals = 0
        """How often the consumer was made anew."""
        self._settings = settings
        self._what = what
        self._make = make
        self._poll = poll
        self._polling: asyncio.Task[T] | None = None
        self._beginning: asyncio.Task[AIOKafkaConsumer] | None = None
        self._begun = time.monotonic()

    async def start(self) -> None:
        """Wait until there is a consumer."""
        self._begin()
        while self.consumer is None:
            await self._ready(1.0)

    async def take(self, wait: float) -> T | None:
        """What the poll gives, or None after `wait` seconds; a poll goes on then, and the next take has its answer.

        A take that is cancelled loses nothing. LogUnavailable when the consumer is of no use any more.
        """
        if not await self._ready(wait):
            return None
        if self._polling is None:
            self._polling = asyncio.ensure_future(self._poll(self.consumer))
        await asyncio.wait({self._polling}, timeout=wait)
        if not self._polling.done():
            return None
        done, self._polling = self._polling, None
        problem: BaseException | None = asyncio.CancelledError() if done.cancelled() else done.exception()
        if problem is not None:  # also a CancelledError that is not ours: aiokafka lets some out
            self.renew(repr(problem))
            raise LogUnavailable(f"Kafka gives the {self._what} nothing: {problem!r}")
        return done.result()

    async def probe(self, wait: float) -> None:
        """Ask a broker for anything at all, where no partition is read that could show an answer."""
        if self.consumer is None:
            return
        try:
            async with asyncio.timeout(wait):
                await self.consumer.topics()
        except (KafkaError, OSError, TimeoutError):
            return
        self.answered = time.monotonic()

    def watch(self, silent: float) -> bool:
        """Make the consumer anew when it was silent for too many seconds, and is not quite new itself."""
        self.answered = time.monotonic() - silent  # so that the silence goes on counting without a consumer
        longest = self._settings.restart_after
        if self.consumer is None or silent < longest or time.monotonic() - self._begun < longest:
            return False
        self.renew(f"silent for {silent:.0f} s")
        return True

    def renew(self, why: str) -> None:
        """Let the consumer go and begin another."""
        self.renewals += 1
        _log.warning("consumer_renewed", what=self._what, why=why)
        self._let_go()
        self._begin()

    async def stop(self) -> None:
        """Never raises, returns in time."""
        if self._beginning is not None:
            self._beginning.cancel()
            await asyncio.wait({self._beginning})
            if not self._beginning.cancelled() and self._beginning.exception() is None:
                self.consumer = self._beginning.result()
            self._beginning = None
        ending = self._let_go()
        if ending is not None:
            await asyncio.wait({ending})

    def _begin(self) -> None:
        self._begun = time.monotonic()
        self._beginning = asyncio.create_task(begin(self._make, self._what))

    def _let_go(self) -> asyncio.Task[None] | None:
        polling, self._polling = self._polling, None
        if polling is not None:
            polling.cancel()
            polling.add_done_callback(_heard)
        consumer, self.consumer = self.consumer, None
        if consumer is None:
            return None
        return asyncio.create_task(end_consumer(consumer, self._settings.stop_within))

    async def _ready(self, wait: float) -> bool:
        if self.consumer is None and self._beginning is None:
            raise LogUnavailable(f"The {self._what} is not started.")
        if self._beginning is not None:
            await asyncio.wait({self._beginning}, timeout=wait)
            if self._beginning.done():
                done, self._beginning = self._beginning, None
                problem = done.exception()
                if problem is not None:
                    self._begin()
                    raise LogUnavailable(f"The {self._what} cannot begin: {problem!r}") from problem
                self.consumer = done.result()
                self.answered = self._begun = time.monotonic()
        return self.consumer is not None


def answered_at(consumer: AIOKafkaConsumer, at: TopicPartition) -> float:
    """When a broker last answered for this partition, on the monotonic clock; 0 when it never did."""
    try:
        polled: int | None = consumer.last_poll_timestamp(at)  # milliseconds since the epoch
    except IllegalStateError:  # no longer assigned
        return 0.0
    return 0.0 if polled is None else time.monotonic() - (time.time() - polled / 1000)


def _heard(task: asyncio.Task[T]) -> None:
    """Its problem is nobody's any more, but asyncio wants it looked at."""
    if not task.cancelled():
        task.exception()
