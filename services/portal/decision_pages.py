"""The forms of the page: a party decides on a correction, or answers announced maintenance, as by the API.

Who decides is the party that is signed in. Whoever may not read of it is answered as if it were not there.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from services.portal import visits
from services.portal.decision_bodies import AnswerSaid, Prose, WordGiven
from services.portal.handlers import decisions
from services.portal.own_forms import page_before
from services.portal.visits import Visit

router = APIRouter(include_in_schema=False)
Reason = Annotated[Prose, Form()]


@router.post("/agreements/{agreement}/corrections/{correction}")
async def answer(
    request: Request,
    agreement: str,
    correction: str,
    decision: Annotated[AnswerSaid, Form()],
    reason: Reason = "",
) -> Response:
    """Accept or decline what the other party proposed, or withdraw what one's own did."""

    async def decide(visit: Visit) -> None:
        portal = visit.portal
        await decisions.answer(
            portal.library, agreement, correction, decision, visit.viewer, portal.clock(), reason.strip()
        )

    return await _done(request, agreement, decide)


@router.post("/agreements/{agreement}/changes/{change:path}")
async def acknowledge(
    request: Request,
    agreement: str,
    change: str,
    decision: Annotated[WordGiven, Form()],
    reason: Reason = "",
) -> Response:
    """Say yes or no to announced maintenance; the last word before it begins counts."""

    async def decide(visit: Visit) -> None:
        portal = visit.portal
        await decisions.acknowledge(
            portal.library, agreement, change, decision, visit.viewer, portal.clock(), reason.strip()
        )

    return await _done(request, agreement, decide)


async def _done(request: Request, agreement: str, decide: Callable[[Visit], Awaitable[None]]) -> Response:
    """Back to the page on which the form stood. What was decided is kept, also where the log does not answer now."""

    async def page(visit: Visit) -> Response:
        await decide(visit)
        await visit.portal.library.published(visit.portal.publish_seconds)
        back = page_before(request) or f"/agreements/{quote(agreement, safe='')}"
        return RedirectResponse(back, 303, headers=visits.POLICY)

    return await visits.changed(request, page)
