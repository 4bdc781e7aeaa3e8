"""Agreements: put a version, list them, read one. Handlers: load, decide, keep, say."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.portal.admission import Admitted, admit, foreign
from services.portal.ports import Books, Library
from services.portal.records import Document, Kept
from services.portal.refusals import Refused, forbidden, unknown
from services.portal.visibility import entry_of, may_see
from shared.contracts.directory import AgreementEntry, encode_entry, key_of
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.instants import format_instant
from shared.contracts.topics import DIRECTORY, FACTS
from shared.eventlog.port import Entry
from shared.security.principal import Principal

SOURCE = "eyelevel/portal"


@dataclass(frozen=True, slots=True)
class Put:
    """What putting a version came to."""

    kept: Kept
    new: bool


async def put(library: Library, document: Document, principal: Principal, now: int) -> Put:
    """Put a version. Refused is raised; the version, its fact and its directory entry are kept together or not.

    The fact goes out before the directory entry, so that whoever learns of the services from the directory writes
    behind the agreement (docs/architecture.md).
    """
    async with library.writing() as books:
        await books.hold(document)
        versions = list(await books.versions(document.id))
        decided = admit(document, versions, await books.owners(document.services), principal)
        if isinstance(decided, Refused):
            raise decided
        if decided is Admitted.REPEATED:
            return Put(
                next(kept for kept in versions if kept.document.version == document.version), new=False
            )
        owned = await books.claim_services(document.services, document.provider)
        lost = foreign(document, owned)
        if lost is not None:
            raise lost
        kept = Kept(document=document, put_at=now, put_by=principal.key_id)
        await books.keep(kept)
        await books.say([fact_of(kept, versions), directory_entry(entry_of([*versions, kept]))])
        return Put(kept, new=True)


async def seen_by(books: Books, principal: Principal) -> Sequence[Kept]:
    """The latest version of each agreement that the viewer may see."""
    if principal.role == "source":
        raise forbidden("A source key sends facts; agreements are read with an operator's or a party's key.")
    return [kept for kept in await books.latest() if may_see(principal, kept)]


async def versions_seen_by(books: Books, principal: Principal, agreement: str) -> Sequence[Kept]:
    """All versions of one agreement; Refused as unknown where the viewer is no party of it."""
    # A NUL, which PostgreSQL takes in no text, comes in the address of a page.
    versions = () if "\x00" in agreement else await books.versions(agreement)
    if not versions or not may_see(principal, versions[-1]):
        raise unknown("agreement", agreement)
    return versions


def fact_of(kept: Kept, before: Sequence[Kept]) -> Entry:
    """`agreement.put` on the agreement's own ordered history."""
    said = kept.document
    force = {"from": format_instant(said.force_from)}
    if said.force_until is not None:
        force["until"] = format_instant(said.force_until)
    data = {
        "document": said.text,
        "hash": said.digest,
        "version": said.version,
        "signed": kept.signed,
        "in_force": force,
        "replaces": before[-1].document.version if before else None,
    }
    event = CloudEvent(
        id=f"{said.id}/{said.version}",
        source=SOURCE,
        type=TYPE_PREFIX + "agreement.put",
        subject=said.id,
        time=format_instant(kept.put_at),
        datacontenttype="application/json",
        data=data,
    )
    headers = (("content-type", b"application/cloudevents+json"),)
    return Entry(topic=FACTS.name, key=said.id, value=event.encode(), headers=headers)


def directory_entry(entry: AgreementEntry) -> Entry:
    """The agreement's entry in the directory."""
    return Entry(topic=DIRECTORY.name, key=key_of(entry), value=encode_entry(entry))


async def version_seen_by(books: Books, principal: Principal, agreement: str, version: int) -> Kept:
    """One version of one agreement."""
    for kept in await versions_seen_by(books, principal, agreement):
        if kept.document.version == version:
            return kept
    raise unknown("version", f"{agreement}/{version}")
