"""HTTP's way in: the figures, and what explains each, as of the log clock, or as known at an earlier one."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from services.evaluator.reading.answers import (
    agreement_answer,
    detail_answer,
    explanation_answer,
    figure_answer,
    restatement_answer,
)
from services.evaluator.reading.asked import (
    Cursor,
    Form,
    InstantText,
    Limit,
    Name,
    Then,
    Version,
    cursor_of,
    instant_of,
    objective_in,
    period_in,
    place_of,
    services_of,
)
from services.evaluator.reading.documented import NOT_THERE, Detail, Figures, Periods, answers
from services.evaluator.reading.documented_explanation import Explained
from services.evaluator.reading.known import Known
from services.evaluator.reading.period_rows import PERIOD_COLUMNS, period_row
from services.evaluator.reading.rooms import Reader, Rooms
from services.evaluator.reading.sheets import sheet
from shared.contracts.instants import format_instant, parse_instant
from shared.sla.figures import PeriodOf
from shared.sla.spans import EVER, NEVER, Span

Answer = dict[str, Any]


def router(rooms: Rooms) -> APIRouter:
    """The routes under /v1/figures."""
    routes = APIRouter(prefix="/v1")

    @routes.get(
        "/figures",
        tags=["figures"],
        summary="The current figures of every agreement",
        response_model=None,
        responses=answers(Figures, "As of the earliest clock among the agreements."),
    )
    async def figures(who: Reader, then: Then) -> Response:
        """The current period of each objective, of the agreements that the caller sees."""
        return _listed([await _current(rooms, known) async for known in rooms.all(who, then)])

    @routes.get(
        "/figures/{agreement}",
        tags=["figures"],
        summary="The current figures of an agreement",
        response_model=None,
        responses=answers(Figures, "The one agreement.") | NOT_THERE,
    )
    async def figures_of(who: Reader, agreement: Name, then: Then) -> Response:
        """The current period of each objective of one agreement."""
        return _listed([await _current(rooms, await rooms.one(who, agreement, then))])

    @routes.get(
        "/figures/{agreement}/{objective}",
        tags=["figures"],
        summary="Every period of an objective",
        response_model=None,
        responses=answers(Periods, "A page of periods, by start.", csv=True) | NOT_THERE,
    )
    async def periods(
        who: Reader,
        agreement: Name,
        objective: Name,
        then: Then,
        from_: Annotated[InstantText, Query(alias="from")] = None,
        until: InstantText = None,
        cursor: Cursor = None,
        limit: Limit = 1_000,
        form: Form = "json",
    ) -> Response:
        """The figures of every period of an objective that meets [from, until), by start; open and closed ones."""
        known = await rooms.one(who, agreement, then)
        asked = Span(instant_of("from", from_, EVER), instant_of("until", until, NEVER))
        objective_in(known, objective)

        def answer(known: Known) -> Response:
            listed = sorted(known.periods(objective), key=_place)
            some = [one for one in listed if one.span.cut(asked) and _place(one) > place_of(cursor)]
            page = some if form == "csv" else some[:limit]
            entries = [figure_answer(known, objective, one.version, one.span) for one in page]
            if form == "csv":
                return sheet(PERIOD_COLUMNS, map(period_row, entries), f"{agreement}-{objective}")
            following = cursor_of(_place(page[-1])) if len(some) > len(page) else None
            said = {"as_of": format_instant(known.clock), "periods": entries, "next": following}
            return JSONResponse(said)

        return await rooms.answer(known, answer)

    @routes.get(
        "/figures/{agreement}/{objective}/{start}",
        tags=["figures"],
        summary="A figure and all that explains it",
        response_model=None,
        responses=answers(Detail, "The figure of the period.") | NOT_THERE,
    )
    async def period(
        who: Reader,
        agreement: Name,
        objective: Name,
        start: Name,
        then: Then,
        version: Version = None,
    ) -> Response:
        """One period, by the instant of its start or as `current`: ledger, spans, budget, clauses."""
        known = await rooms.one(who, agreement, then)

        def answer(known: Known) -> Answer:
            return detail_answer(known, objective, *period_in(known, objective, start, version))

        said = await rooms.answer(known, answer)
        clock, figure, storage = parse_instant(said["as_of"]), said["figure"], rooms.storage
        begins = parse_instant(figure["period"]["from"])
        count = await storage.fact_count(agreement, services_of(known, objective), clock, then)
        restated = await storage.restatements(agreement, objective, figure["version"], begins, clock)
        restatements = [restatement_answer(one) for one in restated]
        return JSONResponse({**said, "facts": count, "restatements": restatements})

    @routes.get(
        "/figures/{agreement}/{objective}/{start}/explanation",
        tags=["figures"],
        summary="A figure explained, in numbers and in words",
        response_model=None,
        responses=answers(Explained, "The figure and its explanation, in English and German.") | NOT_THERE,
    )
    async def explanation(
        who: Reader,
        agreement: Name,
        objective: Name,
        start: Name,
        then: Then,
        version: Version = None,
    ) -> Response:
        """The formula with its numbers, the rows with the facts that begin them, the clauses applied, the credit."""
        known = await rooms.one(who, agreement, then)

        def answer(known: Known) -> Response:
            found = period_in(known, objective, start, version)
            return JSONResponse(explanation_answer(known, objective, *found))

        return await rooms.answer(known, answer)

    return routes


async def _current(rooms: Rooms, known: Known) -> Answer:
    return await rooms.answer(known, agreement_answer)


def _listed(agreements: list[Answer]) -> Response:
    """As of the earliest of their clocks: up to it, all of them are known."""
    as_of = min((one["as_of"] for one in agreements), default=None, key=parse_instant)
    return JSONResponse({"as_of": as_of, "agreements": agreements})


def _place(period: PeriodOf) -> tuple[int, int]:
    return period.span.start, period.version
