"""When a mean over outages is otherwise with no further fact: at the begin, the end and the least length of one."""

from typing import Any

import pytest

from shared.sla.agreed.clauses import CorrectionsClause
from shared.sla.agreed.objectives import MeanTimeBetweenFailures, MeanTimeToRestore
from shared.sla.figures import Outlook, Verdict
from shared.sla.spans import DAY, HOUR, MICROSECOND, MINUTE
from tests.unit.sla.examples import MONDAY, Story, agreement, at, counts, figure, history

RESTORED = MeanTimeToRestore(30 * MINUTE, counts())
BETWEEN = MeanTimeBetweenFailures(3 * DAY // 4, counts())
AFTER = MICROSECOND


def outage() -> Story:
    """On Monday from 10:00 to 11:00."""
    return Story().told("2026-01-01", "up").told("10:00", "down").told("11:00", "up")


def ahead(indicator: Any, story: Story, as_of: int, **clauses: Any) -> Outlook:
    return history(agreement(indicator, **clauses), story).outlook("o", 1, MONDAY, as_of)


def test_an_outage_that_ends_now_is_restored_from_the_next_instant_on():
    found = ahead(RESTORED, outage(), at("11:00"))
    assert found.revisit_at == found.due == at("11:00") + AFTER
    states = [figure(agreement(RESTORED), outage(), when).state for when in ("11:00", "11:00:00.000001")]
    assert states == [Verdict.MET, Verdict.AT_RISK]


def test_an_outage_that_begins_now_counts_from_the_next_instant_on():
    assert ahead(BETWEEN, outage(), at("10:00")).revisit_at == at("10:00") + AFTER
    states = [figure(agreement(BETWEEN), outage(), when).state for when in ("10:00", "10:00:00.000001")]
    assert states == [Verdict.MET, Verdict.AT_RISK]


@pytest.mark.parametrize(
    ("as_of", "due"), [("10:00", "10:00:00.000001"), ("10:05", "10:15"), ("10:15", None), ("10:20", None)]
)
def test_one_that_runs_counts_once_it_has_reached_its_least_length(as_of, due):
    between = MeanTimeBetweenFailures(3 * DAY // 4, counts(outages_shorter_than=15 * MINUTE))
    running = Story().told("2026-01-01", "up").told("10:00", "down")
    assert ahead(between, running, at(as_of)).revisit_at == (None if due is None else at(due))


@pytest.mark.parametrize(
    ("as_of", "due"),
    [("09:30", "12:00"), ("12:00", "12:00:00.000001"), ("12:30", "13:00"), ("13:00", "13:00:00.000001")],
)
def test_a_correction_ahead_begins_and_ends_one(as_of, due):
    story = Story().told("2026-01-01", "up").proposed("09:00", "12:00", "13:00", "down")
    story.decided("09:10", "accepted")
    clause = CorrectionsClause(HOUR)
    assert ahead(RESTORED, story, at(as_of), corrections=clause).revisit_at == at(due)


@pytest.mark.parametrize("as_of", ["09:59:59.999999", "10:30", "11:00:00.000001", "12:00"])
def test_between_these_nothing_but_time_is_ahead(as_of):
    assert ahead(RESTORED, outage(), at(as_of)).revisit_at is None
