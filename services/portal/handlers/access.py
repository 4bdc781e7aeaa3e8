"""Keys and receivers: who may what, and where a party wants to be told. Each change goes into the directory."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from services.portal.ports import Books, Library
from services.portal.records import KeyKept
from services.portal.refusals import forbidden, unknown, wrong
from shared.contracts.directory import KeyEntry, ReceiverEntry, Role, encode_entry, key_of
from shared.contracts.topics import DIRECTORY
from shared.eventlog.port import Entry
from shared.security import keys
from shared.security.principal import Principal

_LONGEST_URL: Final = 2_000
_LONGEST_ID: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyWanted:
    """A key to be made."""

    role: Role
    party: str | None = None
    services: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    name: str = ""


async def make_key(library: Library, wanted: KeyWanted, principal: Principal, now: int) -> keys.MintedKey:
    """A new key, whose text is never seen again. Operators alone make keys."""
    _operator(principal)
    _check_key(wanted)
    minted = keys.mint(wanted.role)
    entry = KeyEntry(
        id=minted.id,
        digest=minted.digest,
        role=wanted.role,
        party=wanted.party,
        services=tuple(sorted(set(wanted.services))),
        sources=tuple(sorted(set(wanted.sources))),
    )
    async with library.writing() as books:
        await books.add_key(entry, wanted.name, now)
        await books.say([_said(entry)])
    return minted


async def list_keys(books: Books, principal: Principal) -> Sequence[KeyKept]:
    """All keys, for operators."""
    _operator(principal)
    return await books.keys()


async def revoke_key(library: Library, identity: str, principal: Principal) -> None:
    """Take a key back. The operator's own key in use stays, so that nobody locks the house from inside."""
    _operator(principal)
    if identity == principal.key_id:
        raise wrong("id", "This is the key you are asking with; take it back with another operator's key.")
    async with library.writing() as books:
        if not await books.drop_key(identity):
            raise unknown("key", identity)
        await books.say([Entry(topic=DIRECTORY.name, key=f"key:{identity}", value=None)])


async def hold_settings_key(library: Library, text: str, now: int) -> None:
    """The operator's key that the settings give holds; one that they gave before does not."""
    name = keys.read_name(text)
    if name is None or name.role != "operator":
        raise ValueError(
            "EYELEVEL_OPERATOR_KEY is no operator's key: eye_o_, 12 small letters or digits, _, and 43 letters"
        )
    entry = KeyEntry(id=name.id, digest=keys.digest(text), role="operator")
    async with library.writing() as books:
        gone = [identity for identity in await books.settings_keys() if identity != entry.id]
        for identity in gone:
            await books.drop_key(identity)
        known = await books.key(entry.id)
        if known != entry:
            await books.add_key(entry, "from the settings", now, from_settings=True)
        said = [] if known == entry else [_said(entry)]
        await books.say([*said, *(Entry(DIRECTORY.name, f"key:{identity}", None) for identity in gone)])


async def add_receiver(library: Library, url: str, party: str | None, principal: Principal) -> ReceiverEntry:
    """A receiver for a party: for itself, or for any by the operator."""
    owner = acting_for(principal, party)
    _check_url(url)
    entry = ReceiverEntry(id="rcv_" + secrets.token_hex(8), party=owner, url=url)
    async with library.writing() as books:
        await books.add_receiver(entry)
        await books.say([_said(entry)])
    return entry


async def list_receivers(books: Books, principal: Principal) -> Sequence[ReceiverEntry]:
    """A party's own receivers; all of them for an operator."""
    if principal.role == "operator":
        return await books.receivers(None)
    return await books.receivers(acting_for(principal, None))


async def remove_receiver(library: Library, identity: str, principal: Principal) -> None:
    """Take a receiver away; another party's is as if it were not there."""
    async with library.writing() as books:
        entry = await books.receiver(identity)
        if entry is None or (principal.role != "operator" and entry.party != acting_for(principal, None)):
            raise unknown("receiver", identity)
        await books.drop_receiver(identity)
        await books.say([Entry(topic=DIRECTORY.name, key=key_of(entry), value=None)])


def acting_for(principal: Principal, party: str | None) -> str:
    """The party a request is about: an operator names one, a party is itself and nobody else."""
    if principal.role == "operator":
        if party is None:
            raise wrong("party", "Say which party: an operator acts for one by its id.")
        _check_party(party)
        return party
    if principal.role != "party" or principal.party is None:
        raise forbidden("A source key sends facts; this is done with an operator's or a party's key.")
    if party is not None and party != principal.party:
        raise forbidden(f"The key is of the party {principal.party!r}; it acts for itself alone.")
    return principal.party


def _operator(principal: Principal) -> None:
    if principal.role != "operator":
        raise forbidden("Keys are made, listed and taken back with an operator's key.")


def _check_key(wanted: KeyWanted) -> None:
    if wanted.role == "party" and wanted.party is None:
        raise wrong("party", "A party key needs the party's id, as the agreement names it.")
    if wanted.role != "party" and wanted.party is not None:
        raise wrong("party", f"A key of the role {wanted.role!r} has no party.")
    if wanted.role == "source" and not wanted.services:
        raise wrong("services", "A source key names at least one service that it may send facts about.")
    if wanted.role != "source" and (wanted.services or wanted.sources):
        raise wrong("services", "Services and sources bind a source key alone.")
    if wanted.party is not None:
        _check_party(wanted.party)


def _check_party(party: str) -> None:
    """An id as the agreement's document takes it (CONTRACT.md, section 1)."""
    if not 0 < len(party) <= _LONGEST_ID or party != party.strip() or not party.isprintable():
        raise wrong("party", f"{party!r} is no id; a party's id is what the agreement names, such as acme.")


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        port_readable = parts.port is None or parts.port > 0
    except ValueError:
        raise wrong("url", f"{url[:80]!r} is not a URL.") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_readable:
        raise wrong("url", "A receiver is an address that begins with https:// or http:// and names a host.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise wrong(
            "url",
            "A receiver's address holds no user, password or fragment; the signature proves the sender.",
        )
    if len(url) > _LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise wrong(
            "url",
            f"A receiver's address is printable ASCII without blanks, at most {_LONGEST_URL} characters.",
        )


def _said(entry: KeyEntry | ReceiverEntry) -> Entry:
    return Entry(topic=DIRECTORY.name, key=key_of(entry), value=encode_entry(entry))
