"""What was asked before a fact came is asked again after it: decisions and announcements change the past as well."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.clauses import ServiceHours
from shared.sla.agreed.objectives import (
    Clock,
    ClockKind,
    CountedIn,
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OutageCount,
    Ratio,
    RollingWindow,
)
from shared.sla.figures import ClockState
from shared.sla.history import History
from shared.sla.spans import HOUR, MINUTE, Span
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability, counts

NOW = at("18:00")
TWELVE_HOURS = 12 * HOUR
TOLD_IN_ORDER = 15

INDICATORS = {
    "availability": availability("0.95"),
    "outage_count": OutageCount(2, counts()),
    "longest_outage": LongestOutage(20 * MINUTE, counts()),
    "mean_time_to_restore": MeanTimeToRestore(15 * MINUTE, counts()),
    "mean_time_between_failures": MeanTimeBetweenFailures(3 * HOUR, counts()),
    "ratio": Ratio("ok", "all", Fraction("0.9")),
    "mean": Measurement("m", "ms", Fraction(5), take="mean"),
    "p50": Measurement("m", "ms", Fraction(5), take="p50"),
    "each": Measurement("m", "ms", Fraction(5), target=Fraction("0.6")),
    "clock": Clock(ClockKind.RESOLUTION, Fraction("0.7"), HOUR),
}


def arriving() -> list[Story]:
    """What arrives one after the other, mostly about what was before."""
    alone = [Story() for _ in range(40)]
    tell = iter(alone)
    next(tell).told("2026-01-01", "up")
    for hour in range(8, 17):
        next(tell).told(f"{hour}:00" if hour > 9 else f"0{hour}:00", "down")
        next(tell).told(f"{hour}:15" if hour > 9 else f"0{hour}:15", "up")
    for number, hour in enumerate((10, 16, 12, 14)):
        next(tell).counted(f"{hour}:05", 8, 10 + number)
        next(tell).measured(f"{hour}:05", str(3 + 2 * number))
    next(tell).incident("10:00", "opened")
    next(tell).incident("11:30", "resolved")
    next(tell).incident("12:00", "opened", "J")
    next(tell).announced("2026-01-02", "11:50", "12:20")
    next(tell).proposed("15:00", "10:00", "10:10", "up")
    next(tell).decided("15:30", "accepted")
    next(tell).announced("2026-01-03", "14:00", "14:10", "d")
    next(tell).proposed("15:00", "10:30", "11:10", "excused", correction="i", incident="I")
    next(tell).change("11:40", "cancelled")
    next(tell).decided("15:40", "accepted", correction="i")
    next(tell).proposed("16:00", "16:00", "16:30", "maintenance", correction="m")
    next(tell).decided("16:40", "accepted", correction="m")
    next(tell).told("13:05", "up")
    return [replace_ids(story, number) for number, story in enumerate(alone) if story.facts]


def replace_ids(story: Story, number: int) -> Story:
    story.facts = [replace(fact, id=f"e{number:03}") for fact in story.facts]
    return story


def asked(of: History, rolling: bool) -> list[Any]:
    window = Span(NOW - TWELVE_HOURS, NOW) if rolling else MONDAY
    return [
        of.figure("o", 1, window, NOW),
        of.outlook("o", 1, window, NOW),
        of.spans("o", 1, window, NOW),
        of.figure("o", 1, Span(at("09:00"), at("14:30")), NOW),
    ]


@pytest.mark.parametrize("rolling", [False, True], ids=["period", "rolling"])
@pytest.mark.parametrize("name", INDICATORS)
def test_after_each_fact_the_answers_are_those_of_a_history_that_was_asked_nothing_before(name, rolling):
    shape = {"window": RollingWindow(TWELVE_HOURS)} if rolling else {}
    terms = agreement(INDICATORS[name], objective=shape)
    live, facts = History([terms]), []
    for number, story in enumerate(arriving()):
        facts += story.facts
        live.add(story.facts[0])
        if number < TOLD_IN_ORDER:
            continue
        fresh = History([terms])
        for fact in sorted(facts, key=lambda one: one.order):
            fresh.add(fact)
        assert asked(live, rolling) == asked(fresh, rolling)


def test_an_earlier_acceptance_that_comes_late_is_known_from_then_on():
    # of a hundred minutes ten will be maintenance: known before the outage they leave 54 s of 60
    window = Span(at("11:00"), at("12:40"))
    story = Story().told("2026-01-01", "up").told("12:00", "down")
    story.proposed("11:05", "12:30", "12:40", "maintenance").decided("12:20", "accepted")
    of = History([agreement()])
    for fact in story.facts:
        of.add(fact)
    assert of.figure("o", 1, window, at("12:25")).breached_at == at("12:01")
    [earlier] = Story().decided("11:10", "accepted").facts
    of.add(replace(earlier, id="late"))
    assert of.figure("o", 1, window, at("12:25")).breached_at == at("12:00:54")


def incidents_arriving() -> list[Story]:
    """Clocks that settle, in and out of the period, and move again by late words."""
    alone = [Story() for _ in range(30)]
    tell = iter(alone)
    next(tell).incident("2026-01-04 23:30", "opened", "z")
    next(tell).incident("2026-01-05 00:10", "resolved", "z")
    next(tell).incident("09:00", "opened", "a")
    next(tell).incident("09:30", "resolved", "a")
    next(tell).incident("09:00", "opened", "b")
    next(tell).incident("10:30", "resolved", "b")
    next(tell).incident("10:00", "opened", "c")
    next(tell).incident("11:30", "resolved", "c")
    next(tell).incident("10:00", "opened", "d")
    next(tell).incident("10:20", "cancelled", "d")
    next(tell).incident("17:30", "opened", "e")
    next(tell).incident("17:45", "resolved", "e")
    next(tell).incident("12:00", "opened", "f")
    next(tell).incident("09:40", "reopened", "a")
    next(tell).incident("10:50", "resolved", "a")
    next(tell).incident("10:10", "cancelled", "b")
    next(tell).incident("09:50", "updated", "c", status="waiting")
    next(tell).incident("12:20", "resolved", "f")
    next(tell).incident("13:00", "reopened", "f")
    next(tell).proposed("14:00", "10:00", "11:00", "excused", incident="c")
    next(tell).decided("14:10", "accepted")
    next(tell).incident("00:05", "updated", "z", priority="P2")
    next(tell).incident("11:00", "resolved", "c")
    return [replace_ids(story, number) for number, story in enumerate(alone) if story.facts]


@pytest.mark.parametrize("counted_in", list(CountedIn))
@pytest.mark.parametrize("target", ["0.7", "1"])
@pytest.mark.parametrize("rolling", [False, True], ids=["period", "rolling"])
def test_clocks_that_settle_and_move_again_are_those_of_their_facts(rolling, target, counted_in):
    shape = {"window": RollingWindow(TWELVE_HOURS)} if rolling else {}
    indicator = Clock(ClockKind.RESOLUTION, Fraction(target), HOUR, counted_in=counted_in)
    terms = agreement(indicator, objective=shape)
    live, facts = History([terms]), []
    for story in incidents_arriving():
        facts += story.facts
        live.add(story.facts[0])
        fresh = History([terms])
        for fact in sorted(facts, key=lambda one: one.order):
            fresh.add(fact)
        assert asked(live, rolling) == asked(fresh, rolling)
        clocks = live.figure("o", 1, MONDAY, NOW).clocks
        in_order = sorted(clocks, key=lambda one: (one.incident, one.started_at))
        assert (len(clocks), list(clocks), clocks) == (len(in_order), in_order, in_order)


@pytest.mark.parametrize(("until", "shown"), [("2026-01-06", 1), ("10:00:00.000001", 1), ("10:00", 0)])
def test_a_settled_clock_is_shown_where_the_version_rules_at_its_instant(until, shown):
    terms = agreement(Clock(ClockKind.RESOLUTION, Fraction(1), HOUR), force_until=at(until))
    of = History([terms])
    for fact in Story().incident("09:00", "opened").incident("09:30", "resolved").facts:
        of.add(fact)
    found = of.figure("o", 1, MONDAY, NOW)
    assert (found.total, len(found.clocks)) == (shown, shown)


def test_a_clock_that_hours_never_make_due_is_shown_in_the_open_period_also_when_it_has_settled():
    never = ServiceHours("never", "UTC", ((),) * 7)
    terms = agreement(Clock(ClockKind.RESOLUTION, Fraction(1), HOUR), objective={"hours": never})
    of = History([terms])
    for fact in Story().incident("09:00", "opened").incident("09:30", "resolved").facts:
        of.add(fact)
    for _ in range(2):
        [clock] = of.figure("o", 1, MONDAY, NOW).clocks
        assert (clock.deadline, clock.state) == (None, ClockState.FULFILLED)
    [late] = Story().incident("09:20", "cancelled").facts
    of.add(replace(late, id="late"))
    [clock] = of.figure("o", 1, MONDAY, NOW).clocks
    assert clock.state is ClockState.RELEASED
