"""How measured times and ratios are written."""

from fractions import Fraction
from functools import partial

import pytest

from tests.benchmarks.tables import Table, count, duration, ratio
from tests.benchmarks.timing import Times, interleaved


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (0, "0.00 ns"),
        (999, "999 ns"),
        (1_000, "1.00 µs"),
        (12_345, "12.3 µs"),
        (1_234_567, "1.23 ms"),
        (2_000_000_000, "2.00 s"),
        (1_234_000_000_000, "1,234 s"),
    ],
)
def test_a_duration_has_three_digits_and_a_unit(nanoseconds: int, text: str) -> None:
    assert duration(nanoseconds) == text


def test_a_ratio_is_told_with_its_spread() -> None:
    assert ratio((Fraction(5, 4), Fraction(1), Fraction(31, 2))) == "1.25 (1.00 to 15.5)"


def test_ratios_are_those_of_one_round() -> None:
    assert Times((10, 40, 90)).beside(Times((10, 20, 30))) == (Fraction(2), Fraction(1), Fraction(3))


def test_the_median_of_an_even_number_of_rounds_is_the_lower_of_two() -> None:
    assert Times((4, 1, 3, 2)).median == 2


def test_in_each_round_every_way_runs_once_and_the_turn_goes_back_and_forth() -> None:
    ran: list[str] = []
    found = interleaved({name: partial(partial, ran.append, name) for name in "abc"}, 2)
    assert "".join(ran) == "abccba"
    assert [len(times.took) for times in found.values()] == [2, 2, 2]


def test_a_table_is_aligned() -> None:
    table = Table("Title", ("name", "count"), [("a", count(1_000)), ("long", "1")], ("A note.",))
    assert table.text() == "Title\n\nname  count\n----  -----\na     1,000\nlong      1\n\nA note.\n"
