"""No door without a key: dependencies that give the Principal of a request, or refuse it with a problem.

Reader = Annotated[Principal, Depends(door("operator", "party"))]
"""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.contracts.directory import Role
from shared.security.keyring import Refusal
from shared.security.principal import Principal
from shared.web.problems import Problem

Who = Callable[[Request], Principal | Refusal]

_NAMES: dict[Role, str] = {
    "operator": "the operator's key",
    "source": "a source's key",
    "party": "a party's key",
}

# The scheme stands here for the OpenAPI document alone; the header itself is read by the keyring.
_scheme = HTTPBearer(auto_error=False, scheme_name="key", description="A key as handed out: eye_…")


def by_key(request: Request) -> Principal | Refusal:
    """Who the Authorization header stands for, by the keyring in `app.state.keyring`."""
    found: Principal | Refusal = request.app.state.keyring.who(request.headers.get("authorization"))
    return found


def door(*roles: Role, who: Who = by_key) -> Callable[..., Awaitable[Principal]]:
    """A dependency: 401 where nobody stands behind the request, 403 where their role is none of `roles`.

    No roles: anyone with a key. `who` finds the Principal another way, such as by a session.
    """

    async def enter(
        request: Request, _shown: Annotated[HTTPAuthorizationCredentials | None, Security(_scheme)]
    ) -> Principal:
        principal = who(request)
        if isinstance(principal, Refusal):
            raise unknown(principal)
        if roles and principal.role not in roles:
            raise forbidden(principal, *roles)
        return principal

    return enter


def unknown(refusal: Refusal) -> Problem:
    """401 as the keyring says it."""
    return Problem(refusal.status, "Unauthorized", refusal.sentence, headers={"WWW-Authenticate": "Bearer"})


def forbidden(principal: Principal, *roles: Role) -> Problem:
    """403 that says which key would do."""
    wanted = " or ".join(_NAMES[role] for role in roles)
    return Problem(403, "Forbidden", f"This needs {wanted}; {_NAMES[principal.role]} was sent.")
