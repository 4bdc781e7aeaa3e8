"""HTTP's way in: the figures, what explains each, and the facts behind it, as of the log clock.

The operator sees all agreements, a party (and the portal's inner token for it) its own; what one may not see is not
there (404).
"""

from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Path, Query

from services.evaluator.agreements import Agreements, Known
from services.evaluator.answers import agreement_answer, detail_answer, fact_answer, figure_answer
from services.evaluator.documented import NOT_THERE, Detail, Evidence, Figures, Periods, answers
from services.evaluator.evidence import page_of
from services.evaluator.storage_reading import ReadingStorage
from shared.contracts.directory import AgreementEntry
from shared.contracts.errors import ContractError
from shared.contracts.instants import format_instant, parse_instant
from shared.security.principal import Principal
from shared.sla.objectives import Objective, RollingWindow
from shared.sla.spans import Span
from shared.web.doors import door
from shared.web.problems import Problem

Answer = dict[str, Any]

_Reader = Annotated[Principal, Depends(door("operator", "party"))]
_Name = Annotated[str, Path(min_length=1, max_length=512, pattern=r"^[^\x00]+$")]
_Instant = Annotated[str | None, Query(description="An instant, such as 2026-01-31T23:00:00Z.")]
_Version = Annotated[
    int | None, Query(ge=1, description="Of two versions with this period, which; else the newest.")
]
_Cursor = Annotated[
    str | None,
    Query(max_length=64, pattern=r"^-?\d{1,19}\.\d{1,12}$", description="`next` of the page before."),
]
_Limit = Annotated[int, Query(ge=1, le=1_000)]


class Names(Protocol):
    """The part of the directory that the API asks."""

    def agreement(self, id_: str) -> AgreementEntry | None:
        """The one of this id."""
        ...


class Rooms:
    """What the doors lead to: agreements by the caller's rights."""

    def __init__(self, agreements: Agreements, storage: ReadingStorage, names: Names) -> None:
        self._agreements = agreements
        self.storage = storage
        self._names = names

    async def all(self, who: Principal) -> list[Known]:
        """Every agreement that the caller sees."""
        found = []
        for agreement in await self._agreements.ids():
            if self._may_see(who, agreement):
                known = await self._agreements.known(agreement)
                if known is not None:
                    found.append(known)
        return found

    async def one(self, who: Principal, agreement: str) -> Known:
        """The agreement, or 404."""
        known = await self._agreements.known(agreement) if self._may_see(who, agreement) else None
        if known is None:
            raise Problem(404, "Not Found", f"There is no agreement {agreement!r} with figures.")
        return known

    def _may_see(self, who: Principal, agreement: str) -> bool:
        entry = self._names.agreement(agreement)
        return who.role == "operator" or (entry is not None and who.may_see(entry))


def router(rooms: Rooms) -> APIRouter:
    """The routes under /v1/figures and /v1/evidence."""
    routes = APIRouter(prefix="/v1")

    @routes.get(
        "/figures",
        tags=["figures"],
        summary="The current figures of every agreement",
        response_model=None,
        responses=answers(Figures, "As of the earliest clock among the agreements."),
    )
    async def figures(who: _Reader) -> Answer:
        """The current period of each objective, of the agreements that the caller sees."""
        return _listed(await rooms.all(who))

    @routes.get(
        "/figures/{agreement}",
        tags=["figures"],
        summary="The current figures of an agreement",
        response_model=None,
        responses=answers(Figures, "The one agreement.") | NOT_THERE,
    )
    async def figures_of(who: _Reader, agreement: _Name) -> Answer:
        """The current period of each objective of one agreement."""
        return _listed([await rooms.one(who, agreement)])

    @routes.get(
        "/figures/{agreement}/{objective}",
        tags=["figures"],
        summary="Every period of an objective",
        response_model=None,
        responses=answers(Periods, "From the first to the current one.") | NOT_THERE,
    )
    async def periods(who: _Reader, agreement: _Name, objective: _Name) -> Answer:
        """The figures of every period of an objective, by start."""
        known = await rooms.one(who, agreement)
        _objective(known, objective)
        found = sorted(known.periods(objective), key=lambda period: (period.span, period.version))
        entries = [figure_answer(known, objective, period.version, period.span) for period in found]
        return {"as_of": format_instant(known.clock), "periods": entries}

    @routes.get(
        "/figures/{agreement}/{objective}/{start}",
        tags=["figures"],
        summary="A figure and all that explains it",
        response_model=None,
        responses=answers(Detail, "The figure of the period.") | NOT_THERE,
    )
    async def period(
        who: _Reader, agreement: _Name, objective: _Name, start: _Name, version: _Version = None
    ) -> Answer:
        """One period, by the instant of its start or as `current`: ledger, spans, budget, clauses."""
        known = await rooms.one(who, agreement)
        clock = known.clock
        found, span = _period(known, objective, start, version)
        answer = detail_answer(known, objective, found, span)
        services = _services(known, objective)
        return {**answer, "facts": await rooms.storage.fact_count(agreement, services, clock)}

    @routes.get(
        "/evidence/{agreement}/{objective}",
        tags=["evidence"],
        summary="The facts behind an objective",
        response_model=None,
        responses=answers(Evidence, "A page of facts.") | NOT_THERE,
    )
    async def evidence(
        who: _Reader,
        agreement: _Name,
        objective: _Name,
        from_: Annotated[_Instant, Query(alias="from")] = None,
        until: _Instant = None,
        cursor: _Cursor = None,
        limit: _Limit = 200,
    ) -> Answer:
        """The facts of [from, until) about the objective's services, whole, by time, in pages."""
        known = await rooms.one(who, agreement)
        _objective(known, objective)
        span = Span(_instant("from", from_, 0), _instant("until", until, known.clock + 1))
        page = await page_of(rooms.storage, agreement, _services(known, objective), span, cursor, limit)
        return {"facts": [fact_answer(fact, known) for fact in page.facts], "next": page.next}

    return routes


def _listed(known: list[Known]) -> Answer:
    """As of the earliest of their clocks: up to it, all of them are known."""
    as_of = min((one.clock for one in known), default=None)
    return {
        "as_of": None if as_of is None else format_instant(as_of),
        "agreements": [agreement_answer(one) for one in known],
    }


def _objective(known: Known, objective: str) -> Objective:
    for version in sorted(known.clauses, reverse=True):
        found = known.clauses[version].objective(objective)
        if found is not None:
            return found
    raise Problem(404, "Not Found", f"The agreement {known.id!r} has no objective {objective!r}.")


def _services(known: Known, objective: str) -> frozenset[str]:
    found = (clauses.objective(objective) for clauses in known.clauses.values())
    return frozenset(service for one in found if one is not None for service in one.services)


def _period(known: Known, objective: str, start: str, version: int | None) -> tuple[int, Span]:
    clause = _objective(known, objective)
    if start == "current":
        current = known.current(objective)
        if current is None:
            raise Problem(404, "Not Found", f"The objective {objective!r} is not in force yet.")
        return current
    if isinstance(clause.window, RollingWindow):
        raise Problem(404, "Not Found", f"The window of {objective!r} rolls; ask for `current`.")
    wanted = _instant("start", start, 0)
    found = [
        period
        for period in known.periods(objective)
        if period.span.start == wanted and version in {None, period.version}
    ]
    if not found:
        raise Problem(404, "Not Found", f"The objective {objective!r} has no period that begins at {start}.")
    newest = max(found, key=lambda period: period.version)
    return newest.version, newest.span


def _instant(field: str, text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    try:
        return parse_instant(text, field)
    except ContractError as error:
        raise Problem(
            422, "Unprocessable Content", error.sentence, [{"field": error.field, "detail": error.sentence}]
        ) from error
