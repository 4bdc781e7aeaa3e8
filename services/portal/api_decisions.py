"""The doors at which parties decide: corrections and announced maintenance. Who and when is taken from the key used."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.portal.api import Anyone, Id, portal_of, published
from services.portal.decision_bodies import (
    AnswerAsked,
    CorrectionAsked,
    CorrectionSaid,
    CorrectionsSaid,
    WordAsked,
    WordSaid,
)
from services.portal.decisions import CorrectionStanding
from services.portal.documented import DECIDED, NO_AGREEMENT, PROPOSED
from services.portal.entrance import door
from services.portal.handlers import decisions
from services.portal.refusals import unknown
from services.portal.state import Portal
from shared.contracts.envelope import TYPE_PREFIX
from shared.contracts.instants import format_instant
from shared.security.principal import Principal

router = APIRouter(prefix="/v1/agreements/{agreement}", tags=["decisions"])

Party = Annotated[Principal, Depends(door("party"))]


@router.get(
    "/corrections",
    summary="List corrections",
    response_description="All of the agreement, and where each stands.",
    responses=NO_AGREEMENT,
)
async def list_corrections(agreement: Id, request: Request, who: Anyone) -> CorrectionsSaid:
    """The corrections of an agreement, in the order of their proposals."""
    portal = portal_of(request)
    async with portal.library.reading() as books:
        found = await decisions.corrections(books, agreement, who, portal.clock())
    return CorrectionsSaid(corrections=[_said(one) for one in found])


@router.put("/corrections/{correction}", summary="Propose a correction", status_code=201, responses=PROPOSED)
async def propose(
    agreement: Id, correction: Id, asked: CorrectionAsked, request: Request, response: Response, who: Party
) -> CorrectionSaid:
    """It counts once the other party accepts it. Until then both figures are shown."""
    portal = portal_of(request)
    said = asked.model_dump(by_alias=True, exclude_none=True)
    made = await decisions.propose(portal.library, agreement, correction, said, who, portal.clock())
    await published(portal)
    response.status_code = 201 if made.new else 200
    return await _standing(portal, agreement, correction, who)


@router.put("/corrections/{correction}/decision", summary="Decide on a correction", responses=DECIDED)
async def answer(
    agreement: Id, correction: Id, asked: AnswerAsked, request: Request, who: Party
) -> CorrectionSaid:
    """The other party accepts or declines; who proposed it withdraws. The first decision stands."""
    portal = portal_of(request)
    now, word = portal.clock(), asked.decision
    await decisions.answer(portal.library, agreement, correction, word, who, now, asked.reason)
    await published(portal)
    return await _standing(portal, agreement, correction, who)


@router.put("/changes/{change:path}/decision", summary="Answer announced maintenance", responses=DECIDED)
async def acknowledge(agreement: Id, change: Id, asked: WordAsked, request: Request, who: Party) -> WordSaid:
    """Yes or no by the party that the agreement asks. The last word before the maintenance begins counts."""
    portal = portal_of(request)
    now, word = portal.clock(), asked.decision
    made = await decisions.acknowledge(portal.library, agreement, change, word, who, now, asked.reason)
    await published(portal)
    said = {
        "decision": made.event.type.removeprefix(f"{TYPE_PREFIX}change."),
        "reason": made.event.data.get("reason"),
    }
    return WordSaid.model_validate({"change": change, "by": made.by, "at": format_instant(made.at), **said})


async def _standing(portal: Portal, agreement: str, correction: str, who: Principal) -> CorrectionSaid:
    async with portal.library.reading() as books:
        found = await decisions.corrections(books, agreement, who, portal.clock())
    for one in found:
        if one.id == correction:
            return _said(one)
    raise unknown("correction", correction)


def _said(one: CorrectionStanding) -> CorrectionSaid:
    data = one.event.data
    return CorrectionSaid(
        correction=one.id,
        by=one.by,
        standing=one.standing.value,
        since=format_instant(one.since),
        decide_before=format_instant(one.decide_before),
        proposed_at=one.event.time or "",
        service=data.get("service"),
        incident=data.get("incident"),
        from_=data["from"],
        until=data["until"],
        to=data["to"],
        severity=data.get("severity"),
        cause=data.get("cause"),
        reason=data.get("reason"),
        answer_reason=None if one.answer is None else one.answer.data.get("reason"),
    )
