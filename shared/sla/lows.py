"""Where a course of numbers first comes below a bound, however far ahead that lies.

Of every eight numbers the lowest is kept, of every eight of these again, and so on: whole groups in which nothing
is low enough are passed over at once. The course only gets longer, or is cut back and goes on otherwise.
"""

from __future__ import annotations

from collections.abc import Callable

_GROUP = 8


class Lows:
    """The lowest numbers of groups, of groups of groups and so on; `number` gives the one at a place, from 0."""

    def __init__(self, number: Callable[[int], int]) -> None:
        self._number = number
        self._levels: list[list[int]] = []

    def reach(self, count: int) -> None:
        """Take in what is new of so many numbers."""
        whole, level = count // _GROUP, 0
        while whole:
            if level == len(self._levels):
                self._levels.append([])
            lows = self._levels[level]
            for group in range(len(lows), whole):
                lows.append(self._lowest(level, group))
            whole, level = len(lows) // _GROUP, level + 1

    def _lowest(self, level: int, group: int) -> int:
        first, last = group * _GROUP, (group + 1) * _GROUP
        return min(self._levels[level - 1][first:last] if level else map(self._number, range(first, last)))

    def cut(self, count: int) -> None:
        """Let go all but the first so many numbers."""
        for lows in self._levels:
            count //= _GROUP
            del lows[count:]

    def first_below(self, bound: int, start: int, end: int) -> int | None:
        """The first place of [start, end) with a number below a bound; None where there is none."""
        place = start
        while place < end:
            passed = self._passed(bound, place)
            if not passed and self._number(place) < bound:
                return place
            place += passed or 1
        return None

    def _passed(self, bound: int, place: int) -> int:
        """How many numbers the largest group has that begins at a place and has none below a bound."""
        passed, size = 0, _GROUP
        for lows in self._levels:
            group, inside = divmod(place, size)
            if inside or group >= len(lows) or lows[group] < bound:
                break
            passed, size = size, size * _GROUP
        return passed
