"""Every turn of a rolling window over a dense history, held against a look at each microsecond."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from shared.sla.history import History
from shared.sla.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OutageCount,
    Ratio,
    RollingWindow,
    WarnAt,
)
from shared.sla.spans import Span
from shared.sla.turns import turns
from tests.unit.sla.examples import Story, agreement, at, availability, history
from tests.unit.sla.examples import counts as some

START = at("10:00")
LENGTH = 37
END = 300
"""Microseconds after ten: the length of a window, and of the history."""


def moment(after: int) -> str:
    return f"10:00:00.{after:06}"


def known(indicator: Any, story: Story, **shape: Any) -> History:
    terms = agreement(indicator, objective={"window": RollingWindow(LENGTH), **shape}, force_from=START)
    return history(terms, story)


def told(of: History, until: int = END) -> tuple[list[tuple[int, int | None]], int | None]:
    """The stretches from the beginning up to an instant, after ten, and when to look again."""
    as_of = START + until
    found = turns(of, "o", 1, Span(as_of - LENGTH, as_of), START, as_of)
    stretches = [(start - START, None if end is None else end - START) for start, end in found.stretches]
    return stretches, None if found.due is None else found.due - START


def looked_at(beyond: Callable[[int], bool], until: int = END) -> list[tuple[int, int | None]]:
    """The same, from a look at each microsecond."""
    found: list[tuple[int, int | None]] = []
    for now in range(until + 1):
        lasts = bool(found) and found[-1][1] is None
        if beyond(now) and not lasts:
            found.append((now, None))
        elif not beyond(now) and lasts:
            found[-1] = found[-1][0], now
    return found


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


@pytest.mark.parametrize("seed", range(2))
def test_a_window_that_is_asked_again_and_again_as_time_goes_on_says_what_holds(seed):
    down = states(seed + 20)
    shares = Fraction(1, 2), Fraction(4, 5)
    of = known(availability("0.6"), story_of(down), warn_at=WarnAt(shares))

    def beyond(now: int) -> bool:
        bad, total = bad_and_total(down, now)
        return bad > Fraction(2, 5) * total

    def reached(share: Fraction) -> Callable[[int], bool]:
        def at_share(now: int) -> bool:
            bad, total = bad_and_total(down, now)
            return bad > 0 and bad >= share * Fraction(2, 5) * total

        return at_share

    def open_since(asked: Callable[[int], bool], until: int) -> int | None:
        found = looked_at(asked, until)
        return found[-1][0] if found and found[-1][1] is None else None

    for until in range(LENGTH, END, 17):
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


# counts


def counts(seed: int) -> list[tuple[int, int, int]]:
    """Instant, good and total: several at one instant, and some with more good than there were."""
    rnd = Random(seed)
    return sorted((rnd.randrange(END), rnd.randint(0, 4), rnd.randint(0, 4)) for _ in range(240))


@pytest.mark.parametrize("expected_total", [None, 90])
@pytest.mark.parametrize("target", ["0.1", "0.3"])
@pytest.mark.parametrize("seed", range(2))
def test_every_turn_of_counts_is_found(seed, target, expected_total):
    story, counted = Story(), counts(seed)
    for after, good, total in counted:
        story.counted(moment(after), good, total)

    def beyond(now: int) -> bool:
        inside = [(good, total) for after, good, total in counted if now - LENGTH <= after < now]
        bad, of = sum(total - good for good, total in inside), sum(total for _, total in inside)
        return bad > 0 and bad > (1 - Fraction(target)) * max(of, expected_total or 0)

    found, _ = told(known(Ratio("ok", "all", Fraction(target), expected_total=expected_total), story))
    assert found == looked_at(beyond)


@pytest.mark.parametrize("seed", range(2))
def test_what_leaves_a_window_of_counts_is_looked_at_ahead(seed):
    story, counted, share = Story(), counts(seed + 5), Fraction(1, 2)
    for after, good, total in counted:
        story.counted(moment(after), good, total)
    of = known(Ratio("ok", "all", Fraction("0.3")), story, warn_at=WarnAt((share,)))

    for until in range(LENGTH, END, 29):
        so_far = [one for one in counted if one[0] <= until]

        def spent(now: int, told: list[tuple[int, int, int]] = so_far) -> tuple[int, Fraction]:
            inside = [(good, total) for after, good, total in told if now - LENGTH <= after < now]
            bad, of = sum(total - good for good, total in inside), sum(total for _, total in inside)
            return bad, Fraction(7, 10) * of

        def reached(now: int, spent: Callable[[int], tuple[int, Fraction]] = spent) -> bool:
            bad, allowed = spent(now)
            return bad > 0 and bad >= share * allowed

        def beyond(now: int, spent: Callable[[int], tuple[int, Fraction]] = spent) -> bool:
            bad, allowed = spent(now)
            return bad > 0 and bad > allowed

        as_of = START + until
        found = of.outlook("o", 1, Span(as_of - LENGTH, as_of), as_of)
        warned = [one.at - START for one in found.warned]
        assert warned == [at for at in [since_or_next(reached, until)] if at is not None]
        under = since_or_next(beyond, until)
        assert found.breached_at == (None if under is None else START + under - 1)
        if under is not None:
            after = max(until, under)
            back = next(now for now in range(after + 1, after + LENGTH + 2) if not beyond(now))
            assert found.recovered_at == (START + back if back <= after + LENGTH else None)


def since_or_next(asked: Callable[[int], bool], until: int) -> int | None:
    """Since when something holds, else when it will within a length, from a look at each microsecond."""
    stretches = looked_at(asked, until)
    if stretches and stretches[-1][1] is None:
        return stretches[-1][0]
    return next((now for now in range(until + 1, until + LENGTH + 1) if asked(now)), None)


# samples


@pytest.mark.parametrize("take", ["max", "min", "mean", "last", "p50"])
def test_every_turn_of_samples_is_found(take):
    rnd, story = Random(5), Story()
    values = {after: rnd.randint(0, 9) for after in sorted(rnd.sample(range(END), 26))}
    for after, value in values.items():
        story.measured(moment(after), str(value))

    def beyond(now: int) -> bool:
        inside = [value for after, value in values.items() if now - LENGTH <= after < now]
        if not inside:
            return False
        number = {
            "max": max(inside),
            "min": min(inside),
            "mean": Fraction(sum(inside), len(inside)),
            "last": inside[-1],
            "p50": sorted(inside)[-(-len(inside) // 2) - 1],
        }[take]
        return number > 5

    found, _ = told(known(Measurement("m", "ms", at_most=Fraction(5), take=take), story))
    assert found == looked_at(beyond)
    assert found
