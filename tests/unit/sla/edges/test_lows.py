"""The first number below a bound, over groups of eight and groups of these, held against a look at each number."""

from random import Random

import pytest

from shared.sla.lows import Lows


class Course:
    """Numbers that can get more or be cut back, and how many of them were looked at."""

    def __init__(self, numbers: list[int]) -> None:
        self.numbers = numbers
        self.looked_at = 0
        self.lows = Lows(self._number)
        self.lows.reach(len(numbers))

    def _number(self, place: int) -> int:
        self.looked_at += 1
        return self.numbers[place]

    def change(self, count: int, more: list[int]) -> None:
        self.numbers = self.numbers[:count] + more
        self.lows.cut(count)
        self.lows.reach(len(self.numbers))

    def first_below(self, bound: int, start: int, end: int) -> int | None:
        return next((place for place in range(start, end) if self.numbers[place] < bound), None)


def holds(course: Course, bounds: range, step: int) -> None:
    for bound in bounds:
        for start in range(0, len(course.numbers), step):
            for end in (start, start + 1, start + 9, len(course.numbers)):
                if end <= len(course.numbers):
                    found = course.lows.first_below(bound, start, end)
                    assert found == course.first_below(bound, start, end)


@pytest.mark.parametrize("count", [0, 7, 8, 9, 63, 64, 65, 150])
def test_the_first_number_below_a_bound_is_found_wherever_it_lies(count):
    rnd = Random(count)
    course = Course([rnd.randint(0, 9) for _ in range(count)])
    holds(course, range(4), 1 if count < 100 else 5)


@pytest.mark.parametrize("cut", [0, 5, 8, 63, 64, 70, 128])
def test_a_course_that_was_cut_back_goes_on_otherwise(cut):
    rnd = Random(1)
    course = Course([9] * 140)
    course.change(cut, [rnd.randint(1, 9) for _ in range(90)])
    holds(course, range(1, 4), 7)


def test_a_number_that_is_the_bound_is_not_below_it():
    course = Course([5] * 64 + [4, *[5] * 63])
    assert course.lows.first_below(5, 0, 128) == 64
    assert course.lows.first_below(4, 0, 128) is None


def test_groups_in_which_nothing_is_low_enough_are_passed_over_at_once():
    course = Course([9] * 512 + [1])
    course.looked_at = 0
    assert course.lows.first_below(5, 0, 513) == 512
    assert course.looked_at == 1
    # from inside a group one looks at each of the rest of it
    assert course.lows.first_below(5, 3, 513) == 512
    assert course.looked_at == 1 + 5 + 1


def test_what_is_known_is_not_asked_again():
    course = Course([9] * 64)
    course.looked_at = 0
    course.change(64, [9] * 8)
    assert course.looked_at == 8
    course.lows.reach(72)
    assert course.looked_at == 8
