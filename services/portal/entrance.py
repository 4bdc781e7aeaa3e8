"""Who stands behind a request: a key in the Authorization header, or on pages a session's cookie.

Keys are looked up in the portal's own books on every request, so that one that was just made opens at once and one
that was taken back opens no more, whichever replica is asked.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from services.portal.handlers.signing_in import viewer_of
from services.portal.ports import Library
from shared.contracts.directory import Role
from shared.security import keys
from shared.security.keyring import Keyring, Refusal
from shared.security.principal import Principal
from shared.web.doors import forbidden, unknown

COOKIE = "eyelevel_session"

# The scheme stands here for the OpenAPI document alone; the header itself is read by the keyring.
_scheme = HTTPBearer(auto_error=False, scheme_name="key", description="A key as handed out: eye_…")


async def by_key(library: Library, authorization: str | None) -> Principal | Refusal:
    """Who a header stands for, by the books."""
    keyring = Keyring()
    name = keys.read_name((authorization or "").strip().partition(" ")[2].strip())
    if name is not None:
        async with library.reading() as books:
            entry = await books.key(name.id)
        if entry is not None:
            keyring.put(entry)
    return keyring.who(authorization)


def door(*roles: Role) -> Callable[..., Awaitable[Principal]]:
    """A dependency: 401 where nobody stands behind the request, 403 where their role is none of `roles`."""

    async def enter(
        request: Request, _shown: Annotated[HTTPAuthorizationCredentials | None, Security(_scheme)]
    ) -> Principal:
        principal = await by_key(request.app.state.portal.library, request.headers.get("authorization"))
        if isinstance(principal, Refusal):
            raise unknown(principal)
        if principal.role not in roles:
            raise forbidden(principal, *roles)
        return principal

    return enter


async def viewer(request: Request) -> Principal | None:
    """Who looks at a page: by session, else by a key of an operator or a party; None where nobody is known."""
    portal = request.app.state.portal
    signed_in = await viewer_of(portal.library, request.cookies.get(COOKIE), portal.clock())
    if signed_in is not None:
        return signed_in
    if request.headers.get("authorization") is None:
        return None
    principal = await by_key(portal.library, request.headers["authorization"])
    return principal if isinstance(principal, Principal) and principal.role != "source" else None
