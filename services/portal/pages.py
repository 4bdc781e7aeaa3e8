"""The ways in for people: overview, agreements, objectives, the facts behind them, and the files pages load.

A page is read with its viewer's rights. What the viewer may not see is answered word for word as what is not there.
"""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from services.portal import gathering, visits
from services.portal.answers import clock_file
from services.portal.documents import agreement_in
from services.portal.page.agreement import agreement_page
from services.portal.page.evidence import TELLING, EvidenceView, behind_view, evidence_view
from services.portal.page.objective import objective_view
from services.portal.page.overview import overview_view
from services.portal.page.reading import read_behind, read_detail, read_evidence
from services.portal.page.render import ASSETS, asset
from services.portal.refusals import Refused
from services.portal.visits import Visit
from shared.agreements.document import Document, ObjectiveClause
from shared.contracts.errors import ContractError
from shared.contracts.instants import parse_instant

router = APIRouter(include_in_schema=False)
_FACTS_A_PAGE = 100


@router.get("/")
async def overview(request: Request) -> Response:
    """The state of everything that the viewer is a party of."""
    return await visits.shown(request, _overview)


@router.get("/agreements")
async def agreements(request: Request) -> Response:
    """The viewer's agreements."""
    return await visits.shown(request, _agreements)


@router.get("/agreements/{agreement}")
async def agreement(request: Request, agreement: str) -> Response:
    """One agreement: objectives, clauses, versions."""

    async def page(visit: Visit) -> Response:
        versions = await gathering.versions(visit, agreement)
        watched, as_of, silent = await gathering.watched(visit, [versions[-1]])
        visit = visit.speaking(watched[0].document)
        messages = await gathering.messages(visit, versions[-1])
        page = agreement_page(watched[0], versions, as_of, visit.say, messages, visit.viewer.party)
        frame = visit.frame("agreements", live=True)
        return visit.page("agreement.html", frame, view=page, silent=silent)

    return await visits.shown(request, page)


@router.get("/agreements/{agreement}/versions/{version}.yaml")
async def document(request: Request, agreement: str, version: int) -> Response:
    """The document of a version as a file."""

    async def page(visit: Visit) -> Response:
        kept = next(
            (one for one in await gathering.versions(visit, agreement) if one.document.version == version),
            None,
        )
        if kept is None:
            return visit.missing()
        named = {"Content-Disposition": f'attachment; filename="{agreement}-{version}.yaml"'}
        return Response(kept.document.text, media_type="application/yaml", headers=named)

    return await visits.shown(request, page)


@router.get("/agreements/{agreement}/{objective}")
async def objective(request: Request, agreement: str, objective: str) -> Response:
    """One objective in one period: `?from=` its start, the current one where it is not said.

    `?as_known_at=`: as it was known at a log clock, such as that of a verdict.
    """

    async def page(visit: Visit) -> Response:
        start = request.query_params.get("from") or "current"
        version, then = (request.query_params.get(name) for name in ("version", "as_known_at"))
        known = await gathering.objective(visit, agreement, objective, start, version or None, then or None)
        document = agreement_in(known.kept.document.text)
        clause = next(one for one in document.objectives if one.id == objective)
        visit = visit.speaking(document)
        view = objective_view(known, document, clause, visit.say)
        frame = visit.frame("agreements", live=not known.then)
        return visit.page("objective.html", frame, view=view, other=visit.other(document))

    return await visits.shown(request, page)


@router.get("/agreements/{agreement}/{objective}/evidence")
async def evidence(request: Request, agreement: str, objective: str) -> Response:
    """The facts of a stretch of time, a page at a time (`?from=`, `?until=`), or those that a figure rests on
    (`?figure=`: the start of its period, `?version=`, `?role=`); `?as_known_at=`, `?cursor=`.
    """

    async def page(visit: Visit) -> Response:
        document, clause = await gathering.clause(visit, agreement, objective)
        visit = visit.speaking(document)
        named = ("figure", "version", "role", "from", "until", "as_known_at", "cursor")
        asked = {name: value for name in named if (value := request.query_params.get(name))}
        seen = _behind if "figure" in asked else _within
        view = await seen(visit, (agreement, objective), asked, document, clause)
        following = visits.query({**asked, "cursor": view.next or ""})
        roles = {one.role: visits.query({**asked, "role": one.role, "cursor": ""}) for one in view.counts}
        frame = visit.frame("agreements")
        taken = visits.query({**asked, "role": "", "cursor": ""}) if view.counts else ""
        return visit.page("evidence.html", frame, view=view, following=following, roles=roles, taken=taken)

    return await visits.shown(request, page)


async def _within(
    visit: Visit, of: tuple[str, str], asked: Mapping[str, str], document: Document, clause: ObjectiveClause
) -> EvidenceView:
    """The facts of a stretch of time."""
    span = _instant(asked.get("from")), _instant(asked.get("until"))
    answer = await visit.portal.evaluator.evidence(
        visit.viewer, *of, _only(asked, "from", "until", "as_known_at", "cursor")
    )
    return evidence_view(read_evidence(answer), answer.get("next"), span, document, clause, visit.say)


async def _behind(
    visit: Visit, of: tuple[str, str], asked: Mapping[str, str], document: Document, clause: ObjectiveClause
) -> EvidenceView:
    """The facts that a figure rests on."""
    role = asked.get("role")
    wanted = {**_only(asked, "version", "as_known_at", "cursor"), "role": (role,) if role else TELLING}
    answer = await visit.portal.evaluator.behind(visit.viewer, *of, asked["figure"], wanted)
    return behind_view(read_behind(answer), role, document, clause, visit.say)


def _only(asked: Mapping[str, str], *names: str) -> dict[str, str]:
    """What is asked of a page by these names."""
    return {name: asked[name] for name in names if name in asked} | {"limit": str(_FACTS_A_PAGE)}


@router.get("/agreements/{agreement}/{objective}/evidence.jsonl")
async def evidence_lines(request: Request, agreement: str, objective: str) -> Response:
    """All facts as `eyelevel evaluate` reads them, one event a line; with `?figure=` those that it rests on."""

    async def page(visit: Visit) -> Response:
        await gathering.clause(visit, agreement, objective)
        names = (
            ("figure", "version", "as_known_at") if request.query_params.get("figure") else ("as_known_at",)
        )
        asked = {name: value for name in names if (value := request.query_params.get(name))}
        return await gathering.fact_lines(visit, agreement, objective, asked)

    return await visits.shown(request, page)


@router.get("/agreements/{agreement}/{objective}/clocks.csv")
async def clocks(request: Request, agreement: str, objective: str) -> Response:
    """The clocks of a period as a table for other programs: instants in UTC, durations in microseconds."""

    async def page(visit: Visit) -> Response:
        await gathering.clause(visit, agreement, objective)
        start, version, then = (
            request.query_params.get(name) or None for name in ("from", "version", "as_known_at")
        )
        answer = await visit.portal.evaluator.period(
            visit.viewer, agreement, objective, start or "current", version, then=then
        )
        return clock_file(read_detail(answer).figure, f"{agreement}-{objective}-clocks.csv")

    return await visits.shown(request, page)


@router.get("/{name}.{kind}")
async def file(request: Request, name: str, kind: str) -> Response:
    """The sheet and the script: the same for everyone, kept by browsers for good under their digest."""
    full = f"{name}.{kind}"
    if full not in ASSETS:
        return visits.nothing(request)
    keep = "public, max-age=31536000, immutable" if "v" in request.query_params else "no-cache"
    headers = {"Cache-Control": keep, "X-Content-Type-Options": "nosniff"}
    return Response(asset(full), media_type=ASSETS[full], headers=headers)


async def _overview(visit: Visit) -> Response:
    watched, as_of, silent = await gathering.watched(visit, await gathering.latest_versions(visit))
    visit = visit.speaking(watched[0].document if watched else None)
    view = overview_view(watched, as_of, visit.say, visit.viewer.party)
    return visit.page("overview.html", visit.frame("overview", live=True), view=view, silent=silent)


async def _agreements(visit: Visit) -> Response:
    watched, as_of, silent = await gathering.watched(visit, await gathering.latest_versions(visit))
    visit = visit.speaking(watched[0].document if watched else None)
    view = overview_view(watched, as_of, visit.say)
    return visit.page("agreements.html", visit.frame("agreements"), view=view, silent=silent)


def _instant(text: str | None) -> int | None:
    try:
        return None if text is None else parse_instant(text)
    except ContractError as error:
        raise Refused(404, "Not found", error.sentence) from error
