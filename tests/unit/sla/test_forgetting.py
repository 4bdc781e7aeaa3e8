"""A history that forgot, or was kept as plain data and made again, answers like the one that has every fact.

Histories are told facts in any order and forget at random instants in between. Only a fact that reaches before the
horizon, a question about an instant before it, and a further version are refused, by name.
EYELEVEL_FORGETTING_STORIES says how many stories are told.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

import pytest

from services.cli.fact_lines import read_lines
from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from shared.contracts.instants import parse_instant
from shared.sla.agreed.terms import Terms
from shared.sla.facts import AvailabilityTold, Fact, State
from shared.sla.history import History
from shared.sla.spans import HOUR, MICROSECOND, Span
from shared.sla.told.before import Forgotten
from tests.oracle.stories import story as oracle_story
from tests.unit.sla.examples import Story as Told
from tests.unit.sla.examples import agreement, at, availability
from tests.unit.sla.stories import story as short_story

STORIES = int(os.environ.get("EYELEVEL_FORGETTING_STORIES", "12"))
DAY_ASKED = Span(at("00:00"), at("2026-01-06 00:00"))


def answers(history: History, as_of: int) -> Iterator[object]:
    yield history.set_aside(as_of)
    for terms in history.versions:
        for objective in terms.objectives:
            yield history.open_conditions(objective.id, terms.version, as_of)
            for period in history.periods(objective.id, as_of):
                if period.version != terms.version:
                    continue
                asked = objective.id, terms.version, period.span, as_of
                yield history.figure(*asked)
                yield history.outlook(*asked)
                yield history.explanation(*asked)
                yield history.spans(*asked)
                yield history.transitions(*asked)
                yield history.burn(*asked)
                yield history.forecast(*asked)
                yield history.proposed(*asked)


def with_all(versions: Sequence[Terms], facts: Sequence[Fact]) -> History:
    found = History(versions)
    for fact in facts:
        found.add(fact)
    return found


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


def probing() -> list[AvailabilityTold]:
    told = Told()
    for minute in range(600):
        told.told(f"{minute // 60:02}:{minute % 60:02}", "up")
    return [fact for fact in told.facts if isinstance(fact, AvailabilityTold)]


def test_a_probe_that_says_up_each_minute_leaves_nothing_behind() -> None:
    history = with_all([agreement(availability("0.9"))], probing())
    horizon = history.forget(at("09:00"))
    assert horizon == at("09:00")
    kept = history.checkpoint()
    assert len(kept.facts.availability) == 60
    assert len(kept.folds) == 1
    assert len(kept.folds[0].times) == 2


@pytest.mark.parametrize(
    ("told", "gone"),
    [
        (Told().told("08:59:59", "up"), True),
        (Told().told("09:00", "up"), False),
        (Told().told("09:30", "down", first_failed_at="08:59:59"), True),
        (Told().told("09:30", "down", first_failed_at="09:00"), False),
        (Told().told("09:30", "down", first_failed_at="08:00", condition="disk"), False),
        (Told().announced("08:00", "09:10", "09:20"), False),
        (Told().proposed("08:00", "07:00", "08:00", "down"), False),
    ],
)
def test_only_availability_from_before_the_horizon_needs_what_was_forgotten(told: Told, gone: bool) -> None:
    terms = agreement(availability("0.9"))
    history = with_all([terms], probing())
    history.forget(at("09:00"))
    facts = [replace(fact, id=f"further{n}") for n, fact in enumerate(told.facts)]
    if gone:
        with pytest.raises(Forgotten):
            history.add(facts[0])
        facts = []
    for fact in facts:
        history.add(fact)
    whole = with_all([terms], [*probing(), *facts])
    assert list(answers(history, at("12:00"))) == list(answers(whole, at("12:00")))


def test_an_outage_dated_back_over_the_instant_draws_the_horizon_back_to_its_beginning() -> None:
    late = Told().told("09:30", "down", id="late", source="q", first_failed_at="07:30").facts
    history = with_all([agreement(availability("0.9"))], [*probing(), *late])
    assert history.forget(at("09:00")) == at("07:30")
    assert history.forget(at("07:00")) == at("07:30")


def test_a_question_about_the_horizon_is_answered_and_one_of_a_microsecond_before_is_not() -> None:
    history = with_all([agreement(availability("0.9"))], probing())
    history.forget(at("09:00"))
    assert history.figure("o", 1, DAY_ASKED, at("09:00")).good == 9 * HOUR
    with pytest.raises(Forgotten):
        history.figure("o", 1, DAY_ASKED, at("09:00") - MICROSECOND)


def test_a_version_has_to_be_put_on_every_fact() -> None:
    history = with_all([agreement(availability("0.9"))], probing())
    history.forget(at("09:00"))
    with pytest.raises(Forgotten):
        history.put(replace(agreement(availability("0.8")), version=2))


def test_a_history_without_a_horizon_is_not_kept_and_one_of_other_versions_not_resumed() -> None:
    history = with_all([agreement(availability("0.9"))], probing())
    with pytest.raises(LookupError):
        history.checkpoint()
    history.forget(at("09:00"))
    with pytest.raises(ValueError, match="zip"):
        History.resumed([], history.checkpoint())
