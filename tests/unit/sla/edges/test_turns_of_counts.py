"""Every turn of a rolling window of counts and of samples, held against a look at each microsecond."""

from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from shared.sla.agreed.objectives import Measurement, Ratio, WarnAt
from shared.sla.spans import Span
from tests.unit.sla.edges.microseconds import END, LENGTH, START, known, looked_at, moment, told
from tests.unit.sla.examples import Story

# counts


def counts(seed: int) -> list[tuple[int, int, int]]:
    """Instant, good and total: several at one instant, and some with more good than there were."""
    rnd = Random(seed)
    return sorted((rnd.randrange(END), rnd.randint(0, 4), rnd.randint(0, 4)) for _ in range(240))


def crowded(seed: int) -> list[tuple[int, int, int]]:
    """The same, but twenty at an instant."""
    return [(after // 25 * 25, good, total) for after, good, total in counts(seed)]


@pytest.mark.parametrize("expected_total", [None, 90])
@pytest.mark.parametrize("target", ["0.1", "0.3", "0.95"])
@pytest.mark.parametrize("made", [counts, crowded])
def test_every_turn_of_counts_is_found(made, target, expected_total):
    story, counted = Story(), made(1)
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
        assert found.as_of == as_of
        warned = [one.at - START for one in found.warned]
        assert warned == [at for at in [since_or_next(reached, until)] if at is not None]
        under = since_or_next(beyond, until)
        assert found.breached_at == (None if under is None else START + under - 1)
        if under is not None:
            after = max(until, under)
            back = next(now for now in range(after + 1, after + LENGTH + 2) if not beyond(now))
            assert found.recovered_at == (START + back if back <= after + LENGTH else None)


def test_a_share_that_counts_will_reach_exactly_by_leaving_is_warned_of():
    # one of four is bad, which is half of what is allowed once the ten good ones have left
    story = Story().counted(moment(10), 10, 10).counted(moment(20), 3, 4)
    of = known(Ratio("ok", "all", Fraction(1, 2)), story, warn_at=WarnAt((Fraction(1, 2),)))
    as_of = START + 30
    [warned] = of.outlook("o", 1, Span(as_of - LENGTH, as_of), as_of).warned
    assert warned.at == START + 10 + LENGTH + 1


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
