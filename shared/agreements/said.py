"""A clause in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: the field that it stands in, and what it says in English and German."""

    field: str
    en: str
    de: str
