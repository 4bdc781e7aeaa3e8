"""Whole outages found from a part of them, and states after corrections, at their edges."""

import pytest

from shared.sla.agreed.clauses import Service
from shared.sla.agreed.objectives import Counts, UnknownCounts, Weights
from shared.sla.changes.corrections import Corrected
from shared.sla.facts import State
from shared.sla.ledger.outages import Run, States, outages
from shared.sla.states.timeline import ServiceTimeline
from tests.unit.sla.examples import Story, at

DOWN_COUNTS = Counts(UnknownCounts.DOWN)
COUNTS = Counts(UnknownCounts.EXCLUDED)


def day(number: int) -> int:
    return at(f"2026-01-{number:02}")


def timeline(story: Story) -> ServiceTimeline:
    made = ServiceTimeline(Service("s"), Weights())
    for fact in story.facts:
        made.add(fact)
    return made


LONG = Story().told("2026-01-01", "up").told("2026-01-03", "down", cause="x")
LONG.told("2026-01-10", "down", condition="disk", cause="y").told("2026-01-20", "up", condition="disk")
LONG.told("2026-01-20", "up").told("2026-01-22", "down").told("2026-01-23", "up")


def runs(start: int, end: int, floor: int, as_of: int, counts: Counts = COUNTS) -> list[Run]:
    states = States(timeline(LONG), [])
    return outages(states, states.between(day(start), day(end)), counts, day(floor), day(as_of))


@pytest.mark.parametrize(
    ("start", "end", "floor", "as_of", "found"),
    [
        (12, 13, 1, 28, [(3, 20, False)]),
        (3, 13, 1, 28, [(3, 20, False)]),
        (2, 13, 1, 28, [(3, 20, False)]),
        (4, 5, 1, 28, [(3, 20, False)]),
        (12, 13, 5, 28, [(5, 20, False)]),  # none begins before the floor
        (12, 13, 12, 28, [(12, 20, False)]),
        (12, 13, 1, 15, [(3, 15, True)]),
        (12, 15, 1, 15, [(3, 15, True)]),
        (12, 20, 1, 20, [(3, 20, False)]),  # it ends at this instant
        (12, 23, 1, 28, [(3, 20, False), (22, 23, False)]),
        (19, 22, 1, 28, [(3, 20, False)]),
        (20, 22, 1, 28, []),
        (1, 3, 1, 28, []),
        (12, 12, 1, 28, []),
    ],
)
def test_an_outage_is_found_whole_from_any_part_of_it(start, end, floor, as_of, found):
    told = [(one.start, one.end, one.lasting) for one in runs(start, end, floor, as_of)]
    assert told == [(day(since), day(until), lasting) for since, until, lasting in found]


def test_its_cause_is_the_last_told_in_all_of_it_and_its_conditions_are_all():
    [found] = runs(4, 5, 1, 28)
    assert (found.cause, found.conditions, found.only_unknown) == ("x", ("disk", "p"), False)
    [later] = runs(12, 13, 10, 28)
    assert later.conditions == ("disk", "p")


def test_an_outage_of_unknown_time_is_one_where_unknown_is_down():
    story = Story().told("2026-01-01", "up").told("2026-01-03", "unknown").told("2026-01-05", "down")
    states = States(timeline(story.told("2026-01-06", "up")), [])
    inside = states.between(day(5), day(6))
    assert [one.start for one in outages(states, inside, DOWN_COUNTS, day(1), day(9))] == [day(3)]
    assert [one.start for one in outages(states, inside, COUNTS, day(1), day(9))] == [day(5)]


@pytest.mark.parametrize("floor", [1, 4])
def test_what_was_told_before_and_after_the_part_asked_about_belongs_to_it(floor):
    story = Story().told("2026-01-01", "up").told("2026-01-03", "down", condition="a")
    story.told("2026-01-05", "down", condition="b").told("2026-01-06", "up", condition="b")
    story.told("2026-01-10", "down", condition="c").told("2026-01-11", "up", condition="c")
    states = States(timeline(story.told("2026-01-12", "up", condition="a")), [])
    [found] = outages(states, states.between(day(8), day(9)), COUNTS, day(floor), day(28))
    assert (found.start, found.end) == (day(max(3, floor)), day(12))
    assert found.conditions == ("a", "b", "c")


@pytest.mark.parametrize(("as_of", "end", "lasting"), [(7, 7, True), (8, 8, False), (9, 8, False)])
def test_an_outage_goes_on_into_unknown_time_where_that_is_down(as_of, end, lasting):
    story = Story().told("2026-01-01", "up").told("2026-01-05", "down").told("2026-01-06", "unknown")
    states = States(timeline(story.told("2026-01-08", "up")), [])
    [found] = outages(states, states.between(day(5), day(6)), DOWN_COUNTS, day(1), day(as_of))
    assert (found.end, found.lasting) == (day(end), lasting)


def corrected(*told: tuple[int, int, str, str]) -> list[Corrected]:
    story = Story()
    for start, end, to, name in told:
        story.proposed(
            "12:00",
            f"2026-01-{start:02}",
            f"2026-01-{end:02}",
            to,
            correction=name,
            severity="minor",
            cause=name,
        )
    return [Corrected(fact.start, fact.end, fact) for fact in story.facts]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (1, 9, [(1, 2, None), (2, 4, "a"), (4, 6, None), (6, 7, "b"), (7, 8, "c"), (8, 9, None)]),
        (3, 7, [(3, 4, "a"), (4, 6, None), (6, 7, "b")]),
        (4, 6, [(4, 6, None)]),
        (6, 7, [(6, 7, "b")]),
        (7, 9, [(7, 8, "c"), (8, 9, None)]),
        (5, 8, [(5, 6, None), (6, 7, "b"), (7, 8, "c")]),
        (8, 9, [(8, 9, None)]),
        (2, 3, [(2, 3, "a")]),
    ],
)
def test_states_after_corrections_follow_one_another_in_any_window(start, end, found):
    corrections = corrected(
        (2, 4, "down", "a"), (6, 7, "degraded", "b"), (7, 8, "up", "c"), (4, 5, "excused", "e")
    )
    states = States(
        timeline(Story().told("2026-01-01", "up")), sorted(corrections, key=lambda one: one.start)
    )
    told = states.between(day(start), day(end))
    named = [(one.start, one.end, one.correction.correction if one.correction else None) for one in told]
    assert named == [(day(since), day(until), name) for since, until, name in found]
    kinds = {"a": (State.DOWN, None, "a"), "b": (State.DEGRADED, "minor", "b"), "c": (State.UP, None, None)}
    for one in told:
        if one.correction is not None:
            assert (one.reading.state, one.reading.severity, one.reading.cause) == kinds[
                one.correction.correction
            ]
