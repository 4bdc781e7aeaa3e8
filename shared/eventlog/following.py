"""Keeps something in memory equal to a topic: reads it from the beginning and goes on, applying each record.

A record that cannot be applied is passed, so that those behind it still count; it is seen in `trouble()` until a
newer record of its key is applied.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import structlog

from shared.eventlog.pauses import growing
from shared.eventlog.port import Follower, Partition, Record

Apply = Callable[[Record], None]

T = TypeVar("T")
_log = structlog.get_logger(__name__)


class Following:
    """One follower and what its records are applied to. `wait` and `silent_after` as in Consumer, in seconds."""

    def __init__(
        self, follower: Follower, apply: Apply, *, wait: float = 0.5, silent_after: float = 15.0
    ) -> None:
        self.records = 0
        """Records applied since the start."""
        self._follower = follower
        self._apply = apply
        self._wait = wait
        self._silent_after = silent_after
        self._started = asyncio.Event()
        self._moved = asyncio.Event()
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        self._read = False
        self._reading_problem: str | None = None
        self._refused: dict[str | None, str] = {}

    async def run(self) -> None:
        """Follow until `stop` or cancelled."""
        self._ended.clear()
        work = asyncio.create_task(self._follow())
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            work.cancel()
            await asyncio.wait({work})
            self._started.clear()
            await self._follower.stop()
            self._stopping.clear()
            self._ended.set()
        if not work.cancelled():
            work.result()

    async def stop(self) -> None:
        """End, and leave what was applied as it is. A run that has not begun ends at its beginning."""
        self._stopping.set()
        await self._ended.wait()

    async def read_to_end(self) -> None:
        """Return when all that the topic held at the time of the call is applied.

        Waits while the log is away, or `run` not begun; the caller sets the limit. LogUnavailable when the log
        does not tell its end.
        """
        await self._started.wait()
        ends = await self._follower.ends()
        while not self._follower.reached(ends):
            self._moved.clear()
            await self._moved.wait()

    def trouble(self) -> str | None:
        """A sentence for /readyz, None when the topic was read to its end once and all is well."""
        if not self._started.is_set():
            return f"not started: {self._reading_problem or 'the event log is not there yet'}"
        said = [self._reading_problem]
        if not self._read:
            said.append("not read to its end yet")
        said += [
            f"the record of key {key} cannot be applied: {problem}" for key, problem in self._refused.items()
        ]
        silent = self._follower.silent_for()
        if silent > self._silent_after:
            said.append(f"the event log is silent for {silent:.0f} s")
        return "; ".join(sentence for sentence in said if sentence) or None

    async def _follow(self) -> None:
        await self._patiently(self._follower.start)
        self._started.set()
        first: Mapping[Partition, int] = await self._patiently(self._follower.ends)
        while True:
            records = await self._patiently(lambda: self._follower.fetch(self._wait))
            for record in records:
                self._apply_one(record)
            self._read = self._read or self._follower.reached(first)
            self._moved.set()

    async def _patiently(self, act: Callable[[], Awaitable[T]]) -> T:
        """Until it succeeds, with growing pauses."""
        for pause in growing():
            try:
                done = await act()
            except Exception as problem:  # noqa: BLE001 - it must outlive whatever its log does
                if self._reading_problem is None:
                    _log.warning("following_failed", problem=repr(problem))
                self._reading_problem = f"cannot read: {problem}"
                await asyncio.sleep(pause)
            else:
                self._reading_problem = None
                return done
        raise AssertionError("the pauses never end")

    def _apply_one(self, record: Record) -> None:
        try:
            self._apply(record)
        except Exception as problem:  # noqa: BLE001 - one record that cannot be applied must not hide the others
            self._refused[record.key] = f"{type(problem).__name__}: {problem}"
            _log.exception(
                "record_refused", topic=record.partition.topic, key=record.key, offset=record.offset
            )
        else:
            self.records += 1
            self._refused.pop(record.key, None)
