"""Measures of outages: all that a figure says, what comes by time alone, and rolling windows of each of them."""

from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.clauses import Service
from shared.sla.agreed.objectives import (
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    OutageCount,
    RollingWindow,
    UnknownCounts,
    Weights,
)
from shared.sla.figures import Figure, Outage, Outlook, PeriodOf, Status, TimeClass, Verdict
from shared.sla.spans import DAY, HOUR, MINUTE, Span
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, counts, figure, history

ENDED = "2026-01-06 00:00"


def outages(*pairs: tuple[str, str | None]) -> Story:
    story = Story().told("2026-01-01", "up")
    for since, until in pairs:
        story.told(since, "down")
        if until is not None:
            story.told(until, "up")
    return story


TWO = outages(("10:00", "10:10"), ("12:00", "12:30"))


def ahead(indicator: Any, story: Story, as_of: str, **clauses: Any) -> Outlook:
    return history(agreement(indicator, grace=DAY, **clauses), story).outlook("o", 1, MONDAY, at(as_of))


def test_a_figure_of_outages_says_all_of_it():
    found = figure(agreement(OutageCount(1, counts())), TWO, "13:00")
    assert found == Figure(
        objective="o",
        version=1,
        period=PeriodOf(1, MONDAY, Status.OPEN),
        as_of=at("13:00"),
        state=Verdict.BREACHED,
        good=740 * MINUTE,
        total=13 * HOUR,
        sli=None,
        target=None,
        value=2,
        ledger=found.ledger,
        planned=11 * HOUR,
        breached_at=at("12:00"),
        outages=[
            Outage(at("10:00"), at("10:10"), 10 * MINUTE, "open", ("p",)),
            Outage(at("12:00"), at("12:30"), 30 * MINUTE, "open", ("p",)),
        ],
        unknown_share=0,
    )
    assert {kind: time for kind, time in found.ledger.items() if time} == {
        TimeClass.UP: 740 * MINUTE,
        TimeClass.DOWN: 40 * MINUTE,
    }


# what comes by time alone


@pytest.mark.parametrize(
    ("as_of", "stale_at"), [("12:34:59.999999", "12:35"), ("12:35", None), ("12:36", None)]
)
def test_a_number_of_outages_waits_for_the_next_silence_and_the_ends(as_of, stale_at):
    service = (Service("s", stale_after=5 * MINUTE),)
    assert ahead(OutageCount(9, counts()), TWO, as_of, services=service) == Outlook(
        as_of=at(as_of),
        stale_at=stale_at and at(stale_at),
        ends_at=MONDAY.end,
        closes_at=MONDAY.end + DAY,
    )


def test_an_outage_that_lasts_is_too_long_at_its_instant():
    story = outages(("12:00", None))
    assert ahead(LongestOutage(HOUR, counts()), story, "12:10") == Outlook(
        as_of=at("12:10"),
        breached_at=at("13:00"),
        breach_shown_from=at("13:00:00.000001"),
        ends_at=MONDAY.end,
        closes_at=MONDAY.end + DAY,
    )


@pytest.mark.parametrize(("shortest", "shown_from"), [(HOUR, "13:00:00.000001"), (90 * MINUTE, "13:30")])
def test_an_outage_is_shown_as_too_long_once_it_counts(shortest, shown_from):
    found = ahead(
        LongestOutage(HOUR, counts(outages_shorter_than=shortest)), outages(("12:00", None)), "12:10"
    )
    assert (found.breached_at, found.breach_shown_from) == (at("13:00"), at(shown_from))


def test_what_is_breached_already_is_told_as_it_was():
    found = ahead(LongestOutage(20 * MINUTE, counts()), outages(("12:00", "12:30"), ("14:00", None)), "14:10")
    assert (found.breached_at, found.breach_shown_from) == (at("12:20"), at("12:20:00.000001"))


def test_a_mean_time_to_restore_is_decided_at_the_end():
    assert ahead(MeanTimeToRestore(19 * MINUTE, counts()), TWO, "13:00").breached_at == MONDAY.end
    assert ahead(MeanTimeToRestore(20 * MINUTE, counts()), TWO, "13:00").breached_at is None


def test_a_rolling_window_of_outages_tells_the_breach_that_holds_and_has_no_end():
    terms = agreement(OutageCount(1, counts()), objective={"window": RollingWindow(3 * HOUR)})
    window = Span(at("10:00"), at("13:00"))
    found = history(terms, TWO).outlook("o", 1, window, at("13:00"))
    assert (found.as_of, found.breached_at, found.breach_shown_from) == (
        at("13:00"),
        at("12:00"),
        at("12:00"),
    )
    assert (found.ends_at, found.closes_at, found.stale_at) == (None, None, None)


# rolling windows: beyond since when


def rolled(indicator: Any, story: Story, as_of: str, length: int = 3 * HOUR, **shape: Any) -> int | None:
    terms = agreement(indicator, objective={"window": RollingWindow(length), **shape})
    return figure(terms, story, as_of, Span(at(as_of) - length, at(as_of))).breached_at


@pytest.mark.parametrize(
    ("as_of", "breached_at"),
    [
        ("12:00", None),
        ("12:00:00.000001", "12:00"),
        ("13:00", "12:00"),
        ("13:00:00.000001", None),  # the first has left
    ],
)
def test_a_rolling_number_is_beyond_while_all_of_them_are_in_the_window(as_of, breached_at):
    assert rolled(OutageCount(1, counts()), TWO, as_of) == (breached_at and at(breached_at))


@pytest.mark.parametrize(
    ("as_of", "breached_at"),
    [
        ("12:20", None),
        ("12:20:00.000001", "12:20"),
        ("15:09:59.999999", "12:20"),
        ("15:10", None),  # twenty minutes of it are in
    ],
)
def test_a_rolling_longest_is_beyond_until_so_much_has_left(as_of, breached_at):
    assert rolled(LongestOutage(20 * MINUTE, counts()), TWO, as_of) == (breached_at and at(breached_at))


@pytest.mark.parametrize(
    ("as_of", "breached_at"),
    [
        ("12:30", None),
        ("12:30:00.000001", "12:30"),  # ten and thirty
        ("13:10", "12:30"),
        ("13:10:00.000001", "12:30"),  # thirty alone
        ("15:30", "12:30"),
        ("15:30:00.000001", None),
    ],
)
def test_a_rolling_mean_time_to_restore_takes_each_from_its_end(as_of, breached_at):
    assert rolled(MeanTimeToRestore(20 * MINUTE - 1, counts()), TWO, as_of) == (
        breached_at and at(breached_at)
    )


@pytest.mark.parametrize(
    ("as_of", "breached_at"),
    [
        ("2026-01-06 01:00", None),
        ("2026-01-06 01:00:00.000001", "2026-01-06 01:00"),  # an hour of it counted, up to 17:00
        ("2026-01-06 02:59:59.999999", "2026-01-06 01:00"),
        ("2026-01-06 03:00", None),  # ten hours without service hours
        ("2026-01-06 09:00", None),
        ("2026-01-06 09:00:00.000001", "2026-01-06 09:00"),
        ("2026-01-06 11:00", "2026-01-06 09:00"),
        ("2026-01-06 11:00:00.000001", None),
    ],
)
def test_a_rolling_mean_is_beyond_anew_after_a_window_in_which_nothing_counted(as_of, breached_at):
    story = outages(("16:00", "2026-01-06 01:00"))
    found = rolled(MeanTimeToRestore(30 * MINUTE, counts()), story, as_of, 10 * HOUR, hours=OFFICE)
    assert found == (breached_at and at(breached_at))


def test_an_outage_that_lasts_is_in_no_mean_of_a_rolling_window():
    story = outages(("10:00", "10:10"), ("11:00", None))
    assert rolled(MeanTimeToRestore(15 * MINUTE, counts()), story, "12:30") is None
    assert rolled(MeanTimeToRestore(9 * MINUTE, counts()), story, "12:30") == at("10:10")


@pytest.mark.parametrize(
    ("as_of", "breached_at"),
    [
        ("12:00", None),  # one in 170 minutes
        ("12:00:00.000001", "12:00"),  # two
        ("12:59", "12:00"),
        ("13:00:00.000001", None),
    ],
)
def test_a_rolling_mean_time_between_failures_is_of_the_good_time_in_the_window(as_of, breached_at):
    assert rolled(MeanTimeBetweenFailures(2 * HOUR, counts()), TWO, as_of) == (
        breached_at and at(breached_at)
    )


def test_a_tolerated_outage_hides_none_after_it():
    assert rolled(OutageCount(0, counts(outages_shorter_than=15 * MINUTE)), TWO, "12:40") == at("12:00")


@pytest.mark.parametrize(
    ("bound", "breached_at"),
    [(119 * MINUTE, None), (119 * MINUTE + 1, "11:30:59.999999"), (2 * HOUR, "11:30")],
)
def test_degraded_time_is_good_for_a_mean_between_failures_by_its_weight(bound, breached_at):
    # of three hours up to twelve two are half good, and one minute is down
    story = Story().told("2026-01-01", "up").told("09:00", "degraded").told("11:00", "up")
    story.told("11:30", "down").told("11:31", "up")
    weighed = counts(degraded=Weights(other=Fraction(1, 2)))
    found = rolled(MeanTimeBetweenFailures(bound, weighed), story, "12:00")
    assert found == (breached_at and at(breached_at))


@pytest.mark.parametrize("indicator", [OutageCount(0, counts()), LongestOutage(0, counts())])
def test_a_breach_longer_than_the_window_is_followed_back_to_its_beginning(indicator):
    pairs = [(f"{hour:02}:00", f"{hour:02}:50") for hour in range(4, 20)]
    assert rolled(indicator, outages(*pairs), "19:30", HOUR) == at("04:00")


def test_a_breach_from_before_the_first_fact_is_followed_to_where_time_begins():
    story = Story().told("2026-01-01", "down")
    assert rolled(LongestOutage(MINUTE, counts()), story, "10:00", HOUR) == at("2026-01-01 00:01")
    assert rolled(OutageCount(0, counts()), story, "2026-01-01 00:30", HOUR) == at("2026-01-01")


def test_closed_hours_between_two_parts_of_an_outage_are_not_its_time():
    story = outages(("16:50", "2026-01-06 09:10"))
    assert rolled(LongestOutage(15 * MINUTE, counts()), story, "2026-01-06 09:10", DAY, hours=OFFICE) == at(
        "2026-01-06 09:05"
    )


def test_a_change_of_cause_or_condition_is_one_outage_with_one_counted_time():
    story = Story().told("2026-01-01", "up").told("10:00", "down", cause="x").told("10:20", "down", cause="y")
    story.told("10:30", "up")
    assert rolled(LongestOutage(25 * MINUTE, counts()), story, "10:30") == at("10:25")
    assert rolled(OutageCount(1, counts()), story, "10:30") is None


# means that change while time passes


@pytest.mark.parametrize(("bound", "state"), [(2 * HOUR, Verdict.MET), (2 * HOUR + 1, Verdict.AT_RISK)])
def test_a_mean_between_failures_of_exactly_the_agreed_is_not_at_risk(bound, state):
    found = figure(agreement(MeanTimeBetweenFailures(bound, counts())), outages(("02:00", "02:10")), "02:10")
    assert (found.value, found.state) == (2 * HOUR, state)


@pytest.mark.parametrize(
    ("as_of", "breached_at"), [("06:00", None), ("06:00:00.000001", "06:00"), ("09:00", "06:00")]
)
def test_a_mean_between_failures_is_lost_while_an_outage_lasts(as_of, breached_at):
    # of the day twenty hours must be good
    terms = agreement(MeanTimeBetweenFailures(20 * HOUR, counts()))
    found = figure(terms, outages(("02:00", None)), as_of)
    assert found.breached_at == (breached_at and at(breached_at))


def test_a_mean_between_failures_is_lost_while_degraded_time_takes_good_time_away():
    # four of the day's hours may be bad: one of an outage, then three of six that are half bad
    story = outages(("01:00", "02:00")).told("02:00", "degraded")
    weighed = counts(degraded=Weights(other=Fraction(1, 2)))
    terms = agreement(MeanTimeBetweenFailures(20 * HOUR, weighed))
    assert figure(terms, story, "09:00").breached_at == at("08:00")


def test_unknown_that_counts_as_down_is_an_outage_of_a_rolling_window():
    story = Story().told("2026-01-01", "up").told("10:00", "unknown").told("10:10", "up")
    assert rolled(OutageCount(0, counts(unknown=UnknownCounts.DOWN)), story, "10:20") == at("10:00")
    assert rolled(OutageCount(0, counts()), story, "10:20") is None


# what explains them


def terms_of(indicator: Any, story: Story, as_of: str) -> dict[str, Fraction]:
    """The numbers of the last step that an explanation names."""
    found = history(agreement(indicator), story).explanation("o", 1, MONDAY, at(as_of))
    return {term.name: term.value for term in found.formula[-1].terms}


BEFORE = outages(("2026-01-04 23:00", "01:00"), ("10:00", "10:10"), ("12:00", None))


@pytest.mark.parametrize("indicator", [OutageCount(9, counts()), MeanTimeBetweenFailures(HOUR, counts())])
def test_the_number_of_outages_is_of_those_begun_in_the_period(indicator):
    assert terms_of(indicator, BEFORE, "13:00")["outages"] == 2


@pytest.mark.parametrize(
    ("as_of", "count", "time"),
    [("10:10", 1, 120), ("10:10:00.000001", 2, 130), ("13:00", 2, 130)],
)
def test_the_mean_time_to_restore_is_of_those_that_ended_in_the_period_before_now(as_of, count, time):
    told = terms_of(MeanTimeToRestore(HOUR, counts()), BEFORE, as_of)
    assert (told["restored"], told["restoring"]) == (count, time * MINUTE)
