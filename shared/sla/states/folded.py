"""What a fold leaves behind, as plain data: a later fold goes on from it and needs none of the facts before.

Everything that a question or a later fact can ask for is in it: the changes noted, the outages dated back, and
where each source stands. Instants are microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.sla.states.readings import Reading
from shared.sla.states.stretches import Teller


@dataclass(frozen=True, slots=True)
class Overlay:
    """[start, end) in which a source was down after all, as its fact at `end` says."""

    start: int
    end: int
    source: str
    teller: str
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFolded:
    """Where one source stands; the fields are those of `conditions.SourceState`."""

    name: str
    open: tuple[tuple[str | None, Reading], ...]
    reading: Reading
    last_word: int | None
    last_up: int
    stale: bool
    down_since: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A fold after its last fact. `first` and `last` are the instants of its facts, None where there were none."""

    first: int | None
    last: int | None
    spoken: bool
    times: tuple[int, ...]
    readings: tuple[Reading, ...]
    tellers: tuple[Teller, ...]
    overlays: tuple[Overlay, ...]
    sources: tuple[SourceFolded, ...]
