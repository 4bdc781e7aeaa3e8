"""Figures of clocks: which of them a period shows and counts, settled ones and those that may still change."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.clauses import CorrectionsClause, Service, StatusRule
from shared.sla.agreed.objectives import (
    Clock,
    ClockKind,
    CountedIn,
    Credits,
    Tier,
    WarnAt,
    WorkingDays,
)
from shared.sla.figures import Budget, ClockFigure, ClockState, Figure, PeriodOf, Status, Verdict
from shared.sla.spans import DAY, HOUR, MINUTE, Span
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, figure, history

TUESDAY = Span(MONDAY.end, MONDAY.end + DAY)


def clock(target: str = "0.5", within: Any = HOUR, **shape: Any):
    of_clock = {key: shape.pop(key) for key in ("priorities", "counted_in", "pause_while") if key in shape}
    force = {key: shape.pop(key) for key in ("statuses", "corrections") if key in shape}
    indicator = Clock(ClockKind.RESOLUTION, Fraction(target), within, **of_clock)
    return agreement(indicator, objective=shape, **force)


def incidents(*told: tuple[str, str, str | None]) -> Story:
    """Incidents by name, opening and end."""
    story = Story()
    for name, opened, resolved in told:
        story.incident(opened, "opened", name)
        if resolved is not None:
            story.incident(resolved, "resolved", name)
    return story


def excuse(story: Story, when: str, incident: str) -> Story:
    """A word on an incident that its other party has not answered: its clock may still change."""
    return story.proposed(when, "08:00", "08:01", "excused", correction=f"k{incident}", incident=incident)


def last(length: int, as_of: str) -> Span:
    return Span(at(as_of) - length, at(as_of))


# what a figure says


def test_a_figure_of_clocks_says_all_of_it():
    tiers = Credits((Tier(Fraction("0.9"), Fraction(10)),))
    story = incidents(("a", "09:00", "10:30"), ("b", "10:00", "10:20"))
    found = figure(clock("0.9", credits=tiers), story, "2026-01-06")
    first = ClockFigure(
        incident="a",
        clock="resolution_time",
        priority=None,
        started_at=at("09:00"),
        deadline=at("10:00"),
        state=ClockState.BREACHED,
        elapsed=90 * MINUTE,
        paused=0,
        remaining=-30 * MINUTE,
        stopped_at=at("10:30"),
        breached_at=at("10:00"),
    )
    second = ClockFigure(
        incident="b",
        clock="resolution_time",
        priority=None,
        started_at=at("10:00"),
        deadline=at("11:00"),
        state=ClockState.FULFILLED,
        elapsed=20 * MINUTE,
        paused=0,
        remaining=40 * MINUTE,
        stopped_at=at("10:20"),
        breached_at=None,
    )
    assert found == Figure(
        objective="o",
        version=1,
        period=PeriodOf(1, MONDAY, Status.PROVISIONAL),
        as_of=at("2026-01-06"),
        state=Verdict.BREACHED,
        good=Fraction(1),
        total=Fraction(2),
        sli=Fraction(1, 2),
        target=Fraction("0.9"),
        budget=Budget(Fraction("0.2"), Fraction(1)),
        breached_at=MONDAY.end,
        credit=Fraction(10),
        clocks=found.clocks,
    )
    assert list(found.clocks) == [first, second]


def test_without_a_decided_clock_there_are_no_data_and_no_credit():
    tiers = Credits((Tier(Fraction("0.9"), Fraction(10)),))
    found = figure(clock(credits=tiers), incidents(("a", "11:30", None)), "12:00")
    assert (found.state, found.sli, found.credit) == (Verdict.NO_DATA, None, None)


@pytest.mark.parametrize("within", [HOUR, WorkingDays(1)])
def test_of_a_released_clock_no_deadline_is_told(within):
    terms = clock(within=within, hours=OFFICE)
    story = incidents(("a", "10:00", None)).incident("10:20", "cancelled", "a")
    [found] = figure(terms, story, "12:00").clocks
    assert (found.state, found.deadline, found.stopped_at) == (ClockState.RELEASED, None, None)
    assert found.remaining == (40 * MINUTE if within == HOUR else None)


@pytest.mark.parametrize(
    ("breached", "state"),
    [(1, Verdict.MET), (2, Verdict.AT_RISK), (3, Verdict.AT_RISK), (5, Verdict.BREACHED)],
)
def test_clocks_are_at_risk_from_the_lowest_share_of_those_allowed_on(breached, state):
    # four of eight are allowed, half of them is two; more than four of an open period may still be made good
    told = [(f"i{n}", "09:00", "10:30" if n < breached else "09:30") for n in range(8)]
    terms = clock(warn_at=WarnAt((Fraction(1, 2), Fraction(3, 4))))
    as_of = "12:00" if breached < 5 else "2026-01-06"
    assert figure(terms, incidents(*told), as_of).state is state


# which period shows a clock


def test_a_running_clock_counted_where_it_opened_is_shown_there_alone():
    terms, story = clock(counted_in=CountedIn.OPENED), incidents(("a", "23:50", None))
    as_of = "2026-01-06 00:10"
    assert len(figure(terms, story, as_of).clocks) == 1
    assert len(figure(terms, story, as_of, TUESDAY).clocks) == 0


def test_at_its_very_start_a_period_shows_what_is_due_after_its_end():
    terms, story = clock(within=72 * HOUR), incidents(("a", "23:50", None))
    assert len(figure(terms, story, "2026-01-06", TUESDAY).clocks) == 1
    assert len(figure(terms, story, "2026-01-05 23:59:59.999999", TUESDAY).clocks) == 0


def test_a_clock_due_at_closing_time_is_shown_in_the_day_of_its_deadline_until_the_next_opening():
    terms, story = clock(hours=OFFICE), incidents(("a", "16:00", None))
    [found] = figure(terms, story, "2026-01-06 08:00").clocks
    assert (found.state, found.deadline) == (ClockState.RUNNING, at("17:00"))
    assert len(figure(terms, story, "2026-01-06 08:00", TUESDAY).clocks) == 0


def test_a_fulfilled_clock_that_may_still_change_is_shown_where_it_was_due_alone():
    story = excuse(incidents(("a", "23:30", "23:40")), "23:45", "a")
    assert len(figure(clock(), story, "23:50").clocks) == 0
    assert len(figure(clock(), story, "2026-01-06", TUESDAY).clocks) == 1


# what is counted


def test_a_clock_that_may_still_change_counts_as_it_is():
    story = excuse(incidents(("a", "09:00", "09:30"), ("b", "09:00", "10:30")), "11:00", "a")
    excuse(story, "11:00", "b")
    found = figure(clock(), story, "12:00")
    assert (found.good, found.total) == (1, 2)


def test_under_a_target_of_all_the_breach_is_that_of_the_period_and_not_one_before():
    story = incidents(("a", "09:00", None), ("b", "2026-01-06 09:00", None))
    found = figure(clock("1"), story, "2026-01-06 12:00", TUESDAY)
    assert found.breached_at == at("2026-01-06 10:00")


def test_an_incident_that_was_never_opened_hides_none_after_it():
    story = incidents(("b", "09:00", "10:30"), ("c", "09:00", None)).incident("09:00", "updated", "a")
    found = figure(clock(), story, "12:00")
    assert (found.good, found.total, len(found.clocks)) == (0, 2, 2)


def test_what_is_asked_again_is_answered_again():
    story = incidents(("a", "09:00", "10:30"), ("b", "10:00", "10:20"), ("c", "11:30", None))
    known = history(clock(), story)
    for as_of, counted in [("12:00", 2), ("12:00", 2), ("12:30", 2), ("12:30:00.000001", 3), ("13:00", 3)]:
        found = known.figure("o", 1, MONDAY, at(as_of))
        assert (found.good, found.total, len(found.clocks)) == (1, counted, 3)


@pytest.mark.parametrize(("as_of", "state"), [("11:59:59.999999", "breached"), ("12:00", "fulfilled")])
def test_a_clock_waits_for_a_correction_that_silence_accepts(as_of, state):
    terms = clock(corrections=CorrectionsClause(decide_within=HOUR, silence_accepts=True))
    story = incidents(("a", "09:00", "10:30"))
    story.proposed("11:00", "09:30", "10:15", "excused", incident="a")
    known = history(terms, story)
    for asked, expected in (("11:30", "breached"), (as_of, state)):
        [found] = known.figure("o", 1, MONDAY, at(asked)).clocks
        assert found.state.value == expected


def test_of_two_clocks_of_one_instant_the_one_that_moves_again_is_taken_out():
    terms = clock("1", {"P1": HOUR, "P2": 2 * HOUR}, counted_in=CountedIn.OPENED)
    story = Story().incident("09:00", "opened", "a", priority="P1").incident("12:00", "resolved", "a")
    story.incident("09:00", "opened", "b", priority="P2").incident("12:00", "resolved", "b")
    known = history(terms, story)
    assert known.figure("o", 1, MONDAY, at("13:00")).breached_at == at("10:00")
    [late] = Story().incident("10:30", "resolved", "b").facts
    known.add(replace(late, id="late"))
    assert known.figure("o", 1, MONDAY, at("13:00")).breached_at == at("10:00")
    [late] = Story().incident("09:30", "resolved", "a").facts
    known.add(replace(late, id="later"))
    assert known.figure("o", 1, MONDAY, at("13:00")).breached_at is None


@pytest.mark.parametrize(
    ("as_of", "again"),
    [("09:30", "10:00:00.000001"), ("10:00", "10:00:00.000001"), ("10:00:00.000001", "11:00:00.000001")],
)
def test_the_outlook_says_when_the_next_clock_will_have_been_breached(as_of, again):
    story = incidents(("b", "08:00", "08:10")).incident("09:00", "opened", "a", priority="P1")
    story.incident("09:00", "opened", "c", priority="P2")
    known = history(clock(within={"P1": HOUR, "P2": 2 * HOUR}), story)
    assert known.outlook("o", 1, MONDAY, at(as_of)).revisit_at == at(again)
    assert known.outlook("o", 1, MONDAY, at("11:00:00.000001")).revisit_at is None


# whose clocks they are


def test_an_incident_of_another_service_has_no_clock():
    story = Story().incident("09:00", "opened", "a").incident("09:00", "opened", "b", service="t")
    terms = replace(clock(), services=(Service("s"), Service("t")))
    assert [one.incident for one in figure(terms, story, "12:00").clocks] == ["a"]


@pytest.mark.parametrize(("opened", "clocks"), [("08:59:59.999999", 0), ("09:00", 1)])
def test_an_incident_opened_before_force_has_no_clock(opened, clocks):
    terms = replace(clock(), force_from=at("09:00"))
    assert len(figure(terms, incidents(("a", opened, None)), "09:30").clocks) == clocks


def test_two_objectives_on_one_incident_have_a_clock_each():
    terms = clock()
    [first] = terms.objectives
    second = replace(first, id="p", indicator=replace(first.indicator, within=2 * HOUR))
    known = history(replace(terms, objectives=(first, second)), incidents(("a", "09:00", "10:30")))
    states = [known.figure(name, 1, MONDAY, at("12:00")).clocks[0].state for name in ("o", "p")]
    assert states == [ClockState.BREACHED, ClockState.FULFILLED]


def test_a_clock_that_was_paused_is_shown_with_its_pauses():
    statuses = {"waiting": StatusRule(pauses=True)}
    story = incidents(("a", "09:00", None)).incident("09:10", "updated", "a", status="waiting")
    story.incident("09:30", "updated", "a", status="open")
    [found] = figure(clock(statuses=statuses), story, "09:40").clocks
    assert (found.elapsed, found.paused, found.deadline) == (20 * MINUTE, 20 * MINUTE, at("10:20"))
