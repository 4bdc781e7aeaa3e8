"""Burn pairs by their exact instants: what the functions of time say is what the rates say at each instant."""

import random
from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import CalendarUnit
from shared.sla.agreed.objectives import (
    CalendarWindow,
    MaintenanceCounts,
    Ratio,
    RollingWindow,
    UnknownCounts,
)
from shared.sla.history import History
from shared.sla.live.burn_ahead import burning
from shared.sla.spans import DAY, MICROSECOND, MINUTE, Span
from tests.unit.sla.examples import OFFICE, Story, agreement, at, availability, history, span

JUNE = span("2026-06-01", "2026-07-01")
"""Thirty days: a target of 99.9 % leaves 43 min 12 s; 14.4 times the pace is 51.84 s in an hour."""
MONTH = {"window": CalendarWindow(CalendarUnit.MONTH)}
ROLLING = {"window": RollingWindow(3 * DAY)}


def known(story: Story, target: str = "0.999", **clauses) -> History:
    return history(agreement(availability(target), objective={**MONTH, **clauses}), story)


def runs(found: History, as_of: str, since: str = "2026-06-01"):
    told = burning(found, "o", 1, JUNE, at(since), at(as_of))
    return [(one.factor, one.start, one.end) for one in told.runs], told.due


def down(since: str, until: str) -> Story:
    return Story().told("2026-05-01", "up").told(since, "down").told(until, "up")


def test_a_pair_is_exceeded_from_the_first_microsecond_above_and_until_the_short_window_is_back():
    found, _ = runs(known(down("2026-06-10 10:00", "2026-06-10 10:02")), "2026-06-10 12:00")
    # the hour exceeds after 51.84 s; the five minutes hold more than 4.32 s until 10:07 less as much
    assert found[0] == (
        Fraction(144, 10),
        at("2026-06-10 10:00:51.840001"),
        at("2026-06-10 10:06:55.680000"),
    )


def test_while_an_outage_lasts_the_next_pair_is_foretold_to_the_microsecond():
    story = Story().told("2026-05-01", "up").told("2026-06-10 10:00", "down")
    found, due = runs(known(story), "2026-06-10 10:00:30")
    assert found == []
    assert due == at("2026-06-10 10:00:51.840001")


def test_a_pair_that_comes_after_several_times_its_short_window_is_foretold_as_well():
    story = Story().told("2026-05-01", "up").told("2026-06-10 10:00", "down")
    found, due = runs(known(story, "0.95"), "2026-06-10 10:01")
    assert found == []
    # 14.4 times the pace of 36 hours is 43 min 12 s in an hour; the short window has five minutes
    assert due == at("2026-06-10 10:43:12.000001")


def test_where_nothing_is_foretold_one_looks_again_after_the_longest_window_or_at_the_end():
    story = Story().told("2026-05-01", "up")
    assert runs(known(story), "2026-06-10")[1] == at("2026-06-13")
    assert runs(known(story), "2026-06-29 12:00")[1] == at("2026-07-01")
    assert runs(known(story), "2026-07-02")[1] is None


@pytest.mark.parametrize(
    ("again", "due"),
    [
        ("2026-06-10 10:00:51.840000", "2026-06-10 10:00:51.840000"),
        ("2026-06-10 10:00:51.840001", "2026-06-10 10:00:51.840001"),
        ("2026-06-10 10:00:51.840002", "2026-06-10 10:00:51.840001"),
        ("2026-06-10 10:00:30", "2026-06-10 10:00:30"),
    ],
)
def test_nothing_is_foretold_of_the_time_after_one_looks_again_anyway(again, due):
    found = known(Story().told("2026-05-01", "up").told("2026-06-10 10:00", "down"))
    asked = "o", 1, JUNE, at("2026-06-01"), at("2026-06-10 10:00:30")
    assert burning(found, *asked, again_at=at(again)).due == at(due)


def test_a_pair_that_lasts_has_no_end_and_is_followed_back_to_its_beginning():
    story = Story().told("2026-05-01", "up").told("2026-06-10 10:00", "down")
    found, _ = runs(known(story), "2026-06-10 11:00", since="2026-06-10 10:59")
    assert found[0] == (Fraction(144, 10), at("2026-06-10 10:00:51.840001"), None)


def test_a_window_that_reaches_back_before_the_history_exceeds_nothing():
    story = Story().told("2026-06-10 10:00", "down")
    found, _ = runs(known(story), "2026-06-10 11:30")
    assert found[0] == (Fraction(144, 10), at("2026-06-10 11:00"), None)


@pytest.mark.parametrize("clauses", [{"burn_alerts": False}, {"target": "1"}])
def test_without_alerts_or_budget_there_is_nothing(clauses):
    assert runs(known(down("2026-06-10 10:00", "2026-06-10 11:00"), **clauses), "2026-06-10 12:00") == (
        [],
        None,
    )


def random_story(chance: random.Random) -> Story:
    story = Story().told("2026-05-20", "up")
    minute = chance.randrange(0, 600)
    for _ in range(chance.randrange(2, 30)):
        minute += chance.randrange(1, 900)
        when = f"2026-06-{1 + minute // 1440:02d} {minute // 60 % 24:02d}:{minute % 60:02d}:{chance.randrange(60):02d}"
        story.told(when, chance.choice(["up", "up", "down", "degraded", "unknown"]))
        story.counted(when, good := chance.randrange(0, 100), good + chance.choice([0, 0, 1, 7]))
    if chance.random() < 0.5:
        story.announced("2026-06-02", "2026-06-03 02:00", "2026-06-03 05:00")
    return story


INDICATORS = {
    "time": availability("0.99", unknown=UnknownCounts.DOWN),
    "maintenance counts": availability("0.95", maintenance=MaintenanceCounts.COUNTS_AS_UP),
    "counts": Ratio("ok", "all", Fraction("0.95")),
    "counts expected": Ratio("ok", "all", Fraction("0.99"), expected_total=1000),
}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shape", [MONTH, ROLLING, {**MONTH, "hours": OFFICE}])
@pytest.mark.parametrize("name", INDICATORS)
def test_at_every_instant_the_stretches_say_what_the_rates_say(name: str, shape, seed: int):
    chance = random.Random(f"{name}{seed}")
    found = history(agreement(INDICATORS[name], objective=shape), random_story(chance))
    rolling = "hours" not in shape and isinstance(shape["window"], RollingWindow)
    end = at("2026-06-12")

    def period(instant: int) -> Span:
        return Span(instant - 3 * DAY, instant) if rolling else JUNE

    told = burning(found, "o", 1, period(end), at("2026-06-01") + MICROSECOND, end)
    edges = [edge for run in told.runs for edge in (run.start, run.end) if edge is not None]
    instants = {at("2026-06-01") + chance.randrange(1, 11 * 1440) * MINUTE for _ in range(40)}
    instants |= {edge + by for edge in edges for by in (-MICROSECOND, 0)}
    for instant in sorted(one for one in instants if at("2026-06-01") < one <= end):
        rates = found.burn("o", 1, period(instant), instant)
        said = {
            run.factor for run in told.runs if run.start <= instant and (run.end is None or instant < run.end)
        }
        assert said == {one.factor for one in rates if one.exceeded}, instant
