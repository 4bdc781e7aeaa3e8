"""SEMANTICS.md, `outage_count`, `longest_outage` and the two means, at their boundaries."""

from fractions import Fraction

import pytest

from shared.sla.agreed.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    OutageCount,
    RollingWindow,
    UnknownCounts,
    Weights,
)
from shared.sla.figures import Verdict
from shared.sla.spans import DAY, HOUR, MICROSECOND, MINUTE, Span
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, counts, figure, history

ENDED = "2026-01-06 00:00"
TUESDAY = Span(MONDAY.end, at("2026-01-07"))


def outages(*pairs: tuple[str, str]) -> Story:
    story = Story().told("2026-01-01", "up")
    for since, until in pairs:
        story.told(since, "down").told(until, "up")
    return story


TWO = outages(("10:00", "10:10"), ("12:00", "12:30"))


def count(at_most: int = 9, **clauses) -> OutageCount:
    return OutageCount(at_most, counts(**clauses))


# number


@pytest.mark.parametrize(
    ("at_most", "state", "breached_at"), [(2, Verdict.MET, None), (1, Verdict.BREACHED, "12:00")]
)
def test_exactly_as_many_outages_as_agreed_are_met(at_most, state, breached_at):
    found = figure(agreement(count(at_most)), TWO, ENDED)
    assert (found.value, found.state, found.breached_at) == (2, state, breached_at and at(breached_at))


@pytest.mark.parametrize(("as_of", "value"), [("10:00", 0), ("10:00:00.000001", 1)])
def test_an_outage_counts_from_its_first_counted_microsecond(as_of, value):
    assert figure(agreement(count()), TWO, as_of).value == value


@pytest.mark.parametrize(
    ("since", "until", "monday", "tuesday"),
    [
        ("2026-01-05 23:59:59.999999", "2026-01-06 01:00", 1, 0),
        ("2026-01-06 00:00", "2026-01-06 01:00", 0, 1),
        ("2026-01-05 20:00", "2026-01-06 10:00", 1, 0),
    ],
)
def test_an_outage_is_counted_in_the_period_of_its_first_counted_microsecond(since, until, monday, tuesday):
    story = outages((since, until))
    found = [figure(agreement(count()), story, "2026-01-07", day).value for day in (MONDAY, TUESDAY)]
    assert found == [monday, tuesday]


def test_its_first_counted_microsecond_may_come_days_after_its_start():
    terms = agreement(count(), objective={"hours": OFFICE})
    story = outages(("2026-01-02 17:00", "2026-01-06 10:00"))
    assert [figure(terms, story, "2026-01-07", day).value for day in (MONDAY, TUESDAY)] == [1, 0]
    at_close = outages(("17:00", "2026-01-06 10:00"))
    assert [figure(terms, at_close, "2026-01-07", day).value for day in (MONDAY, TUESDAY)] == [0, 1]


def test_tolerated_ones_and_those_without_counted_time_are_none():
    assert figure(agreement(count(outages_shorter_than=10 * MINUTE + 1)), TWO, ENDED).value == 1
    assert figure(agreement(count(outages_shorter_than=10 * MINUTE)), TWO, ENDED).value == 2
    in_maintenance = outages(("10:00", "10:10")).announced("2026-01-04", "10:00", "10:10")
    assert figure(agreement(count()), in_maintenance, ENDED).value == 0


def test_unknown_time_is_an_outage_where_unknown_is_down():
    story = Story().told("2026-01-01", "up").told("10:00", "unknown").told("10:10", "up")
    assert figure(agreement(count(unknown=UnknownCounts.DOWN)), story, ENDED).value == 1
    assert figure(agreement(count()), story, ENDED).value == 0


# longest


@pytest.mark.parametrize(
    ("bound", "breached_at"), [(30 * MINUTE, None), (30 * MINUTE - 1, "12:29:59.999999")]
)
def test_an_outage_exactly_as_long_as_agreed_is_met(bound, breached_at):
    found = figure(agreement(LongestOutage(bound, counts())), TWO, ENDED)
    assert found.breached_at == (breached_at and at(breached_at))


def test_the_longest_is_of_the_counted_time_inside_the_period():
    terms = agreement(LongestOutage(DAY, counts()), objective={"hours": OFFICE})
    story = outages(("2026-01-02 10:00", "09:30"), ("16:50", "2026-01-06 12:00"))
    assert figure(terms, story, "2026-01-07").value == 30 * MINUTE
    assert figure(terms, story, "2026-01-07", TUESDAY).value == 3 * HOUR


@pytest.mark.parametrize(("as_of", "state"), [("12:29", Verdict.MET), ("12:29:00.000001", Verdict.BREACHED)])
def test_a_lasting_outage_breaches_the_longest_when_it_is_more(as_of, state):
    assert figure(agreement(LongestOutage(29 * MINUTE, counts())), TWO, as_of).state is state


# mean time to restore


@pytest.mark.parametrize(
    ("bound", "as_of", "state"),
    [
        (20 * MINUTE, ENDED, Verdict.MET),
        (20 * MINUTE - 1, ENDED, Verdict.BREACHED),
        (20 * MINUTE, "23:59:59.999999", Verdict.MET),
        (20 * MINUTE - 1, "23:59:59.999999", Verdict.AT_RISK),
    ],
)
def test_a_mean_time_to_restore_of_exactly_the_agreed_is_met_and_decided_at_the_end(bound, as_of, state):
    found = figure(agreement(MeanTimeToRestore(bound, counts())), TWO, as_of)
    assert (found.state, found.value) == (state, 20 * MINUTE)
    assert found.breached_at == (MONDAY.end if state is Verdict.BREACHED else None)


@pytest.mark.parametrize(("as_of", "value"), [("12:30", 10 * MINUTE), ("12:30:00.000001", 20 * MINUTE)])
def test_an_outage_belongs_to_the_mean_once_it_ended_before_as_of(as_of, value):
    assert figure(agreement(MeanTimeToRestore(HOUR, counts())), TWO, as_of).value == value


@pytest.mark.parametrize(
    ("until", "monday", "tuesday"),
    [("2026-01-05 23:59:59.999999", HOUR - 1, None), ("2026-01-06 00:00", None, HOUR)],
)
def test_an_outage_is_restored_in_the_period_in_which_it_ended(until, monday, tuesday):
    story = outages(("23:00", until))
    terms = agreement(MeanTimeToRestore(HOUR, counts()))
    assert [figure(terms, story, "2026-01-07", day).value for day in (MONDAY, TUESDAY)] == [monday, tuesday]


def test_the_whole_counted_time_is_taken_also_from_before_the_period():
    story = outages(("2026-01-04 23:00", "01:00"))
    assert figure(agreement(MeanTimeToRestore(HOUR, counts())), story, ENDED).value == 2 * HOUR


def test_the_mean_is_rounded_down_and_compared_unrounded():
    story = outages(("10:00", "10:00:00.000001"), ("11:00", "11:00:00.000002"))
    found = figure(agreement(MeanTimeToRestore(1, counts())), story, ENDED)
    assert (found.value, found.state) == (1, Verdict.BREACHED)


# mean time between failures


@pytest.mark.parametrize(
    ("bound", "breached_at"),
    [
        (12 * HOUR - 20 * MINUTE, None),
        (12 * HOUR - 20 * MINUTE + 1, "12:29:59.999998"),
        (12 * HOUR - 5 * MINUTE, "12:00"),  # the second outage alone is too much
        (23 * HOUR + 50 * MINUTE + 1, "10:09:59.999999"),
        (25 * HOUR, "10:00"),
    ],
)
def test_a_mean_time_between_failures_is_lost_at_the_first_instant_it_can_no_longer_be_reached(
    bound, breached_at
):
    found = figure(agreement(MeanTimeBetweenFailures(bound, counts())), TWO, ENDED)
    assert found.breached_at == (breached_at and at(breached_at))
    assert found.value == 12 * HOUR - 20 * MINUTE


@pytest.mark.parametrize("announced", ["2026-01-04 23:59:59.999999", "00:00"])
def test_what_is_announced_up_to_the_start_of_the_period_is_not_planned_from_its_beginning(announced):
    story = outages(("10:00", "10:10")).announced(announced, "20:00", "22:00")
    for more, breached in ((0, False), (1, True)):
        terms = agreement(MeanTimeBetweenFailures(21 * HOUR + 50 * MINUTE + more, counts()))
        assert (figure(terms, story, "12:00").breached_at is not None) is breached


def test_a_mean_time_between_failures_is_rounded_down():
    story = outages(("10:00", "10:00:00.000001"), ("11:00", "11:00:00.000002"))
    assert figure(agreement(MeanTimeBetweenFailures(1, counts())), story, ENDED).value == 12 * HOUR - 2


@pytest.mark.parametrize(("as_of", "state"), [("12:00", Verdict.AT_RISK), ("22:00", Verdict.MET)])
def test_it_is_at_risk_while_its_value_is_beyond_the_bound_and_can_still_come_back(as_of, state):
    terms = agreement(MeanTimeBetweenFailures(20 * HOUR, counts()))
    assert figure(terms, outages(("10:00", "10:10")), as_of).state is state


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        (OutageCount(0, counts()), 0),
        (LongestOutage(0, counts()), 0),
        (MeanTimeToRestore(0, counts()), None),
        (MeanTimeBetweenFailures(25 * HOUR, counts()), None),
    ],
)
def test_where_there_is_no_outage_count_and_longest_are_0_and_the_means_are_null_and_met(indicator, value):
    found = figure(agreement(indicator), outages(), ENDED)
    assert (found.value, found.state) == (value, Verdict.MET)
    assert figure(agreement(indicator), Story(), ENDED).state is Verdict.NO_DATA


# rolling


@pytest.mark.parametrize(
    ("indicator", "since", "last"),
    [
        (OutageCount(1, counts()), "12:00", "13:00"),
        (LongestOutage(20 * MINUTE, counts()), "12:20", "15:09:59.999999"),
        (MeanTimeToRestore(15 * MINUTE, counts()), "12:30", "15:30"),
    ],
)
def test_in_a_rolling_window_the_value_is_beyond_from_the_first_instant_to_the_last(indicator, since, last):
    terms = agreement(indicator, objective={"window": RollingWindow(3 * HOUR)})

    def rolled(instant: int):
        return history(terms, TWO).figure("o", 1, Span(instant - 3 * HOUR, instant), instant)

    assert rolled(at(since)).breached_at is None
    assert rolled(at(since) + MICROSECOND).breached_at == at(since)
    assert rolled(at(last)).breached_at == at(since)
    assert rolled(at(last) + MICROSECOND).breached_at is None


def test_a_rolling_mean_time_between_failures_falls_when_an_outage_enters():
    terms = agreement(
        MeanTimeBetweenFailures(2 * HOUR, counts()), objective={"window": RollingWindow(3 * HOUR)}
    )

    def rolled(as_of: str):
        return figure(terms, TWO, as_of, Span(at(as_of) - 3 * HOUR, at(as_of)))

    assert rolled("12:00").breached_at is None
    assert rolled("12:00:00.000001").breached_at == at("12:00")
    assert rolled("12:15").value == (3 * HOUR - 25 * MINUTE) // 2


def test_the_outlook_of_an_outage_that_lasts_names_its_breach():
    lasting = Story().told("2026-01-01", "up").told("10:00", "down")
    terms = agreement(LongestOutage(20 * MINUTE, counts()))
    found = history(terms, lasting).outlook("o", 1, MONDAY, at("10:05"))
    assert (found.breached_at, found.breach_shown_from) == (at("10:20"), at("10:20") + MICROSECOND)
    assert (found.ends_at, found.closes_at) == (MONDAY.end, MONDAY.end + 7 * DAY)
    shorter = agreement(LongestOutage(20 * MINUTE, counts(outages_shorter_than=HOUR)))
    found = history(shorter, lasting).outlook("o", 1, MONDAY, at("10:05"))
    assert (found.breached_at, found.breach_shown_from) == (at("10:20"), at("11:00"))


def test_weighted_time_is_good_for_the_rest_in_the_mean_between_failures():
    story = outages(("10:00", "11:00")).told("12:00", "degraded").told("14:00", "up")
    indicator = MeanTimeBetweenFailures(HOUR, counts(degraded=Weights({}, Fraction(1, 2))))
    assert figure(agreement(indicator), story, ENDED).value == 22 * HOUR
