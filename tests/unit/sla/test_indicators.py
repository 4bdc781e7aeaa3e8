"""Measures of outages and ratios at their boundaries (SEMANTICS.md)."""

from fractions import Fraction

import pytest

from shared.sla.agreed.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    OutageCount,
    Ratio,
    RollingWindow,
)
from shared.sla.figures import Verdict
from shared.sla.spans import HOUR, MINUTE, Span
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, counts, figure


def outages(*pairs: tuple[str, str]) -> Story:
    story = Story().told("2026-01-01", "up")
    for since, until in pairs:
        story.told(since, "down").told(until, "up")
    return story


TWO = outages(("10:00", "10:10"), ("12:00", "12:30"))


@pytest.mark.parametrize(("at_most", "breached_at"), [(2, None), (1, "12:00"), (0, "10:00")])
def test_the_number_of_outages_is_breached_when_one_too_many_begins(at_most, breached_at):
    found = figure(agreement(OutageCount(at_most, counts())), TWO, "13:00")
    assert (found.value, found.breached_at) == (2, breached_at and at(breached_at))


def test_an_outage_is_counted_where_its_first_counted_microsecond_is():
    story = outages(("2026-01-04 20:00", "09:15"))
    terms = agreement(OutageCount(5, counts()), objective={"hours": OFFICE})
    assert figure(terms, story, "12:00").value == 1  # Sunday has no hours


@pytest.mark.parametrize(("minutes", "breached_at"), [(30, None), (29, "12:29")])
def test_the_longest_outage_is_breached_when_its_counted_time_is_more(minutes, breached_at):
    found = figure(agreement(LongestOutage(minutes * MINUTE, counts())), TWO, "13:00")
    assert (found.value, found.breached_at) == (30 * MINUTE, breached_at and at(breached_at))


@pytest.mark.parametrize(
    ("minutes", "as_of", "state"),
    [
        (20, "13:00", Verdict.MET),
        (19, "13:00", Verdict.AT_RISK),
        (19, "2026-01-06 00:00", Verdict.BREACHED),
    ],
)
def test_a_mean_time_to_restore_is_decided_at_the_end(minutes, as_of, state):
    found = figure(agreement(MeanTimeToRestore(minutes * MINUTE, counts())), TWO, as_of)
    assert (found.state, found.value) == (state, 20 * MINUTE)
    assert found.breached_at == (MONDAY.end if state is Verdict.BREACHED else None)


@pytest.mark.parametrize(
    ("as_of", "state"), [("18:00", Verdict.AT_RISK), ("2026-01-06 00:00", Verdict.BREACHED)]
)
def test_a_mean_time_to_restore_is_compared_unrounded_and_shown_rounded_down(as_of, state):
    story = outages(("10:00", "10:30"), ("12:00", "12:30:00.000001"))
    found = figure(agreement(MeanTimeToRestore(30 * MINUTE, counts())), story, as_of)
    assert (found.state, found.value) == (state, 30 * MINUTE)


def test_an_outage_that_ends_with_the_period_belongs_to_the_next():
    story = outages(("2026-01-05 23:00", "2026-01-06 00:00"))
    terms = agreement(MeanTimeToRestore(HOUR, counts()))
    tuesday = Span(MONDAY.end, at("2026-01-07"))
    assert figure(terms, story, "2026-01-07", MONDAY).value is None
    assert figure(terms, story, "2026-01-07", tuesday).value == HOUR


def test_a_mean_time_between_failures_is_lost_when_good_and_planned_time_no_longer_reach_it():
    story = outages(("10:00", "11:00"), ("12:00", "13:00"))
    met = figure(agreement(MeanTimeBetweenFailures(11 * HOUR, counts())), story, "2026-01-06 00:00")
    assert (met.state, met.value) == (Verdict.MET, 11 * HOUR)
    lost = figure(agreement(MeanTimeBetweenFailures(11 * HOUR + 1, counts())), story, "2026-01-06 00:00")
    assert lost.breached_at == at("12:59:59.999998")


def test_without_outages_counts_are_0_and_means_are_null_and_met():
    for indicator, value in (
        (OutageCount(0, counts()), 0),
        (LongestOutage(0, counts()), 0),
        (MeanTimeToRestore(0, counts()), None),
        (MeanTimeBetweenFailures(HOUR, counts()), None),
    ):
        found = figure(agreement(indicator), outages(), "2026-01-06 00:00")
        assert (found.value, found.state) == (value, Verdict.MET)


def test_in_a_rolling_window_outages_leave_again():
    terms = agreement(OutageCount(1, counts()), objective={"window": RollingWindow(3 * HOUR)})

    def rolled(as_of: str):
        return figure(terms, TWO, as_of, Span(at(as_of) - 3 * HOUR, at(as_of)))

    assert rolled("13:00").breached_at == at("12:00")
    assert rolled("13:00:00.000001").state is Verdict.MET  # the first began three hours ago


def ratio(target: str = "0.9", **clauses) -> Ratio:
    return Ratio("ok", "all", Fraction(target), **clauses)


def counted(*counts_: tuple[str, int, int]) -> Story:
    story = Story()
    for when, good, total in counts_:
        story.counted(when, good, total)
    return story


MANY = counted(("10:00", 95, 100), ("11:00", 80, 100), ("12:00", 100, 100))


def test_a_ratio_is_good_over_total_and_decided_at_the_end():
    found = figure(agreement(ratio("0.95")), MANY, "13:00")
    assert (found.sli, found.state) == (Fraction(275, 300), Verdict.MET)
    ended = figure(agreement(ratio("0.95")), MANY, "2026-01-06 00:00")
    assert (ended.state, ended.breached_at) == (Verdict.BREACHED, MONDAY.end)


def test_with_an_expected_total_it_is_lost_at_the_count_since_which_too_much_was_bad():
    terms = agreement(ratio("0.9", expected_total=200))
    assert figure(terms, counted(("10:00", 80, 100)), "13:00").state is not Verdict.BREACHED
    assert figure(terms, counted(("10:00", 80, 100), ("11:00", 99, 100)), "13:00").breached_at == at("11:00")


def test_under_a_target_of_100_percent_the_first_failure_is_the_breach():
    assert figure(agreement(ratio("1")), MANY, "13:00").breached_at == at("10:00")


def test_a_count_belongs_to_the_instant_of_its_from_and_counts_only_in_hours():
    terms = agreement(ratio(), objective={"hours": OFFICE})
    found = figure(terms, counted(("08:59:59.999999", 0, 10), ("09:00", 9, 9), ("17:00", 0, 5)), "18:00")
    assert (found.good, found.total) == (9, 9)


def test_counts_leave_a_rolling_window():
    terms = agreement(ratio(), objective={"window": RollingWindow(HOUR)})
    story = counted(("10:00", 0, 10), ("10:30", 10, 10))

    def rolled(as_of: str):
        return figure(terms, story, as_of, Span(at(as_of) - HOUR, at(as_of)))

    assert (rolled("10:40").state, rolled("10:40").breached_at) == (Verdict.BREACHED, at("10:00"))
    assert rolled("11:00:00.000001").state is Verdict.MET
