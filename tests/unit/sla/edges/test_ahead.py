"""What comes by time alone for time that counts: in a rolling window, before an outage counts, and when to ask anew."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.clauses import CorrectionsClause, Service
from shared.sla.agreed.objectives import RollingWindow, UnknownCounts, WarnAt
from shared.sla.figures import Outlook, Reached, Verdict
from shared.sla.spans import DAY, HOUR, MINUTE, Span
from tests.unit.sla.examples import OFFICE, Story, agreement, at, availability, figure, history, span

WINDOW = span("11:00", "12:40")
"""A hundred minutes: a target of 99 % leaves a budget of 60 s."""

HALF, ALL = Fraction(1, 2), Fraction(1)


def up() -> Story:
    return Story().told("2026-01-01", "up")


def down(since: str, until: str | None = None) -> Story:
    story = up().told(since, "down")
    return story if until is None else story.told(until, "up")


def rolling(story: Story, as_of: str, indicator: Any = None, **clauses: Any) -> Outlook:
    """A window of an hour, of which six minutes may be bad; warned at three and at six."""
    shape = {"window": RollingWindow(HOUR), "warn_at": WarnAt((HALF, ALL)), **clauses.pop("objective", {})}
    terms = agreement(indicator or availability("0.9"), objective=shape, **clauses)
    return history(terms, story).outlook("o", 1, Span(at(as_of) - HOUR, at(as_of)), at(as_of))


def calendar(story: Story, as_of: str, indicator: Any = None, **clauses: Any) -> Outlook:
    terms = agreement(indicator, grace=DAY, **clauses)
    return history(terms, story).outlook("o", 1, WINDOW, at(as_of))


def instant(text: str | None) -> int | None:
    return None if text is None else at(text)


def warned(*told: tuple[Fraction, str, str]) -> tuple[Reached, ...]:
    return tuple(Reached(share, at(when), at(shown)) for share, when, shown in told)


# a rolling window


AT_THREE, AT_SIX = (HALF, "10:03", "10:03"), (ALL, "10:06", "10:06")


@pytest.mark.parametrize(
    ("back", "as_of", "reached", "breached_at", "shown_from", "recovered_at"),
    [
        (None, "10:01", (AT_THREE, AT_SIX), "10:06", "10:06:00.000001", None),
        (None, "10:06", (AT_THREE, AT_SIX), "10:06", "10:06:00.000001", None),
        (None, "10:08", (AT_THREE, AT_SIX), "10:06", "10:06:00.000001", None),
        ("10:10", "10:10", (AT_THREE, AT_SIX), "10:06", "10:06:00.000001", "11:04"),
        ("10:10", "11:03:59.999999", (AT_THREE, AT_SIX), "10:06", "10:06:00.000001", "11:04"),
        ("10:10", "11:04", (AT_THREE, AT_SIX), None, None, "11:04"),
        ("10:10", "11:04:00.000001", (AT_THREE,), None, None, "11:04"),
        ("10:10", "11:07", (AT_THREE,), None, None, "11:04"),
        ("10:10", "11:07:00.000001", (), None, None, "11:04"),
        ("10:10", "12:03:59.999999", (), None, None, "11:04"),
        ("10:10", "12:04", (), None, None, None),
        ("10:02", "10:10", (), None, None, None),
    ],
)
def test_a_rolling_window_is_looked_at_for_its_length_ahead(
    back, as_of, reached, breached_at, shown_from, recovered_at
):
    assert rolling(down("10:00", back), as_of) == Outlook(
        as_of=at(as_of),
        warned=warned(*reached),
        breached_at=instant(breached_at),
        breach_shown_from=instant(shown_from),
        recovered_at=instant(recovered_at),
    )


def test_a_breach_at_the_very_end_of_the_look_ahead_is_seen():
    # all but a microsecond of the hour may be bad
    barely = availability(str(Fraction(1, HOUR)))
    assert rolling(down("10:00"), "10:00", barely).breached_at == at("10:59:59.999999")
    assert rolling(down("10:00:00.000001"), "10:00:00.000001", barely).breached_at == at("11:00")


# an outage that does not count yet


MINIMUM = availability("0.9", outages_shorter_than=10 * MINUTE)


@pytest.mark.parametrize("as_of", ["10:01", "10:09:59.999999"])
def test_an_outage_bears_nothing_in_a_rolling_window_until_it_counts_and_then_names_its_instants(as_of):
    assert rolling(down("10:00"), as_of, MINIMUM) == Outlook(
        as_of=at(as_of),
        warned=warned((HALF, "10:03", "10:10"), (ALL, "10:06", "10:10")),
        breached_at=at("10:06"),
        breach_shown_from=at("10:10"),
        revisit_at=at("10:10"),
    )


def test_an_outage_that_counts_is_told_where_it_did():
    found = rolling(down("10:00"), "10:20", MINIMUM)
    assert (found.breached_at, found.breach_shown_from, found.revisit_at) == (at("10:06"), at("10:10"), None)
    assert found.warned == warned((HALF, "10:03", "10:10"), (ALL, "10:06", "10:10"))


def test_an_outage_that_ended_before_it_counts_is_nothing():
    assert rolling(down("10:00", "10:09:59.999999"), "10:20", MINIMUM) == Outlook(as_of=at("10:20"))
    assert rolling(down("10:00", "10:10"), "10:20", MINIMUM).breached_at == at("10:06")


@pytest.mark.parametrize(
    ("since", "recovered_at"),
    [("11:10", "11:14"), ("11:04:00.000001", "11:14"), ("11:04", None)],
)
def test_a_window_is_back_before_the_next_outage_counts_or_not_while_that_lasts(since, recovered_at):
    story = down("10:00", "10:20").told(since, "down")
    found = rolling(story, "11:12", MINIMUM)
    assert (found.breached_at, found.recovered_at) == (at("10:06"), instant(recovered_at))


def test_an_outage_that_counts_after_the_look_ahead_is_not_looked_at():
    long = availability("0.9", outages_shorter_than=2 * HOUR)
    found = rolling(down("10:00"), "10:30", long)
    assert (found.breached_at, found.warned, found.revisit_at) == (None, (), at("12:00"))
    exactly = availability("0.9", outages_shorter_than=90 * MINUTE)
    found = rolling(down("10:00"), "10:30", exactly)
    # of the window up to half past eleven all is down, and has been too much since the first that counts
    assert (found.breached_at, found.breach_shown_from) == (at("10:06"), at("11:30"))


def test_in_a_period_an_outage_is_told_from_where_it_counts():
    found = calendar(
        down("12:00"),
        "12:02",
        availability(outages_shorter_than=5 * MINUTE),
        objective={"warn_at": WarnAt((HALF,))},
    )
    assert found == Outlook(
        as_of=at("12:02"),
        warned=warned((HALF, "12:00:30", "12:05")),
        breached_at=at("12:01"),
        breach_shown_from=at("12:05"),
        revisit_at=at("12:05"),
        ends_at=at("12:40"),
        closes_at=at("12:40") + DAY,
    )


def test_after_the_end_of_a_period_an_outage_that_lasts_still_comes_to_count():
    indicator = availability(outages_shorter_than=HOUR)
    assert calendar(down("12:00"), "12:50", indicator).revisit_at == at("13:00")
    assert calendar(down("12:00"), "12:50", indicator).breached_at is None
    assert calendar(down("12:00"), "13:00", indicator).breached_at == at("12:01")
    assert calendar(down("12:39", "12:45"), "12:50", indicator).revisit_at is None
    assert calendar(down("12:41"), "12:50", indicator).revisit_at is None


# when to ask anew


def test_the_next_silence_is_one_after_now():
    service = (Service("s", stale_after=5 * MINUTE),)
    story = up().told("12:00", "up", "a").told("12:03", "up", "b")
    for as_of, stale_at in (("12:04", "12:05"), ("12:05", "12:08"), ("12:08", None)):
        assert calendar(story, as_of, services=service).stale_at == instant(stale_at)


@pytest.mark.parametrize(
    ("as_of", "revisit_at"),
    [
        ("12:00", "12:06:40.000001"),
        ("12:06:40", "12:06:40.000001"),
        ("12:06:40.000001", None),  # unknown to the end
        ("12:40", None),
    ],
)
def test_a_period_is_asked_anew_where_more_than_the_agreed_share_is_unknown(as_of, revisit_at):
    # of x minutes after an hour that is known a tenth of all is unknown at 6:40
    indicator = availability(not_assessable_above=Fraction(1, 10))
    found = calendar(up().told("12:00", "unknown"), as_of, indicator)
    assert found.revisit_at == instant(revisit_at)


def test_a_share_that_falls_to_the_agreed_one_just_now_is_asked_about_from_now_on():
    # five of fifty minutes are unknown, and it is unknown again
    indicator = availability(not_assessable_above=Fraction(1, 10))
    story = up().told("11:00", "unknown").told("11:05", "up").told("11:50", "unknown")
    assert calendar(story, "11:50", indicator).revisit_at == at("11:50:00.000001")


def test_a_period_is_not_asked_anew_for_what_comes_after_its_end():
    indicator = availability(not_assessable_above=Fraction(1, 10))
    assert calendar(up().told("12:35", "unknown"), "12:36", indicator).revisit_at is None


def test_a_period_is_asked_anew_where_the_unknown_share_falls_to_the_agreed_one():
    indicator = availability(not_assessable_above=Fraction(1, 10))
    story = up().told("12:00", "unknown").told("12:09:59", "up")
    found = calendar(story, "12:20", indicator)
    assert (found.revisit_at, found.breached_at) == (at("12:39:50"), None)


def test_a_period_that_is_not_assessable_has_no_instant_of_its_budget_ahead():
    indicator = availability(not_assessable_above=Fraction(1, 10))
    story = up().told("12:00", "unknown").told("12:20", "down")
    found = calendar(story, "12:30", indicator, objective={"warn_at": WarnAt((HALF,))})
    assert found == Outlook(as_of=at("12:30"), ends_at=at("12:40"), closes_at=at("12:40") + DAY)


@pytest.mark.parametrize(
    ("back", "as_of", "revisit_at"),
    [
        (None, "10:01", "10:06:00.000001"),
        ("10:10", "10:10", "11:04"),
        ("10:05", "10:10", None),
    ],
)
def test_a_rolling_window_is_asked_anew_where_unknown_passes_the_agreed_share(back, as_of, revisit_at):
    story = up().told("10:00", "unknown")
    if back is not None:
        story.told(back, "up")
    indicator = availability("0.9", not_assessable_above=Fraction(1, 10))
    assert rolling(story, as_of, indicator).revisit_at == instant(revisit_at)


def test_of_the_instants_to_ask_anew_the_first_is_told():
    terms = {"corrections": CorrectionsClause(decide_within=HOUR)}
    indicator = availability(outages_shorter_than=30 * MINUTE)
    story = down("12:00").proposed("11:10", "11:01", "11:02", "down")
    assert calendar(story, "12:05", indicator, **terms).revisit_at == at("12:10")
    assert calendar(story, "12:10", indicator, **terms).revisit_at == at("12:30")
    assert calendar(story, "12:30", indicator, **terms).revisit_at is None


@pytest.mark.parametrize(
    ("start", "end", "shortest", "revisit_at"),
    [
        ("12:20", "12:30", 5 * MINUTE, "12:20:00.000001"),
        ("12:20", "12:20:00.000001", 5 * MINUTE, "12:20:00.000001"),
        ("12:20", "12:30", 0, None),
        ("12:00", "12:10", 5 * MINUTE, "12:00:00.000001"),
        ("11:50", "12:00", 5 * MINUTE, None),
        ("11:50", "12:00:00.000001", 5 * MINUTE, None),
    ],
)
def test_an_outage_that_a_correction_of_time_ahead_brings_about_is_asked_anew_once_it_runs(
    start, end, shortest, revisit_at
):
    story = up().proposed("11:01", start, end, "down").decided("11:02", "accepted")
    indicator = availability(outages_shorter_than=shortest)
    assert calendar(story, "12:00", indicator).revisit_at == instant(revisit_at)


# hours


def test_a_budget_is_spent_in_service_hours_alone():
    # the office closes at five: half a minute of the minute is left for the next morning
    terms = agreement(availability("0.99"), objective={"hours": OFFICE})
    week = Span(at("2026-01-05 00:00"), at("2026-01-05 00:00") + 2 * DAY)
    story = down("16:55:12")
    found = history(terms, story).outlook("o", 1, week, at("16:59"))
    assert found.breached_at == at("2026-01-06 09:04:48")
    assert figure(terms, story, "2026-01-06 09:04:48", week).state is Verdict.MET
    later = replace(found, as_of=at("2026-01-06 09:04:48"))
    assert history(terms, story).outlook("o", 1, week, later.as_of) == later


def test_unknown_that_counts_as_down_makes_an_outage_no_minimum_forgives():
    indicator = availability("0.9", unknown=UnknownCounts.DOWN, outages_shorter_than=10 * MINUTE)
    found = rolling(up().told("10:00", "unknown"), "10:01", indicator)
    assert (found.breached_at, found.breach_shown_from) == (at("10:06"), at("10:06:00.000001"))


FOUR_WEEKS = 28 * DAY
"""Twenty days of eight hours, wherever it begins."""


def in_office(story: Story, as_of: str) -> tuple[Any, Outlook]:
    terms = agreement(availability("0.5"), objective={"hours": OFFICE, "window": RollingWindow(FOUR_WEEKS)})
    asked = "o", 1, Span(at(as_of) - FOUR_WEEKS, at(as_of)), at(as_of)
    known = history(terms, story)
    return known.figure(*asked), known.outlook(*asked)


DOWN_FROM = Story().told("2025-12-01", "up").told("2026-02-02 00:00", "down")
BACK = Story().told("2025-12-01", "up").told("2026-02-02 00:00", "down").told("2026-03-02 13:00", "up")


@pytest.mark.parametrize(
    "as_of", ["2026-02-02 12:00", "2026-02-13 17:00", "2026-02-16 09:00", "2026-02-27 12:00"]
)
def test_a_window_is_under_target_from_the_opening_after_a_weekend(as_of):
    # ten days of twenty are down on Friday at five; that is still half
    found, ahead = in_office(DOWN_FROM, as_of)
    assert ahead.breached_at == at("2026-02-16 09:00")
    assert found.breached_at == (at("2026-02-16 09:00") if as_of > "2026-02-16 09:00" else None)


@pytest.mark.parametrize("as_of", ["2026-03-02 13:00", "2026-03-16 12:59:59.999999"])
def test_a_window_over_closed_hours_says_when_it_will_be_back(as_of):
    found, ahead = in_office(BACK, as_of)
    assert found.breached_at == at("2026-02-16 09:00")
    assert ahead.recovered_at == at("2026-03-16 13:00")


@pytest.mark.parametrize("as_of", ["2026-03-16 13:00", "2026-04-10 09:00", "2026-04-13 12:59:59.999999"])
def test_a_window_over_closed_hours_says_when_it_was_back(as_of):
    assert in_office(BACK, as_of)[0].recovered_at == at("2026-03-16 13:00")
