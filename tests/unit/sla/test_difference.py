"""What moved between two figures of one period: each number, each outage, each clock, and nothing else."""

from dataclasses import replace
from fractions import Fraction

import pytest

from shared.sla.agreed.objectives import Clock, ClockKind
from shared.sla.explanation.difference import Moved, difference
from shared.sla.figures import TimeClass, Verdict
from shared.sla.spans import HOUR, MINUTE
from tests.unit.sla.examples import Story, agreement, at, availability, figure

TERMS = agreement(availability("0.95"))
CLOCKS = agreement(Clock(ClockKind.RESOLUTION, Fraction(9, 10), HOUR))


def month_with(*outages: tuple[str, str]) -> Story:
    story = Story().told("2026-01-04 00:00", "up")
    for start, end in outages:
        story.told(start, "down", cause="prov").told(end, "up")
    return story


SHORT = month_with(("03:00", "04:00"))
LONG = month_with(("03:00", "05:00"), ("10:00", "10:30"))
CLOSED = "2026-01-20 00:00"


def test_two_figures_that_say_the_same_have_no_difference() -> None:
    found = difference(figure(TERMS, SHORT, CLOSED), figure(TERMS, SHORT, "2026-01-21 00:00"))
    assert not found
    assert not found.outages


def test_each_number_that_moved_is_named_with_what_it_was() -> None:
    found = difference(figure(TERMS, SHORT, CLOSED), figure(TERMS, LONG, CLOSED))
    assert found
    assert found.state == Moved(Verdict.MET, Verdict.BREACHED)
    assert found.sli == Moved(Fraction(23, 24), Fraction(43, 48))
    assert found.good == Moved(Fraction(23 * HOUR), Fraction(21 * HOUR + 30 * MINUTE))
    assert found.total is None
    assert found.breached_at == Moved(None, at("04:12:00"))


def test_the_classes_whose_time_moved_sum_to_nothing() -> None:
    found = difference(figure(TERMS, SHORT, CLOSED), figure(TERMS, LONG, CLOSED))
    assert set(found.ledger) == {TimeClass.UP, TimeClass.DOWN}
    assert found.ledger[TimeClass.DOWN] == Moved(HOUR, 2 * HOUR + 30 * MINUTE)
    assert sum(moved.now - moved.was for moved in found.ledger.values()) == 0


def test_outages_come_go_and_change_by_their_start() -> None:
    first, then = figure(TERMS, SHORT, CLOSED), figure(TERMS, LONG, CLOSED)
    there = difference(first, then).outages
    assert [one.start for one in there.come] == [at("10:00")]
    assert [(one.was.end, one.now.end) for one in there.changed] == [(at("04:00"), at("05:00"))]
    back = difference(then, first).outages
    assert [one.start for one in back.gone] == [at("10:00")]


def test_a_clock_whose_time_only_went_on_has_not_moved() -> None:
    running = Story().incident("09:00", "opened")
    found = difference(figure(CLOCKS, running, CLOSED), figure(CLOCKS, running, "2026-01-21 00:00"))
    assert not found.clocks


def test_a_clock_moves_by_its_state_and_goes_with_its_incident() -> None:
    late = Story().incident("09:00", "opened").incident("10:00:00.000001", "resolved")
    kept = Story().incident("09:00", "opened").incident("10:00", "resolved")
    both = difference(figure(CLOCKS, late, CLOSED), figure(CLOCKS, kept, CLOSED))
    assert [(one.was.state.value, one.now.state.value) for one in both.clocks.changed] == [
        ("breached", "fulfilled")
    ]
    gone = difference(figure(CLOCKS, late, CLOSED), figure(CLOCKS, Story(), CLOSED))
    assert [one.incident for one in gone.clocks.gone] == ["I"]
    assert gone.state == Moved(Verdict.BREACHED, Verdict.NO_DATA)


def test_an_old_figure_of_main_numbers_alone_is_compared_by_these() -> None:
    was = replace(figure(TERMS, SHORT, CLOSED), ledger=None, outages=None)
    found = difference(was, figure(TERMS, LONG, CLOSED), whole=False)
    assert found.state is not None
    assert not found.ledger
    assert not found.outages


def test_figures_of_different_periods_are_not_compared() -> None:
    was = figure(TERMS, SHORT, CLOSED)
    with pytest.raises(ValueError, match="not of one objective"):
        difference(was, replace(was, objective="other"))
