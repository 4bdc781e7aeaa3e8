"""Every error is a problem, says what would be right, and tells nothing of the inside."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from tests.unit.web.example import LIMIT, build


@pytest.fixture
def client() -> Iterator[TestClient]:
    app, _ = build()
    with TestClient(app) as opened:
        yield opened


TITLES = {
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Other content",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    500: "Internal Server Error",
}
JSON = {"content-type": "application/json"}
YAML = {"content-type": "text/yaml"}


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "detail"),
    [
        ("GET", "/nothing", {}, 404, "There is nothing at /nothing."),
        ("GET", "/v1/mine/", {}, 404, "There is nothing at /v1/mine/."),
        ("DELETE", "/v1/things/a", {}, 405, "DELETE is not taken at /v1/things/a; use GET or HEAD or PUT."),
        ("POST", "/livez", {}, 405, "POST is not taken at /livez; use GET or HEAD."),
        ("GET", "/v1/things/a?limit=x", {}, 422, "query.limit: Input should be a valid integer"),
        ("PUT", "/v1/things/a", {"json": {}}, 422, "#/name: Field required"),
        ("PUT", "/v1/things/a", {"json": {"name": "x", "sizes": [1, "b"]}}, 422, "#/sizes/1: "),
        ("PUT", "/v1/things/a", {"content": b"{", "headers": JSON}, 422, "#: the body is not JSON: "),
        ("PUT", "/v1/things/a", {"content": b"\xff", "headers": JSON}, 400, "The body is not JSON in UTF-8."),
        (
            "PUT",
            "/v1/things/a",
            {"content": b"a: 1", "headers": YAML},
            415,
            "The content type 'text/yaml' is not taken",
        ),
        (
            "PUT",
            "/v1/things/a",
            {"content": b"{}"},
            415,
            "The body has no content type; send application/json.",
        ),
        (
            "POST",
            "/v1/raw",
            {"json": {}},
            415,
            "The content type 'application/json' is not taken; send application/yaml",
        ),
        ("GET", "/v1/refused", {}, 409, "Größer als erlaubt."),
        ("GET", "/v1/broken", {}, 500, "This is a fault of ours; it is logged."),
    ],
)
def test_every_error_is_a_problem(
    client: TestClient, method: str, path: str, sent: dict[str, object], status: int, detail: str
) -> None:
    with capture_logs():
        answer = client.request(method, path, **sent)

    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["title"]) == (status, status, TITLES[status])
    assert problem["instance"] == path.partition("?")[0]
    assert problem["detail"].startswith(detail)
    assert problem["type"] == ("urn:eyelevel:problem:other-content" if status == 409 else "about:blank")


def test_the_instance_is_a_uri_reference_whatever_was_asked(client: TestClient) -> None:
    assert client.get("/n%C3%B6 %00%FF").json()["instance"] == "/n%C3%B6%20%00%EF%BF%BD"


def test_several_faults_are_listed_each_with_its_place(client: TestClient) -> None:
    problem = client.put("/v1/things/a", json={"sizes": ["x", 1, "y"]}).json()

    assert [error["pointer"] for error in problem["errors"]] == ["#/name", "#/sizes/0", "#/sizes/2"]


def test_a_refused_method_is_told_every_method_of_the_path(client: TestClient) -> None:
    assert client.patch("/v1/things/a").headers["allow"] == "GET, HEAD, PUT"


def test_an_unsupported_type_is_told_what_is_taken(client: TestClient) -> None:
    answer = client.post("/v1/raw", content=b"x", headers={"content-type": "text/plain"})

    assert answer.headers["accept"] == "application/yaml, text/yaml"


def test_a_type_that_is_taken_may_have_parameters_and_capitals(client: TestClient) -> None:
    answer = client.post(
        "/v1/raw", content=b"abc", headers={"content-type": "Application/YAML; charset=utf-8"}
    )

    assert answer.json() == {"media": "application/yaml", "bytes": 3}


def test_a_fault_of_ours_is_logged_once_with_its_traceback_and_not_shown(client: TestClient) -> None:
    with capture_logs() as logs:
        answer = client.get("/v1/broken")

    assert "hunter2" not in answer.text
    assert "Traceback" not in answer.text
    assert [(line["event"], line["route"], line["exc_info"]) for line in logs] == [
        ("request_failed", "/v1/broken", True)
    ]


def test_refusals_are_not_logged(client: TestClient) -> None:
    with capture_logs() as logs:
        for path in ("/nothing", "/v1/mine", "/v1/refused", "/livez", "/readyz"):
            client.get(path)

    assert logs == []


@pytest.mark.parametrize("path", ["/v1/raw", "/v1/things/a", "/nothing"])
def test_a_body_that_announces_too_much_is_refused(client: TestClient, path: str) -> None:
    answer = client.put(path, content=b"x" * (LIMIT + 1))

    assert answer.status_code == 413
    assert answer.json()["detail"] == f"The body is longer than {LIMIT} bytes; send it in smaller parts."
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize(
    ("method", "path", "media"),
    [("POST", "/v1/raw", "text/yaml"), ("PUT", "/v1/things/a", "application/json")],
)
def test_a_chunked_body_is_refused_when_it_passes_the_limit(
    client: TestClient, method: str, path: str, media: str
) -> None:
    chunks = (b"x" * 100 for _ in range(11))
    answer = client.request(method, path, content=chunks, headers={"content-type": media})

    assert (answer.status_code, answer.json()["title"]) == (413, "Content Too Large")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_of_exactly_the_limit_is_taken(client: TestClient, chunked: bool) -> None:
    content = (b"x" * 100 for _ in range(10)) if chunked else b"x" * LIMIT
    answer = client.post("/v1/raw", content=content, headers={"content-type": "text/yaml"})

    assert answer.json()["bytes"] == LIMIT
