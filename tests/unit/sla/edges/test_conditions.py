"""One source between two runs of the program: where it stands is kept whole."""

import pytest

from shared.sla.agreed.objectives import Weights
from shared.sla.facts import State
from shared.sla.states.conditions import SourceState
from shared.sla.states.folded import SourceFolded
from shared.sla.states.readings import Reading
from tests.unit.sla.examples import Story, at

WEIGHTS = Weights()


def heard(story: Story) -> SourceState:
    state = SourceState()
    for fact in story.facts:
        state.hear(fact, WEIGHTS)
        state.note_down(fact.at)
    return state


def test_where_a_source_stands_is_kept_whole():
    story = Story().told("09:00", "up").told("09:10", "down").told("09:20", "degraded", condition="disk")
    state = heard(story)
    state.stale = True
    kept = SourceFolded(
        name="p",
        open=(
            (None, Reading(State.DOWN, None, None, ("p",))),
            ("disk", Reading(State.DEGRADED, None, None, ("disk",))),
        ),
        reading=Reading(State.DOWN, None, None, ("p",)),
        last_word=at("09:20"),
        last_up=at("09:00"),
        stale=True,
        down_since=at("09:10"),
    )
    assert state.folded("p") == kept
    assert SourceState.resumed(kept).folded("p") == kept


@pytest.mark.parametrize(("condition", "left"), [(None, State.DEGRADED), ("disk", State.DOWN)])
def test_a_source_that_is_resumed_closes_what_was_open(condition, left):
    story = Story().told("09:10", "down").told("09:20", "degraded", condition="disk")
    state = SourceState.resumed(heard(story).folded("p"))
    state.hear(Story().told("09:30", "up", condition=condition).facts[0], WEIGHTS)
    assert state.reading().state is left
