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


RISES = [(2, 6, 2), (2, 6, 1), (4, 8, 3), (5, 9, -1), (10, 14, 2), (12, 14, 1)]
STEPS = [(3, -7), (7, 1), (7, 3)]
ENDS = 17


def line() -> Line:
    """It rises and steps as told, and by what has no time or no slope not at all."""
    made = Line()
    for start, end, by in [*RISES, (5, 5, 9), (6, 5, 9), (1, 9, 0), (11, 11, 9)]:
        made.rise(start, end, by)
    for at, by in STEPS:
        made.step(at, by)
    return made


def value_at(instant: int, start: int = 0) -> int:
    """Its value, from nothing just before `start`."""
    risen = sum(by * max(0, min(instant, end) - max(start, since)) for since, end, by in RISES)
    return risen + sum(by for at, by in STEPS if start <= at <= instant)


@pytest.mark.parametrize(
    ("start", "end"), [(0, 16), (3, 7), (4, 8), (5, 5), (6, 9), (7, 7), (2, 3), (11, 13), (12, 16)]
)
def test_strokes_follow_the_line_from_an_instant_to_another_both_included(start, end):
    found = {at: value for stroke in line().strokes(0, start, end) for at, value in values(stroke).items()}
    assert found == {at: value_at(at, start) for at in range(start, end + 1)}


def test_a_line_names_the_instants_at_which_it_turns_and_takes_more_where_it_is_marked():
    made = line()
    assert made.instants() == [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14]
    made.mark(15)
    assert made.instants()[-1] == 15
    assert [stroke.start for stroke in made.strokes(0, 8, 16)] == [8, 9, 10, 12, 14, 15]


@pytest.mark.parametrize("below", [0, 1, 3, 8, 20, 99])
def test_the_first_instant_above_nothing_may_lie_in_any_stroke(below):
    found = next((at for at in range(ENDS) if value_at(at) > below), None)
    assert first_above(line().strokes(-below, 0, ENDS - 1)) == found
