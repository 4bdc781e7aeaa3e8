"""The first instant at which a pair of burn windows is exceeded, and since when it has been, of one outage.

Of 1 % 14.4 times the pace are 3.456 microseconds in 24: an outage from 400 to 405 exceeds from 404 until 407.
"""

from fractions import Fraction

import pytest

from shared.sla.agreed.objectives import Ratio
from shared.sla.burn import Pair, scaled
from shared.sla.history import History
from shared.sla.live.burn_ahead import Burning, burning
from shared.sla.live.burn_courses import TimeCourse
from shared.sla.live.burn_exceeded import exceeded_first, exceeded_since
from shared.sla.spans import DAY, Span
from tests.unit.sla.edges.microseconds import START, moment
from tests.unit.sla.edges.test_burn_walk import CALENDAR, FIRST, PAIRS, PERIOD, known, once, told
from tests.unit.sla.examples import Story, availability

FAST = PAIRS[0]


def course(*outages: tuple[int, int | None], as_of: int = 600) -> TimeCourse:
    return TimeCourse(once(*outages).case("o", 1, CALENDAR, START + as_of))


@pytest.mark.parametrize(
    ("begin", "end", "first"),
    [
        (300, 600, 404),
        (300, 403, None),
        (300, 404, 404),
        (404, 404, 404),
        (403, 403, None),
        (406, 406, 406),
        (406, 600, 406),
        (407, 600, None),
        (405, 404, None),
    ],
)
def test_the_first_instant_is_found_wherever_one_looks_from(begin, end, first):
    found = exceeded_first(course((400, 405)), FAST, PERIOD, START + begin, START + end)
    assert found == (None if first is None else START + first)


def test_a_short_window_of_a_microsecond_is_looked_at_and_one_without_length_is_not():
    tiny = scaled(8_640)[0]
    assert (tiny.long, tiny.short) == (12, 1)
    short = Span(START + FIRST, START + FIRST + 8_640)
    # of 1 % 14.4 times the pace are 1.728 microseconds in twelve
    assert told(once((400, None)), short, FIRST, 401) == ([], 402)
    none = Pair(FAST.factor, 24, 0)
    assert exceeded_first(course((400, 405)), none, PERIOD, START + 300, START + 365 * DAY) is None


@pytest.mark.parametrize(("lowest", "since"), [(300, 404), (404, 404), (405, 405)])
def test_since_when_it_is_exceeded_is_not_before_the_lowest_instant(lowest, since):
    found = exceeded_since(course((400, 405)), FAST, PERIOD, START + lowest, START + 406)
    assert found == START + since


def test_of_two_runs_the_later_one_is_followed_back_to_its_own_beginning():
    of = course((400, 405), (450, None), as_of=500)
    for instant in (454, 460, 500):
        assert exceeded_since(of, FAST, PERIOD, START + 300, START + instant) == START + 454


@pytest.mark.parametrize("first", [FIRST, 121, 122, 123])
@pytest.mark.parametrize("since", [125, 140, 200])
def test_counts_that_fail_from_the_first_on_exceed_since_the_history_is_as_long_as_the_window(since, first):
    # each enters a microsecond later, and the history is as long at 124
    story = Story().told(moment(FIRST), "up")
    for after in range(first, 260):
        story.counted(moment(after), 0, 1)
    of = known(Ratio("ok", "all", Fraction("0.98")), story, rolling=True)
    runs, _ = told(of, Span(START + 250 - PERIOD, START + 250), since, 250)
    assert runs[0] == (FAST.factor, FIRST + FAST.long, None)


@pytest.mark.parametrize(("again_at", "due"), [(403, 403), (404, 404), (405, 404), (9_000, 404)])
def test_nothing_is_looked_for_after_the_instant_at_which_one_looks_again_anyway(again_at, due):
    found = burning(
        once((400, None)), "o", 1, CALENDAR, START + FIRST, START + 402, again_at=START + again_at
    )
    assert found == Burning((), START + due)


def test_where_no_pair_is_to_come_one_looks_again_when_one_would_anyway():
    found = burning(once((400, 405)), "o", 1, CALENDAR, START + 450, START + 500, again_at=START + 900)
    assert found == Burning((), START + 900)


def by_turns(of: History, periods: list[Span], since: int, until: int) -> list[int]:
    return [told(of, period, since, until)[0][0][1] for period in [*periods, *periods]]


def test_two_calendar_periods_of_counts_are_each_followed_back_by_themselves():
    # of a thousand ten fail from 310 on: more than 14.4 times the pace of what has come since the period began
    story = Story().told(moment(FIRST), "up")
    for after in range(FIRST, 460):
        story.counted(moment(after), 990 if after >= 310 else 1_000, 1_000)
    of = known(Ratio("ok", "all", Fraction("0.98")), story, rolling=False)
    periods = [Span(START + begins, START + begins + PERIOD) for begins in (FIRST, 300)]
    assert by_turns(of, periods, 400, 450) == [319, 311, 319, 311]


def test_two_calendar_periods_of_time_are_each_followed_back_by_themselves():
    # maintenance leaves the later one 2,280 microseconds: 14.4 times the pace are 3.456 in 24, and in it 0.456
    story = Story().told(moment(0), "up").announced(moment(50), moment(17_380), moment(32_380))
    for after in range(15_500, 15_950, 2):
        story.told(moment(after), "down").told(moment(after + 1), "up")
    of = known(availability("0.99"), story, rolling=False)
    periods = [Span(START + begins, START + begins + PERIOD) for begins in (FIRST, 15_100)]
    # every other microsecond is bad, so the fourth of them has passed at 15,507
    assert by_turns(of, periods, 15_900, 16_000) == [15_507, 15_501, 15_507, 15_501]
