"""A party's own receiver: a real HTTP server that checks every webhook with the library of the specification.

It knows nothing of Eyelevel but the secret that the portal has shown. It may be away at first: its address is taken
and nobody listens there until `answer`.
"""

import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from standardwebhooks import Webhook, WebhookVerificationError

from tests.ports import free_port


@dataclass(frozen=True)
class Received:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes


class Receiver:
    """Use as a context. `got` has what was signed with `secret`, in the order in which it came, `refused` the rest."""

    def __init__(self) -> None:
        self.secret = ""
        self.got: list[Received] = []
        self.refused: list[Received] = []
        self._port = free_port()
        self._server: ThreadingHTTPServer | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join(10)

    @property
    def url(self) -> str:
        """What the party registers."""
        return f"http://127.0.0.1:{self._port}/eyelevel"

    @property
    def bodies(self) -> dict[str, bytes]:
        """The bytes by the message's id; an AssertionError where two under one id differ."""
        found: dict[str, bytes] = {}
        for one in list(self.got):
            assert found.setdefault(one.headers["webhook-id"], one.body) == one.body
        return found

    def answer(self) -> None:
        """Listen from now on."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), self._handler())
        self._thread.start()

    def take(self, received: Received) -> int:
        """Check and keep it; gives the status to answer with."""
        try:
            Webhook(self.secret).verify(received.body, received.headers)
        except WebhookVerificationError:
            self.refused.append(received)
            return 401
        self.got.append(received)
        return 204

    def _serve(self) -> None:
        assert self._server is not None
        self._server.serve_forever(poll_interval=0.05)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                self.send_response(receiver.take(Received(headers, body)))
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Said by `got` and `refused`."""

        return Handler
