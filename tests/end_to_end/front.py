"""The embedded process, served by a real server on a thread of this one."""

import threading
import time
from typing import Any, Self

import httpx2
from starlette.types import ASGIApp

from services.cli import serving


class Front:
    """Use as a context. `ask` takes a service's name, as Deployment does, and asks the one port of all; `knock` asks
    as whoever is given, on a connection that is kept, and forgets the cookies it is handed."""

    def __init__(self, app: ASGIApp, port: int, operator_key: str) -> None:
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        self.operator_key = operator_key
        self._listening = serving.listen("127.0.0.1", port)
        self._server = serving.server_of(app)
        self._thread = threading.Thread(target=self._server.run, args=([self._listening],), daemon=True)

    def __enter__(self) -> Self:
        self._client = httpx2.Client(base_url=self.url, timeout=60)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the embedded process did not start"
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
        self._server.should_exit = True
        self._thread.join(30)
        self._listening.close()
        assert not self._thread.is_alive(), "the embedded process did not end"

    def ask(
        self, _service: str, method: str, path: str, *, key: str | None = None, **given: Any
    ) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {key or self.operator_key}", **given.pop("headers", {})}
        return self.knock(method, path, headers=headers, **given)

    def knock(self, method: str, path: str, **given: Any) -> httpx2.Response:
        try:
            return self._client.request(method, path, **given)
        finally:
            self._client.cookies.clear()
