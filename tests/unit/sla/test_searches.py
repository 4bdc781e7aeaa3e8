"""What was found of settled time is kept for as long as it holds, held against a look at each instant."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.sla.halving import Halving, Searches

LENGTH = 24


class Course(Halving):
    """Whether it is above, at each instant; halved down to one."""

    def __init__(self, above: list[bool]) -> None:
        self.above = above

    def _sure(self, start: int, end: int) -> bool | None:
        found = set(self.above[start : end + 1])
        return found.pop() if len(found) == 1 else None

    def _middle(self, start: int, end: int) -> int | None:
        return (start + end + 1) // 2 if start < end else None

    def _first_in(self, start: int, end: int, *, above: bool) -> int | None:
        raise AssertionError("one instant is sure")

    def _last_in(self, start: int, end: int, *, above: bool) -> int | None:
        raise AssertionError("one instant is sure")


COURSES = st.lists(st.booleans(), min_size=LENGTH, max_size=LENGTH)
INSTANTS = st.integers(0, LENGTH - 1)


@given(COURSES, st.lists(st.tuples(INSTANTS, COURSES, INSTANTS, INSTANTS, INSTANTS), max_size=8))
def test_what_is_found_is_what_holds_after_every_cut(
    above: list[bool], steps: list[tuple[int, list[bool], int, int, int]]
) -> None:
    searches = Searches()
    for instant, other, *asked in steps:
        above = [*above[: instant + 1], *other[instant + 1 :]]
        searches.cut(instant)
        start, settled, end = sorted(asked)
        for wanted in (True, False):
            last = next((at for at in range(end, start - 1, -1) if above[at] is wanted), None)
            found = searches.last("key", Course(above), start, settled, end, above=wanted)
            assert found == last
