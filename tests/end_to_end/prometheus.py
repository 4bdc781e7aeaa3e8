"""A real Prometheus that scrapes given addresses as the shipped configuration says, and answers queries."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Self

import httpx2
import pytest
from ruamel.yaml import YAML

from tests.end_to_end.deployment import wait_until
from tests.ports import free_port


def needed() -> None:
    """Skip where there is no Prometheus; with CI=true, fail."""
    if shutil.which("prometheus") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("needs Prometheus")


SHIPPED = Path(__file__).resolve().parents[2] / "deploy/prometheus/prometheus.yml"


class Prometheus:
    """Use as a context; it keeps its data in a folder and listens on 127.0.0.1.

    It scrapes as the configuration for Docker Compose says, with other addresses, another place of the key, and every
    second.
    """

    def __init__(self, folder: Path, targets: dict[str, str], key: str) -> None:
        """`targets`: host:port by the service's name. `key` opens /metrics."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._targets = targets
        self._address = f"127.0.0.1:{free_port()}"
        secret = folder / "metrics_key"
        secret.write_text(key)
        (folder / "prometheus.yml").write_text(json.dumps(_configuration(targets, secret)))

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [
                "prometheus",
                f"--config.file={self._folder / 'prometheus.yml'}",
                f"--storage.tsdb.path={self._folder / 'data'}",
                f"--web.listen-address={self._address}",
                "--log.level=error",
            ]
        )
        try:
            wait_until(self._scraping, "Prometheus scrapes every service")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)

    def query(self, expression: str) -> list[dict[str, Any]]:
        """The answer of an instant query; an AssertionError with Prometheus' own words where it refuses it."""
        answer = httpx2.get(f"http://{self._address}/api/v1/query", params={"query": expression}, timeout=10)
        said = answer.json()
        assert said["status"] == "success", f"{expression}: {said.get('error')}"
        found: list[dict[str, Any]] = said["data"]["result"]
        return found

    def _scraping(self) -> bool:
        assert self._process.poll() is None, "Prometheus ended"
        try:
            if httpx2.get(f"http://{self._address}/-/ready", timeout=10).status_code != httpx2.codes.OK:
                return False
            return len([each for each in self.query("up") if each["value"][1] == "1"]) == len(self._targets)
        except httpx2.TransportError:
            return False


def _configuration(targets: dict[str, str], secret: Path) -> dict[str, Any]:
    """What is shipped, for here. An AssertionError where it does not scrape exactly our services."""
    config: dict[str, Any] = YAML(typ="safe").load(SHIPPED)
    config["global"]["scrape_interval"] = "1s"
    (job,) = config["scrape_configs"]
    job["authorization"]["credentials_file"] = str(secret)
    services = [static["labels"]["service"] for static in job["static_configs"]]
    assert sorted(services) == sorted(targets)
    for static in job["static_configs"]:
        (shipped,) = static["targets"]
        assert shipped == f"{static['labels']['service']}:8080", (
            "each label stands at its own service's address"
        )
        static["targets"] = [targets[static["labels"]["service"]]]
    return config
