"""Ratios as counts come in, early and late: like a history told in order, and like looking at each microsecond."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.sla.agreed.objectives import Measurement, Ratio, RollingWindow, WarnAt
from shared.sla.agreed.terms import Terms
from shared.sla.facts import MeasurementTaken, RequestsCounted
from shared.sla.history import History
from shared.sla.live.shares_reached import counts_reached
from shared.sla.spans import Span
from tests.unit.sla.stories import END, LENGTH, SHARES, START, story

seeds = st.integers(0, 1 << 32)
often = settings(max_examples=100, deadline=None)

TARGETS = (Fraction(1, 2), Fraction(4, 5), Fraction(1))
INDICATORS = (
    lambda rnd: Ratio("ok", "all", rnd.choice(TARGETS), expected_total=rnd.choice([None, None, 20, 100])),
    lambda rnd: Measurement("m", target=rnd.choice(TARGETS), at_most=Fraction(4)),
    lambda rnd: Measurement("m", take=rnd.choice(["max", "mean", "last", "p50", "p95"]), at_most=Fraction(5)),
    lambda rnd: Measurement("m", take="min", at_least=Fraction(3)),
)


def counts(rnd: Random, number: int, at: int) -> RequestsCounted:
    total = rnd.randint(0, 6)
    told = {"ok": rnd.choice([total, total, rnd.randint(0, total), total + 1]), "all": total}
    start = at - rnd.choice([0, 0, 0, 3])
    return RequestsCounted(
        id=f"n{number}", source="gateway", at=at, service="s", start=start, end=at + 1, counters=told
    )


def sample(rnd: Random, number: int, at: int) -> MeasurementTaken:
    return MeasurementTaken(
        id=f"n{number}", source="probe", at=at, service="s", metric="m", value=Fraction(rnd.randint(0, 8))
    )


def any_terms(rnd: Random, terms: Terms) -> Terms:
    indicator = rnd.choice(INDICATORS)(rnd)
    objective = replace(terms.objectives[0], services=("s",), indicator=indicator, warn_at=WarnAt(SHARES))
    return replace(terms, objectives=(objective,))


@pytest.mark.parametrize("rolling", [False, True])
@often
@given(seeds)
def test_counts_and_samples_give_the_same_answers_in_any_order(rolling: bool, seed: int) -> None:
    one = story(seed, rolling=rolling)
    rnd, terms = one.rnd, any_terms(one.rnd, one.terms)
    tell = counts if isinstance(terms.objectives[0].indicator, Ratio) else sample
    many = [tell(rnd, number, rnd.randint(0, 85)) for number in range(rnd.choice([5, 30, 90]))]
    facts = [*one.facts, *many]
    rnd.shuffle(facts)
    live = History([terms])
    for count, fact in enumerate(facts, 1):
        live.add(fact)
        if rnd.random() < 0.8:
            continue
        fresh = History([terms])
        for known in sorted(facts[:count], key=lambda known: known.order):
            fresh.add(known)
        as_of = rnd.choice([one.as_of, rnd.randint(0, 90)])
        asked = "o", 1, Span(as_of - LENGTH, as_of) if rolling else Span(START, END), as_of
        assert live.figure(*asked) == fresh.figure(*asked)
        assert live.outlook(*asked) == fresh.outlook(*asked)
        assert live.evidence(*asked) == fresh.evidence(*asked)


@often
@given(seeds)
def test_a_rolling_ratio_is_under_target_since_the_microsecond_that_a_walk_finds(seed: int) -> None:
    rnd = Random(seed)
    target, expected = rnd.choice(TARGETS), rnd.choice([None, 15])
    terms = replace(story(seed, rolling=True).terms, force_from=0, force_until=None)
    objective = replace(
        terms.objectives[0],
        services=("s",),
        window=RollingWindow(LENGTH),
        indicator=Ratio("ok", "all", target, expected_total=expected),
    )
    history = History([replace(terms, objectives=(objective,))])
    told = [counts(rnd, number, rnd.randint(0, 80)) for number in range(rnd.choice([3, 40, 120]))]
    for fact in told:
        history.add(fact)
    as_of = rnd.randint(81, 100)

    def is_under(instant: int) -> bool:
        held = [fact for fact in told if max(0, instant - LENGTH) <= fact.start < instant]
        total = sum(fact.counters["all"] for fact in held)
        bad = total - sum(fact.counters["ok"] for fact in held)
        return bad > 0 and bad > (1 - target) * max(total, expected or 0)

    found = history.figure("o", 1, Span(as_of - LENGTH, as_of), as_of)
    since = as_of
    while since > 0 and is_under(since - 1):
        since -= 1
    if found.sli is not None:
        assert found.breached_at == (since - 1 if is_under(as_of) else None)
    ahead = history.outlook("o", 1, Span(as_of - LENGTH, as_of), as_of)
    if is_under(as_of):
        back = next(at for at in range(as_of + 1, as_of + LENGTH + 2) if not is_under(at))
        assert ahead.recovered_at == back


@often
@given(seeds)
def test_a_share_of_counts_is_spent_since_the_count_that_a_walk_finds(seed: int) -> None:
    rnd = Random(seed)
    target, expected = rnd.choice(TARGETS), rnd.choice([None, 15, 60])
    terms = replace(story(seed).terms, force_from=0, force_until=None)
    indicator = Ratio("ok", "all", target, expected_total=expected)
    objective = replace(terms.objectives[0], services=("s",), indicator=indicator)
    history = History([replace(terms, objectives=(objective,))])
    told = [counts(rnd, number, rnd.randint(START, END - 1)) for number in range(rnd.choice([3, 30]))]
    for fact in told:
        history.add(fact)
    figure = history.figure("o", 1, Span(START, END), END - 1)
    found = {one.share: one.at for one in counts_reached(history, figure, SHARES)}
    for share in SHARES:
        since: int | None = None
        for instant in sorted({fact.start for fact in told if fact.start >= START}):
            held = [fact.counters for fact in told if START <= fact.start <= instant]
            total = sum(one["all"] for one in held)
            bad = total - sum(one["ok"] for one in held)
            spent = bad > 0 and bad >= share * (1 - target) * max(total, expected or 0)
            since = (since if since is not None else instant) if spent else None
        assert found.get(share) == since
