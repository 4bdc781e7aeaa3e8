"""Lines and their strokes, each instant looked at: an exhaustive table of small numbers."""

from itertools import product

import pytest

from shared.sla.lines import Line, Stroke, first_above

SMALL = [
    Stroke(3, 3 + length, value, slope)
    for length, value, slope in product(range(1, 6), range(-5, 6), range(-4, 5))
]


def values(stroke: Stroke) -> dict[int, int]:
    return {at: stroke.value + stroke.slope * (at - stroke.start) for at in range(stroke.start, stroke.end)}


@pytest.mark.parametrize(
    ("question", "wanted", "end"),
    [
        (Stroke.first_above, lambda value: value > 0, 0),
        (Stroke.first_not_above, lambda value: value <= 0, 0),
        (Stroke.last_above, lambda value: value > 0, -1),
        (Stroke.last_not_above, lambda value: value <= 0, -1),
    ],
)
def test_a_stroke_names_the_first_and_the_last_instant_on_each_side_of_nothing(question, wanted, end):
    for stroke in SMALL:
        found = [at for at, value in values(stroke).items() if wanted(value)]
        assert question(stroke) == (found[end] if found else None), stroke


def line() -> Line:
    """Up by 2 in [2, 6), by 3 in [4, 8), down by 1 in [5, 9), a step of -7 at 3 and of 4 at 7."""
    made = Line()
    made.rise(2, 6, 2)
    made.rise(4, 8, 3)
    made.rise(5, 9, -1)
    made.step(3, -7)
    made.step(7, 1)
    made.step(7, 3)
    made.rise(5, 5, 9)
    made.rise(6, 5, 9)
    made.rise(1, 9, 0)
    return made


def value_at(instant: int, start: int) -> int:
    """Its value, from nothing just before `start`."""
    slopes = [(2, 6, 2), (4, 8, 3), (5, 9, -1)]
    steps = [(3, -7), (7, 4)]
    risen = sum(by * max(0, min(instant, end) - max(start, since)) for since, end, by in slopes)
    return risen + sum(by for at, by in steps if start <= at <= instant)


@pytest.mark.parametrize(("start", "end"), [(0, 12), (3, 7), (4, 8), (5, 5), (6, 9), (7, 7), (2, 3)])
def test_strokes_follow_the_line_from_an_instant_to_another_both_included(start, end):
    found = {at: value for stroke in line().strokes(0, start, end) for at, value in values(stroke).items()}
    assert found == {at: value_at(at, start) for at in range(start, end + 1)}


def test_a_line_names_the_instants_at_which_it_turns_and_takes_more_where_it_is_marked():
    made = line()
    assert made.instants() == [2, 3, 4, 5, 6, 7, 8, 9]
    made.mark(10)
    assert made.instants()[-1] == 10
    assert [stroke.start for stroke in made.strokes(0, 8, 12)] == [8, 9, 10]


def test_the_first_instant_above_nothing_may_lie_in_any_stroke():
    assert first_above(line().strokes(0, 0, 12)) == 5  # nothing, 2 less 7, -3, 2
    assert first_above(line().strokes(-3, 0, 12)) == next(at for at in range(13) if value_at(at, 0) > 3)
    assert first_above(line().strokes(-99, 0, 12)) is None
