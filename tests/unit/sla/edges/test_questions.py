"""The questions of a history at their edges: spans read as one window, periods of several versions, what is refused."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.clauses import CorrectionsClause, Service, StatusRule
from shared.sla.agreed.objectives import (
    Clock,
    ClockKind,
    Measurement,
    Objective,
    Ratio,
    RollingWindow,
)
from shared.sla.agreed.terms import Terms
from shared.sla.evidence.grounds import Role
from shared.sla.figures import ClockState, PeriodOf, Status
from shared.sla.history import History
from shared.sla.live.incident_clocks import breached_evidence, clocks_now, corrected_incident, incident_at
from shared.sla.spans import DAY, HOUR, MINUTE, Span
from tests.unit.sla.answering import with_all
from tests.unit.sla.examples import MONDAY, Story, agreement, at, availability, history

TUESDAY = Span(MONDAY.end, MONDAY.end + DAY)
NOON = "12:00"


def objective(name: str, indicator: Any = None, **shape: Any) -> Objective:
    return replace(agreement(indicator).objectives[0], id=name, **shape)


def three_versions() -> list[Terms]:
    """Of Monday, of Tuesday without the objective, and from Wednesday on."""
    first = agreement(force_until=TUESDAY.start, grace=HOUR)
    return [
        first,
        replace(first, version=2, force_from=TUESDAY.start, force_until=None, objectives=(objective("p"),)),
        replace(first, version=3, force_from=TUESDAY.end, force_until=None, grace=DAY),
    ]


# windows and periods


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(MONDAY.start, MONDAY.end), [(1, Status.CLOSED)]),
        (Span(MONDAY.start, TUESDAY.end), [(1, Status.PROVISIONAL)]),
        (Span(MONDAY.start, TUESDAY.end + 1), [(1, Status.OPEN), (3, Status.OPEN)]),
        (Span(TUESDAY.start, TUESDAY.end), [(3, Status.PROVISIONAL)]),
        (Span(0, 1), [(3, Status.CLOSED)]),
    ],
)
def test_a_span_is_one_window_for_each_version_that_rules_a_part_of_it_else_for_the_last(span, expected):
    found = History(three_versions()).windows("o", span, TUESDAY.end)
    assert found == [PeriodOf(version, span, status) for version, status in expected]
    assert History(three_versions()).windows("elsewhere", span, TUESDAY.end) == []


def test_a_version_that_takes_effect_with_the_next_period_rules_no_part_of_this_one():
    first = agreement()
    second = replace(first, version=2, force_from=at("10:00"), next_period=True)
    for span, versions in ((MONDAY, [1]), (Span(MONDAY.start, MONDAY.end + 1), [1, 2])):
        assert [one.version for one in History([first, second]).windows("o", span, at(NOON))] == versions


def test_a_span_before_force_is_a_window_of_the_only_version():
    assert [one.version for one in History([agreement()]).windows("o", Span(0, 1), at(NOON))] == [1]
    assert History([agreement()]).periods("elsewhere", at(NOON)) == []


def test_a_version_without_the_objective_hides_none_after_it():
    known = with_all(three_versions(), Story().told("10:00", "up").facts)
    found = known.periods("o", TUESDAY.end + HOUR)
    assert [(one.version, one.span.start) for one in found] == [(1, MONDAY.start), (3, TUESDAY.end)]


def test_a_rolling_window_out_of_force_is_that_of_the_last_version_if_that_rolls():
    rolling = agreement(objective={"window": RollingWindow(HOUR)}, force_until=at("2026-01-02"))
    as_of = at("2026-01-04")
    assert History([rolling]).periods("o", as_of) == [PeriodOf(1, Span(as_of - HOUR, as_of), Status.OPEN)]
    calendar = agreement(version=2, force_from=at("2026-01-03"), force_until=at("2026-01-03 01:00"))
    assert [one.version for one in History([rolling, calendar]).periods("o", as_of)] == [2]
    closed = replace(calendar, force_from=at("2026-02-01"), force_until=None)
    assert History([rolling, closed]).periods("o", as_of) == []


def test_the_first_fact_of_any_service_of_an_objective_begins_its_periods():
    clock = Clock(ClockKind.RESOLUTION, Fraction(1), HOUR)
    services = (Service("r"), Service("s"), Service("t"))
    terms = agreement(objectives=(objective("o", clock, services=("s", "t")),), services=services)
    story = Story().incident("2026-01-06 10:00", "opened").incident("10:00", "opened", "J", service="t")
    story.incident("2026-01-02 10:00", "opened", "K", service="r")
    assert [one.span.start for one in history(terms, story).periods("o", at("2026-01-06 12:00"))] == [
        MONDAY.start,
        TUESDAY.start,
    ]


# asked for as one window


HALF_A_DAY = Span(at("00:00"), at(NOON))


def test_a_span_that_was_asked_for_is_explained_and_has_evidence_as_one_window():
    terms = agreement(objective={"window": RollingWindow(12 * HOUR)})
    known = history(terms, Story().told("2026-01-04 01:00", "down").told("02:00", "up").told("03:00", "down"))
    for asked in (True, False):
        # rolling it is open, and rests on the windows before it as well
        status = Status.PROVISIONAL if asked else Status.OPEN
        of = "o", 1, HALF_A_DAY, at(NOON)
        assert known.figure(*of, asked=asked).period.status is status
        assert known.explanation(*of, asked=asked).figure.period.status is status
        assert len(known.evidence(*of, asked=asked)) == 3
    assert known.explanation("o", 1, HALF_A_DAY, at(NOON)).figure.period.status is Status.OPEN


def test_evidence_that_was_asked_for_is_that_of_the_window_alone():
    terms = agreement(objective={"window": RollingWindow(12 * HOUR)})
    story = (
        Story().told("2026-01-04 10:00", "up").told("2026-01-04 13:00", "down").told("2026-01-04 15:00", "up")
    )
    known = history(terms, story.told("01:00", "down").told("02:00", "up"))
    of = "o", 1, HALF_A_DAY, at(NOON)
    ids = [[one.id for one in known.evidence(*of, asked=asked)] for asked in (True, False, True)]
    # rolling it has been under target since Sunday
    alone, all_ = ["e002", "e003", "e004"], ["e000", "e001", "e002", "e003", "e004"]
    assert ids == [alone, all_, alone]
    assert [one.id for one in known.evidence(*of)] == all_


# what verdicts name, and what is refused


def test_what_verdicts_name_of_samples_is_each_or_those_outside_and_of_others_changes_of_state():
    story = Story().told("09:00", "up").measured("10:00", "3").measured("10:10", "9").counted("10:20", 0, 5)
    story.told("11:00", "down").incident("11:10", "opened")
    measurement = {"metric": "m", "unit": "ms", "at_most": Fraction(5)}
    for indicator, expected in (
        (Measurement(**measurement, take="mean"), [("e001", Role.SAMPLE), ("e002", Role.SAMPLE)]),
        (Measurement(**measurement, target=Fraction(1, 2)), [("e002", Role.SAMPLE)]),
        (Ratio("ok", "all", Fraction(1, 2)), [("e000", Role.STATE), ("e004", Role.STATE)]),
        (availability(), [("e000", Role.STATE), ("e004", Role.STATE)]),
        (Clock(ClockKind.RESOLUTION, Fraction(1), HOUR), []),
    ):
        found = history(agreement(indicator), story).transitions("o", 1, MONDAY, at(NOON))
        assert [(one.id, one.role) for one in found] == expected


@pytest.mark.parametrize("ask", [History.figure, History.proposed])
def test_an_objective_that_a_version_does_not_have_is_named(ask):
    with pytest.raises(LookupError, match="version 1 has no objective 'elsewhere'"):
        ask(history(agreement(), Story()), "elsewhere", 1, MONDAY, at(NOON))


def test_only_time_has_a_budget_line():
    assert (
        history(agreement(Ratio("ok", "all", Fraction(1, 2))), Story()).budget_line("o", 1, MONDAY, at(NOON))
        == []
    )


# the clocks of some incidents

CLOCK = Clock(ClockKind.RESOLUTION, Fraction(1), HOUR, priorities=frozenset({"P1"}))


def crowd() -> Story:
    story = (
        Story()
        .incident("09:00", "opened", "a", priority="P1")
        .incident("09:30", "updated", "a", priority="P2")
    )
    story.incident("09:40", "updated", "a", priority="P1").incident("10:30", "resolved", "a")
    story.incident("11:00", "opened", "b", priority="P1").incident(
        "11:30", "opened", "c", priority="P1", service="t"
    )
    return story.incident("11:30", "updated", "never")


def of_incidents(*names: str, as_of: str = NOON, **clauses: Any):
    terms = agreement(CLOCK, services=(Service("s"), Service("t")), **clauses)
    return clocks_now(history(terms, crowd()), "o", 1, names, at(as_of))


def test_two_clocks_of_one_incident_with_one_start_have_turns():
    found = of_incidents("a")
    assert [(one.figure.state.value, one.turn, one.instant, one.released_at) for one in found] == [
        ("released", 1, at("09:30"), at("09:30")),
        ("breached", 2, at("10:00"), None),
    ]
    assert found[0].ahead is None
    assert found[1].ahead is not None
    assert found[1].ahead.incident == "a"
    assert [(one.figure.incident, one.turn) for one in of_incidents("a", "b")] == [
        ("a", 1),
        ("a", 2),
        ("b", 1),
    ]


def test_a_running_clock_has_no_instant_yet_and_says_when_it_will_be_breached():
    [found] = of_incidents("b", "b-or-not")
    assert (found.instant, found.released_at, found.turn, found.revisit_at) == (None, None, 1, None)
    assert found.ahead is not None
    assert found.ahead.breached_at == at(NOON)


def test_a_paused_clock_has_nothing_ahead():
    waiting = crowd().incident("11:40", "updated", "b", status="waiting")
    terms = agreement(CLOCK, statuses={"waiting": StatusRule(pauses=True)})
    [found] = clocks_now(history(terms, waiting), "o", 1, ["b"], at(NOON))
    assert (found.figure.state, found.figure.elapsed) == (ClockState.PAUSED, 40 * MINUTE)
    assert found.ahead is not None
    assert found.ahead.breached_at is None


def test_incidents_of_other_services_never_opened_or_from_before_force_have_no_clocks():
    assert of_incidents("c", "never", "nobody") == []
    assert [one.figure.incident for one in of_incidents("a", "b", force_from=at("10:00"))] == ["b"]
    assert clocks_now(history(agreement(), crowd()), "o", 1, ["a"], at(NOON)) == []
    assert incident_at(history(agreement(CLOCK), crowd()), 1, "nobody", at(NOON)) is None


def test_a_clock_is_looked_at_again_when_silence_decides_a_correction_of_its_incident():
    story = crowd().proposed("11:40", "11:00", "11:10", "excused", correction="b", incident="b")
    story.proposed("11:50", "11:00", "11:10", "excused", correction="a", incident="a").proposed(
        "11:30", "11:00", "11:10", "up"
    )
    known = history(agreement(CLOCK, corrections=CorrectionsClause(decide_within=DAY)), story)
    [found] = clocks_now(known, "o", 1, ["b"], at(NOON))
    assert found.revisit_at == at("2026-01-06 11:40")
    named = [corrected_incident(known, name, at(NOON)) for name in ("a", "b", "k", "nothing")]
    assert named == ["a", "b", None, None]
    assert corrected_incident(known, "a", at("11:49")) is None


def test_the_facts_behind_breached_clocks_are_those_of_their_incidents():
    story = crowd().incident("09:10", "opened", "d", priority="P1").incident("11:05", "resolved", "d")
    known = history(agreement(CLOCK, services=(Service("s"), Service("t"))), story)
    found = breached_evidence(known, known.figure("o", 1, MONDAY, at(NOON)))
    expected = [("e000", "a"), ("e007", "d"), ("e001", "a"), ("e002", "a"), ("e003", "a"), ("e008", "d")]
    assert [(one.id, one.of) for one in found] == expected
    assert {one.role for one in found} == {Role.INCIDENT}
