"""HEAD is answered wherever GET is, with its head and without its body."""

import pytest
from fastapi import Response
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from tests.unit.web.example import build


@pytest.mark.parametrize(
    "path", ["/v1/things/a", "/v1/mine", "/v1/refused", "/v1/broken", "/nothing", "/livez"]
)
def test_the_head_is_that_of_get(path: str) -> None:
    app, _ = build()
    with TestClient(app) as client, capture_logs():
        get, head = client.get(path), client.head(path)

    assert head.status_code == get.status_code
    assert head.headers == get.headers
    assert head.content == b""


def test_a_route_that_takes_head_itself_keeps_it() -> None:
    app, _ = build()

    @app.get("/once")
    async def use() -> Response:
        return Response("used up", 201)

    @app.head("/once")
    async def look() -> Response:
        return Response(status_code=200)

    with TestClient(app) as client:
        assert client.head("/once").status_code == 200
        assert client.get("/once").status_code == 201


def test_what_takes_no_get_takes_no_head() -> None:
    app, _ = build()
    with TestClient(app) as client:
        assert client.head("/v1/any").status_code == 405


def test_it_is_measured_as_head_by_its_route() -> None:
    app, _ = build()
    with TestClient(app) as client:
        client.head("/v1/things/a")
        shown = client.get("/metrics").text

    assert 'eyelevel_http_requests_total{method="HEAD",route="/v1/things/{thing}",status="200"} 1.0' in shown
