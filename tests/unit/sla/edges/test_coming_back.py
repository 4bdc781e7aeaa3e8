"""An incident that left the objective and comes back, while its clock is stopped or breached already."""

import pytest

from shared.sla.agreed.objectives import OnReopen
from shared.sla.figures import ClockState
from shared.sla.spans import HOUR
from tests.unit.sla.boundaries.test_clocks_that_change import clocks, opened
from tests.unit.sla.examples import at


def test_an_incident_that_comes_back_while_it_is_stopped_leaves_its_clock_stopped():
    back = opened().incident("11:00", "resolved").incident("11:30", "updated", priority="P9")
    [clock] = clocks(back.incident("12:00", "updated", priority="P2"))
    assert (clock.state, clock.stopped_at, clock.elapsed) == (ClockState.FULFILLED, at("11:00"), HOUR)


@pytest.mark.parametrize("on_reopen", list(OnReopen))
def test_an_incident_that_left_breached_and_comes_back_keeps_its_clock(on_reopen):
    story = opened(priority="P1").incident("12:00", "updated", priority="P9")
    [clock] = clocks(story.incident("13:00", "updated", priority="P1"), on_reopen=on_reopen)
    assert (clock.state, clock.breached_at, clock.elapsed) == (ClockState.BREACHED, at("11:00"), 2 * HOUR)
