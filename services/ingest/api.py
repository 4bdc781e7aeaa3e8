"""The HTTP door: events and history, in the three forms of CloudEvents."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from services.ingest import answers, forms
from services.ingest.acceptance import arrived, brought
from services.ingest.documented import BODY, RESPONSES
from services.ingest.handlers import Incoming, Taking
from services.ingest.known import FollowedDirectory
from services.ingest.ports import Clock
from shared.eventlog.port import LogUnavailable
from shared.security.keyring import UNKNOWN, Keyring
from shared.security.principal import Principal
from shared.web.doors import door


@dataclass(frozen=True, slots=True)
class Door:
    """What the routes need."""

    taking: Taking
    known: FollowedDirectory
    keyring: Keyring
    clock: Clock
    largest_batch: int

    async def take(self, name: str, request: Request, sender: Principal, *, stamped: bool) -> Response:
        """Read a request, decide and write its events; 202 when they are durable."""
        try:
            form = forms.read_request(_headers(request), await request.body(), self.largest_batch)
        except forms.NotTaken as refusal:
            raise answers.not_taken(refusal) from refusal
        arrival = (arrived if stamped else brought)(self.clock.now())
        try:
            decided = await self.taking.decide([Incoming(event, arrival) for event in form.events], sender)
            await self.taking.write(name, decided)
        except LogUnavailable as problem:
            raise answers.log_unavailable(problem) from problem
        return Response(answers.answer(form, decided.outcomes), 202, media_type="application/json")

    async def know_the_key(self, request: Request) -> None:
        """A key that is not known may have been made a moment ago: read the directory to its end first."""
        if self.keyring.who(request.headers.get("authorization")) != UNKNOWN:
            return
        try:
            await self.known.refresh()
        except LogUnavailable as problem:
            raise answers.log_unavailable(problem) from problem


def router(way_in: Door) -> APIRouter:
    """`POST /v1/events` and `POST /v1/history`."""
    routes = APIRouter(prefix="/v1", tags=["facts"], dependencies=[Depends(way_in.know_the_key)])
    described: dict[str, Any] = {"status_code": 202, "openapi_extra": BODY, "responses": RESPONSES}

    @routes.post("/events", summary="Send facts", operation_id="send_events", **described)
    async def send_events(
        request: Request, sender: Annotated[Principal, Depends(door("operator", "source", "party"))]
    ) -> Response:
        """Facts that have just happened. Each is accepted, known already, or rejected with a reason; one bad event
        of a batch spoils no other. 202 says that what was accepted stands durably in the log."""
        return await way_in.take("http", request, sender, stamped=True)

    @routes.post("/history", summary="Import facts of the past", operation_id="send_history", **described)
    async def send_history(
        request: Request, sender: Annotated[Principal, Depends(door("operator"))]
    ) -> Response:
        """Facts from another system's past. They carry no arrival time, and so are never late."""
        return await way_in.take("history", request, sender, stamped=False)

    return routes


def _headers(request: Request) -> Mapping[str, str]:
    return dict(request.headers.items())
