"""What surrounds time: where it begins, and the maintenance that takes planned time away."""

import pytest

from shared.sla.agreed.clauses import Service
from shared.sla.figures import TimeClass
from shared.sla.spans import DAY, MINUTE, Span
from tests.unit.sla.examples import OFFICE, Story, agreement, at, availability, figure, history

FIRST_DAY = Span(at("2026-01-01"), at("2026-01-02"))


@pytest.mark.parametrize(
    ("since", "kind"),
    [
        ("2025-12-31 23:55", TimeClass.DOWN),
        ("2025-12-31 23:55:00.000001", TimeClass.TOLERATED),
    ],
)
def test_an_outage_from_before_force_counts_by_its_whole_length(since, kind):
    story = Story().told("2025-12-01", "up").told(since, "down").told("2026-01-01 00:05", "up")
    terms = agreement(availability(outages_shorter_than=10 * MINUTE))
    found = figure(terms, story, "2026-01-01 12:00", FIRST_DAY)
    assert found.ledger[kind] == 5 * MINUTE


def test_an_outage_from_before_force_is_shown_whole():
    story = Story().told("2025-12-31 23:55", "down").told("2026-01-01 00:05", "up")
    [outage] = figure(agreement(), story, "2026-01-01 12:00", FIRST_DAY).outages
    assert (outage.start, outage.counted) == (at("2025-12-31 23:55"), 5 * MINUTE)


def test_an_outage_over_closed_hours_counts_by_its_whole_length():
    story = Story().told("2025-12-01", "up").told("2026-01-05 16:58", "down").told("2026-01-06 09:02", "up")
    terms = agreement(availability(outages_shorter_than=DAY // 2), objective={"hours": OFFICE})
    found = figure(terms, story, "2026-01-06 12:00", Span(at("2026-01-06"), at("2026-01-07")))
    assert found.ledger[TimeClass.DOWN] == 2 * MINUTE


# maintenance ahead


def planned(story: Story, **clauses) -> int:
    return figure(agreement(**clauses), story, "12:00").planned


def test_what_is_announced_and_what_was_agreed_to_take_planned_time_away_once():
    story = Story().told("2026-01-01", "up")
    assert planned(story) == 720 * MINUTE
    story.announced("11:00", "14:00", "15:00")
    assert planned(story) == 660 * MINUTE
    story.proposed("11:10", "16:00", "16:30", "maintenance").decided("11:20", "accepted")
    assert planned(story) == 630 * MINUTE
    story.announced("11:30", "14:30", "15:10", "d")
    assert planned(story) == 620 * MINUTE


def test_a_correction_to_another_class_takes_no_planned_time_away_and_rules_what_was_announced():
    story = Story().told("2026-01-01", "up").announced("11:00", "14:00", "15:00")
    story.proposed("11:10", "14:30", "16:00", "excused").decided("11:20", "accepted")
    assert planned(story) == 690 * MINUTE


def test_maintenance_in_closed_hours_takes_nothing_away():
    story = Story().told("2026-01-01", "up").announced("11:00", "16:30", "17:30")
    assert planned(story, objective={"hours": OFFICE}) == 270 * MINUTE


def test_of_maintenance_told_twice_the_earlier_word_is_known():
    # an hour of the day is known to be away before the outage, by the announcement that came first
    story = Story().told("2026-01-01", "up").told("10:00", "down")
    story.announced("09:00", "20:00", "21:00").announced("11:00", "20:00", "21:00", "d")
    assert figure(agreement(), story, "12:00").breached_at == at("10:13:48")


def test_a_service_that_is_up_before_its_first_fact_has_its_beginning_there():
    service = (Service("s", up_before_first_fact=True),)
    story = Story().told("2026-01-01 00:05", "down")
    found = history(agreement(services=service), story).figure("o", 1, FIRST_DAY, at("2026-01-01 00:10"))
    assert (found.ledger[TimeClass.UP], found.ledger[TimeClass.DOWN]) == (5 * MINUTE, 5 * MINUTE)
