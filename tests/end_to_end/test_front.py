"""The one port of the embedded process: odd requests, slow and many clients, health and metrics of all services."""

import re
import socket
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

from services.cli import up
from services.embedded import Embedding, create_app
from shared.security import keys
from tests.end_to_end.deployment import wait_until
from tests.end_to_end.doors import API, PAGES, PLAIN
from tests.end_to_end.front import Front
from tests.end_to_end.tenants import Tenants, tenants
from tests.ports import free_port

PROBLEM = "application/problem+json"
SERVICES = {"ingest", "evaluator", "notifier", "portal"}
GETS = sorted(
    {
        door.route.format(
            agreement="azurite-agreement", objective="azurite-objective", start="current", version="1", name="style",
            kind="css",
        )
        for door in (*API, *PAGES, *PLAIN)
        if door.method == "GET" and "{token}" not in door.route
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    with tenants(tmp_path_factory.mktemp("embedded")) as made:
        yield made


def raw(world: Tenants, *parts: bytes) -> bytes:
    """Everything that comes back on one connection, until the other side closes it."""
    came = b""
    with socket.create_connection(("127.0.0.1", world.front.port), timeout=20) as connection:
        for part in parts:
            connection.sendall(part)
        while chunk := connection.recv(65_536):
            came += chunk
    return came


def counted(world: Tenants, **labels: str) -> float:
    """Requests, of all services, with these labels."""
    families = text_string_to_metric_families(world.ask("GET", "/metrics").text)
    found = next(family for family in families if family.name == "eyelevel_http_requests")
    return sum(sample.value for sample in found.samples if labels.items() <= sample.labels.items())


@pytest.mark.parametrize(
    "path",
    [
        "/nothing", "/v1", "/v1/nothing", "/v1/figuresque", "/v1/figures/", "/v1/figures/a/b/c/d", "/V1/events",
        "/agreements/", "/agreements/a/b/c", "/metrics/x",
    ],
)  # fmt: skip
def test_what_is_nowhere_is_a_problem(world: Tenants, path: str):
    answer = world.ask("GET", path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)
    assert answer.json()["detail"] == f"There is nothing at {path}."


def test_a_file_that_is_nowhere_is_a_page(world: Tenants):
    answer = world.ask("GET", "/favicon.ico")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", GETS)
def test_head_is_get_without_a_body(world: Tenants, path: str):
    get, head = world.ask("GET", path), world.ask("HEAD", path)
    assert (head.status_code, head.headers["content-type"]) == (get.status_code, get.headers["content-type"])
    assert get.status_code == 200
    assert head.content == b""


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("path", "taken"),
    [("/", "GET, HEAD"), ("/v1/events", "POST"), ("/v1/figures", "GET, HEAD"), ("/livez", "GET, HEAD")],
)
def test_another_method_is_told_which_are_taken(world: Tenants, method: str, path: str, taken: str):
    answer = world.ask(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, taken)
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.parametrize(
    ("method", "path", "size"), [("POST", "/v1/events", 8_000_000), ("PUT", "/v1/agreements/x", 1_048_576)]
)
@pytest.mark.parametrize("announced", [True, False], ids=["announced", "in chunks"])
def test_a_body_beyond_the_limit_is_refused(
    world: Tenants, method: str, path: str, size: int, announced: bool
):
    def of(size: int) -> int:
        body = b"x" * size
        content = body if announced else (body[at : at + 65_536] for at in range(0, size, 65_536))
        headers = {"Content-Type": "application/yaml"}
        return world.ask(method, path, content=content, headers=headers).status_code

    assert of(size) in {415, 422}, "it is read, and is no event and no agreement"
    assert of(size + 1) == 413


def test_a_length_that_nobody_could_send_is_refused_at_once(world: Tenants):
    came = raw(world, b"POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n")
    assert came.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "request_",
    [
        b"\x16\x03\x01\x00 no HTTP\r\n\r\n",
        b"POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /\r\n x HTTP/1.1\r\n\r\n",
    ],
    ids=["another protocol", "two lengths", "an endless address", "a broken line"],
)
def test_what_is_no_http_is_refused(world: Tenants, request_: bytes):
    assert raw(world, request_).startswith(b"HTTP/1.1 400")


def test_an_upgrade_is_a_plain_request(world: Tenants):
    came = raw(
        world,
        b"GET /livez HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    )
    assert came.startswith(b"HTTP/1.1 200"), came


def test_requests_on_one_connection_are_answered_in_order(world: Tenants):
    ask = b"GET /%s HTTP/1.1\r\nHost: x\r\n%s\r\n"
    came = raw(
        world, ask % (b"livez", b"") + ask % (b"nothing", b"") + ask % (b"readyz", b"Connection: close\r\n")
    )
    assert re.findall(rb"HTTP/1\.1 (\d+)", came) == [b"200", b"404", b"200"]


def test_an_old_client_gets_its_answer_and_the_end(world: Tenants):
    assert raw(world, b"GET /livez HTTP/1.0\r\n\r\n").endswith(b'{"status":"alive"}')


def test_a_request_may_come_in_drops(world: Tenants):
    request = b"GET /v1/figures HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n"
    drops = [bytes([byte]) for byte in request % world.front.operator_key.encode()]
    assert raw(world, *drops).startswith(b"HTTP/1.1 200")


def test_clients_that_never_finish_keep_nobody_else_waiting(world: Tenants):
    head = (
        b"POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/cloudevents+json\r\n"
        b"Content-Length: 1000\r\nAuthorization: Bearer " + world.front.operator_key.encode() + b"\r\n\r\n{"
    )
    before = counted(world, service="ingest", status="499")
    stuck = [socket.create_connection(("127.0.0.1", world.front.port)) for _ in range(200)]
    try:
        for connection in stuck:
            connection.sendall(head)
        for path in ("/livez", "/v1/figures", "/"):
            assert world.ask("GET", path).status_code == 200
    finally:
        for connection in stuck:  # gone without a word, as a machine that loses its power
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
    wait_until(lambda: counted(world, service="ingest", status="499") >= before + 200, "all are let go")


def test_many_at_once_are_all_answered(world: Tenants):
    paths = (
        "/v1/figures",
        "/livez",
        "/",
        "/v1/deliveries",
        "/v1/agreements",
        "/readyz",
        "/metrics",
        "/nothing",
    )
    headers = {"Authorization": f"Bearer {world.front.operator_key}"}
    with ThreadPoolExecutor(40) as many, httpx2.Client(base_url=world.front.url, timeout=120) as client:
        answers = list(many.map(lambda n: client.get(paths[n % len(paths)], headers=headers), range(240)))
    unlike = [a for a in answers if a.status_code != (404 if a.url.path == "/nothing" else 200)]
    assert not unlike, [(answer.url.path, answer.text) for answer in unlike]


def test_one_port_is_ready_when_all_are(world: Tenants):
    assert world.ask("GET", "/readyz").json() == {"status": "ready"}


def test_the_metrics_of_all_are_on_one_page_by_service(world: Tenants):
    answer = world.front.knock("GET", "/metrics")
    families = list(text_string_to_metric_families(answer.text))
    samples = [sample for family in families for sample in family.samples]
    names = [family.name for family in families]
    assert len(names) == len(set(names)), "a family stands once, whoever fills it"
    assert len({(sample.name, *sorted(sample.labels.items())) for sample in samples}) == len(samples)
    assert {sample.labels["service"] for sample in samples} == SERVICES | {"embedded"}
    requests = [sample for sample in samples if sample.name == "eyelevel_http_requests_total"]
    assert {sample.labels["service"] for sample in requests} == SERVICES
    process = {sample.labels["service"] for sample in samples if sample.name.startswith("process_")}
    assert process == {"embedded"}, "the process is one"


def test_scanners_make_no_series(world: Tenants):
    for n in range(20):
        world.front.knock("GET", f"/wp-{n}")
    text = world.ask("GET", "/metrics").text
    assert "wp-" not in text
    assert counted(world, service="portal", route="unknown", status="404") >= 20


def test_metrics_come_in_the_form_that_is_asked_for(world: Tenants):
    answer = world.ask("GET", "/metrics", headers={"Accept": "application/openmetrics-text"})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


@pytest.mark.parametrize(
    ("who", "status"), [("operator", 200), ("party", 403), ("source", 403), ("unknown", 401), ("nobody", 401)]
)
def test_metrics_that_others_could_reach_ask_for_the_operators_key(guarded: Front, who: str, status: int):
    texts = {"operator": guarded.operator_key, "unknown": keys.mint("operator").text}
    if who in {"party", "source"}:
        body = {"role": who, **({"party": "acme"} if who == "party" else {"services": ["webshop"]})}
        texts[who] = guarded.ask("portal", "POST", "/v1/keys", json=body).json()["key"]
    headers = {"Authorization": f"Bearer {texts[who]}"} if who in texts else {}

    answer = guarded.knock("GET", "/metrics", headers=headers)

    assert answer.status_code == status
    assert ("eyelevel_" in answer.text) == (status == 200)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    port, key = free_port(), keys.mint("operator").text
    url = f"http://127.0.0.1:{port}"
    data = tmp_path_factory.mktemp("guarded")
    how = Embedding(data=data, url=url, inner_url=url, operator_key=key, metrics_open=False)
    with Front(create_app(how), port, key) as front:
        wait_until(lambda: front.knock("GET", "/readyz").status_code == 200, "all are ready")
        yield front


@pytest.mark.parametrize(
    ("host", "only_here"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True),
        ("0.0.0.0", False), ("::", False), ("10.0.0.1", False), ("eyelevel.example", False),
    ],
)  # fmt: skip
def test_an_address_that_only_this_machine_reaches(host: str, only_here: bool):
    assert up._only_here(host) == only_here
