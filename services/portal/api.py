"""The portal's API: agreements, keys, receivers, sign-in links. Thin: read the request, call a handler, answer."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from services.portal.answers import agreement_said, key_said
from services.portal.bodies import (
    AgreementSaid,
    AgreementsSaid,
    KeyAsked,
    KeyMade,
    KeysSaid,
    LinkAsked,
    LinkSaid,
    ReceiverAsked,
    ReceiverSaid,
    ReceiversSaid,
)
from services.portal.documented import BODY, DOCUMENT_READ, GONE, LATER, NO_AGREEMENT, PUT
from services.portal.documents import read_document
from services.portal.entrance import door
from services.portal.handlers import access, agreements, signing_in
from services.portal.refusals import wrong
from services.portal.state import Portal
from services.portal.unnamed import unnamed_party, unnamed_services
from shared.contracts.instants import format_instant
from shared.security import webhooks
from shared.security.principal import Principal
from shared.web.media import takes
from shared.web.problems import Problem

router = APIRouter(prefix="/v1")

Anyone = Annotated[Principal, Depends(door("operator", "party"))]
Operator = Annotated[Principal, Depends(door("operator"))]
Id = Annotated[str, Path(max_length=255, pattern=r"^[^\x00]+$")]  # PostgreSQL takes no NUL in a text
YAML = ("application/yaml", "application/x-yaml", "text/yaml", "application/json")


def portal_of(request: Request) -> Portal:
    """What the routes share."""
    portal: Portal = request.app.state.portal
    return portal


@router.put(
    "/agreements/{agreement}",
    tags=["agreements"],
    summary="Put a version of an agreement",
    status_code=201,
    responses=PUT,
    openapi_extra=BODY,
)
async def put_agreement(
    agreement: Id,
    request: Request,
    response: Response,
    who: Anyone,
    _media: Annotated[str, Depends(takes(*YAML))],
) -> AgreementSaid:
    """Put a version. Answers once the version, and after it the directory entry, stand in the event log."""
    portal = portal_of(request)
    document = read_document(await request.body())
    if document.id != agreement:
        raise wrong("metadata.id", f"The document is of {document.id!r}, the address says {agreement!r}.")
    put = await agreements.put(portal.library, document, who, portal.clock())
    await published(portal)
    response.status_code = 201 if put.new else 200
    async with portal.library.reading() as books:
        return agreement_said(await books.versions(agreement))


@router.get(
    "/agreements",
    tags=["agreements"],
    summary="List agreements",
    response_description="Those that the key may see.",
)
async def list_agreements(request: Request, who: Anyone) -> AgreementsSaid:
    """The agreements that the key may see."""
    async with portal_of(request).library.reading() as books:
        seen = await agreements.seen_by(books, who)
        said = [agreement_said(await books.versions(kept.document.id)) for kept in seen]
    return AgreementsSaid(agreements=said)


@router.get(
    "/agreements/{agreement}",
    tags=["agreements"],
    summary="Read an agreement",
    response_description="With all versions.",
    responses=NO_AGREEMENT,
)
async def read_agreement(agreement: Id, request: Request, who: Anyone) -> AgreementSaid:
    """One agreement with its versions."""
    async with portal_of(request).library.reading() as books:
        return agreement_said(await agreements.versions_seen_by(books, who, agreement))


@router.get(
    "/agreements/{agreement}/versions/{version}",
    tags=["agreements"],
    summary="Read a version's document",
    response_class=Response,
    responses=DOCUMENT_READ,
)
async def read_version(
    agreement: Id, version: Annotated[int, Path(ge=1, le=2**31 - 1)], request: Request, who: Anyone
) -> Response:
    """The document of one version, byte for byte as it was put."""
    async with portal_of(request).library.reading() as books:
        kept = await agreements.version_seen_by(books, who, agreement, version)
    return Response(kept.document.text, media_type="application/yaml")


@router.post(
    "/keys",
    tags=["keys"],
    summary="Make a key",
    response_description="The key, shown this once.",
    status_code=201,
    responses=LATER,
)
async def make_key(asked: KeyAsked, request: Request, who: Operator) -> KeyMade:
    """Make a key. Its text is in this answer and nowhere else."""
    portal = portal_of(request)
    wanted = access.KeyWanted(
        role=asked.role,
        party=asked.party,
        services=tuple(asked.services),
        sources=tuple(asked.sources),
        name=asked.name,
    )
    minted = await access.make_key(portal.library, wanted, who, portal.clock())
    await published(portal)
    async with portal.library.reading() as books:
        latest = await books.latest()
    note = unnamed_party(wanted.party, latest) or unnamed_services(wanted.services, latest)
    return KeyMade(id=minted.id, role=asked.role, key=minted.text, note=note)


@router.get(
    "/keys", tags=["keys"], summary="List keys", response_description="All of them, without their texts."
)
async def list_keys(request: Request, who: Operator) -> KeysSaid:
    """All keys, without their texts."""
    async with portal_of(request).library.reading() as books:
        return KeysSaid(keys=[key_said(kept) for kept in await access.list_keys(books, who)])


@router.delete(
    "/keys/{key}",
    tags=["keys"],
    summary="Take a key back",
    status_code=204,
    responses=GONE | {404: {"description": "No such key."}},
)
async def revoke_key(key: Id, request: Request, who: Operator) -> None:
    """It opens nothing from now on. The key that asks stays."""
    portal = portal_of(request)
    await access.revoke_key(portal.library, key, who)
    await published(portal)


@router.post(
    "/receivers",
    tags=["receivers"],
    summary="Add a receiver",
    response_description="With its secret.",
    status_code=201,
    responses=LATER,
)
async def add_receiver(asked: ReceiverAsked, request: Request, who: Anyone) -> ReceiverSaid:
    """Add a receiver; the answer shows the secret by which it can check what is sent."""
    portal = portal_of(request)
    entry = await access.add_receiver(portal.library, asked.url, asked.party, who)
    await published(portal)
    secret = webhooks.secret_text(webhooks.derive_secret(portal.master, entry.id, entry.generation))
    note = await _unnamed(portal, entry.party)
    return ReceiverSaid(
        id=entry.id, party=entry.party, url=entry.url, disabled=entry.disabled, secret=secret, note=note
    )


@router.get(
    "/receivers", tags=["receivers"], summary="List receivers", response_description="Without their secrets."
)
async def list_receivers(request: Request, who: Anyone) -> ReceiversSaid:
    """A party's own receivers; all of them for an operator."""
    async with portal_of(request).library.reading() as books:
        found = await access.list_receivers(books, who)
    said = [
        ReceiverSaid(id=entry.id, party=entry.party, url=entry.url, disabled=entry.disabled)
        for entry in found
    ]
    return ReceiversSaid(receivers=said)


@router.delete(
    "/receivers/{receiver}",
    tags=["receivers"],
    summary="Take a receiver away",
    status_code=204,
    responses=GONE | {404: {"description": "No such receiver of this party."}},
)
async def remove_receiver(receiver: Id, request: Request, who: Anyone) -> None:
    """Nothing more is sent to it. Another party's is as if it were not there."""
    portal = portal_of(request)
    await access.remove_receiver(portal.library, receiver, who)
    await published(portal)


@router.post(
    "/links",
    tags=["links"],
    summary="Make a sign-in link",
    response_description="The link, good once.",
    status_code=201,
)
async def make_link(request: Request, who: Anyone, asked: LinkAsked | None = None) -> LinkSaid:
    """Make a link that signs a viewer in as a party, once."""
    portal = portal_of(request)
    party = asked.party if asked else None
    link = await signing_in.make_link(portal.library, party, who, portal.link_seconds, portal.clock())
    url = f"{portal.url}/sign-in/{link.token}"
    note = await _unnamed(portal, link.party)
    return LinkSaid(url=url, party=link.party, expires_at=format_instant(link.expires_at), note=note)


async def _unnamed(portal: Portal, party: str) -> str | None:
    async with portal.library.reading() as books:
        return unnamed_party(party, await books.latest())


async def published(portal: Portal) -> None:
    """What was said stands in the log, or the caller is told that it is kept and still on its way."""
    if not await portal.library.published(portal.publish_seconds):
        detail = "It is kept and will be published once the event log answers again. Sending the same again is safe."
        raise Problem(503, "Event log not reached", detail, headers={"Retry-After": "5"})
