"""HEAD wherever there is GET (RFC 9110, 9.1): the same answer without its body, by the same route.

A route that takes HEAD itself keeps it.
"""

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Middleware in front of the routes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD" or _taken(scope["app"], scope["path"]):
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        # A copy: the server looks at its own to know that no body is to come.
        asked = {**scope, "method": "GET"}
        try:
            await self._app(asked, receive, without_body)
        finally:
            scope["endpoint"] = asked.get("endpoint")  # for whoever measures by route


def _taken(app: FastAPI, path: str) -> bool:
    return any(
        "HEAD" in (context.methods or ()) and context.path_regex.match(path)
        for context in iter_route_contexts(app.routes)
    )
