"""The tasks a service runs beside its requests: started together, watched, stopped in reverse order.

A worker that fails is logged, shown in health, and started again after a growing pause; the same failure again is
one line. Stopping asks each to end by its own `stop`, gives it time, and cancels what is left.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from shared.observability.health import Health

Run = Callable[[], Awaitable[None]]

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_WELL_AFTER = 60.0
_CANCEL_SECONDS = 5.0

log = structlog.get_logger(__name__)


@dataclass(slots=True, eq=False)
class _Worker:
    name: str
    run: Run
    stop: Run | None
    task: asyncio.Task[None] | None = None
    at_work: bool = False
    trouble: str | None = None


class Workers:
    """The workers of one service, on one event loop."""

    def __init__(self, health: Health | None = None, *, first_pause: float = _FIRST_PAUSE) -> None:
        """`first_pause`: seconds before a failed worker is started again, doubled each time up to 30 s."""
        self._workers: list[_Worker] = []
        self._first_pause = first_pause
        self._stopping = False
        if health is not None:
            health.add("workers", self.trouble)

    def add(self, name: str, run: Run, stop: Run | None = None) -> None:
        """`run` works until it ends or is cancelled; `stop`, where given, lets it end by itself in good order."""
        self._workers.append(_Worker(name, run, stop))

    def start(self) -> None:
        """Start them in the order they were added."""
        self._stopping = False
        for worker in self._workers:
            worker.task = asyncio.create_task(self._watch(worker), name=worker.name)

    async def stop(self, grace: float = 10.0) -> None:
        """Ask each to end, the last added first; after `grace` seconds in all, cancel those that still run."""
        self._stopping = True
        deadline = asyncio.get_running_loop().time() + grace
        for worker in reversed(self._workers):
            await _end(worker, deadline)

    def trouble(self) -> str | None:
        """A sentence naming the workers that failed and are not well again."""
        said = [f"{worker.name} {worker.trouble}" for worker in self._workers if worker.trouble is not None]
        return "; ".join(said) or None

    async def _watch(self, worker: _Worker) -> None:
        loop = asyncio.get_running_loop()
        pause = self._first_pause
        while True:
            begun = loop.time()
            well = loop.call_later(_WELL_AFTER, _recovered, worker)
            failure = await _attempt(worker)
            well.cancel()
            if failure is None:
                worker.trouble = None if self._stopping else "ended by itself"
                return
            if self._stopping:
                return
            pause = self._first_pause if loop.time() - begun > _WELL_AFTER else pause
            _tell(worker, failure, pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


async def _attempt(worker: _Worker) -> BaseException | None:
    """Run once: None when it ended, the failure when it failed. Our own cancellation passes through."""
    worker.at_work = True
    try:
        await worker.run()
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        return error  # a library that lets the cancellation of its inner task escape
    except Exception as error:  # noqa: BLE001 - told by the caller
        return error
    finally:
        worker.at_work = False
    return None


def _tell(worker: _Worker, failure: BaseException, pause: float) -> None:
    said = f"failed with {failure!r}"
    known = worker.trouble == said
    worker.trouble = said
    advice = f"it starts again in {pause:.1f} s; see /readyz"
    log.error(
        "worker_failed", worker=worker.name, failure=said, advice=advice, exc_info=None if known else failure
    )


def _recovered(worker: _Worker) -> None:
    worker.trouble = None


async def _end(worker: _Worker, deadline: float) -> None:
    task, worker.task = worker.task, None
    if task is None or task.done():
        return
    left = max(0.1, deadline - asyncio.get_running_loop().time())
    if worker.stop is not None and worker.at_work:
        try:
            async with asyncio.timeout(left):
                await worker.stop()
                await asyncio.wait({task})
        except TimeoutError:
            log.warning(
                "worker_cut_off", worker=worker.name, advice="what it had in hand is done again at start"
            )
        except Exception as error:
            log.exception("worker_stop_failed", worker=worker.name, failure=repr(error))
    if not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=_CANCEL_SECONDS)
