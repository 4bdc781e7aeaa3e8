"""Numbers in order of size, in parts of bounded length: one more, or one less, costs the same among a hundred or a
hundred thousand."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from fractions import Fraction

_MOST = 4_096


class Ranked:
    """Numbers that can be told by their place in order of size."""

    def __init__(self, values: Iterable[Fraction] = (), most: int = _MOST) -> None:
        self._most = most
        ordered = sorted(values)
        self._parts = [ordered[start : start + most] for start in range(0, len(ordered), most)]
        self._lasts = [part[-1] for part in self._parts]
        """The greatest of each part."""

    def add(self, value: Fraction) -> None:
        """Take a number."""
        if not self._parts:
            self._parts, self._lasts = [[value]], [value]
            return
        place = min(bisect_left(self._lasts, value), len(self._parts) - 1)
        part = self._parts[place]
        insort(part, value)
        half = len(part) // 2
        self._replace(place, [part] if len(part) <= self._most else [part[:half], part[half:]])

    def remove(self, value: Fraction) -> None:
        """Take out a number that is there, once."""
        place = bisect_left(self._lasts, value)
        part = self._parts[place]
        del part[bisect_left(part, value)]
        self._replace(place, [part] if part else [])

    def _replace(self, place: int, parts: list[list[Fraction]]) -> None:
        self._parts[place : place + 1] = parts
        self._lasts[place : place + 1] = [part[-1] for part in parts]

    def at(self, rank: int) -> Fraction:
        """The number at a place in order of size, counted from 1; IndexError where there are fewer."""
        left = rank - 1
        for part in self._parts:
            if left < len(part):
                return part[left]
            left -= len(part)
        raise IndexError(rank)
