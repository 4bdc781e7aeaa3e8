"""HTTP's way in to every fact that one figure rests on, in pages."""

from collections import Counter
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from services.evaluator.reading.answers import fact_answer
from services.evaluator.reading.asked import (
    Cursor,
    Limit,
    Name,
    Then,
    Version,
    cursor_of,
    period_in,
    place_of,
)
from services.evaluator.reading.documented import NOT_THERE, answers
from services.evaluator.reading.documented_evidence import FigureEvidence
from services.evaluator.reading.evidence import page_behind
from services.evaluator.reading.known import Known
from services.evaluator.reading.rooms import Reader, Rooms
from shared.contracts.instants import format_instant
from shared.sla.evidence.grounds import Evidence, Role
from shared.sla.spans import Span

Answer = dict[str, Any]

_Roles = Annotated[
    list[Role], Query(alias="role", max_length=20, description="What the facts do; absent: all.")
]


class Behind(NamedTuple):
    """All that a figure rests on, at a log clock; `known` is the agreement that could say so."""

    known: Known
    clock: int
    version: int
    span: Span
    evidence: list[Evidence]


def router(rooms: Rooms) -> APIRouter:
    """The evidence of a figure."""
    routes = APIRouter(prefix="/v1")

    @routes.get(
        "/figures/{agreement}/{objective}/{start}/evidence",
        tags=["figures"],
        summary="Every fact that a figure rests on",
        response_model=None,
        responses=answers(FigureEvidence, "A page of facts, and how many do what on all pages.") | NOT_THERE,
    )
    async def figure_evidence(
        who: Reader,
        agreement: Name,
        objective: Name,
        start: Name,
        then: Then,
        version: Version = None,
        roles: _Roles = [],  # noqa: B006 - FastAPI copies it
        cursor: Cursor = None,
        limit: Limit = 200,
    ) -> Response:
        """The facts that alone give the figure, whole, with what each does; no other fact changes it."""
        known = await rooms.one(who, agreement, then)

        def behind(known: Known) -> Behind:
            found, span = period_in(known, objective, start, version)
            evidence = known.history.evidence(objective, found, span, known.clock)
            return Behind(known, known.clock, found, span, evidence)

        asked = await rooms.answer(known, behind)
        wanted = [one for one in asked.evidence if not roles or one.role in roles]
        page, following = page_behind(wanted, place_of(cursor), limit)
        kept = await rooms.storage.facts_named(agreement, [(one.source, one.id) for one in page])
        facts = await rooms.answer(
            asked.known,
            lambda known: [
                {**fact_answer(kept[one.source, one.id], known), "role": one.role.value, "of": one.of}
                for one in page
            ],
        )
        counts = Counter(one.role for one in asked.evidence)
        said: Answer = {
            "as_of": format_instant(asked.clock),
            "version": asked.version,
            "from": format_instant(asked.span.start),
            "until": format_instant(asked.span.end),
            "count": len(wanted),
            "roles": {role.value: counts[role] for role in Role if counts[role]},
            "facts": facts,
            "next": None if following is None else cursor_of(following),
        }
        return JSONResponse(said)

    return routes
