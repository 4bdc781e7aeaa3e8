"""The master secret (setting EYELEVEL_SECRET): nothing uses it but to derive from it, each use with a name."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_SHORTEST = 32


def read_master(text: str) -> bytes:
    """The secret of a setting; ValueError says what would be right, and never shows what was given."""
    if len(text) < _SHORTEST:
        raise ValueError(
            f"EYELEVEL_SECRET has {len(text)} characters; give at least {_SHORTEST} random ones, "
            "for example from `openssl rand -base64 48`"
        )
    return text.encode()


def master_in_file(path: Path) -> str:
    """The secret kept in a file that its owner alone may read; made at random the first time."""
    if not path.exists():
        _put_whole(path, secrets.token_urlsafe(48) + "\n")
    return path.read_text(encoding="utf-8").strip()


def _put_whole(path: Path, text: str) -> None:
    """Never half of it, even when killed in between; of two who come at once the first one's stays."""
    descriptor, written = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}-")  # 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        with contextlib.suppress(FileExistsError):
            os.link(written, path)
    finally:
        Path(written).unlink()


def derive(master: bytes, *purpose: str) -> bytes:
    """32 bytes for one purpose, by HKDF-SHA256 (RFC 5869); no two purposes share theirs."""
    info = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in ("eyelevel", *purpose))
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(master)
