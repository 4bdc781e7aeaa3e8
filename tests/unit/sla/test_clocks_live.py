"""Clocks of incidents as facts come in, early and late: like a history that was told them in order and asked once."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.sla.agreed.clauses import StatusRule
from shared.sla.agreed.objectives import Clock, ClockKind, CountedIn, OnPriorityChange, OnReopen, WarnAt
from shared.sla.agreed.terms import Terms
from shared.sla.facts import (
    CorrectedTo,
    CorrectionProposed,
    CorrectionStep,
    CorrectionTold,
    Fact,
    IncidentStep,
    IncidentTold,
)
from shared.sla.history import History
from shared.sla.spans import Span
from tests.unit.sla.stories import END, LENGTH, SHARES, START, story

seeds = st.integers(0, 1 << 32)
often = settings(max_examples=100, deadline=None)

STEPS = [*IncidentStep, IncidentStep.UPDATED, IncidentStep.RESOLVED]
STATUSES = {"waiting": StatusRule(pauses=True, reason="customer")}


def any_clock(rnd: Random, terms: Terms) -> Terms:
    clock = Clock(
        kind=rnd.choice(list(ClockKind)),
        target=rnd.choice([Fraction(1, 2), Fraction(4, 5), Fraction(1)]),
        within=rnd.choice([4, 12]),
        priorities=rnd.choice([None, frozenset({"P1"})]),
        on_priority_change=rnd.choice(list(OnPriorityChange)),
        on_reopen=rnd.choice(list(OnReopen)),
        counted_in=rnd.choice(list(CountedIn)),
    )
    objective = replace(terms.objectives[0], services=("s", "t"), indicator=clock, warn_at=WarnAt(SHARES))
    return replace(terms, objectives=(objective,), statuses=STATUSES)


def life(rnd: Random, name: str) -> list[Fact]:
    at, found = rnd.randint(0, 70), []
    for number, step in enumerate([IncidentStep.OPENED, *rnd.choices(STEPS, k=rnd.randint(0, 4))]):
        found.append(
            IncidentTold(
                id=f"{name}{number}",
                source="desk",
                at=at,
                service=rnd.choice("st") if step is IncidentStep.OPENED else "s",
                incident=name,
                step=step,
                priority=rnd.choice([None, "P1", "P2"]),
                status=rnd.choice([None, None, "waiting"]),
            )
        )
        at += rnd.choice([0, 1, 4, 5, 12, 13])
    return found


def correction(rnd: Random, name: str) -> list[Fact]:
    start = rnd.randint(0, 60)
    told = {"source": "portal", "service": "s", "correction": f"k{name}"}
    proposed = CorrectionProposed(
        id=f"{name}k", at=start + 5, by="provider", start=start, end=start + 9, to=CorrectedTo.EXCUSED,
        incident=name, **told,
    )  # fmt: skip
    step = rnd.choice([CorrectionStep.ACCEPTED, CorrectionStep.DECLINED])
    decided = CorrectionTold(id=f"{name}d", at=start + 9, by="customer", step=step, **told)
    return [proposed, decided] if rnd.random() < 0.7 else [proposed]


@pytest.mark.parametrize("rolling", [False, True])
@often
@given(seeds)
def test_clocks_that_settle_and_move_again_are_those_of_a_history_told_in_order(
    rolling: bool, seed: int
) -> None:
    one = story(seed, rolling=rolling)
    rnd, terms = one.rnd, any_clock(one.rnd, one.terms)
    names = [f"I{number}" for number in range(rnd.choice([1, 4, 9]))]
    facts = [fact for name in names for fact in life(rnd, name)]
    facts += [fact for name in names if rnd.random() < 0.2 for fact in correction(rnd, name)]
    rnd.shuffle(facts)
    live = History([terms])
    for count, fact in enumerate(facts, 1):
        live.add(fact)
        if rnd.random() < 0.5:
            continue
        fresh = History([terms])
        for known in facts[:count]:
            fresh.add(known)
        as_of = rnd.choice([one.as_of, rnd.randint(0, 90), 90])
        asked = "o", 1, Span(as_of - LENGTH, as_of) if rolling else Span(START, END), as_of
        assert live.figure(*asked) == fresh.figure(*asked)
        assert live.outlook(*asked) == fresh.outlook(*asked)
