"""A first question about thousands of changes sets its checkpoints part by part, and answers as without any."""

from __future__ import annotations

import pytest

from shared.sla.agreed.objectives import UnknownCounts
from shared.sla.facts import AvailabilityTold, State
from shared.sla.history import History
from shared.sla.spans import DAY, MINUTE, SECOND, Span
from tests.unit.sla.examples import agreement, at, availability

START = at("00:00")
NO_CHECKPOINT = 1 << 30


def flapping(step: int, *states: State) -> list[AvailabilityTold]:
    """A state after the other each minute, from a step on, 1,100 times."""
    return [
        AvailabilityTold(
            id=f"f{number}",
            source="p",
            at=START + number * MINUTE,
            service="s",
            state=states[number % len(states)],
            cause=f"cause {number % 7}",
        )
        for number in range(step, step + 1_100)
    ]


@pytest.mark.parametrize(
    "facts",
    [
        [*flapping(0, State.DOWN, State.UP), *flapping(1_100, State.DOWN, State.DEGRADED, State.UP)],
        [*flapping(0, State.DOWN, State.UNKNOWN), *flapping(1_100, State.DOWN, State.UP)],
        [*flapping(0, State.UP, State.DOWN), *flapping(1_100, State.UNKNOWN, State.DOWN)],
    ],
    ids=["outages that end", "one outage that begins it", "one outage that lasts"],
)
def test_a_first_question_about_many_changes_is_answered_as_without_checkpoints(
    facts: list[AvailabilityTold],
) -> None:
    indicator = availability("0.5", unknown=UnknownCounts.DOWN, outages_shorter_than=90 * SECOND)
    terms = agreement(indicator)
    told, plain = History([terms]), History([terms], spans_a_block=NO_CHECKPOINT)
    for fact in facts:
        told.add(fact)
        plain.add(fact)
    as_of = facts[-1].at + SECOND
    period = Span(START, START + 31 * DAY)
    for ask in (History.figure, History.outlook):
        assert ask(told, "o", 1, period, as_of) == ask(plain, "o", 1, period, as_of)
