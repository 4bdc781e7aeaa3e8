"""SEMANTICS.md, the state of a service: one source, several, before the first fact, at their boundaries."""

import pytest

from shared.sla.agreed.clauses import Evidence, EvidenceRule, Service
from shared.sla.figures import TimeClass as C
from shared.sla.history import History
from shared.sla.spans import HOUR, MINUTE
from tests.unit.sla.examples import MONDAY, Story, agreement, at, figure, history


def ledger(story: Story, as_of: str = "12:00", **service) -> dict[C, int]:
    found = figure(agreement(services=(Service("s", **service),)), story, as_of).ledger
    return {kind: time for kind, time in found.items() if time}


def test_the_worst_open_condition_is_the_state():
    story = Story().told("00:00", "up").told("10:00", "degraded", condition="slow")
    story.told("10:30", "down", condition="disk").told("11:00", "up", condition="disk")
    assert ledger(story) == {C.UP: 10 * HOUR, C.DEGRADED: 90 * MINUTE, C.DOWN: 30 * MINUTE}


def test_up_closes_its_own_condition_only():
    story = Story().told("00:00", "up").told("10:00", "down", condition="disk").told("11:00", "up")
    assert ledger(story)[C.DOWN] == 2 * HOUR


def test_an_unknown_condition_shows_only_where_no_other_is_open():
    story = Story().told("00:00", "unknown").told("10:00", "degraded", condition="slow")
    assert ledger(story) == {C.UNKNOWN: 10 * HOUR, C.DEGRADED: 2 * HOUR}


@pytest.mark.parametrize(("next_word", "unknown"), [("10:05", 0), ("10:05:00.000001", 1)])
def test_a_source_is_stale_from_its_last_word_plus_stale_after(next_word, unknown):
    story = Story().told("10:00", "up").told(next_word, "up")
    found = ledger(story, as_of=next_word, stale_after=5 * MINUTE)
    assert found.get(C.UNKNOWN, 0) == 10 * HOUR + unknown


def test_a_condition_stands_across_a_silence():
    story = Story().told("10:00", "down").told("11:00", "up", condition="other")
    found = ledger(story, stale_after=5 * MINUTE)
    assert found[C.DOWN] == 10 * MINUTE  # five after each word


@pytest.mark.parametrize(
    ("first_failed_at", "down"), [("09:30", 150 * MINUTE), ("08:00", 3 * HOUR), ("10:30", 2 * HOUR)]
)
def test_first_failed_at_dates_back_but_not_before_the_own_last_up(first_failed_at, down):
    story = Story().told("09:00", "up").told("10:00", "down", first_failed_at=first_failed_at)
    assert ledger(story)[C.DOWN] == down


def test_first_failed_at_counts_also_where_the_source_was_stale_and_before_the_first_fact():
    story = Story().told("10:00", "down", first_failed_at="09:00")
    story.told("11:00", "down", first_failed_at="09:00")
    found = ledger(story, as_of="11:00", stale_after=5 * MINUTE)
    assert found == {C.UNKNOWN: 9 * HOUR, C.DOWN: 2 * HOUR}


def test_before_the_first_fact_a_service_is_up_where_the_agreement_says_so():
    story = Story().told("10:00", "down")
    assert ledger(story, up_before_first_fact=True) == {C.UP: 10 * HOUR, C.DOWN: 2 * HOUR}
    assert ledger(story) == {C.UNKNOWN: 10 * HOUR, C.DOWN: 2 * HOUR}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Evidence(None, EvidenceRule.ANY), C.DOWN),
        (Evidence(None, EvidenceRule.ALL), C.UP),
        (Evidence(None, EvidenceRule.MAJORITY), C.UP),  # two know: the one at index 1
        (Evidence(None, EvidenceRule.AUTHORITATIVE, "a"), C.DOWN),
        (Evidence(None, EvidenceRule.AUTHORITATIVE, "c"), C.UNKNOWN),
    ],
)
def test_of_the_sources_that_know_the_rule_takes_one(rule, expected):
    story = Story().told("00:00", "down", "a").told("00:00", "up", "b").told("00:00", "unknown", "c")
    assert ledger(story, evidence=rule) == {expected: 12 * HOUR}


def test_facts_of_a_source_that_is_not_listed_are_set_aside():
    terms = agreement(services=(Service("s", evidence=Evidence(frozenset({"p"}))),))
    found = history(terms, Story().told("00:00", "up").told("10:00", "down", "stranger"))
    [(fact, reason)] = found.set_aside(at("12:00"))
    assert (fact.source, reason) == ("stranger", "source 'stranger' is not in evidence.sources")
    assert found.figure("o", 1, MONDAY, at("12:00")).ledger[C.DOWN] == 0


def test_repeats_add_no_transition():
    story = Story().told("00:00", "up")
    for minute in range(60):
        story.told(f"10:{minute:02}", "up")
    found = history(agreement(), story)
    timeline = found.case("o", 1, MONDAY, at("12:00")).setting.timeline
    assert len(timeline.changes(*_day())) == 1


def _day() -> tuple[int, int]:
    return MONDAY.start, MONDAY.end


def test_one_instant_is_ordered_by_sequence_then_id_and_the_last_rules():
    story = Story().told("10:00", "down", sequence=2).told("10:00", "up", sequence=1).told("10:00", "up")
    assert ledger(story)[C.DOWN] == 2 * HOUR  # without a sequence before with, then 1, then 2


def test_what_has_a_time_exactly_at_as_of_is_known():
    found = History([agreement()])
    for fact in Story().told("00:00", "up").told("10:00", "down").facts:
        found.add(fact)
    assert found.figure("o", 1, MONDAY, at("10:00")).ledger[C.DOWN] == 0
    assert found.figure("o", 1, MONDAY, at("10:00") + 1).ledger[C.DOWN] == 1
    assert found.figure("o", 1, MONDAY, at("10:00") - 1).outages == ()
