"""When a rolling window has to be looked at again: its next turn if nothing is told, held against a look ahead."""

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from shared.sla.agreed.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OutageCount,
    Ratio,
)
from shared.sla.live.turns import turns
from shared.sla.spans import Span
from tests.unit.sla.edges.microseconds import END, LENGTH, START, known, looked_at, moment, told
from tests.unit.sla.edges.test_turns import bad_and_total, runs_of, states, story_of
from tests.unit.sla.examples import Story, availability
from tests.unit.sla.examples import counts as some

ASKED_AT = range(LENGTH, END, 19)


def next_turn(beyond: Callable[[int], bool], until: int, length: int = LENGTH) -> int | None:
    """The first instant within a length at which it is otherwise than now."""
    ahead = range(until + 1, until + length + 1)
    return next((now for now in ahead if beyond(now) is not beyond(until)), None)


def stretches(beyond: Callable[[int], bool], until: int) -> list[tuple[int, int | None]]:
    return looked_at(beyond, until)


def test_time_is_looked_at_again_after_a_length_since_the_outlook_says_its_next_turn():
    of = known(availability("0.6"), story_of(states(1)))
    for until in ASKED_AT:
        assert told(of, until)[1] == until + LENGTH


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("target", ["0.2", "0.5"])
def test_counts_are_looked_at_again_when_those_that_leave_turn_the_window(target, seed):
    rnd, story = Random(seed), Story()
    counted = sorted((rnd.randrange(END), rnd.randint(0, 4), rnd.randint(1, 4)) for _ in range(60))
    for after, good, total in counted:
        story.counted(moment(after), min(good, total), total)
    of = known(Ratio("ok", "all", Fraction(target)), story)
    for until in ASKED_AT:

        def beyond(now: int, until: int = until) -> bool:
            inside = [one for one in counted if now - LENGTH <= one[0] < now and one[0] <= until]
            bad, total = sum(max(0, of - good) for _, good, of in inside), sum(of for *_, of in inside)
            return bad > 0 and bad > (1 - Fraction(target)) * total

        # what was told at the instant itself leaves a microsecond after a length
        turn = next_turn(beyond, until, LENGTH + beyond(until))
        assert told(of, until) == (stretches(beyond, until), turn)


@pytest.mark.parametrize("take", ["max", "last"])
def test_samples_are_looked_at_again_when_those_that_leave_turn_the_window(take):
    rnd, story = Random(6), Story()
    values = {after: rnd.randint(0, 9) for after in sorted(rnd.sample(range(END), 30))}
    for after, value in values.items():
        story.measured(moment(after), str(value))
    of = known(Measurement("m", "ms", at_most=Fraction(5), take=take), story)
    for until in ASKED_AT:

        def beyond(now: int, until: int = until) -> bool:
            inside = [
                value for after, value in values.items() if now - LENGTH <= after < now and after <= until
            ]
            return bool(inside) and (max(inside) if take == "max" else inside[-1]) > 5

        assert told(of, until) == (stretches(beyond, until), next_turn(beyond, until, LENGTH + 1))


def measured(indicator: Any, down: list[int], now: int, until: int) -> bool:
    """Whether a measure of outages is beyond its bound in the window before an instant, as known at another."""
    begin, runs = now - LENGTH, runs_of(down)
    begun = [run for run in runs if begin <= run[0] < now]
    match indicator:
        case OutageCount(at_most=bound):
            return len(begun) > bound
        case LongestOutage(at_most=bound):
            return max((min(end, now) - max(start, begin) for start, end in runs), default=0) > bound
        case MeanTimeToRestore(at_most=bound):
            restored = [end - start for start, end in runs if begin <= end < now and end <= until]
            return sum(restored) > bound * len(restored)
        case MeanTimeBetweenFailures(at_least=bound):
            bad, total = bad_and_total(down, now)
            return bound * len(begun) > total - bad
    raise AssertionError(indicator)


@pytest.mark.parametrize(
    "indicator",
    [
        OutageCount(4, some()),
        LongestOutage(4, some()),
        MeanTimeToRestore(3, some()),
        MeanTimeBetweenFailures(5, some()),
    ],
    ids=lambda one: type(one).__name__,
)
def test_outages_are_looked_at_again_when_the_present_state_turns_the_window(indicator):
    down = states(1)
    of = known(indicator, story_of(down))
    for until in ASKED_AT:
        lasting = [*down[: until + 1], *[down[until]] * LENGTH]

        def beyond(now: int, until: int = until, lasting: list[int] = lasting) -> bool:
            return measured(indicator, lasting, now, until)

        turn = next_turn(beyond, until)
        assert told(of, until) == (stretches(beyond, until), until + LENGTH if turn is None else turn)


def test_an_outage_is_looked_at_again_when_it_reaches_the_length_from_which_it_counts():
    counts_from_eight = OutageCount(0, some(outages_shorter_than=8))
    of = known(counts_from_eight, Story().told(moment(0), "up").told(moment(100), "down"))
    assert told(of, 103) == ([], 108)
    assert told(of, 107) == ([], 108)
    # from then on it counts, and its first microsecond was in the window since it passed
    assert told(of, 108) == ([(101, None)], 138)


@pytest.mark.parametrize("since", [101, 104, 110])
@pytest.mark.parametrize("indicator", [availability("0.99"), LongestOutage(0, some())])
def test_a_stretch_that_began_before_it_is_looked_at_is_told_from_its_beginning(indicator, since):
    of = known(indicator, Story().told(moment(0), "up").told(moment(100), "down"))
    as_of = START + 110
    found = turns(of, "o", 1, Span(as_of - LENGTH, as_of), START + since, as_of)
    assert found.stretches == ((START + 101, None),)
