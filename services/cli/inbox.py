"""An inbox for each party: a receiver of webhooks for the demonstration, whose messages one can look at.

A message is kept whether its signature holds or not, and says which; only one whose signature holds is answered
with success, as a receiver should. A message that comes again under its id is counted, not kept twice. Everything
is in memory and bounded.
"""

import base64
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from services.cli.inbox_letter import Letter, read_letter, trouble_with
from services.cli.inbox_page import page_of

LARGEST_BYTES = 100_000


@dataclass(slots=True)
class Inbox:
    """What came for one party, and the secrets by which it knows who wrote."""

    party: str
    most: int
    secrets: list[bytes] = field(default_factory=list)
    letters: "OrderedDict[tuple[str, bool], Letter]" = field(default_factory=OrderedDict)
    forgotten: int = 0

    def keep(self, letter: Letter) -> None:
        """Keep it, or count it again; the oldest is forgotten where there are too many."""
        key = (letter.id, letter.problem is None)
        known = self.letters.get(key)
        if known is not None:
            self.letters[key] = replace(known, times=known.times + 1)
            return
        self.letters[key] = letter
        if len(self.letters) > self.most:
            self.letters.popitem(last=False)
            self.forgotten += 1

    def newest_first(self) -> list[Letter]:
        """The letters, the last to arrive at the top."""
        return list(reversed(self.letters.values()))


class Inboxes:
    """The inboxes, and the application that receives for them: POST and GET of /{party}, to be mounted."""

    def __init__(
        self, *, most: int = 500, style: str = "/style.css", clock: Callable[[], int] | None = None
    ) -> None:
        """`most`: messages kept for each party. `style`: where a sheet may be. `clock`: microseconds UTC."""
        self._most = most
        self._style = style
        self._clock = clock or (lambda: time.time_ns() // 1_000)
        self._inboxes: dict[str, Inbox] = {}
        self.app = Starlette(
            routes=[
                Route("/{party}", self._receive, methods=["POST"]),
                Route("/{party}", self._show, methods=["GET"]),
            ]
        )

    def open(self, party: str, secret: str) -> Inbox:
        """An inbox for the party, which believes this secret (`whsec_…`) too."""
        inbox = self._inboxes.setdefault(party, Inbox(party, self._most))
        inbox.secrets.append(base64.b64decode(secret.removeprefix("whsec_"), validate=True))
        return inbox

    async def _receive(self, request: Request) -> Response:
        inbox = self._inboxes.get(request.path_params["party"])
        if inbox is None:
            return Response(status_code=404)
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > LARGEST_BYTES:
                return Response(status_code=413, headers={"connection": "close"})
        now = self._clock()
        problem = trouble_with(request.headers, bytes(body), inbox.secrets, now)
        inbox.keep(read_letter(request.headers.get("webhook-id", ""), bytes(body), problem, now))
        return Response(status_code=204 if problem is None else 401)

    async def _show(self, request: Request) -> Response:
        party = request.path_params["party"]
        inbox = self._inboxes.get(party)
        others = sorted(name for name in self._inboxes if name != party)
        letters = [] if inbox is None else inbox.newest_first()
        forgotten = 0 if inbox is None else inbox.forgotten
        page = page_of(
            party, letters, known=inbox is not None, others=others, forgotten=forgotten, style=self._style
        )
        return HTMLResponse(page, 200 if inbox is not None else 404, {"cache-control": "no-store"})
