"""SEMANTICS.md, the state of a service, at its boundaries: silences, dating back, rules, composites."""

from dataclasses import replace
from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import Composite, Evidence, EvidenceRule, Quorum, Service
from shared.sla.agreed.objectives import Weights
from shared.sla.figures import TimeClass as C
from shared.sla.spans import HOUR, MINUTE
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability, figure, history

PLAIN = (Service("s"),)
WEIGHTS = Weights({"minor": Fraction(1, 4), "major": Fraction(3, 4)}, None)


def rows(story: Story, as_of: str = "12:00", services=PLAIN, **clauses) -> list[tuple]:
    """Class, start and end of each stretch of Monday, with what it is told by."""
    found = history(agreement(services=services, **clauses), story).spans("o", 1, MONDAY, at(as_of))
    return [(one.time_class, one.start, one.end) for one in found]


def classes(story: Story, as_of: str = "12:00", **service) -> dict[C, int]:
    weighted = availability(degraded=WEIGHTS)
    found = figure(agreement(weighted, services=(Service("s", **service),)), story, as_of).ledger
    return {kind: time for kind, time in found.items() if time}


# one source


@pytest.mark.parametrize(
    ("as_of", "unknown"),
    [("10:05", 10 * HOUR), ("10:05:00.000001", 10 * HOUR + 1), ("10:06", 10 * HOUR + MINUTE)],
)
def test_a_source_does_not_know_from_its_last_word_plus_stale_after_on(as_of, unknown):
    found = classes(Story().told("10:00", "down"), as_of, stale_after=5 * MINUTE)
    assert found == {C.UNKNOWN: unknown, C.DOWN: 5 * MINUTE}


def test_a_word_at_the_very_instant_of_silence_keeps_the_source_awake():
    story = Story().told("10:00", "down").told("10:05", "down", condition="other")
    assert classes(story, "10:10", stale_after=5 * MINUTE)[C.DOWN] == 10 * MINUTE


def test_a_source_that_was_silent_has_the_state_of_its_conditions_from_its_next_word_on():
    story = Story().told("10:00", "down", condition="disk").told("11:00", "up")
    found = rows(story, services=(Service("s", stale_after=5 * MINUTE),), as_of="11:02")
    assert found[1:] == [
        (C.DOWN, at("10:00"), at("10:05")),
        (C.UNKNOWN, at("10:05"), at("11:00")),
        (C.DOWN, at("11:00"), at("11:02")),  # `up` of its own condition does not close the disk's
    ]


def test_without_stale_after_a_state_lasts():
    assert classes(Story().told("2026-01-01", "up")) == {C.UP: 12 * HOUR}


def test_the_last_word_of_one_instant_rules_the_condition():
    story = Story().told("10:00", "down").told("10:00", "up")
    assert C.DOWN not in classes(story)


def test_of_two_degraded_conditions_the_heavier_is_the_state():
    story = Story().told("00:00", "up").told("10:00", "degraded", condition="a", severity="minor")
    story.told("11:00", "degraded", condition="b", severity="major").told("11:30", "up", condition="b")
    found = figure(agreement(availability(degraded=WEIGHTS)), story, "12:00")
    assert found.budget.spent == Fraction(90 * MINUTE, 4) + Fraction(30 * MINUTE * 3, 4)


@pytest.mark.parametrize(
    ("first_failed_at", "down_from"),
    [
        ("08:59:59.999999", "09:00"),  # not before its own last up
        ("09:00", "09:00"),
        ("09:00:00.000001", "09:00:00.000001"),
        ("09:59:59.999999", "09:59:59.999999"),
        ("10:00", "10:00"),
        ("10:30", "10:00"),
    ],
)
def test_first_failed_at_makes_the_source_down_from_then_on_but_not_before_its_own_last_up(
    first_failed_at, down_from
):
    story = Story().told("09:00", "up").told("10:00", "down", first_failed_at=first_failed_at)
    assert rows(story)[-1] == (C.DOWN, at(down_from), at("12:00"))


def test_an_up_of_another_condition_does_not_stop_the_dating_back():
    story = Story().told("08:00", "up").told("09:00", "up", condition="disk")
    story.told("10:00", "down", first_failed_at="08:30")
    assert classes(story)[C.DOWN] == 3 * HOUR + 30 * MINUTE


def test_only_an_observed_down_of_the_own_condition_dates_back():
    for more in ({"state": "degraded"}, {"state": "down", "condition": "disk"}):
        state = more.pop("state")
        story = Story().told("08:00", "up").told("10:00", state, first_failed_at="09:00", **more)
        assert classes(story)[C.UP] == 2 * HOUR


def test_a_repeated_down_dates_back_further():
    story = Story().told("08:00", "up").told("10:00", "down").told("11:00", "down", first_failed_at="09:00")
    assert classes(story)[C.DOWN] == 3 * HOUR


def test_what_is_dated_back_covers_a_silence_and_ends_where_its_fact_was_told():
    service = {"stale_after": 5 * MINUTE}
    story = Story().told("08:00", "up").told("10:00", "down", first_failed_at="09:00")
    assert rows(story, services=(Service("s", **service),), as_of="10:06")[1:] == [
        (C.UP, at("08:00"), at("08:05")),
        (C.UNKNOWN, at("08:05"), at("09:00")),
        (C.DOWN, at("09:00"), at("10:05")),
        (C.UNKNOWN, at("10:05"), at("10:06")),
    ]


def test_a_late_word_between_takes_a_dating_back_into_account_again():
    found = history(agreement(), Story().told("08:00", "up").told("10:00", "down", first_failed_at="08:30"))
    assert found.figure("o", 1, MONDAY, at("12:00")).ledger[C.DOWN] == 3 * HOUR + 30 * MINUTE
    found.add(replace(Story().told("09:15", "up").facts[0], id="late"))
    assert found.figure("o", 1, MONDAY, at("12:00")).ledger[C.DOWN] == 2 * HOUR + 45 * MINUTE


# several sources


@pytest.mark.parametrize(
    ("states", "rule", "expected"),
    [
        ("du", EvidenceRule.ANY, C.DOWN),
        ("du", EvidenceRule.ALL, C.UP),
        ("ddu", EvidenceRule.ALL, C.UP),
        ("uud", EvidenceRule.ANY, C.DOWN),
        ("du", EvidenceRule.MAJORITY, C.UP),  # the one at index 1 of two
        ("ddu", EvidenceRule.MAJORITY, C.DOWN),  # index 1 of three
        ("duu", EvidenceRule.MAJORITY, C.UP),
        ("dduu", EvidenceRule.MAJORITY, C.UP),  # index 2 of four: half is not more than half
        ("dddu", EvidenceRule.MAJORITY, C.DOWN),
        ("ddu?", EvidenceRule.MAJORITY, C.DOWN),  # unknown ones are not counted
        ("d?", EvidenceRule.ALL, C.DOWN),
        ("??", EvidenceRule.ANY, C.UNKNOWN),
        ("gu", EvidenceRule.ANY, C.DEGRADED),
        ("gd", EvidenceRule.ALL, C.DEGRADED),
    ],
)
def test_of_the_sources_that_know_any_takes_the_worst_all_the_best_majority_the_one_in_the_middle(
    states, rule, expected
):
    names = {"d": "down", "u": "up", "g": "degraded", "?": "unknown"}
    story = Story()
    for number, state in enumerate(states):
        story.told("00:00", names[state], f"source{number}")
    assert classes(story, evidence=Evidence(None, rule)) == {expected: 12 * HOUR}


def test_a_stale_source_no_longer_takes_part():
    story = Story().told("10:00", "down", "a").told("10:04", "up", "b").told("10:08", "up", "b")
    found = classes(story, "10:10", stale_after=5 * MINUTE, evidence=Evidence(None, EvidenceRule.ANY))
    assert found == {C.UNKNOWN: 10 * HOUR, C.DOWN: 5 * MINUTE, C.UP: 5 * MINUTE}


@pytest.mark.parametrize(("heard", "expected"), [("00:00", C.UP), ("10:00", C.UNKNOWN)])
def test_authoritative_takes_that_sources_state_and_unknown_where_it_does_not_know(heard, expected):
    story = Story().told(heard, "up", "a").told("00:00", "down", "b")
    evidence = Evidence(None, EvidenceRule.AUTHORITATIVE, "a")
    assert rows(story, "10:00", services=(Service("s", evidence=evidence),))[-1][0] is expected


def test_degraded_sources_of_one_weight_are_told_together():
    story = (
        Story()
        .told("00:00", "degraded", "a", severity="major")
        .told("00:00", "degraded", "b", severity="major")
    )
    assert classes(story) == {C.DEGRADED: 12 * HOUR}


# before the first fact


@pytest.mark.parametrize(("up", "before"), [(False, C.UNKNOWN), (True, C.UP)])
def test_before_the_first_fact_it_is_unknown_or_up_by_the_clause_up_to_the_instant_of_that_fact(up, before):
    services = (Service("s", up_before_first_fact=up),)
    assert rows(Story().told("10:00", "down"), services=services) == [
        (before, at("00:00"), at("10:00")),
        (C.DOWN, at("10:00"), at("12:00")),
    ]
    dated = Story().told("10:00", "down", first_failed_at="09:00")
    assert rows(dated, services=services)[0] == (before, at("00:00"), at("09:00"))


def test_facts_from_before_force_tell_the_state_and_time_before_force_is_not_counted():
    story = Story().told("2026-01-04", "down")
    assert rows(story, force_from=at("10:00")) == [
        (C.NOT_IN_FORCE, at("00:00"), at("10:00")),
        (C.DOWN, at("10:00"), at("12:00")),
    ]


@pytest.mark.parametrize(("until", "last"), [("11:00", C.NOT_IN_FORCE), ("12:00", C.UP)])
def test_force_holds_from_its_first_instant_and_no_longer_at_its_end(until, last):
    found = rows(Story().told("2026-01-01", "up"), force_from=at("10:00"), force_until=at(until))
    assert found[1] == (C.UP, at("10:00"), at(until))
    assert found[-1][0] is last


# composites


def made(composite: Composite, **parts: str) -> C:
    """The class of a composite whose parts have these states."""
    names = {"d": "down", "u": "up", "g": "degraded", "?": "unknown"}
    services = (Service("s", made_of=composite), *(Service(part) for part in parts))
    found = history(agreement(services=services), Story())
    for number, (part, state) in enumerate(parts.items()):
        [fact] = Story().told("00:00", names[state], f"probe{number}").facts
        found.add(replace(fact, service=part))
    [row] = found.spans("o", 1, MONDAY, at("12:00"))
    return row.time_class


@pytest.mark.parametrize(
    ("composite", "states", "expected"),
    [
        (Composite(Quorum.ALL, ("a", "b")), "du", C.DOWN),
        (Composite(Quorum.ALL, ("a", "b")), "uu", C.UP),
        (Composite(Quorum.ALL, ("a", "b")), "d?", C.DOWN),  # the unknown part does not matter
        (Composite(Quorum.ALL, ("a", "b")), "u?", C.UNKNOWN),
        (Composite(Quorum.ALL, ("a", "b")), "g?", C.UNKNOWN),
        (Composite(Quorum.ANY, ("a", "b")), "du", C.UP),
        (Composite(Quorum.ANY, ("a", "b")), "dd", C.DOWN),
        (Composite(Quorum.ANY, ("a", "b")), "u?", C.UP),
        (Composite(Quorum.ANY, ("a", "b")), "d?", C.UNKNOWN),
        (Composite(Quorum.ANY, ("a", "b")), "gd", C.DEGRADED),
        (Composite(Quorum.AT_LEAST, ("a", "b", "c"), 2), "uud", C.UP),
        (Composite(Quorum.AT_LEAST, ("a", "b", "c"), 2), "udd", C.DOWN),
        (Composite(Quorum.AT_LEAST, ("a", "b", "c"), 2), "ugd", C.DEGRADED),
        (Composite(Quorum.AT_LEAST, ("a", "b", "c"), 2), "uu?", C.UP),
        (Composite(Quorum.AT_LEAST, ("a", "b", "c"), 2), "dd?", C.DOWN),
        (Composite(Quorum.AT_LEAST, ("a", "b", "c"), 2), "ud?", C.UNKNOWN),
        (Composite(Quorum.AT_LEAST, ("a", "b", "c"), 2), "???", C.UNKNOWN),
        (Composite(Quorum.ALL, ("a", Composite(Quorum.ANY, ("b", "c")))), "udu", C.UP),
        (Composite(Quorum.ALL, ("a", Composite(Quorum.ANY, ("b", "c")))), "udd", C.DOWN),
    ],
)
def test_a_composite_is_as_bad_as_its_quorum_says_and_unknown_only_where_unknown_parts_matter(
    composite, states, expected
):
    assert made(composite, **dict(zip("abc", states, strict=False))) is expected


def test_maintenance_of_a_part_does_not_reach_the_composite():
    services = (Service("w", made_of=Composite(Quorum.ALL, ("s",))), Service("s"))
    story = Story().told("00:00", "up").told("10:00", "down").announced("09:00", "10:00", "11:00")
    composite = agreement(services=services)
    whole = replace(composite, objectives=(replace(composite.objectives[0], services=("w",)),))
    assert figure(whole, story, "12:00").ledger[C.DOWN] == 2 * HOUR
    assert figure(composite, story, "12:00").ledger[C.MAINTENANCE] == HOUR
