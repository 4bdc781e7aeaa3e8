"""Time's way in: what is due is sent, to many receivers side by side and to each in order.

The next instant at which something is due is a stored column; between such instants this sleeps, at most a second,
since another replica may have taken messages in. The number of receivers served at once is bounded; one that fails
or hangs gives its place back after that one attempt and comes round again behind those who waited longer.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from services.notifier.handlers import Sending
from services.notifier.ports import Claim, Clock, SendingStore

SECOND = 1_000_000
_LONGEST_SLEEP = 1.0

log = structlog.get_logger(__name__)


class Deadlines:
    """The worker that sends."""

    def __init__(
        self,
        sending: Sending,
        store: SendingStore,
        clock: Clock,
        *,
        read_directory: Callable[[], Awaitable[None]],
        at_once: int,
    ) -> None:
        """`at_once`: receivers served side by side. Nothing is sent before the directory is read to its end."""
        self._sending = sending
        self._store = store
        self._clock = clock
        self._read_directory = read_directory
        self._at_once = at_once
        self._turns: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Something became due: look now."""
        self._wake.set()

    async def run(self) -> None:
        """Until `stop`; the attempts in hand are finished and recorded before it returns."""
        await self._know_receivers()
        try:
            while not self._stopping:
                self._wake.clear()
                await self._start_turns()
                await self._sleep()
            if self._turns:
                await asyncio.wait(self._turns)
        except asyncio.CancelledError:
            for turn in self._turns:
                turn.cancel()
            raise

    async def stop(self) -> None:
        """End `run` after the attempts in hand."""
        self._stopping = True
        self._sending.stop()
        self.wake()

    async def _know_receivers(self) -> None:
        """Without this an empty directory after a start would look as if every receiver had been taken out."""
        while not self._stopping:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LONGEST_SLEEP):
                    await self._read_directory()
                return

    async def _start_turns(self) -> None:
        free = self._at_once - len(self._turns)
        if free <= 0:
            return
        for claim in await self._sending.claim(free):
            turn = asyncio.create_task(self._turn(claim), name=f"turn of {claim.receiver}")
            self._turns.add(turn)
            turn.add_done_callback(self._ended)

    async def _turn(self, claim: Claim) -> None:
        try:
            await self._sending.serve(claim)
        except Exception:
            log.exception(
                "turn_failed", receiver=claim.receiver, advice="it is tried again when its lease ends"
            )

    def _ended(self, turn: asyncio.Task[None]) -> None:
        self._turns.discard(turn)
        self.wake()

    async def _sleep(self) -> None:
        now = self._clock()
        due = await self._store.next_due(now)
        seconds = _LONGEST_SLEEP if due is None else min(_LONGEST_SLEEP, (due - now) / SECOND)
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
