"""Lists of spans at their edges: what touches, what is empty, and lists of more than two."""

from itertools import pairwise

from shared.sla.spans import Span, intersect, length, subtract, union, within


def spans(*bounds: int) -> tuple[Span, ...]:
    """Spans from their starts and ends: 0, 2, 4, 6 are [0, 2) and [4, 6)."""
    return tuple(Span(start, end) for start, end in list(pairwise(bounds))[::2])


FOUR = spans(0, 2, 4, 6, 8, 10, 12, 14)


def test_union_takes_what_touches_together_and_leaves_what_does_not():
    assert union(spans(0, 2, 2, 4)) == spans(0, 4)
    assert union(spans(0, 2, 3, 4)) == spans(0, 2, 3, 4)
    assert union([*spans(0, 9), *spans(2, 4), *spans(5, 5)]) == spans(0, 9)


def test_intersect_goes_through_lists_of_any_length():
    assert intersect(FOUR, spans(1, 5, 9, 20)) == spans(1, 2, 4, 5, 9, 10, 12, 14)
    assert intersect(spans(1, 5, 9, 20), FOUR) == spans(1, 2, 4, 5, 9, 10, 12, 14)
    assert intersect(spans(0, 20), FOUR) == FOUR
    assert intersect(FOUR, spans(0, 20)) == FOUR
    assert intersect(FOUR, FOUR) == FOUR


def test_what_only_touches_does_not_meet():
    assert intersect(spans(0, 2), spans(2, 4)) == ()
    assert within(FOUR, Span(2, 4)) == ()
    assert within(FOUR, Span(5, 13)) == spans(5, 6, 8, 10, 12, 13)


def test_subtract_goes_through_lists_of_any_length_and_leaves_nothing_empty():
    assert subtract(spans(0, 20), FOUR) == spans(2, 4, 6, 8, 10, 12, 14, 20)
    assert subtract(FOUR, spans(1, 5, 9, 13)) == spans(0, 1, 5, 6, 8, 9, 13, 14)
    assert subtract(spans(0, 10), spans(0, 5)) == spans(5, 10)
    assert subtract(spans(0, 10), spans(5, 10)) == spans(0, 5)
    assert subtract(FOUR, FOUR) == ()
    assert subtract(spans(10, 14), spans(0, 1, 2, 3, 4, 5, 11, 12)) == spans(10, 11, 12, 14)
    assert subtract(spans(0, 5), spans(5, 6)) == spans(0, 5)


def test_the_length_of_a_span_that_ends_before_it_starts_is_nothing():
    assert Span(5, 3).length == 0
    assert length(FOUR) == 8
