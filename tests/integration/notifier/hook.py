"""A receiver on 127.0.0.1: a bare HTTP server that answers as told, hangs, or is down."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from shared.contracts.directory import ReceiverEntry
from tests.unit.notifier.builders import receiver


@dataclass(frozen=True)
class Got:
    """One request as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: bytes
    writer: asyncio.StreamWriter


Answering = Callable[[Got], Awaitable[bytes]]


def answer(status: int, *headers: str, body: bytes = b"") -> bytes:
    """The bytes of an answer, its connection closed after it."""
    lines = [f"HTTP/1.1 {status} Said", f"content-length: {len(body)}", "connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def hang(_got: Got) -> bytes:
    """Never answers."""
    await asyncio.Event().wait()
    return b""


def says_and_hangs(said: bytes) -> Answering:
    """Begins an answer and never ends it."""

    async def answering(got: Got) -> bytes:
        got.writer.write(said)
        return await hang(got)

    return answering


@dataclass
class Hook:
    """The receiver. `script` holds what is answered next; the last one stays."""

    script: list[bytes | Answering] = field(default_factory=lambda: [answer(204)])
    got: list[Got] = field(default_factory=list)
    port: int = 0
    tls: ssl.SSLContext | None = None
    _server: asyncio.Server | None = None

    def url(self, path: str = "/in", host: str = "127.0.0.1") -> str:
        """Where it listens."""
        return f"{'http' if self.tls is None else 'https'}://{host}:{self.port}{path}"

    def answers(self, *script: bytes | Answering) -> None:
        """From now on, one after the other."""
        self.script = list(script)

    async def up(self) -> None:
        """Listen; on the same port as before, if there was one."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def down(self) -> None:
        """Take no connections any more."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            got = await _read(reader, writer)
            self.got.append(got)
            said = self.script.pop(0) if len(self.script) > 1 else self.script[0]
            writer.write(said if isinstance(said, bytes) else await said(got))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Got:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    pairs = (line.split(": ", 1) for line in head[1:] if line)
    headers = {name.lower(): value for name, value in pairs}
    body = await reader.readexactly(int(headers["content-length"]))
    return Got(head[0].split(" ")[1], headers, body, writer)


@dataclass
class Hooks:
    """One for each party."""

    provider: Hook
    customer: Hook

    def receivers(self) -> tuple[ReceiverEntry, ReceiverEntry]:
        """Their entries in the directory."""
        return (
            receiver("north", "northwind", self.provider.url()),
            receiver("acme", "acme", self.customer.url()),
        )


@contextlib.asynccontextmanager
async def both_listening() -> AsyncIterator[Hooks]:
    """A receiver for the provider and one for the customer."""
    made = Hooks(Hook(), Hook())
    await made.provider.up()
    await made.customer.up()
    yield made
    await made.provider.down()
    await made.customer.down()
