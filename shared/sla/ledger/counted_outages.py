"""The outages of a figure as a list that costs nothing until it is read: a year may have fifty thousand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import overload

from shared.sla.figures import Outage
from shared.sla.ledger.pieces import CountedRun

Block = tuple[CountedRun, ...]


class OutageList(Sequence[Outage]):
    """Outages in order: those of a head, of the blocks between two places, and of a tail.

    The blocks are shared with other figures; what stands in them at these places never changes.
    """

    __slots__ = ("_blocks", "_first", "_head", "_last", "_tail")

    def __init__(
        self,
        head: Block,
        blocks: Sequence[Block] = (),
        between: tuple[int, int] = (0, 0),
        tail: Block = (),
    ) -> None:
        self._head, self._blocks, self._tail = head, blocks, tail
        self._first, self._last = between

    @property
    def _parts(self) -> list[Block]:
        return [self._head, *self._blocks[self._first : self._last], self._tail]

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __iter__(self) -> Iterator[Outage]:
        return map(_shown, chain.from_iterable(self._parts))

    @overload
    def __getitem__(self, index: int) -> Outage: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Outage]: ...
    def __getitem__(self, index: int | slice) -> Outage | Sequence[Outage]:
        if isinstance(index, slice):
            return tuple(self)[index]
        place = index if index >= 0 else len(self) + index
        for part in self._parts:
            if 0 <= place < len(part):
                return _shown(part[place])
            place -= len(part)
        raise IndexError(index)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


def _shown(one: CountedRun) -> Outage:
    """An outage as figures show it: whole, `end` None while it lasts."""
    run = one.run
    return Outage(run.start, None if run.lasting else run.end, one.length, run.cause, run.conditions)
