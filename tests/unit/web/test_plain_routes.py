"""Alive, ready, measured: without a key unless a setting asks for one."""

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from shared.observability.health import Health
from tests.unit.web.example import build


def test_alive_and_ready_answer_without_a_key() -> None:
    app, _ = build()
    with TestClient(app) as client:
        assert client.get("/livez").json() == {"status": "alive"}
        assert client.get("/readyz").json() == {"status": "ready"}


def test_not_ready_says_why_and_stays_alive() -> None:
    health = Health()
    health.add("database", lambda: "the tables are missing; run `eyelevel migrate`")
    health.add("log", lambda: "no broker answers")
    app, _ = build(health)
    with TestClient(app) as client:
        answer = client.get("/readyz")
        assert client.get("/livez").status_code == 200

    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"] == [
        {"field": "database", "detail": "the tables are missing; run `eyelevel migrate`"},
        {"field": "log", "detail": "no broker answers"},
    ]


def test_requests_are_measured_by_route_template_never_by_path() -> None:
    app, _ = build()
    with TestClient(app) as client, capture_logs():
        for path in ("/v1/things/a", "/v1/things/b", "/v1/mine", "/nothing", "/wp-login.php", "/v1/broken"):
            client.get(path)
        client.delete("/v1/things/a")
        client.request("BREW", "/v1/things/a")
        client.put("/v1/things/a", content=b"x" * 2000)
        shown = client.get("/metrics").text

    counted = {line for line in shown.splitlines() if line.startswith("eyelevel_http_requests_total")}
    assert counted == {
        f'eyelevel_http_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}'
        for method, route, status, count in [
            ("GET", "/v1/things/{thing}", 200, "2.0"),
            ("GET", "/v1/mine", 401, "1.0"),
            ("GET", "unknown", 404, "2.0"),
            ("GET", "/v1/broken", 500, "1.0"),
            ("DELETE", "/v1/things/{thing}", 405, "1.0"),
            ("other", "/v1/things/{thing}", 405, "1.0"),
            ("PUT", "unknown", 413, "1.0"),
        ]
    }


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (None, 401),
        ("Bearer other", 401),
        ("scrape-me", 401),
        ("Bearer ünïcode", 401),
        ("Bearer scrape-me", 200),
    ],
)
def test_metrics_can_ask_for_a_key_of_their_own(header: str | None, status: int) -> None:
    app, _ = build(metrics_key="scrape-me")
    with TestClient(app) as client:
        answer = client.get("/metrics", headers={} if header is None else {"authorization": header.encode()})

    assert answer.status_code == status


def test_metrics_answer_at_their_own_address() -> None:
    app, _ = build()
    with TestClient(app, follow_redirects=False) as client:
        assert client.get("/metrics").headers["content-type"].startswith("text/plain")
