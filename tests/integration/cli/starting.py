"""`eyelevel up` as a process of its own, on a folder and on any free port."""

import os
import re
from pathlib import Path
from typing import Any, Self

import httpx2

from services.cli.main import run
from tests.end_to_end.deployment import wait_until
from tests.forked import Forked

_KEY = re.compile(r"EYELEVEL_KEY=(eye_o_\S+)")
_ADDRESS = re.compile(r"Eyelevel is at http://localhost:(\d+), ")


def eyelevel(*arguments: str) -> None:
    """One command, to its end; it succeeds."""
    assert Forked(run, arguments, output=Path(os.devnull)).wait(60) == 0


class Up:
    """Use as a context; what it leaves running is ended."""

    def __init__(self, data: Path, *arguments: str) -> None:
        self._out = data.with_suffix(".out")
        self._out.write_bytes(b"")
        asked = ["up", "--data", str(data), "--port", "0", *arguments]
        self._process = Forked(run, asked, output=self._out)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(30)
        finally:
            self._process.kill()

    @property
    def said(self) -> str:
        return self._out.read_text(encoding="utf-8")

    @property
    def key(self) -> str | None:
        """The operator's key that it showed, None where it showed none; asked once it says where it is."""
        wait_until(self._address, "up says where it is")
        found = _KEY.search(self.said)
        return None if found is None else found[1]

    def kill_once_the_key_is_shown(self) -> str:
        found: Any = wait_until(lambda: _KEY.search(self.said), "up shows a key")
        self._process.kill()
        self._process.wait(30)
        return str(found[1])

    def opens(self, key: str) -> bool:
        """Whether the key lets an operator in, asked once everything is ready."""
        url = f"http://127.0.0.1:{wait_until(self._address, 'up says where it is')}"
        with httpx2.Client(base_url=url, timeout=30) as client:
            wait_until(lambda: self._ready(client), "up is ready")
            status = client.get("/v1/keys", headers={"Authorization": f"Bearer {key}"}).status_code
        assert status in {200, 401}
        return status == 200

    def another_operator(self, key: str) -> str:
        """An operator's key made with this one."""
        asked = {"role": "operator", "name": "ada"}
        url = f"http://127.0.0.1:{self._address()}/v1/keys"
        made = httpx2.post(url, json=asked, headers={"Authorization": f"Bearer {key}"}, timeout=30)
        assert made.is_success, made.text
        return str(made.json()["key"])

    def _address(self) -> int:
        assert self._process.poll() is None, self.said
        found = _ADDRESS.search(self.said)
        return 0 if found is None else int(found[1])

    def _ready(self, client: httpx2.Client) -> bool:
        assert self._process.poll() is None, self.said
        try:
            return client.get("/readyz").is_success
        except httpx2.TransportError:
            return False
