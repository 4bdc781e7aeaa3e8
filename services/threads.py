"""A service on a thread of its own: its event loop, its lifespan, and a way in for requests from another loop."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import uvloop
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.types import Message, Receive, Scope, Send

T = TypeVar("T")
Build = Callable[[], FastAPI]

_STOP_SECONDS = 30.0


class ServiceThread:
    """One service, built and run on its own thread. An ASGI application for callers on any other loop."""

    def __init__(self, name: str, build: Build) -> None:
        self.name = name
        self.app: FastAPI
        self._build = build
        self._loop: asyncio.AbstractEventLoop
        self._ending: asyncio.Event
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    async def start(self) -> None:
        """Returns when the service has started; raises what kept it from starting."""
        self._thread.start()
        await asyncio.to_thread(self._ready.wait)
        if self._failure is not None:
            raise self._failure

    async def stop(self) -> None:
        """Let the service end in good order; returns when its thread has ended."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._ending.set)
        await asyncio.to_thread(self._thread.join, _STOP_SECONDS)

    async def ask(self, question: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run a coroutine function on the service's loop and give its answer here."""
        return await _across(question(), self._loop)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that lives on the caller's loop."""
        caller = asyncio.get_running_loop()

        async def receive_there() -> Message:
            return await _across(receive(), caller)

        async def send_there(message: Message) -> None:
            await _across(send(message), caller)

        async def answer() -> None:
            await self.app(scope, receive_there, send_there)

        await _across(answer(), self._loop)

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(self._serve())
        except BaseException as error:  # noqa: BLE001 - handed to whoever started the thread
            self._failure = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        self.app = self._build()
        _know_routes(self.app)
        async with self.app.router.lifespan_context(self.app):
            self._ready.set()
            await self._ending.wait()


def _know_routes(app: FastAPI) -> None:
    """Work them out now, one service after the other: FastAPI would at the first request, several services at once,
    and what it does then with the warnings of a process is not for several threads."""
    for _ in iter_route_contexts(app.routes):
        pass


async def _across(work: Coroutine[Any, Any, T] | Any, loop: asyncio.AbstractEventLoop) -> T:
    """Await on another loop; cancelling here cancels there."""
    result: T = await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, loop))
    return result
