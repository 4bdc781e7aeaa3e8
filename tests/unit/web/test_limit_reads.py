"""A body that is too long is not read to its end, announced or not."""

from typing import Any

import pytest

from tests.unit.web.example import build


@pytest.mark.parametrize(("announced", "chunks_read"), [(b"1000000", 0), (None, 11)])
async def test_no_more_is_read_than_tells_that_it_is_too_long(
    announced: bytes | None, chunks_read: int
) -> None:
    app, _ = build()
    read = 0
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b"x" * 100, "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"content-type", b"text/yaml")]
    if announced is not None:
        headers.append((b"content-length", announced))
    scope = {
        "type": "http", "method": "POST", "path": "/v1/raw", "raw_path": b"/v1/raw", "query_string": b"",
        "headers": headers, "http_version": "1.1", "scheme": "http", "root_path": "", "client": None, "server": None,
    }  # fmt: skip
    await app(scope, receive, send)

    assert sent[0]["status"] == 413
    assert read == chunks_read
