"""A search that halves what its bounds leave open, and what is kept of it, held against a look at each instant."""

from random import Random

import pytest

from shared.sla.halving import Halving, Searches


class Course(Halving):
    """Something that is above at some instants. The bounds tell of what is alike all through; four are searched."""

    def __init__(self, above: list[bool]) -> None:
        self.above = above
        self.looked_at: list[tuple[int, int]] = []
        """The short stretches that were searched."""
        self.asked: list[tuple[int, int]] = []
        """The stretches whose bounds were asked for."""

    def _sure(self, start: int, end: int) -> bool | None:
        self.asked.append((start, end))
        inside = set(self.above[start : end + 1])
        return inside.pop() if len(inside) == 1 else None

    def _middle(self, start: int, end: int) -> int | None:
        return (start + end) // 2 + 1 if end - start >= 4 else None

    def _first_in(self, start: int, end: int, *, above: bool) -> int | None:
        self.looked_at.append((start, end))
        return next((at for at in range(start, end + 1) if self.above[at] is above), None)

    def _last_in(self, start: int, end: int, *, above: bool) -> int | None:
        self.looked_at.append((start, end))
        return next((at for at in range(end, start - 1, -1) if self.above[at] is above), None)


def told(seed: int, length: int = 40) -> list[bool]:
    rnd = Random(seed)
    found: list[bool] = []
    while len(found) < length:
        found += [rnd.random() < 0.5] * rnd.choice([1, 2, 9])
    return found[:length]


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_the_first_and_the_last_instant_of_any_stretch_are_found(seed, above):
    course = Course(told(seed))
    for start in range(40):
        for end in range(start - 1, 40):
            found = [at for at in range(start, end + 1) if course.above[at] is above]
            assert course.first(start, end, above=above) == (found[0] if found else None)
            assert course.last(start, end, above=above) == (found[-1] if found else None)


def test_what_the_bounds_decide_is_not_searched_and_a_long_stretch_is_halved():
    # of 0 to 15 it is above from 6 to 8
    course = Course([6 <= at <= 8 for at in range(16)])
    assert course.first(0, 5, above=True) is None
    assert (course.first(6, 8, above=True), course.last(6, 8, above=True)) == (6, 8)
    assert course.looked_at == []
    assert course.first(0, 15, above=True) == 6
    # 0 to 7, of which 0 to 3 is below all through
    assert course.looked_at == [(4, 7)]
    assert course.last(0, 15, above=True) == 8
    assert course.looked_at == [(4, 7), (8, 11)]


# what is kept


def last(course: Course, start: int, settled: int, end: int, *, above: bool = True) -> int | None:
    return Searches().last("k", course, start, settled, end, above=above)


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_asked_in_any_order_the_last_instant_is_that_of_a_look_at_each(seed, above):
    rnd, course, kept = Random(seed), Course(told(seed)), Searches()
    for _ in range(300):
        start, settled, end = sorted(rnd.choice(range(40)) for _ in range(3))
        settled = min(settled, end)
        found = [at for at in range(start, end + 1) if course.above[at] is above]
        assert kept.last("k", course, start, settled, end, above=above) == (found[-1] if found else None)
        if rnd.random() < 0.2:
            # from here on it is otherwise
            cut = rnd.randrange(40)
            course.above[cut + 1 :] = told(rnd.randrange(1_000))[cut + 1 :]
            kept.cut(cut)


def asked_after(course: Course) -> list[tuple[int, int]]:
    asked, course.asked = course.asked, []
    return asked


def test_what_was_searched_before_is_not_searched_again():
    course, kept = Course([at == 3 for at in range(40)]), Searches()
    assert kept.last("k", course, 0, 20, 25, above=True) == 3
    asked_after(course)
    # the same again, and from later on: what has come since is asked of alone
    assert kept.last("k", course, 0, 20, 25, above=True) == 3
    assert kept.last("k", course, 3, 20, 30, above=True) == 3
    assert kept.last("k", course, 4, 20, 30, above=True) is None
    assert asked_after(course) == [(21, 25), (21, 30), (21, 30)]
    assert kept.last("k", course, 0, 22, 30, above=True) == 3
    assert asked_after(course) == [(21, 22), (23, 30)]
    # from before what is kept, or up to less of it, it is searched anew
    kept.last("k", course, 1, 10, 10, above=True)
    assert asked_after(course)[0] == (1, 10)
    kept.last("k", course, 0, 10, 10, above=True)
    assert asked_after(course)[0] == (0, 10)


def test_each_question_keeps_its_own():
    course, kept = Course([at == 3 for at in range(40)]), Searches()
    assert kept.last("k", course, 0, 20, 20, above=True) == 3
    assert kept.last("k", course, 0, 20, 20, above=False) == 20
    assert kept.last("other", Course([at == 5 for at in range(40)]), 0, 20, 20, above=True) == 5
    asked_after(course)
    assert kept.last("k", course, 0, 20, 20, above=True) == 3
    assert asked_after(course) == []


@pytest.mark.parametrize(
    ("cut", "asked"),
    [(20, []), (19, [(20, 20)]), (3, [(4, 20)]), (2, [(0, 20)])],
)
def test_what_is_cut_is_kept_up_to_there_if_it_was_found_before(cut, asked):
    course, kept = Course([at == 3 for at in range(40)]), Searches()
    kept.last("k", course, 0, 20, 20, above=True)
    asked_after(course)
    kept.cut(cut)
    assert kept.last("k", course, 0, 20, 20, above=True) == 3
    assert asked_after(course)[:1] == asked


def test_where_nothing_was_found_that_is_kept_up_to_the_cut_but_not_before_it_began():
    course, kept = Course([False] * 40), Searches()
    for cut, asked in ((7, [(8, 20)]), (5, [(6, 20)]), (4, [(5, 20)])):
        kept.last("k", course, 5, 20, 20, above=True)
        asked_after(course)
        kept.cut(cut)
        assert kept.last("k", course, 5, 20, 20, above=True) is None
        assert asked_after(course) == asked


def test_of_many_questions_those_asked_last_are_kept():
    course, kept = Course([at == 3 for at in range(40)]), Searches()
    for key in range(70):
        assert kept.last(key, course, 0, 20, 20, above=True) == 3
    asked_after(course)
    assert kept.last(69, course, 0, 20, 20, above=True) == 3
    assert asked_after(course) == []
    assert kept.last(0, course, 0, 20, 20, above=True) == 3
    assert asked_after(course)[0] == (0, 20)
