"""HTTP's way in to what stands behind a figure: its ledger as spans, and its facts, whole or of one class."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from services.evaluator.reading.answers import fact_answer, span_answer
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
from services.evaluator.reading.documented import NOT_THERE, answers
from services.evaluator.reading.documented_evidence import Evidence, Ledger
from services.evaluator.reading.evidence import page_of
from services.evaluator.reading.known import Known
from services.evaluator.reading.ledger import cut_to, page_of_ledger, time_of
from services.evaluator.reading.rooms import Reader, Rooms
from services.evaluator.reading.sheets import sheet
from services.evaluator.reading.storage_reading import Wanted
from shared.contracts.instants import format_instant
from shared.sla.figures import ClassedSpan, TimeClass
from shared.sla.spans import Span, Spans
from shared.web.problems import Problem

Answer = dict[str, Any]

_From = Annotated[InstantText, Query(alias="from")]
_Classes = Annotated[
    list[TimeClass], Query(alias="class", max_length=20, description="Classes of the ledger; absent: all.")
]
_COLUMNS = ("from", "until", "length_us", "class", "severity", "cause", "why", "of")


def router(rooms: Rooms) -> APIRouter:
    """The ledger of a period, and the routes under /v1/evidence."""
    routes = APIRouter(prefix="/v1")

    @routes.get(
        "/figures/{agreement}/{objective}/{start}/ledger",
        tags=["figures"],
        summary="The ledger of a period as spans",
        response_model=None,
        responses=answers(Ledger, "A page of spans, and the sums of all of them.", csv=True) | NOT_THERE,
    )
    async def ledger(
        who: Reader,
        agreement: Name,
        objective: Name,
        start: Name,
        then: Then,
        version: Version = None,
        from_: _From = None,
        until: InstantText = None,
        classes: _Classes = [],  # noqa: B006 - FastAPI copies it
        cursor: Cursor = None,
        limit: Limit = 1_000,
        form: Form = "json",
    ) -> Response:
        """Where each microsecond of a period went, up to the log clock, cut to [from, until)."""
        known = await rooms.one(who, agreement, then)

        def answer(known: Known) -> Response:
            found, span = period_in(known, objective, start, version)
            asked = span.cut(_asked(from_, until, span))
            parts = cut_to(_spans(known, objective, found, span), asked)
            if form == "csv":
                page = page_of_ledger(parts, classes, place_of(cursor)[0], len(parts))
                return sheet(_COLUMNS, map(_row, page.spans), f"{agreement}-{objective}-ledger")
            page = page_of_ledger(parts, classes, place_of(cursor)[0], limit)
            said = {
                "as_of": format_instant(known.clock),
                "version": found,
                "from": format_instant(asked.start),
                "until": format_instant(max(asked.start, asked.end)),
                "ledger_us": {kind.value: length for kind, length in page.sums.items()},
                "spans": [span_answer(one) for one in page.spans],
                "next": None if page.next is None else cursor_of((page.next, 0)),
            }
            return JSONResponse(said)

        return await rooms.answer(known, answer)

    @routes.get(
        "/evidence/{agreement}/{objective}",
        tags=["evidence"],
        summary="The facts behind an objective",
        response_model=None,
        responses=answers(Evidence, "A page of facts.") | NOT_THERE,
    )
    async def evidence(
        who: Reader,
        agreement: Name,
        objective: Name,
        then: Then,
        from_: _From = None,
        until: InstantText = None,
        classes: _Classes = [],  # noqa: B006 - FastAPI copies it
        cursor: Cursor = None,
        limit: Limit = 200,
    ) -> Response:
        """The facts of [from, until) about the objective's services, whole, by time, in pages.

        With classes, those of the stretches of [from, until) that the ledger has in these classes.
        """
        known = await rooms.one(who, agreement, then)
        objective_in(known, objective)
        asked = _asked(from_, until, Span(0, known.clock + 1))
        spans: Spans = (asked,)
        if classes:
            spans = await rooms.answer(known, lambda now: _of_classes(now, objective, asked, classes))
        wanted = Wanted(agreement=agreement, services=services_of(known, objective), spans=spans, then=then)
        page = await page_of(rooms.storage, wanted, place_of(cursor), limit)
        facts = await rooms.answer(known, lambda now: [fact_answer(fact, now) for fact in page.facts])
        following = None if page.next is None else cursor_of(page.next)
        return JSONResponse({"facts": facts, "next": following})

    return routes


def _asked(from_: str | None, until: str | None, otherwise: Span) -> Span:
    return Span(instant_of("from", from_, otherwise.start), instant_of("until", until, otherwise.end))


def _spans(known: Known, objective: str, version: int, span: Span) -> list[ClassedSpan]:
    """The ledger's spans; 404 where the figures are not of time."""
    if known.history.figure(objective, version, span, known.clock).ledger is None:
        raise Problem(
            404, "Not Found", f"The objective {objective!r} has no ledger: it does not measure time."
        )
    return known.history.spans(objective, version, span, known.clock)


def _of_classes(known: Known, objective: str, asked: Span, classes: list[TimeClass]) -> Spans:
    """The time of these classes from force on, under whichever version rules."""
    force = min(terms.force_from for terms in known.history.versions)
    span = asked.cut(Span(force, known.clock + 1))
    found = [
        part
        for one in (known.history.windows(objective, span, known.clock) if span else ())
        for part in _spans(known, objective, one.version, one.span)
        if part.time_class is not TimeClass.NOT_IN_FORCE
    ]
    return time_of(found, classes)


def _row(span: ClassedSpan) -> Answer:
    return {**span_answer(span), "length_us": span.end - span.start}
