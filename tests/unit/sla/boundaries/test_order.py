"""SEMANTICS.md, Order: facts of one instant, and what is known at an instant."""

from dataclasses import replace
from itertools import permutations

import pytest

from shared.sla.facts import AvailabilityTold, IncidentStep, IncidentTold, State
from shared.sla.figures import TimeClass as C
from shared.sla.history import History
from tests.unit.sla.examples import MONDAY, Story, agreement, at

TOLD = AvailabilityTold(id="m", source="m", at=10, service="s", state=State.UP)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (replace(TOLD, at=9, sequence=7, id="z"), TOLD),
        (replace(TOLD, id="z"), replace(TOLD, sequence=0)),  # without sequence before those with
        (replace(TOLD, sequence=1, id="z"), replace(TOLD, sequence=2, id="a")),
        (replace(TOLD, sequence=9), replace(TOLD, sequence=10)),  # by number, not by text
        (replace(TOLD, sequence=-1), replace(TOLD, sequence=0)),
        (replace(TOLD, id="Z"), replace(TOLD, id="a")),  # by code point
        (replace(TOLD, id="10"), replace(TOLD, id="9")),
        (replace(TOLD, source="a"), replace(TOLD, source="b")),
    ],
)
def test_facts_are_taken_by_time_then_without_sequence_then_sequence_then_id_then_source(earlier, later):
    assert earlier.order < later.order


def test_at_one_instant_an_opening_is_taken_before_what_else_is_told_of_that_incident():
    opened = IncidentTold(
        id="z", source="m", at=10, service="s", sequence=9, incident="I", step=IncidentStep.OPENED
    )
    for step in IncidentStep:
        if step is not IncidentStep.OPENED:
            assert opened.order < replace(opened, id="a", sequence=None, step=step).order
    assert replace(opened, at=11).order > replace(opened, step=IncidentStep.RESOLVED).order


def test_where_two_facts_of_one_instant_contradict_each_other_the_last_rules():
    story = Story().told("10:00", "up").told("10:00", "down")
    for facts in permutations(story.facts):
        found = History([agreement()])
        for fact in facts:
            found.add(fact)
        assert found.figure("o", 1, MONDAY, at("11:00")).ledger[C.UP] == 0


@pytest.mark.parametrize(("as_of", "known"), [("10:00", 1), ("09:59:59.999999", 0)])
def test_what_has_a_time_exactly_at_as_of_is_known_and_what_is_later_is_not(as_of, known):
    found = History([agreement()])
    for fact in Story().incident("10:00", "resolved").facts:
        found.add(fact)
    assert len(found.set_aside(at(as_of))) == known
