"""Signing in: a link that works once, and the session it opens. Only digests of both are kept."""

import secrets
from dataclasses import dataclass
from typing import Final

from services.portal.handlers.access import acting_for
from services.portal.ports import Library
from services.portal.records import Session
from shared.security import keys
from shared.security.principal import Principal

SECOND: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A sign-in link: its secret token, for which party, until when."""

    token: str
    party: str
    expires_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A new session: the token for the cookie, and what it stands for."""

    token: str
    session: Session


async def make_link(
    library: Library, party: str | None, principal: Principal, seconds: int, now: int
) -> Link:
    """A link that signs a viewer in as this party, once, within so many seconds."""
    owner = acting_for(principal, party)
    link = Link(token=secrets.token_urlsafe(32), party=owner, expires_at=now + seconds * SECOND)
    async with library.writing() as books:
        await books.forget_past(now)
        await books.add_link(keys.digest(link.token), owner, link.expires_at)
    return link


async def party_of_link(library: Library, token: str, now: int) -> str | None:
    """The party that a link would sign in as; None where it is unknown, was used or is past its time."""
    async with library.reading() as books:
        return await books.link(keys.digest(token), now)


async def sign_in(library: Library, token: str, seconds: int, now: int) -> SignedIn | None:
    """Use a link up; None where it is unknown, was used or is past its time."""
    async with library.writing() as books:
        party = await books.use_link(keys.digest(token), now)
        if party is None:
            return None
        session = Session(party=party, expires_at=now + seconds * SECOND)
        signed_in = SignedIn(token=secrets.token_urlsafe(32), session=session)
        await books.add_session(keys.digest(signed_in.token), session)
    return signed_in


async def viewer_of(library: Library, token: str | None, now: int) -> Principal | None:
    """Who a session's cookie stands for; None where it holds no longer."""
    if not token:
        return None
    async with library.reading() as books:
        session = await books.session(keys.digest(token), now)
    if session is None:
        return None
    return Principal(role="party", key_id=f"session of {session.party}", party=session.party)


async def sign_out(library: Library, token: str) -> None:
    """Forget a session."""
    async with library.writing() as books:
        await books.drop_session(keys.digest(token))
