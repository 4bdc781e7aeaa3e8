"""A body that stands still is given up; a request whose body is whole waits as long as its answer takes."""

import asyncio
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from shared.web.limits import BodyLimit
from shared.web.problems import Problem

SCOPE: dict[str, Any] = {"type": "http", "headers": [], "path": "/"}


async def _sent(_message: Message) -> None:
    """Nobody looks."""


async def test_a_body_that_stands_still_is_given_up() -> None:
    parts = iter([{"type": "http.request", "body": b"x", "more_body": True}])
    refused: list[Problem] = []

    async def receive() -> Message:
        for part in parts:
            return part
        await asyncio.Event().wait()
        raise AssertionError("it waits for ever")

    async def read(_scope: Scope, take: Receive, _send: Send) -> None:
        try:
            while True:
                await take()
        except Problem as problem:
            refused.append(problem)

    await BodyLimit(read, 100, silent=0.01)(SCOPE, receive, _sent)

    assert [(problem.status_code, problem.headers) for problem in refused] == [(408, {"Connection": "close"})]
    assert "0.01 seconds" in refused[0].detail


async def test_waiting_for_the_client_to_leave_takes_as_long_as_it_takes() -> None:
    left = asyncio.Event()
    parts = iter([{"type": "http.request", "body": b"x", "more_body": False}])
    came: list[str] = []

    async def receive() -> Message:
        for part in parts:
            return part
        await left.wait()
        return {"type": "http.disconnect"}

    async def read(_scope: Scope, take: Receive, _send: Send) -> None:
        came.append((await take())["type"])
        waiting = asyncio.ensure_future(take())
        done, _ = await asyncio.wait([waiting], timeout=0.05)
        assert not done, "it was given up"
        left.set()
        came.append((await waiting)["type"])

    await BodyLimit(read, 100, silent=0.01)(SCOPE, receive, _sent)

    assert came == ["http.request", "http.disconnect"]
