"""The clocks that a figure shows, as a list that is put in order when it is read: a year may have twenty thousand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

from shared.sla.figures import ClockFigure
from shared.sla.incidents.settled import Entry


class ClockList(Sequence[ClockFigure]):
    """Clocks by incident, start and number, from entries that never change and some that are told as they are now."""

    def __init__(
        self, settled: Sequence[tuple[Entry, ...]], others: Sequence[tuple[int, ClockFigure]]
    ) -> None:
        """`others` with numbers, which put those of one incident in the order in which it had them."""
        self._settled = settled
        self._others = others

    @cached_property
    def _sorted(self) -> tuple[ClockFigure, ...]:
        found = [(number, one.figure) for part in self._settled for *_, number, one in part]
        found += self._others
        found.sort(key=lambda one: (one[1].incident, one[1].started_at, one[0]))
        return tuple(figure for _, figure in found)

    def __len__(self) -> int:
        return sum(map(len, self._settled)) + len(self._others)

    def __iter__(self) -> Iterator[ClockFigure]:
        return iter(self._sorted)

    @overload
    def __getitem__(self, index: int) -> ClockFigure: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[ClockFigure]: ...
    def __getitem__(self, index: int | slice) -> ClockFigure | Sequence[ClockFigure]:
        return self._sorted[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return self._sorted == tuple(other)

    def __hash__(self) -> int:
        return hash(self._sorted)

    def __repr__(self) -> str:
        return repr(self._sorted)
