"""A sorted list in chunks that never change: a stretch of it costs as much as its chunks, and stays as it was."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable
from typing import Generic, TypeVar

_Entry = TypeVar("_Entry")
_MOST = 256

Key = tuple[int | str, ...]
"""Keys of like form; one that is shorter lies before all that begin with it."""


class Chunks(Generic[_Entry]):
    """Entries in order of a key that no two share; a chunk has at most so many."""

    def __init__(self, key: Callable[[_Entry], Key], most: int = _MOST) -> None:
        self._key = key
        self._most = most
        self._chunks: list[tuple[_Entry, ...]] = []
        self._firsts: list[Key] = []

    def add(self, entry: _Entry) -> None:
        """Put an entry in its place."""
        place = max(0, bisect_right(self._firsts, self._key(entry)) - 1)
        chunk = list(self._chunks[place]) if self._chunks else []
        insort(chunk, entry, key=self._key)
        half = len(chunk) // 2
        self._replace(place, [chunk] if len(chunk) <= self._most else [chunk[:half], chunk[half:]])

    def remove(self, entry: _Entry) -> None:
        """Take an entry out that is there."""
        place = bisect_right(self._firsts, self._key(entry)) - 1
        key = self._key(entry)
        left = [one for one in self._chunks[place] if self._key(one) != key]
        self._replace(place, [left] if left else [])

    def _replace(self, place: int, chunks: list[list[_Entry]]) -> None:
        self._chunks[place : place + 1] = [tuple(chunk) for chunk in chunks]
        self._firsts[place : place + 1] = [self._key(chunk[0]) for chunk in chunks]

    def clear(self) -> None:
        """Take all out."""
        self._chunks.clear()
        self._firsts.clear()

    def between(self, start: Key, end: Key) -> list[tuple[_Entry, ...]]:
        """The entries with a key of [start, end), in order, in parts."""
        first = max(0, bisect_right(self._firsts, start) - 1)
        parts = self._chunks[first : bisect_left(self._firsts, end)]
        if parts:
            parts[-1] = parts[-1][: bisect_left(parts[-1], end, key=self._key)]
            parts[0] = parts[0][bisect_left(parts[0], start, key=self._key) :]
        return parts
