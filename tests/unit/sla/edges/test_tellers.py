"""The fact that is named for a change of state, where several are told of one instant."""

from dataclasses import replace

import pytest

from shared.sla.agreed.clauses import Service
from shared.sla.agreed.terms import Terms
from shared.sla.spans import HOUR
from tests.unit.sla.examples import MONDAY, Story, agreement, at, history


def named(story: Story, terms: Terms | None = None, *, asked_between: bool = False) -> list[tuple[str, str]]:
    """The facts behind the changes of Monday after nine, with their instants."""
    known = history(terms or agreement(), Story())
    for fact in story.facts:
        known.add(fact)
        if asked_between:
            known.figure("o", 1, MONDAY, fact.at)
    found = known.transitions("o", 1, MONDAY, at("13:00"))
    return [(f"{(one.at - MONDAY.start) // HOUR}", one.id) for one in found if one.at > at("09:00")]


@pytest.mark.parametrize("asked_between", [False, True])
def test_a_repeat_at_the_instant_of_a_change_is_not_what_changed_it(asked_between):
    story = Story().told("09:00", "up").told("10:00", "down").told("10:00", "down").told("12:00", "up")
    assert named(story, asked_between=asked_between) == [("10", "e001"), ("12", "e003")]


def test_a_word_of_the_instant_is_named_before_one_that_dates_back_to_it():
    story = Story().told("09:00", "up").told("09:00", "up", "q").told("10:00", "degraded")
    story.told("11:00", "down", "q", first_failed_at="10:00").told("12:00", "up", "q")
    assert named(story) == [("10", "e002"), ("12", "e004")]


def test_one_that_dates_back_to_before_every_word_is_named_for_the_beginning():
    story = Story().told("12:00", "down", first_failed_at="10:00")
    assert named(story) == [("10", "e000")]


def test_silence_that_ends_has_the_word_and_silence_that_begins_has_none():
    terms = agreement(services=(Service("s", stale_after=HOUR),))
    story = Story().told("09:00", "up").told("12:00", "up")
    assert named(story, terms) == [("12", "e001")]
    story.facts[1] = replace(story.facts[1], source="q")
    assert named(story, terms) == [("12", "e001")]
