"""Serves the embedded process for the commands that start it: `up` until it is told to end, `demo` around a story."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from shared.observability.logs import UVICORN


class AddressTaken(Exception):
    """Someone else listens there."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; AddressTaken where another process has the port. Port 0 takes any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, since an event loop sets TCP_NODELAY only where it sees that; else answers wait 40 ms for an ACK.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise AddressTaken(
            f"Port {port} of {host} is taken ({error.strerror}); choose another with --port."
        ) from error
    listening.listen(1024)
    return listening


def port_of(listening: socket.socket) -> int:
    """The port it listens on."""
    port: int = listening.getsockname()[1]
    return port


class _Server(uvicorn.Server):
    """Ends in good order at the first signal; one that comes again meanwhile, as a wrapper may pass it on, is nothing.

    uvicorn would break off at the second, with the services' threads still at work.
    """

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take note of the first signal."""
        if not self.should_exit:
            super().handle_exit(sig, frame)


def server_of(app: ASGIApp) -> uvicorn.Server:
    """A server for this application, its logs left as they are set up."""
    config = uvicorn.Config(app, loop="uvloop", http="httptools", timeout_graceful_shutdown=10, **UVICORN)
    return _Server(config)


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, listening: socket.socket) -> AsyncIterator[asyncio.Task[None]]:
    """Serve meanwhile; the task ends when the server does (Ctrl+C). RuntimeError where it does not start."""
    server = server_of(app)
    task = asyncio.create_task(server.serve(sockets=[listening]), name="server")
    try:
        while not server.started:
            if task.done():
                raise RuntimeError("Eyelevel did not start; the log above says why.")
            await asyncio.sleep(0.02)
        yield task
    finally:
        server.should_exit = True
        await task
