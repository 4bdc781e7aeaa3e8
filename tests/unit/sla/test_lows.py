"""The first number of a course below a bound, held against a look at each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.sla.lows import Lows

NUMBERS = st.lists(st.integers(0, 9), max_size=80)


def first_below(numbers: list[int], bound: int, start: int, end: int) -> int | None:
    return next((place for place in range(start, end) if numbers[place] < bound), None)


@given(NUMBERS, st.lists(st.tuples(st.integers(0, 600), NUMBERS), max_size=4), st.data())
def test_the_first_below_is_found_while_the_course_gets_longer_and_is_cut_back(
    numbers: list[int], changes: list[tuple[int, list[int]]], data: st.DataObject
) -> None:
    numbers = numbers * 9
    lows = Lows(lambda place: numbers[place])
    for kept, more in [(len(numbers), []), *changes]:
        lows.cut(kept)
        del numbers[kept:]
        numbers.extend(more)
        lows.reach(len(numbers))
        start = data.draw(st.integers(0, len(numbers)))
        end = data.draw(st.integers(start, len(numbers)))
        bound = data.draw(st.integers(0, 10))
        assert lows.first_below(bound, start, end) == first_below(numbers, bound, start, end)


@pytest.mark.parametrize("place", [0, 1, 7, 8, 9, 63, 64, 511, 512, 513, 599])
def test_a_single_low_number_is_found_wherever_it_stands(place: int) -> None:
    numbers = [5] * 600
    numbers[place] = 4
    lows = Lows(lambda at: numbers[at])
    lows.reach(len(numbers))
    assert lows.first_below(5, 0, 600) == place
    assert lows.first_below(4, 0, 600) is None
    assert lows.first_below(5, place + 1, 600) is None
    assert lows.first_below(5, 0, place) is None


def test_what_lies_far_ahead_costs_few_looks() -> None:
    looked: list[int] = []

    def number(place: int) -> int:
        looked.append(place)
        return 5 if place < 99_999 else 4

    lows = Lows(number)
    lows.reach(100_000)
    looked.clear()
    assert lows.first_below(5, 3, 100_000) == 99_999
    assert len(looked) < 20
