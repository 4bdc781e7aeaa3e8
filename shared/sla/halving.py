"""Where something that can be bounded over a stretch of time turns: where the bounds decide, nothing in between is
looked at; what they leave open is halved, down to stretches that are searched one by one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from shared.sla.spans import MICROSECOND


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
