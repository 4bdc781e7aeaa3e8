"""What clauses say by themselves: weights, names, parts; and what is due next of an outlook."""

from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import Composite, Quorum, Service
from shared.sla.agreed.objectives import (
    Clock,
    ClockKind,
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OutageCount,
    Ratio,
    Satisfaction,
    Weights,
)
from shared.sla.agreed.terms import parts_of
from shared.sla.facts import State
from shared.sla.figures import ClockAhead, ClockReached, Outlook, Reached
from shared.sla.spans import HOUR
from shared.sla.states.open_conditions import OpenCondition, open_conditions
from tests.unit.sla.examples import Story, agreement, at, availability, counts

HALF, NONE = Fraction(1, 2), Fraction(0)


@pytest.mark.parametrize(
    ("weights", "severity", "weight"),
    [
        (Weights({"minor": HALF}, NONE), "minor", HALF),
        (Weights({"minor": HALF}, NONE), "other", NONE),
        (Weights({"minor": HALF, "slow": NONE}, None), "other", HALF),
        (Weights({"minor": HALF, "slow": NONE}, None), None, HALF),
        (Weights({}, None), "minor", NONE),
    ],
)
def test_a_severity_that_is_not_in_the_map_weighs_as_other_or_as_the_heaviest(weights, severity, weight):
    assert weights.of(severity) == weight


@pytest.mark.parametrize(
    ("indicator", "name"),
    [
        (availability(), "availability"),
        (Ratio("ok", "all", HALF), "ratio"),
        (OutageCount(1, counts()), "outage_count"),
        (LongestOutage(1, counts()), "longest_outage"),
        (MeanTimeToRestore(1, counts()), "mean_time_to_restore"),
        (MeanTimeBetweenFailures(1, counts()), "mean_time_between_failures"),
        (Satisfaction(HALF, HALF), "satisfaction"),
        (Measurement("m"), "measurement"),
        *((Clock(kind, HALF, HOUR), kind.value) for kind in ClockKind),
    ],
)
def test_an_objective_has_the_name_of_its_indicator(indicator, name):
    assert agreement(indicator).objectives[0].indicator_name == name


def test_the_parts_of_a_service_are_all_that_it_is_made_of_in_the_end():
    inner = Composite(Quorum.ANY, ("t", "u"))
    terms = agreement(
        services=(
            Service("s", made_of=Composite(Quorum.ALL, (inner, "v"))),
            Service("t"),
            Service("u", made_of=Composite(Quorum.ANY, ("w",))),
            Service("v"),
            Service("w"),
        )
    )
    assert sorted(parts_of("s", terms)) == ["t", "u", "v", "w"]
    assert list(parts_of("t", terms)) == list(parts_of("nobody", terms)) == []


def outlook(**told: object) -> Outlook:
    return Outlook(as_of=10, **told)


def clock(breached_at: int | None, *warned: int) -> ClockAhead:
    return ClockAhead("i", 0, breached_at, tuple(ClockReached(None, 5, when) for when in warned))


@pytest.mark.parametrize(
    ("ahead", "due"),
    [
        ({}, None),
        ({"ends_at": 10}, None),
        ({"ends_at": 11}, 11),
        ({"ends_at": 20, "closes_at": 30}, 20),
        ({"warned": (Reached(HALF, 9, 12),), "ends_at": 20}, 12),
        ({"breach_shown_from": 13, "breached_at": 11}, 13),
        ({"recovered_at": 14, "ends_at": 20}, 14),
        ({"stale_at": 15, "revisit_at": 16}, 15),
        ({"revisit_at": 16, "ends_at": 20}, 16),
        ({"clocks": (clock(None, 9, 17),)}, 17),
        # a figure says that a clock is breached a microsecond after its instant
        ({"clocks": (clock(10),)}, 11),
        ({"clocks": (clock(9), clock(18, 25))}, 19),
    ],
)
def test_due_is_the_earliest_of_all_that_comes_after_the_instant(ahead, due):
    assert outlook(**ahead).due == due


def test_conditions_open_since_one_instant_come_by_service_source_and_name():
    story = Story().told("10:00", "down", "q").told("10:00", "degraded", condition="b", severity="minor")
    story.told("10:00", "down", condition="A", cause="x").told("10:00", "unknown")
    found = open_conditions(story.facts)
    assert [(one.source, one.condition) for one in found] == [
        ("p", None),
        ("p", "A"),
        ("p", "b"),
        ("q", None),
    ]
    assert found[2] == OpenCondition(
        service="s",
        source="p",
        condition="b",
        state=State.DEGRADED,
        severity="minor",
        cause=None,
        since=at("10:00"),
    )
