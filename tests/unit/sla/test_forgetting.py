"""A history that forgot, or was kept as plain data and made again, answers like the one that has every fact.

Histories are told facts in any order and forget at random instants in between. Only a fact that reaches before the
horizon, a question about an instant before it, and a further version are refused, by name.
EYELEVEL_FORGETTING_STORIES says how many stories are told.
"""

import json
import os
from collections.abc import Sequence
from random import Random

import pytest

from services.cli.fact_lines import read_lines
from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from shared.contracts.instants import parse_instant
from shared.sla.agreed.terms import Terms
from shared.sla.facts import AvailabilityTold, Fact, State
from shared.sla.history import History
from shared.sla.told.before import Forgotten
from tests.oracle.stories import story as oracle_story
from tests.unit.sla.answering import answers, with_all
from tests.unit.sla.stories import story as short_story

STORIES = int(os.environ.get("EYELEVEL_FORGETTING_STORIES", "12"))


def reaches_before(fact: Fact, horizon: int) -> bool:
    assert isinstance(fact, AvailabilityTold)
    if fact.first_failed_at is None or fact.state is not State.DOWN or fact.condition is not None:
        return fact.at < horizon
    return min(fact.at, fact.first_failed_at) < horizon


def forgetting(versions: Sequence[Terms], facts: Sequence[Fact], rnd: Random, last: int) -> int:
    """Tell a history facts, let it forget and ask it in between; how many horizons it had."""
    live, horizon, horizons = History(versions), None, 0
    never_asked = History(versions)
    instants = sorted({fact.at for fact in facts} | {last})
    for count, fact in enumerate(facts, 1):
        placement = never_asked.add(fact)
        try:
            assert live.add(fact) == placement
        except Forgotten:
            assert horizon is not None
            assert reaches_before(fact, horizon)
            live, horizon = with_all(versions, facts[:count]), None
        if rnd.random() < 0.3:
            before = rnd.choice(instants) + rnd.choice([-1, 0, 0, 1])
            assert live.forget(before) <= max(before, before if horizon is None else horizon)
            horizon, horizons = live.checkpoint().horizon, horizons + 1
            if rnd.random() < 0.7:
                live = History.resumed(versions, live.checkpoint(), spans_a_block=rnd.choice([1, 16]))
        if rnd.random() < 0.2 or count == len(facts):
            whole = with_all(versions, facts[:count])
            for as_of in {last, rnd.choice(instants), horizon if horizon is not None else last}:
                if horizon is None or as_of >= horizon:
                    assert list(answers(live, as_of)) == list(answers(whole, as_of)), as_of
                else:
                    with pytest.raises(Forgotten):
                        live.known(as_of)
    return horizons


def arriving(facts: Sequence[Fact], rnd: Random) -> list[Fact]:
    """In order of time, with some that are late; in any order; or in order."""
    chosen = rnd.random()
    if chosen < 0.3:
        return rnd.sample(facts, len(facts))
    late = set() if chosen < 0.6 else set(rnd.sample(range(len(facts)), len(facts) // 8))
    ordered = sorted(facts, key=lambda fact: fact.order)
    return [fact for n, fact in enumerate(ordered) if n not in late] + [ordered[n] for n in sorted(late)]


def test_stories_of_the_oracle_are_answered_as_by_the_history_that_has_every_fact() -> None:
    horizons = 0
    for seed in range(STORIES):
        told = oracle_story(seed)
        last = parse_instant(told.as_of)
        lines = read_lines((json.dumps(line).encode() for line in told.lines), last, lambda _: None)
        versions = [terms_of(document) for document in read_agreement(told.text)]
        rnd = Random(seed)
        horizons += forgetting(versions, arriving(lines.facts, rnd), rnd, last)
    assert horizons > 2 * STORIES


@pytest.mark.parametrize("rolling", [False, True])
def test_stories_of_few_microseconds_are_too(rolling: bool) -> None:
    for seed in [*range(4 * STORIES), 519]:  # in which an outage is dated back to the epoch itself
        told = short_story(seed, rolling=rolling)
        forgetting([told.terms], arriving(told.facts, told.rnd), told.rnd, told.as_of)
