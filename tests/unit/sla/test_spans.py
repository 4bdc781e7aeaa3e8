"""Lists of spans are what sets of instants are: held to plain sets; lines are inverted to the microsecond."""

from hypothesis import given
from hypothesis import strategies as st

from shared.sla.lines import Line, first_above
from shared.sla.spans import Span, intersect, length, subtract, union, within

lists = st.lists(st.builds(Span, st.integers(0, 30), st.integers(0, 30)), max_size=6).map(union)


def instants(spans) -> set[int]:
    return {instant for span in spans for instant in range(span.start, span.end)}


@given(lists, lists)
def test_intersect_subtract_and_union_are_those_of_sets(one, other):
    assert instants(intersect(one, other)) == instants(one) & instants(other)
    assert instants(subtract(one, other)) == instants(one) - instants(other)
    assert instants(union([*one, *other])) == instants(one) | instants(other)
    assert length(one) == len(instants(one))


@given(lists, st.integers(0, 30), st.integers(0, 30))
def test_within_cuts_to_a_window(spans, start, end):
    found = within(spans, Span(start, end))
    assert instants(found) == instants(spans) & set(range(start, end))
    assert all(found), "a list has no empty members"


def test_nothing_is_within_a_window_without_time():
    assert within((Span(0, 10),), Span(5, 5)) == within((Span(0, 10),), Span(7, 3)) == ()


def test_spans_that_touch_become_one_and_empty_ones_vanish():
    assert union([Span(3, 5), Span(1, 3), Span(7, 7), Span(9, 8)]) == (Span(1, 5),)


rises = st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(-3, 3))
steps = st.tuples(st.integers(0, 20), st.integers(-5, 5))


@given(st.lists(rises, max_size=5), st.lists(steps, max_size=3), st.integers(-9, 9))
def test_a_line_is_inverted_to_the_first_and_last_microsecond(rising, stepping, value):
    line = Line()
    for start, end, slope in rising:
        line.rise(start, end, slope)
    for instant, by in stepping:
        line.step(instant, by)
    at = []
    for instant in range(21):
        up = sum(slope * max(0, min(end, instant) - start) for start, end, slope in rising if end > start)
        at.append(value + up + sum(by for when, by in stepping if when <= instant))
    strokes = list(line.strokes(value, 0, 20))
    above = [instant for instant in range(21) if at[instant] > 0]
    assert first_above(iter(strokes)) == (above[0] if above else None)
    lasts = [last for stroke in strokes if (last := stroke.last_above()) is not None]
    assert (lasts[-1] if lasts else None) == (above[-1] if above else None)
    below = [instant for instant in range(21) if at[instant] <= 0]
    firsts = [first for stroke in strokes if (first := stroke.first_not_above()) is not None]
    assert (firsts[0] if firsts else None) == (below[0] if below else None)
    lasts = [last for stroke in strokes if (last := stroke.last_not_above()) is not None]
    assert (lasts[-1] if lasts else None) == (below[-1] if below else None)
