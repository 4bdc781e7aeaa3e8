"""The keys that hold now. Turns an `Authorization` header into a Principal, or into a refusal that says what to do.

A refusal is the same for a key that never was, one taken back and a wrong secret, and takes as long.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from shared.contracts.directory import KeyEntry
from shared.security import keys, tokens
from shared.security.principal import Principal

_NO_KEY = KeyEntry(id="", digest=keys.digest(""), role="source")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nobody stands behind a request, and what would be right."""

    status: int
    sentence: str


MISSING = Refusal(401, "A key is needed here: send the header `Authorization: Bearer eye_…`.")
MALFORMED = Refusal(401, "The Authorization header is not `Bearer` and a key as it was handed out (eye_…).")
UNKNOWN = Refusal(401, "This key is unknown here, or was taken back. Ask the operator for a valid one.")


class Keyring:
    """Keys by id, as the directory says; with a master secret also inner tokens."""

    def __init__(self, secret: bytes | None = None, clock: Callable[[], int] | None = None) -> None:
        """`clock` gives microseconds UTC; the machine's own where absent."""
        self._keys: dict[str, KeyEntry] = {}
        self._secret = secret
        self._clock = clock or (lambda: time.time_ns() // 1_000)

    def put(self, entry: KeyEntry) -> None:
        """This key holds from now on, with these rights."""
        self._keys[entry.id] = entry

    def drop(self, id_: str) -> None:
        """This key holds no longer."""
        self._keys.pop(id_, None)

    def who(self, authorization: str | None) -> Principal | Refusal:
        """Who the header `Authorization` stands for."""
        if authorization is None or not authorization.strip():
            return MISSING
        scheme, _, text = authorization.strip().partition(" ")
        text = text.strip()
        if scheme.lower() != "bearer" or not text:
            return MALFORMED
        if self._secret is not None and text.count(".") == 2:
            return tokens.read(text, self._secret, self._clock()) or UNKNOWN
        return self._by_key(text)

    def _by_key(self, text: str) -> Principal | Refusal:
        name = keys.read_name(text)
        if name is None:
            return MALFORMED
        entry = self._keys.get(name.id, _NO_KEY)
        if not keys.same_digest(keys.digest(text), entry.digest) or entry.role != name.role:
            return UNKNOWN
        return Principal(
            role=entry.role,
            key_id=entry.id,
            party=entry.party,
            services=frozenset(entry.services),
            sources=frozenset(entry.sources),
        )
