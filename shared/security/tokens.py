"""Inner tokens: the portal asks evaluator and notifier with the rights of whoever looks at the page.

A JWT (HS256) under a key derived from the master secret, good for seconds. The bearer's own key never travels on.
"""

from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from shared.security.master import derive
from shared.security.principal import Principal

_ISSUER = "eyelevel"
_SECOND = 1_000_000


def issue(principal: Principal, secret: bytes, seconds: int, now: int) -> str:
    """A token that holds for `seconds` from `now` (microseconds UTC). `secret` is the master secret."""
    issued = now // _SECOND
    claims: dict[str, Any] = {
        "iss": _ISSUER,
        "iat": issued,
        "exp": issued + seconds,
        "role": principal.role,
        "key": principal.key_id,
        "party": principal.party,
        "services": sorted(principal.services),
        "sources": sorted(principal.sources),
    }
    return jwt.encode({"alg": "HS256"}, claims, _key(secret))


def read(token: str, secret: bytes, now: int) -> Principal | None:
    """Who a token speaks for at `now` (microseconds UTC); None where it is not ours or no longer holds."""
    try:
        claims = jwt.decode(token, _key(secret), algorithms=["HS256"]).claims
        if claims["iss"] != _ISSUER or not now // _SECOND < claims["exp"]:
            return None
        return Principal(
            role=claims["role"],
            key_id=claims["key"],
            party=claims["party"],
            services=frozenset(claims["services"]),
            sources=frozenset(claims["sources"]),
        )
    except (JoseError, ValueError, KeyError, TypeError):
        return None


def _key(secret: bytes) -> OctKey:
    return OctKey.import_key(derive(secret, "inner token"))
