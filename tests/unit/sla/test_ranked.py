"""Numbers in order of size, in parts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.sla.samples.ranked import Ranked

NUMBERS = st.lists(st.fractions(-3, 3, max_denominator=3), max_size=40)


def in_order(ranked: Ranked, count: int) -> list[Fraction]:
    return [ranked.at(rank) for rank in range(1, count + 1)]


@given(NUMBERS, NUMBERS, st.data())
def test_what_is_added_and_removed_stands_in_order_of_size(
    first: list[Fraction], more: list[Fraction], data: st.DataObject
) -> None:
    ranked, held = Ranked(first, most=3), list(first)
    for number in more:
        ranked.add(number)
        held.append(number)
        gone = data.draw(st.sampled_from(held))
        if data.draw(st.booleans()):
            ranked.remove(gone)
            held.remove(gone)
    assert in_order(ranked, len(held)) == sorted(held)


def test_there_is_no_number_beyond_the_last() -> None:
    with pytest.raises(IndexError):
        Ranked([Fraction(1)]).at(2)
