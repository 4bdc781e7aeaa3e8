"""Runs a handler over what a reader gives, batch by batch, each batch of one partition.

The handler commits its work and the next offset in one transaction of its own store. When it fails, that partition
alone stops, is seen in `trouble()`, and is tried again from the stored offset with growing pauses; the others go on.
When it is fenced (another reader has taken the partition over), the batch is forgotten and the position asked for
again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

import structlog

from shared.eventlog.pauses import growing
from shared.eventlog.port import Fenced, Partition, Reader, Record
from shared.eventlog.stopped import Pauses, Stops

Handle = Callable[[Partition, Sequence[Record]], Awaitable[None]]
"""Commits its work and the next offset, `records[-1].offset + 1`, in one transaction. Raises Fenced."""

_log = structlog.get_logger(__name__)


class Consumer:
    """One reader and its handler. `most`: records a fetch; `wait`: seconds a fetch waits for the first.

    `silent_after`: seconds without any answer of the log after which `trouble` says so.
    """

    def __init__(
        self,
        reader: Reader,
        handle: Handle,
        *,
        most: int = 500,
        wait: float = 0.5,
        silent_after: float = 15.0,
        pauses: Pauses = growing,
    ) -> None:
        self.records = 0
        """Records handled since the start."""
        self.batches = 0
        """Batches handled since the start."""
        self._reader = reader
        self._handle = handle
        self._most = most
        self._wait = wait
        self._silent_after = silent_after
        self._pauses = pauses
        self._stops = Stops(pauses)
        self._fenced: set[Partition] = set()
        self._reading_problem: str | None = None
        self._polled_at: float | None = None
        self._started = False
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()

    async def run(self) -> None:
        """Work until `stop` or cancelled."""
        self._ended.clear()
        try:
            if await self._start():
                await self._work()
        finally:
            self._started = False
            await self._reader.stop()
            self._stopping.clear()
            self._ended.set()

    async def stop(self) -> None:
        """Finish the batch in hand, then end. A run that has not begun ends at its beginning."""
        self._stopping.set()
        await self._ended.wait()

    def trouble(self) -> str | None:
        """A sentence for /readyz, None when all is well."""
        if not self._started:
            return f"not started: {self._reading_problem or 'the event log is not there yet'}"
        said = [self._reading_problem, self._stops.sentence()]
        silent = self._reader.silent_for()
        if silent > self._silent_after:
            said.append(f"the event log is silent for {silent:.0f} s")
        return "; ".join(sentence for sentence in said if sentence) or None

    @property
    def stopped(self) -> int:
        """Partitions that stand still."""
        return len(self._stops)

    @property
    def lag(self) -> int:
        """Records behind the end, of the partitions held, as last seen."""
        return self._reader.lag() if self._started else 0

    @property
    def since_poll(self) -> float:
        """Seconds since the reader was last asked with success; 0 before the first time."""
        return 0.0 if self._polled_at is None else time.monotonic() - self._polled_at

    @property
    def silent_for(self) -> float:
        """Seconds since the log last answered, by the watchdog."""
        return self._reader.silent_for() if self._started else 0.0

    async def _start(self) -> bool:
        """Join the group, however long the log is away. False when stopped before."""
        pauses = self._pauses()
        while not self._stopping.is_set():
            joining = asyncio.create_task(self._reader.start())
            try:
                await self._first(joining)
            finally:
                if not joining.done():
                    joining.cancel()
                    await asyncio.wait({joining})
            if joining.cancelled():
                continue
            problem = joining.exception()
            if problem is None:
                self._started = True
                return True
            _log.warning("reader_not_started", problem=repr(problem))
            self._reading_problem = str(problem)
            await self._pause(next(pauses))
        return False

    async def _work(self) -> None:
        pauses = self._pauses()
        while not self._stopping.is_set():
            try:
                await self._turn()
            except Exception as problem:  # noqa: BLE001 - a reader must outlive whatever its log or store does
                if self._reading_problem is None:
                    _log.warning("reading_failed", problem=repr(problem))
                self._reading_problem = f"cannot read: {problem}"
                await self._pause(next(pauses))
            else:
                self._reading_problem = None
                pauses = self._pauses()

    async def _turn(self) -> None:
        for partition in self._stops.due():
            await self._try_again(partition)
        found = await self._reader.fetch(self._most, self._stops.next_due_in(self._wait))
        self._polled_at = time.monotonic()
        for partition, records in found.items():
            if self._stopping.is_set():
                return
            if partition in self._reader.held():  # else lost in a rebalance while others were handled
                await self._hand_over(partition, records)
        for partition in self._stops.quiet(2 * self._wait + 1):
            self._goes_on(partition)

    async def _hand_over(self, partition: Partition, records: Sequence[Record]) -> None:
        try:
            await self._handle(partition, records)
        except Fenced as problem:
            await self._is_fenced(partition, problem)
        except Exception as problem:  # noqa: BLE001 - whatever it is, this partition alone must stop
            self._stop(partition, problem)
        else:
            self.records += len(records)
            self.batches += 1
            self._fenced.discard(partition)
            self._goes_on(partition)
            await self._reader.note_progress({partition: records[-1].offset + 1})

    async def _is_fenced(self, partition: Partition, problem: Fenced) -> None:
        """The first time go back at once; fenced again without a batch between, pause as after any failure."""
        _log.info("fenced", topic=partition.topic, partition=partition.number, problem=str(problem))
        if partition in self._fenced:
            self._stop(partition, problem)
            return
        self._fenced.add(partition)
        try:
            await self._reader.rewind(partition)
        except Exception as failure:  # noqa: BLE001 - as in _hand_over
            self._stop(partition, failure)

    async def _try_again(self, partition: Partition) -> None:
        try:
            held = await self._reader.rewind(partition)
        except Exception as problem:  # noqa: BLE001 - as in _hand_over
            self._stop(partition, problem)
            return
        if held:
            self._stops.trying(partition)
        else:
            self._stops.over(partition)

    def _stop(self, partition: Partition, problem: BaseException) -> None:
        self._reader.pause(partition)
        stop = self._stops.failed(partition, problem)
        _log.warning(
            "partition_stopped",
            topic=partition.topic,
            partition=partition.number,
            failures=stop.failures,
            exc_info=problem if stop.failures == 1 else None,
            problem=stop.problem,
        )

    def _goes_on(self, partition: Partition) -> None:
        if self._stops.over(partition):
            _log.info("partition_goes_on", topic=partition.topic, partition=partition.number)

    async def _pause(self, seconds: float) -> None:
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({stopping}, timeout=seconds)
        stopping.cancel()

    async def _first(self, joining: asyncio.Task[None]) -> None:
        """Until joined or stopped, whichever comes first."""
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({joining, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
