"""How far back each fact can change things, at its edges."""

from dataclasses import replace

import pytest

from shared.sla.agreed.clauses import CalendarUnit, MaintenanceClause, Quota
from shared.sla.agreed.objectives import OutageCount, Ratio
from shared.sla.agreed.terms import Terms
from shared.sla.facts import Fact
from shared.sla.spans import HOUR, MINUTE
from shared.sla.told.reach import Reach
from tests.unit.sla.examples import Story, agreement, at, availability, counts

MONTH = MaintenanceClause(quota=Quota(CalendarUnit.MONTH, count=1))


def tolerating(*minutes: int) -> Terms:
    """An agreement with a ratio and an objective for each length from which outages count."""
    terms = agreement(Ratio("ok", "all", 1))
    measures = [OutageCount(1, counts(outages_shorter_than=one * MINUTE)) for one in minutes]
    objectives = [replace(terms.objectives[0], id=f"o{one}", indicator=one) for one in measures]
    return replace(terms, objectives=(*terms.objectives, *objectives))


def reached(story: Story, *versions: Terms) -> list[int]:
    reach = Reach(versions or (agreement(),))
    return [reach.of(fact) for fact in story.facts]


def only(story: Story) -> Fact:
    [fact] = story.facts
    return fact


@pytest.mark.parametrize(
    ("first_failed_at", "since"),
    [(None, "10:00"), ("09:00", "09:00"), ("10:00", "10:00"), ("11:00", "10:00")],
)
def test_a_state_reaches_back_to_its_instant_or_to_where_it_dates_back(first_failed_at, since):
    more = {} if first_failed_at is None else {"first_failed_at": first_failed_at}
    assert reached(Story().told("10:00", "down", **more)) == [at(since)]


@pytest.mark.parametrize(
    ("when", "source", "since"),
    [
        ("11:00", "p", "09:00"),
        ("12:00", "p", "10:00"),
        ("12:00:00.000001", "p", "12:00:00.000001"),
        ("11:00", "q", "11:00"),
    ],
)
def test_a_late_word_reaches_back_as_far_as_an_outage_was_dated_back_over_it(when, source, since):
    back = Story().told("12:00", "down", first_failed_at="10:00")
    assert reached(back.told(when, "up", source))[-1] == at(since)
    shorter = (
        Story().told("11:30", "down", first_failed_at="09:30").told("12:00", "down", first_failed_at="11:00")
    )
    assert reached(shorter.told(when, "up", source))[-1] == at(since)
    longer = (
        Story().told("12:00", "down", first_failed_at="11:00").told("11:30", "down", first_failed_at="09:30")
    )
    assert reached(longer.told(when, "up", source))[-1] == at(since)
    after = Story().told("12:00", "down", first_failed_at="10:00").told("13:00", "up").told("12:30", "up")
    assert reached(after)[-1] == at("12:30")
    elsewhere = back.told("11:00", "up")
    elsewhere.facts[-1] = replace(elsewhere.facts[-1], service="t")
    assert reached(elsewhere)[-1] == at("11:00")


def test_a_state_reaches_back_further_by_the_longest_outage_that_any_version_tolerates():
    story = Story().told("10:00", "down")
    assert reached(story, tolerating(1, 5, 3)) == [at("09:55")]
    assert reached(story, tolerating(1), tolerating(7), tolerating(2)) == [at("09:53")]
    assert reached(story, tolerating()) == [at("10:00")]
    assert reached(story, agreement(availability(outages_shorter_than=MINUTE))) == [at("09:59")]


def test_a_count_reaches_back_to_the_earlier_of_its_time_and_its_from():
    fact = only(Story().counted("10:00", 1, 1))
    for start, since in (("09:00", "09:00"), ("11:00", "10:00")):
        story = Story()
        story.facts = [replace(fact, start=at(start))]
        assert reached(story) == [at(since)]


def test_a_change_reaches_back_to_the_earliest_start_that_was_announced_for_it():
    story = Story().announced("08:00", "07:00", "12:00").announced("09:00", "06:00", "12:00")
    story.announced("09:30", "11:00", "12:00").change("10:00", "cancelled").change(
        "10:00", "cancelled", change="x"
    )
    assert reached(story) == [at("07:00"), at("06:00"), at("06:00"), at("06:00"), at("10:00")]
    ahead = Story().announced("08:00", "10:00", "12:00").change("11:00", "started")
    assert reached(ahead) == [at("08:00"), at("10:00")]


def test_where_a_quota_is_agreed_a_change_reaches_back_to_the_beginning_of_its_unit():
    story = Story().announced("08:00", "10:00", "12:00").change("11:00", "started").told("11:00", "up")
    quota = agreement(maintenance=MONTH)
    assert reached(story, quota) == [at("2026-01-01"), at("2026-01-01"), at("11:00")]
    week = agreement(maintenance=MaintenanceClause(quota=Quota(CalendarUnit.WEEK, count=1)))
    assert reached(story, week, agreement(), quota) == [at("2026-01-01"), at("2026-01-01"), at("11:00")]
    assert reached(story, agreement(zone="Europe/Berlin", maintenance=MONTH))[0] == at("2026-01-01") - HOUR


def test_a_correction_reaches_back_to_the_earliest_start_that_was_proposed_for_it():
    story = Story().proposed("12:00", "09:00", "10:00", "up").proposed("12:05", "08:00", "10:00", "up")
    story.proposed("12:06", "11:00", "12:00", "up").decided("12:10", "accepted")
    story.decided("12:10", "accepted", correction="other")
    assert reached(story) == [at("09:00"), at("08:00"), at("08:00"), at("08:00"), at("12:10")]
    five = [instant - 5 * MINUTE for instant in reached(story)]
    assert reached(story, tolerating(5)) == five
    ahead = Story().proposed("12:00", "13:00", "14:00", "up")
    assert reached(ahead) == [at("12:00")]


def test_a_word_on_an_incident_and_a_correction_of_it_reach_back_to_its_first():
    story = Story().incident("10:00", "opened").incident("11:00", "resolved").incident("09:00", "updated")
    story.incident("12:00", "closed").incident("12:00", "closed", "J")
    story.proposed("13:00", "11:00", "12:00", "excused", incident="I").decided("13:10", "accepted")
    assert reached(story) == [
        at("10:00"),
        at("10:00"),
        at("09:00"),
        at("09:00"),
        at("12:00"),
        at("09:00"),
        at("09:00"),
    ]


def test_an_answer_reaches_back_to_its_instant():
    assert reached(Story().answered("10:00", "4"), tolerating(5)) == [at("10:00")]
