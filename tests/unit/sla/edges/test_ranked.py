"""Numbers in order of size at their edges: full blocks, empty ones, and parts that are split."""

from fractions import Fraction

import pytest

from shared.sla.samples.ranked import Ranked


def in_order(ranked: Ranked, count: int) -> list[Fraction]:
    return [ranked.at(rank) for rank in range(1, count + 1)]


def numbers(*given: str) -> list[Fraction]:
    return [Fraction(one) for one in given]


def blocks(ranked: Ranked) -> list[int]:
    """How many numbers each block has."""
    return [len(block) for block in ranked._blocks]


def test_numbers_are_given_back_as_they_were_in_order_of_size():
    ranked = Ranked(numbers("1/2", "3", "-1/3", "2.5"))
    assert in_order(ranked, 4) == numbers("-1/3", "1/2", "2.5", "3")
    for more in numbers("1/7", "-4", "3", "9"):
        ranked.add(more)
    assert in_order(ranked, 8) == numbers("-4", "-1/3", "1/7", "1/2", "2.5", "3", "3", "9")


def test_the_first_number_can_be_any():
    ranked = Ranked()
    ranked.add(Fraction(1, 3))
    assert ranked.at(1) == Fraction(1, 3)
    ranked.add(Fraction(1, 4))
    assert in_order(ranked, 2) == numbers("1/4", "1/3")


def test_a_full_block_stays_whole_and_one_more_halves_it():
    ranked = Ranked(map(Fraction, range(0, 8, 2)), most=4)
    assert blocks(ranked) == [4]
    ranked.add(Fraction(3))
    assert (blocks(ranked), in_order(ranked, 5)) == ([2, 3], numbers("0", "2", "3", "4", "6"))
    ranked.add(Fraction(9))
    assert (blocks(ranked), in_order(ranked, 6)) == ([2, 4], numbers("0", "2", "3", "4", "6", "9"))
    ranked.add(Fraction(1))
    assert (blocks(ranked), in_order(ranked, 3)) == ([3, 4], numbers("0", "1", "2"))


def test_many_numbers_are_taken_in_full_blocks():
    ranked = Ranked(map(Fraction, range(10)), most=4)
    assert (blocks(ranked), in_order(ranked, 10)) == ([4, 4, 2], [Fraction(n) for n in range(10)])
    # the greatest of a block belongs to it, and what is greater than all to the last
    ranked.add(Fraction(7))
    assert (blocks(ranked), ranked.at(8), ranked.at(9)) == ([4, 2, 3, 2], 7, 7)
    ranked.add(Fraction(11))
    assert (blocks(ranked), ranked.at(12)) == ([4, 2, 3, 3], 11)


def test_one_that_is_taken_out_is_gone_once_and_an_empty_block_with_it():
    ranked = Ranked(numbers("1", "2", "2", "3", "4"), most=2)
    for gone in numbers("2", "4", "1"):
        ranked.remove(gone)
    assert (blocks(ranked), in_order(ranked, 2)) == ([2], numbers("2", "3"))
    ranked.remove(Fraction(2))
    ranked.remove(Fraction(3))
    assert blocks(ranked) == []
    ranked.add(Fraction(5))
    assert in_order(ranked, 1) == [5]


def test_parts_are_split_only_where_a_number_needs_smaller_ones():
    ranked = Ranked(numbers("1/4", "3"), most=2)
    for more in numbers("1/2", "1/6", "7/12"):
        ranked.add(more)
    assert in_order(ranked, 5) == numbers("1/6", "1/4", "1/2", "7/12", "3")
    ranked.remove(Fraction(1, 2))
    assert in_order(ranked, 4) == numbers("1/6", "1/4", "7/12", "3")
    assert ranked._whole == 12


@pytest.mark.parametrize("rank", [3, 9])
def test_there_is_no_number_beyond_the_last(rank):
    with pytest.raises(IndexError, match=f"^{rank}$"):
        Ranked(numbers("1", "2"), most=1).at(rank)
