"""A body may be so long and no longer, whether its length is announced or it comes in chunks."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problems import Problem


class BodyLimit:
    """Middleware. An announced length beyond the limit is refused at once; a chunked body when it passes the limit."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        """`most`: bytes."""
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _announced(scope) > self._most:
            await too_large(self._most).answer(scope["path"])(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                raise too_large(self._most)
            return message

        await self._app(scope, counted, send)


def too_large(most: int) -> Problem:
    """413. The connection is closed, since the rest of the body is not read."""
    detail = f"The body is longer than {most} bytes; send it in smaller parts."
    return Problem(413, "Content Too Large", detail, headers={"Connection": "close"})


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
