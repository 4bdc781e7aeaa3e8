"""Pairs of burn windows, held against a look at each microsecond of a short period; and when to ask again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from shared.sla.agreed.clauses import CalendarUnit
from shared.sla.agreed.objectives import CalendarWindow, Ratio, RollingWindow
from shared.sla.burn import Pair, scaled
from shared.sla.counts.ratio import RatioCase
from shared.sla.history import History
from shared.sla.lines import Line
from shared.sla.live.burn_ahead import Burning, BurnRun, burning
from shared.sla.live.burn_courses import BurnCourse, CountCourse, TimeCourse
from shared.sla.live.burn_exceeded import exceeded
from shared.sla.spans import Span
from tests.unit.sla.edges.microseconds import START, moment
from tests.unit.sla.examples import Story, agreement, availability, history

PERIOD = 17_280
"""In which the windows are 24 and 2, 144 and 12, 576 and 48, 1,728 and 144 microseconds."""
PAIRS = scaled(PERIOD)
FIRST, END = 100, 1_000
"""Of the history, and the instant asked about, after ten."""

Walk = Callable[[int], int]
"""A sum of all microseconds or counts before an instant."""


def summed(values: dict[int, int]) -> Walk:
    found, so_far = [], 0
    for after in range(3 * PERIOD):
        found.append(so_far)
        so_far += values.get(after, 0)
    return lambda after: found[max(0, after)]


def looked_at(
    spent: Walk, base: Walk, target: Fraction, first: int, last: int
) -> list[tuple[Fraction, int, int | None]]:
    """Of each pair the stretches in which both windows exceed, as (factor, from, until), None while it lasts."""
    found: list[tuple[Fraction, int, int | None]] = []
    for pair in PAIRS:
        begun: int | None = None
        for now in range(max(first, FIRST + pair.long), last + 2):
            rates = [
                (spent(now) - spent(now - length)) * PERIOD > pair.factor * length * (1 - target) * base(now)
                for length in (pair.long, pair.short)
            ]
            above = all(rates) and base(now) > 0 and now <= last
            if above and begun is None:
                begun = now
            elif not above and begun is not None:
                found.append((pair.factor, begun, None if now > last else now))
                begun = None
    return sorted(found, key=lambda run: (run[1], -run[0]))


def told(
    of: History, period: Span, since: int, until: int
) -> tuple[list[tuple[Fraction, int, int | None]], int | None]:
    found = burning(of, "o", 1, period, START + since, START + until)
    runs = [
        (one.factor, one.start - START, None if one.end is None else one.end - START) for one in found.runs
    ]
    return runs, None if found.due is None else found.due - START


def known(indicator: Any, story: Story, *, rolling: bool, **clauses: Any) -> History:
    window = RollingWindow(PERIOD) if rolling else CalendarWindow(CalendarUnit.DAY)
    return history(
        agreement(indicator, objective={"window": window}, force_from=START + FIRST, **clauses), story
    )


def period_at(until: int, begins: int, *, rolling: bool) -> Span:
    return (
        Span(START + until - PERIOD, START + until)
        if rolling
        else Span(START + begins, START + begins + PERIOD)
    )


def states(seed: int, *, down_until: int = 0) -> tuple[Story, dict[int, int]]:
    """Short outages, some of them close together."""
    rnd, story, down, after = Random(seed), Story(), {}, FIRST
    story.told(moment(0), "up")
    while after < END:
        length = rnd.choice([1, 2, 5, 14])
        story.told(moment(after), "down").told(moment(after + length), "up")
        down |= dict.fromkeys(range(after, after + length), 1)
        after += length + rnd.choice([3, 30, 170])
    return story, down


def values(line: Line, value: int, asked: Span) -> list[int]:
    """What a line says at each instant of a span, both ends included."""
    strokes = list(line.strokes(value, asked.start, asked.end))
    return [
        next(one.value + one.slope * (at - one.start) for one in reversed(strokes) if one.start <= at)
        for at in range(asked.start, asked.end + 1)
    ]


ASKED = [(420, 660), (560, 575), (561, 900)]


def follows(course: BurnCourse, spent: Walk, base: Walk, begins: int, also: Sequence[int] = ()) -> None:
    """The course says what the walk does, from wherever it is asked."""
    for first, last in [(begins, 470), (begins + 1, 500), *ASKED, *((now, now + 3) for now in also)]:
        asked, line = Span(START + first, START + last), Line()
        assert values(line, course.base(line, asked, 1), asked) == [
            base(now) for now in range(first, last + 1)
        ]
        for length in (2, 144):
            line = Line()
            inside = [spent(now) - spent(now - length) for now in range(first, last + 1)]
            assert values(line, course.spent(line, length, asked, 1), asked) == inside


MAINTENANCE = [(260, 420, 440), (0, 470, 500), (560, 560, 620), (600, 650, 690), (300, 800, 805)]
"""When each was announced, from and until: ahead, before the history, and at its very beginning."""

DECIDED = [(520, 445, 465), (531, 525, 540), (880, 880, 890)]
"""When each correction to maintenance was accepted, from and until: after it, inside it, and where it begins."""


@pytest.mark.parametrize("begins", [FIRST, 300])
@pytest.mark.parametrize("rolling", [False, True])
def test_time_burns_as_a_look_at_each_microsecond_says(rolling, begins):
    target = Fraction("0.99")
    story, down = states(3)
    excluded: dict[int, int] = {}
    for number, (told_at, start, end) in enumerate(MAINTENANCE):
        story.announced(moment(told_at), moment(start), moment(end), f"c{number}")
        for after in range(start, end):
            excluded[after] = min(told_at, excluded.get(after, told_at))
    for number, (told_at, start, end) in enumerate(DECIDED):
        story.proposed(moment(start), moment(start), moment(end), "maintenance", correction=f"k{number}")
        story.decided(moment(told_at), "accepted", correction=f"k{number}")
        excluded |= dict.fromkeys(range(start, end), told_at)
    bad = summed({after: 1 for after in down if after not in excluded})
    counted = summed({after: 1 for after in range(FIRST, 2 * PERIOD) if after not in excluded})

    def calendar(now: int) -> int:
        planned = (
            begins
            + PERIOD
            - now
            - sum(now <= after and told_at <= now for after, told_at in excluded.items())
        )
        return counted(now) - counted(begins) + planned

    base = (lambda now: counted(now) - counted(now - PERIOD)) if rolling else calendar
    of = known(availability("0.99"), story, rolling=rolling)
    period = period_at(END, begins, rolling=rolling)
    follows(TimeCourse(of.case("o", 1, period, START + END)), bad, base, begins)
    for since in (begins, 555, 700):
        walked = looked_at(bad, base, target, FIRST if rolling else begins, END)
        ended_after = [run for run in walked if run[2] is None or run[2] > since]
        assert told(of, period, since, END)[0] == ended_after
    assert len(walked) > 5


@pytest.mark.parametrize("begins", [FIRST, 300])
@pytest.mark.parametrize("expected_total", [None, 3_000])
@pytest.mark.parametrize("rolling", [False, True])
def test_counts_burn_as_a_look_at_each_microsecond_says(rolling, expected_total, begins):
    rnd, story, target = Random(4), Story(), Fraction("0.98")
    story.told(moment(FIRST), "up")
    failed, all_ = {}, {}
    for after in sorted(rnd.sample([*range(FIRST, 290), *range(305, END)], 320)):
        total = rnd.randint(0, 9)
        bad = total if rnd.random() < 0.06 else 0
        story.counted(moment(after), total - bad, total)
        failed[after], all_[after] = bad, total
    for after, counters in ((298, {"all": 30}), (299, {"ok": 0, "other": 9})):
        story.counted(moment(after), 0, 0)
        story.facts[-1] = replace(story.facts[-1], counters=counters)
        failed[after] = all_[after] = counters.get("all", 0)
    bad, counted, least = summed(failed), summed(all_), expected_total or 0

    def base(now: int) -> int:
        if rolling:
            return max(counted(now) - counted(now - PERIOD), least)
        return max(counted(now + 1) - counted(begins), least)

    of = known(Ratio("ok", "all", target, expected_total=expected_total), story, rolling=rolling)
    case = of.case("o", 1, period_at(END, begins, rolling=rolling), START + END)
    failing = [
        now for after in failed if failed[after] and after > begins for now in (after - 1, after, after + 1)
    ]
    follows(CountCourse(case), bad, base, begins, failing)
    walked = looked_at(bad, base, target, FIRST if rolling else begins, END)
    assert len(walked) > 5
    for since in (begins, 400, 777):
        ended_after = [run for run in walked if run[2] is None or run[2] > since]
        assert told(of, period_at(END, begins, rolling=rolling), since, END)[0] == ended_after


SHORT = 90
"""A window in which time and counts leave as well."""


def test_what_leaves_a_short_window_is_no_part_of_it():
    story, down = states(5)
    rnd = Random(6)
    failed, all_ = {}, {}
    for after in range(FIRST, END):
        if rnd.random() < 0.3:
            failed[after], all_[after] = rnd.randint(0, 2), 2
            story.counted(moment(after), 2 - failed[after], 2)
    walks = [summed(one) for one in (down, dict.fromkeys(range(FIRST, 2 * PERIOD), 1), failed, all_)]
    for indicator, (spent, counted) in (
        (availability("0.9"), walks[:2]),
        (Ratio("ok", "all", Fraction(1, 2)), walks[2:]),
    ):
        window = {"window": RollingWindow(SHORT)}
        of = history(agreement(indicator, objective=window, force_from=START + FIRST), story)
        case = of.case("o", 1, Span(START + END - SHORT, START + END), START + END)
        course = CountCourse(case) if isinstance(case, RatioCase) else TimeCourse(case)
        follows(
            course,
            spent,
            lambda now, counted=counted: counted(now) - counted(now - SHORT),
            200,
            range(300, 330),
        )


# one outage, worked out by hand: of 1 % 14.4 times the pace are 3.456 microseconds in 24


def once(*outages: tuple[int, int | None], target: str = "0.99") -> History:
    story = Story().told(moment(0), "up")
    for start, end in outages:
        story.told(moment(start), "down")
        if end is not None:
            story.told(moment(end), "up")
    return known(availability(target), story, rolling=False)


CALENDAR = period_at(END, FIRST, rolling=False)
FAST, SLOW = PAIRS[0].factor, PAIRS[3].factor
LONGEST = PAIRS[3].long


def test_a_pair_is_told_with_its_windows():
    found = burning(once((400, 405)), "o", 1, CALENDAR, START + FIRST, START + 500)
    assert found == Burning((BurnRun(FAST, 24, 2, START + 404, START + 407),), START + 500 + LONGEST)


@pytest.mark.parametrize(
    ("until", "runs"),
    [(403, []), (404, [(FAST, 404, None)]), (406, [(FAST, 404, None)]), (407, [(FAST, 404, 407)])],
)
def test_it_lasts_to_the_instant_before_the_short_window_is_back_and_then_comes_by_a_further_outage(
    until, runs
):
    of = once((400, 405))
    # at 403 it is foretold by the outage that runs; when that has ended one looks again after the longest window
    assert told(of, CALENDAR, FIRST, until) == (runs, {403: 404, 404: 409}.get(until, until + LONGEST))


def test_one_that_began_long_before_is_followed_back_to_its_beginning():
    assert told(once((400, None)), CALENDAR, 940, 950)[0][0] == (FAST, 404, None)


def test_those_that_begin_together_are_told_with_the_fastest_first():
    later = period_at(END, 2_000, rolling=False)
    found = told(once((110, None)), later, 2_000, 2_010)[0]
    assert found == [(pair.factor, 2_000, None) for pair in PAIRS]


@pytest.mark.parametrize(
    ("until", "runs", "due"), [(110, [], 124), (123, [], 124), (124, [(FAST, 124, None)], 244)]
)
def test_an_outage_from_the_beginning_exceeds_when_the_history_is_as_long_as_the_window(until, runs, due):
    assert told(once((FIRST, None)), CALENDAR, FIRST, until) == (runs, due)


@pytest.mark.parametrize(("before_end", "due"), [(1, FIRST + PERIOD), (0, None), (-5, None)])
def test_at_the_end_of_the_period_there_is_nothing_to_ask_again(before_end, due):
    assert told(once((400, 405)), CALENDAR, 900, FIRST + PERIOD - before_end) == ([], due)


def test_a_single_microsecond_can_be_too_much():
    # of 0.1 % 14.4 times the pace are 0.3456 microseconds in 24
    assert told(once((400, 401), target="0.999"), CALENDAR, FIRST, 500)[0][0] == (FAST, 401, 403)


@pytest.mark.parametrize(
    ("period", "factors"), [(8_640, [FAST, PAIRS[1].factor]), (8_639, [PAIRS[1].factor])]
)
def test_a_window_without_length_exceeds_nothing(period, factors):
    of = once((400, 405))
    short = Span(START + FIRST, START + FIRST + period)
    assert [run[0] for run in told(of, short, FIRST, 500)[0]] == factors


def test_over_no_time_and_where_the_short_window_does_not_exceed_there_is_no_stretch():
    course = TimeCourse(once((400, 405)).case("o", 1, CALENDAR, START + 500))
    assert exceeded(course, PAIRS[0], PERIOD, START + 406, START + 405) == ()
    assert exceeded(course, PAIRS[0], PERIOD, START + 405, START + 405) == (Span(START + 405, START + 406),)
    slack = Pair(Fraction(1_000), 24, 2)
    assert exceeded(course, slack, PERIOD, START + 300, START + 500) == ()
