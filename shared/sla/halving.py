"""Where something that can be bounded over a stretch of time turns: where the bounds decide, nothing in between is
looked at; what they leave open is halved, down to stretches that are searched one by one. What was found of time that
is settled is kept.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final, Protocol

from shared.sla.spans import MICROSECOND

_KEPT: Final = 64
"""More questions than one objective has of the periods that are looked at again."""


class Halving(ABC):
    """A question that is true or false at each instant, with bounds."""

    __slots__ = ()

    def first(self, start: int, end: int, *, above: bool) -> int | None:
        """The first instant of [start, end] at which it is above, or is not."""
        if start > end:
            return None
        sure = self._sure(start, end)
        if sure is not None:
            return start if sure is above else None
        middle = self._middle(start, end)
        if middle is None:
            return self._first_in(start, end, above=above)
        found = self.first(start, middle - MICROSECOND, above=above)
        return self.first(middle, end, above=above) if found is None else found

    def last(self, start: int, end: int, *, above: bool) -> int | None:
        """The last instant of [start, end] at which it is above, or is not."""
        if start > end:
            return None
        sure = self._sure(start, end)
        if sure is not None:
            return end if sure is above else None
        middle = self._middle(start, end)
        if middle is None:
            return self._last_in(start, end, above=above)
        found = self.last(middle, end, above=above)
        return self.last(start, middle - MICROSECOND, above=above) if found is None else found

    @abstractmethod
    def _sure(self, start: int, end: int) -> bool | None:
        """Whether it is above all through [start, end], or nowhere; None where the bounds do not tell."""

    @abstractmethod
    def _middle(self, start: int, end: int) -> int | None:
        """Where the second half of [start, end] begins; None where it is short enough to be searched."""

    @abstractmethod
    def _first_in(self, start: int, end: int, *, above: bool) -> int | None:
        """As `first`, of a short stretch."""

    @abstractmethod
    def _last_in(self, start: int, end: int, *, above: bool) -> int | None:
        """As `last`, of a short stretch."""


class Search(Protocol):
    """What is searched for a last instant."""

    def last(self, start: int, end: int, *, above: bool) -> int | None:
        """The last instant of [start, end] at which it is above, or is not."""
        ...


@dataclass(frozen=True, slots=True)
class _Searched:
    """The last instant of [start, until] that was searched for; None where there is none."""

    start: int
    until: int
    last: int | None


class Searches:
    """What was found, kept for as long as nothing before it changes: it is not searched again."""

    def __init__(self) -> None:
        self._known: dict[Hashable, _Searched] = {}

    def last(
        self, key: Hashable, search: Search, start: int, settled: int, end: int, *, above: bool
    ) -> int | None:
        """The `last` of a search, known by a key, of [start, end]; up to `settled`, not after `end`, it is kept."""
        known = self._known.get((key, above))
        if known is None or not known.start <= start <= known.until <= settled:
            known = _Searched(start, settled, search.last(start, settled, above=above))
        elif known.until < settled:
            found = search.last(known.until + MICROSECOND, settled, above=above)
            known = _Searched(known.start, settled, known.last if found is None else found)
        self._keep((key, above), known)
        recent = search.last(settled + MICROSECOND, end, above=above)
        if recent is not None:
            return recent
        return known.last if known.last is not None and known.last >= start else None

    def _keep(self, key: Hashable, known: _Searched) -> None:
        self._known.pop(key, None)
        if len(self._known) >= _KEPT:
            self._known.pop(next(iter(self._known)))
        self._known[key] = known  # the last one used is the last to go

    def cut(self, instant: int) -> None:
        """Let go what was found of the time after an instant."""
        for key, one in list(self._known.items()):
            if one.until <= instant:
                continue
            if one.start <= instant and (one.last is None or one.last <= instant):
                self._known[key] = _Searched(one.start, instant, one.last)
            else:
                del self._known[key]
