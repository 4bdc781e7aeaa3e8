"""Every turn of a rolling window of time and of outages, held against a look at each microsecond."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from shared.sla.agreed.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    OutageCount,
    WarnAt,
)
from shared.sla.spans import Span
from tests.unit.sla.edges.microseconds import END, LENGTH, START, known, looked_at, moment, told
from tests.unit.sla.examples import Story, availability
from tests.unit.sla.examples import counts as some

# time


def states(seed: int) -> list[int]:
    """For each microsecond whether the service was down, in short runs."""
    rnd, found, down = Random(seed), [], 0
    while len(found) < END:
        found += [down] * rnd.randint(1, 5 if down else 8)
        down = 1 - down
    return found[:END]


def story_of(down: list[int]) -> Story:
    story = Story()
    for after, now in enumerate(down):
        if after == 0 or down[after - 1] != now:
            story.told(moment(after), "down" if now else "up")
    return story


def bad_and_total(down: list[int], now: int) -> tuple[int, int]:
    inside = down[max(0, now - LENGTH) : now]
    return sum(inside), len(inside)


@pytest.mark.parametrize("target", ["0.5", "0.6", "0.7"])
@pytest.mark.parametrize("seed", range(2))
def test_every_turn_of_time_is_found(seed, target):
    down = states(seed)

    def beyond(now: int) -> bool:
        bad, total = bad_and_total(down, now)
        return bad > (1 - Fraction(target)) * total

    found, _ = told(known(availability(target), story_of(down)))
    assert found == looked_at(beyond)
    assert len(found) > 1


@pytest.mark.parametrize("share", ["0.5", "1"])
def test_a_share_is_reached_where_exactly_so_much_is_spent_and_more_than_nothing(share):
    down = states(1)
    of = known(availability("0.5"), story_of(down), warn_at=WarnAt((Fraction(share),)))

    def reached(now: int) -> bool:
        bad, total = bad_and_total(down, now)
        return bad > 0 and bad >= Fraction(share) * Fraction(1, 2) * total

    for until in range(LENGTH, END, 41):
        as_of = START + until
        warned = of.outlook("o", 1, Span(as_of - LENGTH, as_of), as_of).warned
        begun = [one.at - START for one in warned if one.at <= as_of]
        expected = looked_at(reached, until)
        assert begun == [start for start, end in expected if end is None]


def bad_before(facts: dict[int, int]) -> list[int]:
    """For each microsecond whether the service was down, as these facts tell it; up before the first."""
    found, now = [], 0
    for after in range(END):
        now = facts.get(after, now)
        found.append(now)
    return found


@pytest.mark.parametrize("seed", range(2))
def test_figures_asked_in_any_order_between_late_facts_are_those_of_the_facts_so_far(seed):
    rnd, down = Random(seed), states(seed + 7)
    turned = {after: now for after, now in enumerate(down) if after and down[after - 1] != now}
    of, known_so_far = known(availability("0.6"), Story().told(moment(0), "up")), dict[int, int]()
    for number, (after, now) in enumerate(rnd.sample(list(turned.items()), len(turned)), 1):
        [fact] = Story().told(moment(after), "down" if now else "up").facts
        of.add(replace(fact, id=f"f{number:03}"))
        known_so_far[after] = now
        if number % 6:
            continue
        whole = bad_before(known_so_far)

        def beyond(now: int, whole: list[int] = whole) -> bool:
            bad, total = bad_and_total(whole, now)
            return bad > Fraction(2, 5) * total

        for until in (END, rnd.randrange(LENGTH, END), rnd.randrange(LENGTH, END)):
            as_of = START + until
            found = of.figure("o", 1, Span(as_of - LENGTH, as_of), as_of)
            last = ([*looked_at(beyond, until)] or [(0, 0)])[-1]
            lasts, back = last[1] is None, last[1] or 0
            assert found.breached_at == (START + last[0] - 1 if lasts else None)
            recent = not lasts and back > until - LENGTH
            assert found.recovered_at == (START + back if recent else None)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("allowed", [Fraction(2, 5), Fraction(3, 10)])
def test_a_window_that_is_asked_again_and_again_says_what_holds(allowed, backwards):
    down = states(20)
    shares = Fraction(1, 2), Fraction(4, 5)
    of = known(availability(str(1 - allowed)), story_of(down), warn_at=WarnAt(shares))

    def beyond(now: int) -> bool:
        bad, total = bad_and_total(down, now)
        return bad > allowed * total

    def reached(share: Fraction) -> Callable[[int], bool]:
        def at_share(now: int) -> bool:
            bad, total = bad_and_total(down, now)
            return bad > 0 and bad >= share * allowed * total

        return at_share

    def open_since(asked: Callable[[int], bool], until: int) -> int | None:
        found = looked_at(asked, until)
        return found[-1][0] if found and found[-1][1] is None else None

    asked_at = range(LENGTH, END, 17)
    for until in reversed(asked_at) if backwards else asked_at:
        as_of = START + until
        asked = "o", 1, Span(as_of - LENGTH, as_of), as_of
        found, ahead, since = of.figure(*asked), of.outlook(*asked), open_since(beyond, until)
        assert found.breached_at == (None if since is None else START + since - 1)
        backs = [end for _, end in looked_at(beyond, until) if end is not None and end > until - LENGTH]
        assert found.recovered_at == (START + backs[-1] if since is None and backs else None)
        begun = {one.share: one.at - START for one in ahead.warned if one.at <= as_of}
        expected = {share: open_since(reached(share), until) for share in shares}
        assert begun == {share: at for share, at in expected.items() if at is not None}


@pytest.mark.parametrize("seed", range(2))
def test_the_next_turn_of_what_is_unknown_is_found_while_the_state_lasts(seed):
    unknown = states(seed + 30)
    story = Story()
    for after, now in enumerate(unknown):
        if after == 0 or unknown[after - 1] != now:
            story.told(moment(after), "unknown" if now else "up")
    of = known(availability("0.9", not_assessable_above=Fraction(2, 5)), story)
    for until in range(LENGTH, END, 17):
        lasting = [*unknown[:until], *[unknown[until]] * LENGTH]

        def above(now: int, told: list[int] = lasting) -> bool:
            inside = told[now - LENGTH : now]
            return sum(inside) > Fraction(2, 5) * len(inside)

        turned = (now for now in range(until + 1, until + LENGTH + 1) if above(now) is not above(until))
        as_of, first = START + until, next(turned, None)
        found = of.outlook("o", 1, Span(as_of - LENGTH, as_of), as_of).revisit_at
        assert found == (None if first is None else START + first)


# outages


def runs_of(down: list[int]) -> list[tuple[int, int]]:
    """Where each outage begins and ends."""
    edges = [after for after in range(1, len(down)) if down[after] != down[after - 1]]
    starts = [after for after in edges if down[after]]
    ends = [after for after in edges if not down[after]]
    return list(zip(starts, [*ends, len(down)], strict=False))


def outages_beyond(indicator: Any, down: list[int], now: int) -> bool:
    """Whether a measure of what lies in the window before an instant is beyond its bound."""
    begin, runs = now - LENGTH, runs_of(down)
    begun = [run for run in runs if begin <= run[0] < now]
    match indicator:
        case OutageCount(at_most=bound):
            return len(begun) > bound
        case LongestOutage(at_most=bound):
            return max((min(end, now) - max(start, begin) for start, end in runs), default=0) > bound
        case MeanTimeToRestore(at_most=bound):
            restored = [end - start for start, end in runs if begin <= end < now and end < END]
            return sum(restored) > bound * len(restored)
        case MeanTimeBetweenFailures(at_least=bound):
            bad, total = bad_and_total(down, now)
            return bound * len(begun) > total - bad
    raise AssertionError(indicator)


@pytest.mark.parametrize("seed", range(2))
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
def test_every_turn_of_outages_is_found(indicator, seed):
    down = states(seed)
    found, _ = told(known(indicator, story_of(down)))
    assert found == looked_at(lambda now: outages_beyond(indicator, down, now))
    assert len(found) > 1
