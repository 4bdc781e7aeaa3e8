"""Sentences of the letter that could be read in two ways, each by example (docs/decisions/0013)."""

from dataclasses import replace
from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import CalendarUnit, MaintenanceClause, Quota, StatusRule
from shared.sla.agreed.objectives import Clock, ClockKind, Ratio
from shared.sla.figures import ClockState, TimeClass
from shared.sla.spans import HOUR
from tests.unit.sla.examples import Story, agreement, at, figure

ENDED = "2026-01-07"


def clock(kind: ClockKind = ClockKind.RESOLUTION) -> Clock:
    return Clock(kind, Fraction("0.9"), HOUR)


def test_of_changes_that_overlap_each_uses_its_whole_time_of_the_quota():
    story = Story().announced("01:00", "10:00", "12:00", "a").announced("01:00", "11:00", "13:00", "b")
    story.announced("01:00", "14:00", "15:00", "c")
    agreed = agreement(maintenance=MaintenanceClause(quota=Quota(CalendarUnit.MONTH, total=4 * HOUR)))
    assert figure(agreed, story, ENDED).ledger[TimeClass.MAINTENANCE] == 3 * HOUR


@pytest.mark.parametrize(("force_until", "count"), [("11:00:00.000001", 1), ("11:00", 0)])
def test_a_clock_that_is_due_when_its_version_is_out_of_force_is_in_no_period(force_until, count):
    story = Story().incident("10:00", "opened").incident("10:30", "resolved")
    found = figure(agreement(clock(), force_until=at(force_until)), story, ENDED)
    assert (found.total, len(found.clocks)) == (count, count)


def test_a_count_of_a_later_instant_is_known_from_its_own_time_on():
    story = Story().counted("13:00", 9, 10)
    story.facts[0] = replace(story.facts[0], at=at("11:00"))
    agreed = agreement(Ratio("ok", "all", Fraction("0.9")))
    assert [figure(agreed, story, when).total for when in ("10:59:59.999999", "12:00")] == [0, 10]


def test_a_stay_that_ends_where_it_begins_is_a_clock_of_no_time():
    story = Story().incident("10:00", "opened").incident("11:00", "updated", status="waiting")
    story.incident("11:00", "updated", status="open")
    statuses = {"waiting": StatusRule(True, "customer")}
    [found] = figure(agreement(clock(ClockKind.CUSTOMER_RESPONSE), statuses=statuses), story, ENDED).clocks
    assert (found.state, found.started_at, found.elapsed) == (ClockState.FULFILLED, at("11:00"), 0)


def test_a_decision_on_what_was_never_proposed_or_announced_is_evidence_without_effect():
    story = (
        Story().told("00:00", "up").decided("10:00", "accepted").change("10:00", "acknowledged", by="cust")
    )
    assert figure(agreement(), story, ENDED).good == 24 * HOUR
