"""The double figure: as reported, and as it would be with what is still open."""

from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.clauses import CorrectionsClause
from shared.sla.agreed.objectives import Clock, ClockKind
from shared.sla.changes.proposed import Proposed
from shared.sla.figures import Figure, Verdict
from shared.sla.spans import HOUR
from tests.unit.sla.examples import MONDAY, Story, agreement, at, figure, history

AS_OF = "20:00"


def outage() -> Story:
    return Story().told("09:00", "up").told("10:00", "down").told("11:00", "up")


def beside(story: Story, as_of: str = AS_OF, **clauses: Any) -> Proposed | None:
    return history(agreement(**clauses), story).proposed("o", 1, MONDAY, at(as_of))


def reported(story: Story, as_of: str = AS_OF, **clauses: Any) -> Figure:
    return figure(agreement(**clauses), story, as_of)


def test_beside_the_reported_figure_stands_that_which_would_be_if_the_other_accepted_now():
    told = outage().proposed("12:00", "10:00", "11:00", "up")
    double = beside(told)
    assert double is not None
    assert [one.proposal.correction for one in double.corrections] == ["k"]
    assert reported(told).state is Verdict.BREACHED
    assert double.figure.state is Verdict.MET
    assert double.figure == reported(
        outage().proposed("12:00", "10:00", "11:00", "up").decided(AS_OF, "accepted")
    )


@pytest.mark.parametrize("step", ["accepted", "declined"])
def test_what_is_decided_has_no_second_figure(step: str):
    assert beside(outage().proposed("12:00", "10:00", "11:00", "up").decided("13:00", step)) is None


def test_silence_ends_it_at_its_very_instant():
    told = outage().proposed("12:00", "10:00", "11:00", "up")
    clause = CorrectionsClause(HOUR, silence_accepts=False)
    assert beside(told, "12:59:59.999999", corrections=clause) is not None
    assert beside(told, "13:00", corrections=clause) is None


def test_a_correction_of_another_service_leaves_no_mark():
    assert beside(outage().proposed("12:00", "10:00", "11:00", "up", of_service="t")) is None


def test_what_is_supposed_is_not_kept():
    found = history(agreement(), outage().proposed("12:00", "10:00", "11:00", "up"))
    before = found.figure("o", 1, MONDAY, at(AS_OF))
    found.proposed("o", 1, MONDAY, at(AS_OF))
    assert found.figure("o", 1, MONDAY, at(AS_OF)) == before


def test_of_a_clock_it_is_the_correction_of_its_incident():
    clock = Clock(ClockKind.RESOLUTION, target=Fraction(1), within=HOUR)
    told = Story().incident("10:00", "opened").incident("12:00", "resolved")
    told.proposed("13:00", "10:30", "12:00", "excused", incident="I")
    double = beside(told, indicator=clock)
    assert double is not None
    assert [one.state.value for one in reported(told, indicator=clock).clocks] == ["breached"]
    assert [one.state.value for one in double.figure.clocks] == ["fulfilled"]
