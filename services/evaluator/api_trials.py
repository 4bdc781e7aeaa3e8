"""HTTP's way in to trials: an agreement, signed by nobody, tried on the facts that the caller may see."""

from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from services.evaluator.reading.asked import instant_of, wrong
from services.evaluator.reading.documented_trials import BODY, RESPONSES
from services.evaluator.reading.rooms import Reader, Rooms
from services.evaluator.reading.trial_bounds import Busy, Leash, Places, TooLong, TooManyFacts, TooManyFigures
from services.evaluator.reading.trials import Trial, Trials, in_thread
from shared.agreements.document import Document
from shared.agreements.periods import read_period
from shared.agreements.received import DocumentRefused, read_received
from shared.contracts.errors import ContractError
from shared.contracts.instants import format_instant
from shared.security.principal import Principal
from shared.web.media import takes
from shared.web.problems import Problem

YAML: Final = ("application/yaml", "application/x-yaml", "text/yaml", "application/json")
_AGAIN: Final = {"Retry-After": "5"}

_End = Annotated[
    str | None,
    Query(description="A date of the agreement's zone, or an instant; `from` and `until` together."),
]
_AsOf = Annotated[
    str | None, Query(description="An instant: later facts are left out. Absent: the log's clock.")
]


class Door:
    """What a trial needs: rights, the runner, places, and bounds."""

    def __init__(self, rooms: Rooms, trials: Trials, places: Places, *, facts: int, seconds: float) -> None:
        self._rooms = rooms
        self._trials = trials
        self._places = places
        self._facts = facts
        self._seconds = seconds

    async def tried(
        self, who: Principal, body: bytes, span: tuple[str | None, str | None], as_of: str | None
    ) -> bytes:
        """The answer, or the Problem that says why there is none."""
        try:
            with self._places.taken(who.party or who.key_id):
                leash = Leash(self._seconds)
                _, documents = await in_thread(leash, partial(read_received, body))
                return await self._trials.run(await self._trial(who, documents, span, as_of), leash)
        except DocumentRefused as error:
            raise refused(error) from error
        except (TooManyFacts, TooManyFigures, TooLong, Busy) as error:
            raise self._beyond(error) from error

    async def _trial(
        self,
        who: Principal,
        documents: tuple[Document, ...],
        span: tuple[str | None, str | None],
        as_of: str | None,
    ) -> Trial:
        services = {service.id for document in documents for service in document.services}
        agreements = self._rooms.naming(who, services)
        clock = await self._trials.storage.clock(agreements)
        if clock is None:
            detail = "No time has passed in the log yet, so nothing is known."
            raise Problem(503, "Service Unavailable", detail, headers=_AGAIN)
        wanted = instant_of("as_of", as_of, clock)
        if wanted > clock:
            now = format_instant(clock)
            raise wrong(
                "as_of", f"as_of is {as_of}; the log's clock stands at {now}, and nothing later is known."
            )
        return Trial(
            documents=documents,
            agreements=agreements,
            as_of=wanted,
            period=_period(span, documents[-1].time_zone),
            most_facts=self._facts,
        )

    def _beyond(self, error: TooManyFacts | TooManyFigures | TooLong | Busy) -> Problem:
        match error:
            case TooManyFacts(found=found):
                detail = (
                    f"{found} facts are kept of these services, and a trial takes {self._facts}; ask for an "
                )
                detail += "earlier as_of, for fewer services, or give the facts to `eyelevel evaluate`."
                return Problem(413, "Content Too Large", detail)
            case TooManyFigures(most=most):
                detail = f"These would be more than {most} figures; ask for one period with from and until."
                return Problem(413, "Content Too Large", detail)
            case Busy(own=True):
                detail = "A trial of yours is under way; send the next one when it has answered."
                return Problem(429, "Too Many Requests", detail, headers=_AGAIN)
            case Busy():
                detail = "As many trials as this machine takes are under way; send it again in a while."
                return Problem(503, "Service Unavailable", detail, headers=_AGAIN)
        detail = f"The trial took longer than {self._seconds:g} seconds; ask for one period with from and until, or "
        detail += "give the facts to `eyelevel evaluate`."
        return Problem(503, "Service Unavailable", detail)


def router(door: Door) -> APIRouter:
    """The route under /v1/trials."""
    routes = APIRouter(prefix="/v1")

    @routes.post(
        "/trials",
        tags=["trials"],
        summary="Try an agreement on the facts that are kept",
        response_model=None,
        responses=RESPONSES,
        openapi_extra=BODY,
    )
    async def trial(
        request: Request,
        who: Reader,
        _media: Annotated[str, Depends(takes(*YAML))],
        from_: Annotated[_End, Query(alias="from")] = None,
        until: _End = None,
        as_of: _AsOf = None,
    ) -> Response:
        """What `eyelevel evaluate` prints of a document, on the facts of the agreements that the caller sees.

        With `from` and `until` that span is read as one window, as with the command's `--period`; nothing is kept.
        """
        answer = await door.tried(who, await request.body(), (from_, until), as_of)
        return Response(answer, media_type="application/json")

    return routes


def refused(error: DocumentRefused) -> Problem:
    """The document's faults, word for word as where it is put."""
    errors = [
        {
            **({} if one.line is None else {"line": one.line}),
            "field": one.field,
            "detail": one.sentence,
        }
        for one in error.complaints
    ]
    return Problem(422, error.title, error.sentence, errors)


def _period(span: tuple[str | None, str | None], zone: str) -> str | None:
    """The span in the form of `--period`, checked."""
    first, last = span
    if first is None and last is None:
        return None
    if first is None or last is None:
        missing = "from" if first is None else "until"
        raise wrong(missing, f"{missing} is missing; a period has from and until, or leave both out.")
    period = f"{first}/{last}"
    try:
        read_period(period, zone)
    except ContractError as error:
        raise wrong("from", error.sentence) from error
    return period
