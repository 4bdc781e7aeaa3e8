"""SEMANTICS.md, an outage, at its boundaries: how long, where counted, with which cause."""

from itertools import pairwise

import pytest

from shared.sla.agreed.objectives import UnknownCounts
from shared.sla.figures import TimeClass as C
from shared.sla.figures import Verdict
from shared.sla.spans import HOUR, MINUTE, Span
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, availability, figure, history, span

ENDED = "2026-01-06 00:00"
FIVE = {"outages_shorter_than": 5 * MINUTE}


def down(since: str, until: str) -> Story:
    return Story().told("2026-01-01", "up").told(since, "down").told(until, "up")


def ledger(story: Story, as_of: str = ENDED, period: Span = MONDAY, **counts) -> dict[C, int]:
    found = figure(agreement(availability(**counts)), story, as_of, period).ledger
    return {kind: time for kind, time in found.items() if time}


@pytest.mark.parametrize(
    ("until", "kind"),
    [("10:04:59.999999", C.TOLERATED), ("10:05", C.DOWN), ("10:05:00.000001", C.DOWN)],
)
def test_an_outage_exactly_as_long_as_outages_shorter_than_is_not_tolerated(until, kind):
    assert ledger(down("10:00", until), **FIVE)[kind] == at(until) - at("10:00")


@pytest.mark.parametrize(("as_of", "kind"), [("10:04:59.999999", C.TOLERATED), ("10:05", C.DOWN)])
def test_one_that_lasts_is_tolerated_until_it_has_that_length(as_of, kind):
    story = Story().told("2026-01-01", "up").told("10:00", "down")
    assert kind in ledger(story, as_of, **FIVE)


def test_two_that_do_not_touch_are_judged_each_by_itself():
    story = down("10:00", "10:04").told("10:04:00.000001", "down").told("10:08", "up")
    assert C.DOWN not in ledger(story, **FIVE)
    joined = down("10:00", "10:04").told("10:04", "down").told("10:08", "up")
    assert ledger(joined, **FIVE)[C.DOWN] == 8 * MINUTE


@pytest.mark.parametrize(
    ("since", "until", "kind"),
    [
        ("2026-01-04 23:58", "00:02:59.999999", C.TOLERATED),
        ("2026-01-04 23:58", "00:03", C.DOWN),
        ("2026-01-05 23:58", "2026-01-06 00:03", C.DOWN),
        ("2026-01-05 23:58", "2026-01-06 00:02:59.999999", C.TOLERATED),
    ],
)
def test_its_whole_length_decides_though_it_begins_before_the_period_or_ends_after_it(since, until, kind):
    assert kind in ledger(down(since, until), "2026-01-07", **FIVE)


def test_hours_and_excluded_time_do_not_shorten_it():
    terms = agreement(availability(**FIVE), objective={"hours": OFFICE})
    found = figure(terms, down("08:56", "09:01"), ENDED)
    assert found.ledger[C.DOWN] == MINUTE
    in_maintenance = down("10:00", "10:05").announced("2026-01-04", "10:00", "10:04")
    assert ledger(in_maintenance, **FIVE)[C.DOWN] == MINUTE


def test_it_is_looked_at_up_to_as_of_only():
    story = down("10:00", "10:05")
    assert C.TOLERATED in ledger(story, "10:04", **FIVE)
    assert C.DOWN in ledger(story, "10:05", **FIVE)


def test_one_from_before_force_has_its_whole_length():
    terms = agreement(availability(**FIVE), force_from=at("10:00"))
    assert figure(terms, down("09:56", "10:01"), ENDED).ledger[C.DOWN] == MINUTE


@pytest.mark.parametrize(
    ("unknown", "count"), [(UnknownCounts.DOWN, 1), (UnknownCounts.EXCLUDED, 2), (UnknownCounts.UP, 2)]
)
def test_with_unknown_down_an_outage_is_of_down_or_unknown(unknown, count):
    story = Story().told("2026-01-01", "up").told("10:00", "down").told("10:10", "unknown")
    story.told("10:20", "down").told("10:30", "up")
    assert len(figure(agreement(availability(unknown=unknown)), story, ENDED).outages) == count


def test_one_that_is_unknown_throughout_is_never_tolerated_and_one_that_was_down_for_a_moment_is():
    policy = {"unknown": UnknownCounts.DOWN, **FIVE}
    silent = Story().told("2026-01-01", "up").told("10:00", "unknown").told("10:01", "up")
    assert ledger(silent, **policy)[C.UNKNOWN] == MINUTE
    both = Story().told("2026-01-01", "up").told("10:00", "unknown").told("10:00:59.999999", "down")
    assert ledger(both.told("10:01", "up"), **policy)[C.TOLERATED] == MINUTE


def test_degraded_time_is_no_outage_and_never_tolerated():
    story = Story().told("2026-01-01", "up").told("10:00", "degraded").told("10:01", "up")
    assert ledger(story, **FIVE)[C.DEGRADED] == MINUTE
    assert figure(agreement(), story, ENDED).outages == ()


def test_tolerated_time_is_good():
    found = figure(agreement(availability("1", **FIVE)), down("10:00", "10:04"), ENDED)
    assert (found.state, found.good, found.outages) == (Verdict.MET, 24 * HOUR, ())


@pytest.mark.parametrize(
    ("as_of", "end"), [("10:30", None), ("11:00", "11:00"), ("11:00:00.000001", "11:00")]
)
def test_an_outage_that_lasts_has_no_end_and_one_that_ends_at_as_of_has(as_of, end):
    [one] = figure(agreement(), down("10:00", "11:00"), as_of).outages
    assert one.end == (end and at(end))


def test_only_outages_with_counted_time_in_the_period_are_listed_and_they_are_whole():
    terms = agreement(objective={"hours": OFFICE})
    assert figure(terms, down("07:00", "09:00"), ENDED).outages == ()
    [one] = figure(terms, down("07:00", "09:00:00.000001"), ENDED).outages
    assert (one.start, one.end, one.counted) == (at("07:00"), at("09:00") + 1, 1)
    [across] = figure(agreement(), down("2026-01-04 23:00", "01:00"), ENDED).outages
    assert (across.start, across.counted) == (at("2026-01-04 23:00"), HOUR)


def test_the_cause_is_the_one_told_last_and_open_until_one_is_told():
    story = Story().told("2026-01-01", "up").told("10:00", "down")
    assert figure(agreement(), story, "10:10").outages[0].cause == "open"
    story.told("10:20", "down", cause="carrier").told("10:30", "down", "q", cause="customer")
    assert figure(agreement(), story, "10:25").outages[0].cause == "carrier"


def test_the_conditions_of_an_outage_are_those_that_were_down_in_it():
    story = Story().told("2026-01-01", "up").told("10:00", "down", condition="disk").told("10:10", "down")
    story.told("10:20", "up", condition="disk").told("10:30", "degraded", condition="slow").told(
        "10:40", "up"
    )
    [one] = figure(agreement(), story, ENDED).outages
    assert (one.conditions, one.end) == (("disk", "p"), at("10:40"))


def test_a_very_long_outage_is_followed_to_both_its_ends():
    story = Story().told("2025-11-01", "down").told("2026-03-01", "up")
    terms = agreement(force_from=at("2025-01-01"))
    [one] = figure(terms, story, "2026-04-01").outages
    assert (one.start, one.end, one.counted) == (at("2025-11-01"), at("2026-03-01"), 24 * HOUR)


def test_a_stretch_that_follows_a_day_of_outage_exactly_is_joined_to_it():
    story = down("2026-01-04", "2026-01-07")  # a whole day before Monday, and one after it
    [one] = figure(agreement(), story, "2026-01-08").outages
    assert (one.start, one.end) == (at("2026-01-04"), at("2026-01-07"))


def test_the_rows_follow_one_another_without_gap_and_sum_to_the_period():
    story = down("10:00", "11:00").announced("2026-01-04", "10:30", "12:00")
    rows = history(agreement(), story).spans("o", 1, MONDAY, at("18:00"))
    assert rows[0].start == MONDAY.start
    assert rows[-1].end == at("18:00")
    assert all(one.end == after.start for one, after in pairwise(rows))


def test_a_period_that_begins_at_as_of_or_later_is_empty():
    found = figure(agreement(), down("10:00", "11:00"), "10:00", span("10:00", "12:00"))
    assert (found.total, found.state) == (0, Verdict.NO_DATA)
    later = figure(agreement(), down("10:00", "11:00"), "09:00", span("10:00", "12:00"))
    assert (later.total, later.state) == (0, Verdict.NO_DATA)
