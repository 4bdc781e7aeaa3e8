"""A service that is told to stop does so at once, also while it still waits for a Kafka that is not there."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from shared.security import keys
from tests.end_to_end.deployment import SECRET, SERVICES, wait_until
from tests.forked import Forked, module
from tests.ports import free_port

SECONDS = 2.0


@pytest.fixture(params=SERVICES)
def waiting(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Forked]:
    """A service whose tables are there, and whose broker is not."""
    service, port = request.param, free_port()
    bare = {name: value for name, value in os.environ.items() if not name.startswith("EYELEVEL_")}
    environment = bare | {
        "EYELEVEL_EVENT_LOG": f"kafka://127.0.0.1:{free_port()}",
        "EYELEVEL_DATABASE_URL": f"sqlite:///{tmp_path / service}.db",
        "EYELEVEL_SECRET": SECRET,
        "EYELEVEL_OPERATOR_KEY": keys.mint("operator").text,
        "EYELEVEL_PUBLIC_URL": "http://portal.example",
        "EYELEVEL_PORT": str(port),
    }
    log = tmp_path / "log"
    if service != "ingest":
        migrating = Forked(module("shared.database"), [f"services.{service}"], env=environment, output=log)
        assert migrating.wait(60) == 0
    process = Forked(module(f"services.{service}"), env=environment, output=log)
    try:
        wait_until(lambda: waits(port), f"{service} waits for the event log")
        yield process
    finally:
        process.kill()


def waits(port: int) -> bool:
    try:
        answer = httpx2.get(f"http://127.0.0.1:{port}/readyz", timeout=5)
    except httpx2.TransportError:
        return False
    return "the event log does not answer yet" in answer.text


def test_a_service_stops_soon_while_kafka_is_away(waiting: Forked) -> None:
    told = time.monotonic()
    waiting.send_signal(signal.SIGTERM)
    ended = waiting.wait(30)
    assert time.monotonic() - told < SECONDS
    assert ended in (0, -signal.SIGTERM), "in good order: uvicorn raises the signal again when all is closed"
