"""The proxy of the deployment leads every path to the service that has it in the embedded form, asked of a real one."""

import http.server
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import httpx2
import pytest

from services.embedded import PATHS, owner
from tests.end_to_end.deployment import wait_until
from tests.ports import free_port

CADDYFILE = Path(__file__).resolve().parents[2] / "deploy/Caddyfile"
SERVICES = ("ingest", "evaluator", "notifier", "portal")
ASKED = [
    *(path + end for path in PATHS for end in ("", "/", "/acme-webshop", "/a/b?c=d", "s", "que/a")),
    "/",
    "/livez",
    "/readyz",
    "/v1",
    "/v1/agreements/acme-webshop",
    "/agreements/acme-webshop/v1/events",
]


class Named(http.server.BaseHTTPRequestHandler):
    """Answers with the name of the service for which it stands, and with the path that it was asked."""

    name: ClassVar[str]

    def do_GET(self) -> None:
        said = f"{self.name} {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Caddy with the file that is shipped, before four servers that say who they are."""
    program = caddy()
    servers = {
        name: http.server.ThreadingHTTPServer(("127.0.0.1", 0), type(name, (Named,), {"name": name}))
        for name in SERVICES
    }
    for server in servers.values():
        threading.Thread(target=server.serve_forever, daemon=True).start()
    addresses = {f"EYELEVEL_{name.upper()}": f"127.0.0.1:{one.server_port}" for name, one in servers.items()}
    home, port = tmp_path_factory.mktemp("caddy"), free_port()
    listening = {"EYELEVEL_HOST": "127.0.0.1", "EYELEVEL_PORT": str(port), "HOME": str(home)}
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            [program, "run", "--config", CADDYFILE, "--adapter", "caddyfile"],
            env=os.environ | addresses | listening,
            stderr=log,
        )
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}"), f"Caddy answers; see {home / 'log'}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
        for server in servers.values():
            server.shutdown()
            server.server_close()


def caddy() -> str:
    """The program; where there is none this is skipped, or fails with CI=true."""
    found = shutil.which("caddy")
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("needs caddy")
    return found


def answers(url: str) -> bool:
    try:
        return httpx2.get(url + "/livez").status_code == 200
    except httpx2.TransportError:
        return False


def test_the_file_names_the_paths_of_the_embedded_form():
    named = {
        path: service
        for service, paths in re.findall(r"@(\w+) path (/v1.*)", CADDYFILE.read_text())
        for path in paths.split()
    }
    assert named == {path + end: service for path, service in PATHS.items() for end in ("", "/*")}


def test_caddys_own_check_takes_the_file():
    run = subprocess.run(
        [caddy(), "validate", "--config", CADDYFILE, "--adapter", "caddyfile"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("path", ASKED)
def test_a_path_leads_where_it_leads_in_the_embedded_form(url: str, path: str):
    assert httpx2.get(url + path).text == f"{owner(path.partition('?')[0])} {path}"


def test_the_numbers_of_each_service_are_not_for_the_world(url: str):
    assert httpx2.get(url + "/metrics").status_code == 404
