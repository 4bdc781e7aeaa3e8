"""The four services as four processes, as a deployment runs them: `python -m services.…`, each with its settings."""

import os
import subprocess
import time
from pathlib import Path
from typing import Any, Self

import httpx2

from shared.security import keys
from tests.forked import Forked, module
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("portal", "evaluator", "notifier", "ingest")
SECRET = "a secret for tests alone, long enough to be taken"


def wait_until(true: Any, what: str, seconds: float = 120.0) -> Any:
    """Ask until the answer is true, and give it; an AssertionError names what did not come about."""
    end = time.monotonic() + seconds
    while True:
        if answer := true():
            return answer
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


class Deployment:
    """Four processes on this machine. Use as a context; `logs` has a file for each."""

    def __init__(self, folder: Path, event_log: str, databases: dict[str, str], **settings: str) -> None:
        """`databases`: the URL for evaluator, notifier and portal. `settings`: further EYELEVEL_… variables."""
        self.folder = folder
        self.operator_key = keys.mint("operator").text
        self.ports = {name: free_port() for name in SERVICES}
        self._databases = databases
        self._processes: dict[str, Forked] = {}
        self._variables = {
            "EYELEVEL_EVENT_LOG": event_log,
            "EYELEVEL_SECRET": SECRET,
            "EYELEVEL_OPERATOR_KEY": self.operator_key,
            "EYELEVEL_PUBLIC_URL": self.url("portal"),
            "EYELEVEL_EVALUATOR_URL": self.url("evaluator"),
            "EYELEVEL_PARTITIONS": "3",
            "EYELEVEL_ALLOW_PRIVATE_RECEIVERS": "true",
            "EYELEVEL_LOG_LEVEL": "warning",
            "EYELEVEL_HOLD_TICKS": "0",
            **settings,
        }

    def __enter__(self) -> Self:
        try:
            for service in self._databases:
                self._migrate(service)
            for service in SERVICES:
                self.start(service)
            for service in SERVICES:
                self.wait_ready(service)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def url(self, service: str) -> str:
        return f"http://127.0.0.1:{self.ports[service]}"

    def log_of(self, service: str) -> Path:
        return self.folder / f"{service}.log"

    def start(self, service: str) -> None:
        env, log = self._environment(service), self.log_of(service)
        self._processes[service] = Forked(module(f"services.{service}"), env=env, output=log)

    def kill(self, service: str) -> None:
        """kill -9, as a machine that loses its power."""
        process = self._processes.pop(service)
        process.kill()
        process.wait()

    def wait_ready(self, service: str) -> None:
        def ready() -> bool:
            assert self._processes[service].poll() is None, self.log_of(service).read_text()[-3000:]
            try:
                return httpx2.get(f"{self.url(service)}/readyz", timeout=5).is_success
            except httpx2.TransportError:
                return False

        wait_until(ready, f"{service} is ready; its log: {self.log_of(service)}", 90)

    def ask(
        self, service: str, method: str, path: str, *, key: str | None = None, **given: Any
    ) -> httpx2.Response:
        """One request with the operator's key, or another."""
        headers = {"Authorization": f"Bearer {key or self.operator_key}", **given.pop("headers", {})}
        return httpx2.request(method, self.url(service) + path, headers=headers, timeout=60, **given)

    def _migrate(self, service: str) -> None:
        env, log = self._environment(service), self.log_of(service)
        migrating = Forked(module("shared.database"), [f"services.{service}"], env=env, output=log)
        assert migrating.wait(60) == 0, log.read_text()

    def _environment(self, service: str) -> dict[str, str]:
        own = {"EYELEVEL_PORT": str(self.ports[service])}
        if service in self._databases:
            own["EYELEVEL_DATABASE_URL"] = self._databases[service]
        bare = {name: value for name, value in os.environ.items() if not name.startswith("EYELEVEL_")}
        return bare | self._variables | own
