"""SEMANTICS.md, Corrections, at their boundaries: a week to decide, an outage from 10:00 to 11:00."""

import pytest

from shared.sla.agreed.clauses import CorrectionsClause
from shared.sla.agreed.objectives import MaintenanceCounts
from shared.sla.figures import SetAside
from shared.sla.figures import TimeClass as C
from shared.sla.history import History
from shared.sla.spans import HOUR, MINUTE
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, availability, figure, history

ENDED = "2026-01-06 00:00"


def outage() -> Story:
    return Story().told("2026-01-01", "up").told("10:00", "down").told("11:00", "up")


def proposed(to: str = "excused", start: str = "10:00", end: str = "11:00", **more) -> Story:
    return outage().proposed("12:00", start, end, to, **more)


def ledger(story: Story, as_of: str = ENDED, **clauses) -> dict[C, int]:
    found = figure(agreement(**clauses), story, as_of).ledger
    return {kind: time for kind, time in found.items() if time}


def excused(story: Story, as_of: str = ENDED, *, silence_accepts: bool = False) -> int:
    clause = CorrectionsClause(HOUR, silence_accepts)
    return ledger(story, as_of, corrections=clause).get(C.EXCUSED, 0)


@pytest.mark.parametrize(
    ("when", "hours"), [("12:00", 1), ("12:59:59.999999", 1), ("13:00", 0), ("13:00:00.000001", 0)]
)
def test_a_decision_must_come_before_the_proposal_plus_decide_within(when, hours):
    assert excused(proposed().decided(when, "accepted")) == hours * HOUR


@pytest.mark.parametrize(("as_of", "hours"), [("12:59:59.999999", 0), ("13:00", 1), ("13:00:00.000001", 1)])
def test_silence_decides_exactly_when_the_time_to_decide_is_over(as_of, hours):
    assert excused(proposed(), as_of, silence_accepts=True) == hours * HOUR
    assert excused(proposed(), as_of) == 0


def test_the_other_partys_first_decision_stands():
    assert excused(proposed().decided("12:10", "declined").decided("12:20", "accepted")) == 0
    assert excused(proposed().decided("12:10", "accepted").decided("12:20", "declined")) == HOUR


def test_a_word_told_before_the_proposal_decides_nothing():
    story = outage().decided("11:30", "accepted").proposed("12:00", "10:00", "11:00", "excused")
    assert excused(story) == 0


def test_the_first_proposal_stands():
    story = proposed().proposed("12:05", "10:00", "10:30", "excused").decided("12:10", "accepted")
    assert excused(story) == HOUR


@pytest.mark.parametrize(
    ("proposer", "decider", "hours"),
    [("prov", "cust", 1), ("cust", "prov", 1), ("prov", "prov", 0), ("cust", "cust", 0), ("aud", "cust", 0)],
)
def test_only_the_other_party_decides(proposer, decider, hours):
    assert excused(proposed(by=proposer).decided("12:10", "accepted", decider)) == hours * HOUR


def test_silence_accepts_nothing_that_neither_party_proposed():
    story = proposed(by="aud").proposed("12:05", "10:00", "10:30", "excused").decided("12:10", "accepted")
    assert excused(proposed(by="aud"), silence_accepts=True) == 0
    assert excused(story) == HOUR / 2


@pytest.mark.parametrize("word", ["proposed", "accepted"])
def test_what_others_say_of_corrections_is_set_aside(word):
    story = proposed(by="aud") if word == "proposed" else outage().decided("12:00", word, "aud")
    reason = "'aud' is neither provider nor customer, who alone propose and decide corrections"
    assert History([agreement()]).add(story.facts[-1]) == SetAside(reason)


@pytest.mark.parametrize(("by", "accepted_by_silence"), [("prov", 0), ("cust", 1)])
def test_only_who_proposed_withdraws(by, accepted_by_silence):
    story = proposed().decided("12:10", "withdrawn", by)
    assert excused(story, silence_accepts=True) == accepted_by_silence * HOUR


def test_one_withdrawn_can_no_longer_be_accepted():
    assert excused(proposed().decided("12:10", "withdrawn", "prov").decided("12:20", "accepted")) == 0


@pytest.mark.parametrize(
    ("first", "second", "excused_minutes"), [("13:00", "12:30", 20), ("12:30", "13:00", 30)]
)
def test_where_accepted_ones_overlap_the_one_accepted_last_rules(first, second, excused_minutes):
    story = proposed("up", "10:00", "10:30", correction="k1").decided(first, "accepted", correction="k1")
    story.proposed("12:01", "10:20", "10:50", "excused", correction="k2")
    found = ledger(story.decided(second, "accepted", correction="k2"))
    assert (found[C.DOWN], found[C.EXCUSED]) == (10 * MINUTE, excused_minutes * MINUTE)


def test_one_accepted_by_silence_is_accepted_at_the_end_of_its_time():
    terms = agreement(corrections=CorrectionsClause(HOUR, silence_accepts=True))
    story = proposed("up", correction="k1").proposed("12:00", "10:00", "11:00", "excused", correction="k2")
    story.decided("12:59:59.999999", "accepted", correction="k2")
    assert figure(terms, story, ENDED).ledger[C.EXCUSED] == 0  # silence accepted k1 a moment later


@pytest.mark.parametrize(("start", "end"), [("10:00", "11:00"), ("09:00", "10:00"), ("11:00", "12:00")])
def test_a_correction_holds_from_its_first_instant_up_to_its_end(start, end):
    found = ledger(proposed("excused", start, end).decided("12:10", "accepted"))
    assert found[C.EXCUSED] == HOUR
    assert found.get(C.DOWN, 0) == (0 if start == "10:00" else HOUR)


def test_corrections_to_up_down_and_degraded_say_the_state_and_maintenance_does_not_apply():
    for to, kind in (("up", C.UP), ("down", C.DOWN), ("degraded", C.DEGRADED)):
        story = outage().announced("2026-01-04", "14:00", "15:00").proposed("16:00", "14:00", "15:00", to)
        found = ledger(story.decided("16:10", "accepted"))
        assert C.MAINTENANCE not in found
        assert found[kind] >= HOUR


def test_a_correction_to_maintenance_is_no_such_class_where_maintenance_counts_as_is():
    story = proposed("maintenance").decided("12:10", "accepted")
    assert ledger(story)[C.MAINTENANCE] == HOUR
    as_is = figure(agreement(availability(maintenance=MaintenanceCounts.COUNTS_AS_IS)), story, ENDED).ledger
    assert (as_is[C.MAINTENANCE], as_is[C.DOWN]) == (0, HOUR)


def test_outside_service_hours_comes_before_a_correction():
    story = proposed("excused", "08:00", "11:00").decided("12:10", "accepted")
    found = ledger(story, objective={"hours": OFFICE})
    assert (found[C.EXCUSED], found[C.OUTSIDE_SERVICE_HOURS]) == (2 * HOUR, 16 * HOUR)


@pytest.mark.parametrize(("to", "counted"), [("excused", 40), ("maintenance", 40), ("up", None)])
def test_excused_time_and_maintenance_do_not_cut_an_outage_in_two_and_up_does(to, counted):
    story = proposed(to, "10:20", "10:40").decided("12:10", "accepted")
    outages = figure(agreement(), story, ENDED).outages
    if counted is None:
        assert [one.counted for one in outages] == [20 * MINUTE, 20 * MINUTE]
    else:
        assert [(one.start, one.end, one.counted) for one in outages] == [
            (at("10:00"), at("11:00"), counted * MINUTE)
        ]


def test_a_correction_to_down_joins_two_outages_into_one():
    story = outage().told("11:20", "down").told("12:00", "up")
    story.proposed("13:00", "11:00", "11:20", "down", cause="customer").decided("13:10", "accepted")
    [one] = figure(agreement(), story, ENDED).outages
    assert (one.start, one.end, one.counted, one.cause) == (at("10:00"), at("12:00"), 2 * HOUR, "customer")


def test_the_row_says_which_correction_rules_and_its_cause():
    story = proposed("excused", cause="force_majeure").decided("12:10", "accepted")
    [row] = [
        one
        for one in history(agreement(), story).spans("o", 1, MONDAY, at(ENDED))
        if one.time_class is C.EXCUSED
    ]
    assert (row.cause, row.why, row.of) == ("force_majeure", "correction", "k")


def test_the_next_silence_is_asked_for_and_none_after_it():
    terms = agreement(corrections=CorrectionsClause(HOUR))
    found = history(terms, proposed())
    assert found.outlook("o", 1, MONDAY, at("12:30")).revisit_at == at("13:00")
    assert found.outlook("o", 1, MONDAY, at("13:00")).revisit_at is None
