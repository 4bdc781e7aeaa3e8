"""Numbers in order of size, in parts of bounded length: one more, or one less, costs the same among a hundred or a
hundred thousand. They are held as whole numbers of the smallest part that any of them has, which compare sooner.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from fractions import Fraction
from math import lcm

_MOST = 4_096


class Ranked:
    """Numbers that can be told by their place in order of size."""

    def __init__(self, values: Iterable[Fraction] = (), most: int = _MOST) -> None:
        given = list(values)
        self._most = most
        self._whole = lcm(*{value.denominator for value in given})
        """How many of the smallest parts are 1; every number so far is a whole number of them."""
        ordered = sorted([self._in_parts(value) for value in given])
        self._blocks = [ordered[start : start + most] for start in range(0, len(ordered), most)]
        self._lasts = [block[-1] for block in self._blocks]
        """The greatest of each block."""

    def add(self, value: Fraction) -> None:
        """Take a number."""
        if self._whole % value.denominator:
            self._split(lcm(self._whole, value.denominator) // self._whole)
        number = self._in_parts(value)
        if not self._blocks:
            self._blocks, self._lasts = [[number]], [number]
            return
        place = min(bisect_left(self._lasts, number), len(self._blocks) - 1)
        block = self._blocks[place]
        insort(block, number)
        half = len(block) // 2
        self._replace(place, [block] if len(block) <= self._most else [block[:half], block[half:]])

    def remove(self, value: Fraction) -> None:
        """Take out a number that is there, once."""
        number = self._in_parts(value)
        place = bisect_left(self._lasts, number)
        block = self._blocks[place]
        del block[bisect_left(block, number)]
        self._replace(place, [block] if block else [])

    def _in_parts(self, value: Fraction) -> int:
        return value.numerator * (self._whole // value.denominator)

    def _split(self, by: int) -> None:
        """Let each part be so many smaller ones."""
        self._whole *= by
        self._blocks = [[number * by for number in block] for block in self._blocks]
        self._lasts = [number * by for number in self._lasts]

    def _replace(self, place: int, blocks: list[list[int]]) -> None:
        self._blocks[place : place + 1] = blocks
        self._lasts[place : place + 1] = [block[-1] for block in blocks]

    def at(self, rank: int) -> Fraction:
        """The number at a place in order of size, counted from 1; IndexError where there are fewer."""
        left = rank - 1
        for block in self._blocks:
            if left < len(block):
                return Fraction(block[left], self._whole)
            left -= len(block)
        raise IndexError(rank)
