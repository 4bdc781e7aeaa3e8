"""A body may be so long and no longer, whether its length is announced or it comes in chunks, and may not stand still:
a client that sends nothing more holds no request open for ever.
"""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problems import Problem

SILENT_SECONDS = 30.0


class BodyLimit:
    """Middleware. An announced length beyond the limit is refused at once; a chunked body when it passes the limit."""

    def __init__(self, app: ASGIApp, most: int, silent: float = SILENT_SECONDS) -> None:
        """`most`: bytes. `silent`: seconds between two parts of a body."""
        self._app = app
        self._most = most
        self._silent = silent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _announced(scope) > self._most:
            await too_large(self._most).answer(scope["path"])(scope, receive, send)
            return
        read, whole = 0, False

        async def counted() -> Message:
            nonlocal read, whole
            if whole:
                return await receive()  # waits for the client to leave, as long as that takes
            try:
                message = await asyncio.wait_for(receive(), self._silent)
            except TimeoutError:
                raise too_slow(self._silent) from None
            whole = not message.get("more_body", False)
            read += len(message.get("body", b""))
            if read > self._most:
                raise too_large(self._most)
            return message

        await self._app(scope, counted, send)


def too_large(most: int) -> Problem:
    """413. The connection is closed, since the rest of the body is not read."""
    detail = f"The body is longer than {most} bytes; send it in smaller parts."
    return Problem(413, "Content Too Large", detail, headers={"Connection": "close"})


def too_slow(silent: float) -> Problem:
    """408. The connection is closed, since the rest of the body may still come."""
    detail = f"Nothing more of the body came for {silent:g} seconds; send it whole."
    return Problem(408, "Request Timeout", detail, headers={"Connection": "close"})


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
