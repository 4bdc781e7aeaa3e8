"""What is open: conditions that sources told of and did not close."""

from shared.sla.facts import AvailabilityTold, State
from shared.sla.states.open_conditions import open_conditions


def told(at: int, state: State, source: str = "north", **more: object) -> AvailabilityTold:
    return AvailabilityTold(id=f"{source} {at}", source=source, at=at, service="shop", state=state, **more)


def listed(*facts: AvailabilityTold) -> list[tuple[str, str | None, str, int]]:
    return [(one.source, one.condition, one.state.value, one.since) for one in open_conditions(facts)]


def test_a_condition_is_open_until_up_closes_it_and_up_of_another_closes_nothing():
    down = told(1, State.DOWN, condition="http")

    assert listed(down, told(2, State.UP)) == [("north", "http", "down", 1)]
    assert listed(down, told(2, State.UP, condition="http")) == []


def test_each_source_has_its_own_and_the_one_open_longest_comes_first():
    facts = (
        told(1, State.DOWN),
        told(2, State.DEGRADED, "south", condition="slow"),
        told(3, State.DOWN, "south"),
    )

    assert [one[0] for one in listed(*facts)] == ["north", "south", "south"]


def test_a_repeat_keeps_its_beginning_and_its_cause_and_another_state_begins_anew():
    facts = [told(1, State.DOWN, cause="provider"), told(5, State.DOWN), told(7, State.DOWN)]

    assert open_conditions(facts)[0].cause == "provider"
    assert listed(*facts) == [("north", None, "down", 1)]
    assert listed(*facts, told(9, State.DEGRADED)) == [("north", None, "degraded", 9)]


def test_an_outage_that_is_dated_back_began_then():
    assert listed(told(9, State.DOWN, first_failed_at=4)) == [("north", None, "down", 4)]
