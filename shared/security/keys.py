"""Keys of people and tools: `eye_<role letter>_<id>_<secret>`, kept as a hash.

The secret is 32 random bytes, so a plain SHA-256 is enough: there is nothing to guess. The id is
no secret; it names the key in lists and logs.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from shared.contracts.directory import Role

_LETTERS: dict[str, Role] = {"o": "operator", "s": "source", "p": "party"}
_FORM = re.compile(r"eye_([osp])_([0-9a-z]{12})_[A-Za-z0-9_-]{43}", re.ASCII)
_ID_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class MintedKey:
    """A new key. `text` is shown once and never kept; `digest` is SHA-256 of it, in hex."""

    text: str
    id: str
    digest: str


@dataclass(frozen=True, slots=True)
class KeyName:
    """What a key's text says of itself; nothing of it is proven."""

    id: str
    role: Role


def mint(role: Role) -> MintedKey:
    """A new random key of this role."""
    letter = next(letter for letter, named in _LETTERS.items() if named == role)
    id_ = "".join(secrets.choice(_ID_ALPHABET) for _ in range(12))
    text = f"eye_{letter}_{id_}_{secrets.token_urlsafe(32)}"
    return MintedKey(text, id_, digest(text))


def read_name(text: str) -> KeyName | None:
    """The id and role in a key's text; None where the text has not the form of a key."""
    match = _FORM.fullmatch(text)
    return None if match is None else KeyName(match[2], _LETTERS[match[1]])


def digest(text: str) -> str:
    """SHA-256 of the whole text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def same_digest(one: str, other: str) -> bool:
    """Compare in a time that tells nothing of where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
