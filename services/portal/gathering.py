"""Brings together what a page shows: from the portal's books, and from the evaluator with the viewer's rights."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

import msgspec
from fastapi import Response
from fastapi.responses import StreamingResponse

from services.portal.decisions import Decided
from services.portal.documents import agreement_in
from services.portal.evaluator import Answer, EvaluatorUnavailable, NotKnown
from services.portal.handlers import agreements
from services.portal.page.agreement import Messages
from services.portal.page.measures import CLOCKS, kind_of
from services.portal.page.naming import DAY
from services.portal.page.objective import Known
from services.portal.page.outages import FACTS_SHOWN, latest, span_of
from services.portal.page.overview_row import Watched
from services.portal.page.reading import read_detail, read_evidence, read_explained, read_figure, read_periods
from services.portal.page.seen import Clock, Detail, FactSeen, Figure
from services.portal.page.thirty_days import DAYS
from services.portal.records import Kept
from services.portal.refusals import unknown
from services.portal.standing import undecided
from services.portal.visits import Visit
from shared.agreements.document import Document, ObjectiveClause
from shared.contracts.directory import ReceiverEntry
from shared.contracts.instants import format_instant, parse_instant

_DELIVERIES: Final = 200
_FACTS_A_READ: Final = "1000"
_AT_ONCE: Final = 8
_TRIES: Final = 3


async def latest_versions(visit: Visit) -> Sequence[Kept]:
    """The latest version of each agreement that the viewer sees."""
    async with visit.portal.library.reading() as books:
        return await agreements.seen_by(books, visit.viewer)


async def versions(visit: Visit, agreement: str) -> Sequence[Kept]:
    """All versions of an agreement; Refused as unknown where the viewer is no party of it."""
    async with visit.portal.library.reading() as books:
        return await agreements.versions_seen_by(books, visit.viewer, agreement)


async def clause(visit: Visit, agreement: str, objective: str) -> tuple[Document, ObjectiveClause]:
    """An objective in the latest version that has it; Refused as unknown where none has."""
    for kept in reversed(await versions(visit, agreement)):
        document = agreement_in(kept.document.text)
        for found in document.objectives:
            if found.id == objective:
                return document, found
    raise unknown("objective", objective)


async def watched(visit: Visit, kept: Sequence[Kept]) -> tuple[list[Watched], int | None, bool]:
    """The agreements with their figures, as of which instant, and whether the evaluator kept silent."""
    try:
        answer = await visit.portal.evaluator.figures(visit.viewer)
    except EvaluatorUnavailable:
        return (
            [Watched(kept=k, document=agreement_in(k.document.text), figures={}, stretches={}) for k in kept],
            None,
            True,
        )
    said = {one["id"]: one for one in answer["agreements"]}
    limit = asyncio.Semaphore(_AT_ONCE)
    made = await _decisions(visit, kept)
    found = await asyncio.gather(
        *(_watch(visit, one, said.get(one.document.id), made[one.document.id], limit) for one in kept)
    )
    as_of = answer.get("as_of")
    return list(found), None if as_of is None else parse_instant(as_of), False


async def objective(
    visit: Visit, agreement: str, name: str, start: str, number: str | None, then: str | None = None
) -> Known:
    """All that the page of an objective shows; `number`: the version, where two share the period.

    `then`: the log clock of which it is shown what was known.
    """
    kept = await versions(visit, agreement)
    evaluator, viewer = visit.portal.evaluator, visit.viewer
    detail = await _explained(visit, agreement, name, start, number, then)
    version = next((one for one in kept if one.document.version == detail.figure.version), None)
    if version is None:
        raise NotKnown(f"{agreement} {detail.figure.version}")
    periods, facts = await asyncio.gather(
        evaluator.periods(viewer, agreement, name, then=then), _facts(visit, agreement, name, detail, then)
    )
    parties = agreement_in(version.document.text).parties
    async with visit.portal.library.reading() as books:
        deliveries = await books.deliveries(agreement, name, _DELIVERIES)
        found = [*await books.receivers(parties.provider.id), *await books.receivers(parties.customer.id)]
        made = await books.decisions(agreement) if then is None else ()
    return Known(
        detail=detail,
        periods=read_periods(periods),
        facts=facts,
        deliveries=[one for one in deliveries if then is None or one.attempted_at <= detail.as_of],
        kept=version,
        hosts=_hosts(found),
        then=then is not None,
        undecided=undecided(kept[-1], made, {}, visit.portal.clock()),
        party=visit.viewer.party,
    )


async def _explained(
    visit: Visit, agreement: str, name: str, start: str, number: str | None, then: str | None
) -> Detail:
    """A figure and its calculation, of one instant: asked again where a tick came between the two."""
    evaluator, asked = visit.portal.evaluator, (visit.viewer, agreement, name, start, number)
    said: Answer = {}
    for _ in range(_TRIES):
        explanation = asyncio.ensure_future(evaluator.explanation(*asked, then=then))
        try:
            said = await evaluator.period(*asked, then=then)
        except BaseException:
            explanation.cancel()
            raise
        try:
            explained = await explanation
        except NotKnown:  # an evaluator of an earlier release explains nothing
            break
        if said["as_of"] == explained["as_of"]:
            return replace(read_detail(said), explained=read_explained(explained["explanation"]))
    return read_detail(said)


async def messages(visit: Visit, kept: Kept) -> Messages:
    """What was told of the agreement as a whole."""
    said = kept.document
    async with visit.portal.library.reading() as books:
        deliveries = await books.deliveries(said.id, "", _DELIVERIES)
        found = [*await books.receivers(said.provider), *await books.receivers(said.customer)]
    return Messages(deliveries=deliveries, hosts=_hosts(found))


def _hosts(receivers: Sequence[ReceiverEntry]) -> Mapping[str, Sequence[str]]:
    """Where each party's receivers are, by party; those that are switched off are told nothing."""
    hosts: dict[str, list[str]] = {}
    for one in receivers:
        if not one.disabled:
            hosts.setdefault(one.party, []).append(urlsplit(one.url).hostname or one.url)
    return hosts


async def fact_lines(visit: Visit, agreement: str, objective: str, asked: Mapping[str, str]) -> Response:
    """Every fact, or those that a `figure` rests on, one event a line; `asked` also `version`, `as_known_at`.

    The first page is read before the answer begins, so that errors are told.
    """
    evaluator = visit.portal.evaluator
    whole = {name: value for name, value in asked.items() if name != "figure"} | {"limit": _FACTS_A_READ}

    async def read(**more: str) -> Answer:
        if "figure" not in asked:
            return await evaluator.evidence(visit.viewer, agreement, objective, {**whole, **more})
        return await evaluator.behind(visit.viewer, agreement, objective, asked["figure"], {**whole, **more})

    first = await read()

    async def lines() -> AsyncIterator[bytes]:
        page: Answer = first
        while True:
            for entry in page["facts"]:
                yield msgspec.json.encode(entry["event"]) + b"\n"
            if page.get("next") is None:
                return
            page = await read(cursor=page["next"])

    named = {"Content-Disposition": f'attachment; filename="{agreement}-{objective}.jsonl"'}
    return StreamingResponse(lines(), media_type="application/x-ndjson", headers=named)


async def _decisions(visit: Visit, kept: Sequence[Kept]) -> Mapping[str, Sequence[Decided]]:
    """What the parties of each agreement decided."""
    async with visit.portal.library.reading() as books:
        return {one.document.id: await books.decisions(one.document.id) for one in kept}


async def _watch(
    visit: Visit, kept: Kept, said: Answer | None, made: Sequence[Decided], limit: asyncio.Semaphore
) -> Watched:
    document = agreement_in(kept.document.text)
    figures = {entry["objective"]: read_figure(entry) for entry in (said or {}).get("objectives", ())}
    # Of what classes time or counts, the way through the days is asked for; clocks stand in the figures themselves.
    clocked = {clause.id for clause in document.objectives if kind_of(clause) in CLOCKS}
    asked = [one for one in figures.values() if one.ledger or (one.budget and one.objective not in clocked)]
    seen = await asyncio.gather(*(_thirty(visit, kept.document.id, figure, limit) for figure in asked))
    days = {figure.objective: details for figure, details in zip(asked, seen, strict=True)}
    running = [figure for figure in figures.values() if figure.clocks]
    clocks = await asyncio.gather(*(_clocks(visit, kept.document.id, one, limit) for one in running))
    return Watched(
        kept=kept,
        document=document,
        figures=figures,
        stretches={
            name: [one for detail in found for one in detail.stretches] for name, found in days.items()
        },
        undecided=undecided(kept, made, said or {}, visit.portal.clock()),
        clocks={one.objective: found for one, found in zip(running, clocks, strict=True)},
        counted={name: [one for detail in found for one in detail.counted] for name, found in days.items()},
    )


async def _thirty(visit: Visit, agreement: str, figure: Figure, limit: asyncio.Semaphore) -> list[Detail]:
    """The current period, and those before it that reach into the last thirty days."""
    async with limit:
        detail = await _detail(visit, agreement, figure.objective, "current")
        if detail is None:
            return []
        found = [detail]
        since = detail.as_of - DAYS * DAY
        for one in await _before(visit, agreement, detail.figure, since):
            earlier = await _detail(visit, agreement, figure.objective, format_instant(one.period.start))
            found += [earlier] if earlier else []
    return found


async def _clocks(visit: Visit, agreement: str, figure: Figure, limit: asyncio.Semaphore) -> list[Clock]:
    """The clocks of the current period and of the last one before it."""
    async with limit:
        before = await _before(visit, agreement, figure, figure.period.start - DAYS * DAY)
    return [clock for one in (*before, figure) for clock in one.clocks]


async def _before(visit: Visit, agreement: str, current: Figure, since: int) -> Sequence[Figure]:
    """The periods before the current one that reach past an instant; none where the current one reaches it itself."""
    start, end = current.period.start, current.period.end
    if start <= since or end - start >= 2 * DAYS * DAY:
        return ()
    periods = read_periods(await visit.portal.evaluator.periods(visit.viewer, agreement, current.objective))
    return [one for one in periods if since < one.period.end <= start][-DAYS:]


async def _detail(visit: Visit, agreement: str, objective: str, start: str) -> Detail | None:
    try:
        return read_detail(await visit.portal.evaluator.period(visit.viewer, agreement, objective, start))
    except NotKnown:
        return None


async def _facts(
    visit: Visit, agreement: str, objective: str, detail: Detail, then: str | None
) -> Mapping[int, Sequence[FactSeen]]:
    """The facts of each outage that is shown, one more than are shown of it where there are more."""
    limit = asyncio.Semaphore(_AT_ONCE)

    async def of(start: int, end: int) -> tuple[int, Sequence[FactSeen]]:
        asked = {"from": format_instant(start), "until": format_instant(end), "limit": str(FACTS_SHOWN + 1)}
        if then is not None:
            asked["as_known_at"] = then
        async with limit:
            answer = await visit.portal.evaluator.evidence(visit.viewer, agreement, objective, asked)
        return start, read_evidence(answer)

    spans = [span_of(outage, detail.as_of) for outage in latest(detail.figure)]
    return dict(await asyncio.gather(*(of(start, end) for start, end in spans)))
