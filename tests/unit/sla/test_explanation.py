"""What explains a figure: the facts that begin each span, the clauses that had a part, the steps, the clocks."""

from fractions import Fraction
from typing import Any

import pytest

from shared.sla.agreed.clauses import CorrectionsClause, MaintenanceClause, Service, StatusRule
from shared.sla.agreed.objectives import (
    Clock,
    ClockKind,
    Credits,
    Indicator,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OutageCount,
    Ratio,
    Satisfaction,
    Tier,
    UnknownCounts,
    WarnAt,
    Weights,
)
from shared.sla.agreed.terms import Terms
from shared.sla.explanation.explanation import ClockShown, Explanation, FactName, KnownBy, OffReason, Row
from shared.sla.figures import Verdict
from shared.sla.spans import DAY, HOUR, MINUTE
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, availability, counts, history

CLOSED = "2026-01-20 00:00"


def explained(terms: Terms, story: Story, as_of: str = CLOSED) -> Explanation:
    return history(terms, story).explanation("o", 1, MONDAY, at(as_of))


def row(found: Explanation, kind: str, why: str | None = None) -> Row:
    (one,) = (one for one in found.rows if (one.kind, one.why) == (kind, why))
    return one


def begun(one: Row) -> list[tuple[str, ...]]:
    return [tuple(fact.id for fact in span.facts) for span in one.spans]


UP = ("2026-01-04 00:00", "up")
HALF = Fraction(1, 2)


def test_a_span_begins_with_the_fact_that_changed_the_state() -> None:
    story = Story().told(*UP).told("10:00", "down").told("10:10", "down", condition="x").told("11:00", "up")
    story.told("11:00", "up", condition="x")
    found = explained(agreement(), story)
    assert begun(row(found, "up")) == [("e000",), ("e004",)]
    assert begun(row(found, "down")) == [("e001",), ("e002",)]


def test_a_span_that_hours_begin_has_the_fact_behind_the_state() -> None:
    story = Story().told(*UP).told("2026-01-04 10:00", "down")
    found = explained(agreement(objective={"hours": OFFICE}), story)
    assert begun(row(found, "down")) == [("e001",)]
    assert begun(row(found, "outside_service_hours")) == [(), ()]


def test_silence_begins_with_no_fact() -> None:
    terms = agreement(services=(Service("s", stale_after=HOUR),))
    found = explained(terms, Story().told("05:00", "up"))
    assert begun(row(found, "unknown", "stale")) == [()]
    assert begun(row(found, "unknown", "before_first_fact")) == [()]


def test_maintenance_begins_with_its_announcement_and_names_the_change() -> None:
    story = Story().told(*UP).announced("2026-01-01 00:00", "10:00", "11:00")
    one = row(explained(agreement(), story), "maintenance", "maintenance")
    assert (one.amount, one.bad, one.spans[0].of, begun(one)) == (HOUR, None, "c", [("e001",)])


def test_maintenance_names_the_words_that_made_it_what_it_is_and_so_does_what_falls_short() -> None:
    terms = agreement(maintenance=MaintenanceClause(acknowledged_by="cust"))
    story = Story().told(*UP).announced("2026-01-01 00:00", "10:00", "12:00")
    story.change("2026-01-02 00:00", "declined", "cust").change("2026-01-03 00:00", "acknowledged", "cust")
    story.change("10:00", "started").change("11:00", "finished")
    found = explained(terms, story)
    assert begun(row(found, "maintenance", "maintenance")) == [("e001", "e003", "e004", "e005")]
    assert begun(row(found, "up", "finished")) == [("e000", "e001", "e003", "e004", "e005")]


def test_maintenance_that_was_declined_names_the_word_that_did() -> None:
    terms = agreement(maintenance=MaintenanceClause(acknowledged_by="cust"))
    story = Story().told(*UP).announced("2026-01-01 00:00", "10:00", "12:00")
    story.change("2026-01-02 00:00", "acknowledged", "cust").change("2026-01-03 00:00", "declined", "cust")
    assert begun(row(explained(terms, story), "up", "not_acknowledged")) == [("e000", "e001", "e003")]


def test_a_correction_begins_with_its_proposal_and_the_word_that_accepted_it() -> None:
    story = (
        Story()
        .told(*UP)
        .proposed("12:00", "10:00", "11:00", "down", cause="prov")
        .decided("13:00", "accepted")
    )
    assert begun(row(explained(agreement(), story), "down", "correction")) == [("e001", "e002")]


def test_a_correction_that_silence_accepted_has_its_proposal_alone() -> None:
    terms = agreement(corrections=CorrectionsClause(DAY, silence_accepts=True))
    story = Story().told(*UP).proposed("12:00", "10:00", "11:00", "down", cause="prov")
    assert begun(row(explained(terms, story), "down", "correction")) == [("e001",)]


def test_severities_have_a_row_and_a_weight_each() -> None:
    weights = Weights({"major": Fraction(1, 2)}, Fraction(1, 10))
    story = (
        Story().told(*UP)
        .told("10:00", "degraded", severity="major")
        .told("11:00", "degraded", severity="minor")
        .told("12:00", "up")
    )  # fmt: skip
    found = explained(agreement(availability(degraded=weights)), story)
    shown = [(one.severity, one.bad) for one in found.rows if one.kind == "degraded"]
    assert shown == [("major", Fraction(1, 2)), ("minor", Fraction(1, 10))]
    (bad,) = (step for step in found.formula if step.name == "bad")
    assert bad.expression == (
        *("weight.degraded.major", "x", "degraded.major", "+"),
        *("weight.degraded.minor", "x", "degraded.minor"),
    )
    assert bad.value == HOUR * Fraction(6, 10)


def test_requests_have_rows_for_what_is_not_counted() -> None:
    terms = agreement(Ratio("ok", "all", Fraction(1, 2)), objective={"hours": OFFICE})
    story = (
        Story().announced("2026-01-01 00:00", "10:00", "11:00")
        .counted("08:00", 1, 1).counted("09:00", 3, 4).counted("10:30", 0, 5)
    )  # fmt: skip
    found = explained(terms, story)
    assert [(one.kind, one.amount, one.bad) for one in found.rows] == [
        ("good", 3, 0),
        ("failed", 1, 1),
        ("maintenance", 5, None),
        ("outside_service_hours", 1, None),
    ]


def test_what_is_expected_has_a_part_while_the_period_is_open() -> None:
    terms = agreement(Ratio("ok", "all", HALF, expected_total=10))
    story = Story().counted("09:00", 1, 1)
    allowed = {
        as_of: next(step for step in explained(terms, story, as_of).formula if step.name == "allowed")
        for as_of in ("12:00", CLOSED)
    }
    assert [allowed[as_of].value for as_of in ("12:00", CLOSED)] == [5, HALF]
    assert "max" in allowed["12:00"].expression
    assert "expected_total" in explained(terms, story, "12:00").clauses
    assert "expected_total" not in explained(terms, story).clauses


def clock(story: Story, as_of: str = CLOSED, **clauses: Any) -> ClockShown:
    statuses = {"waiting": StatusRule(pauses=True)}
    terms = agreement(Clock(ClockKind.RESOLUTION, Fraction(1, 2), 8 * HOUR, **clauses), statuses=statuses)
    (one,) = explained(terms, story, as_of).clocks
    return one


def test_a_clock_shows_its_pauses_with_status_facts_and_service_time() -> None:
    one = clock(
        Story().incident("09:00", "opened")
        .incident("10:00", "updated", status="waiting").incident("10:30", "updated", status="open")
        .incident("12:00", "resolved")
    )  # fmt: skip
    (off,) = one.off
    assert (off.reason, off.of, off.time, off.facts) == (
        OffReason.PAUSED,
        "waiting",
        30 * MINUTE,
        (FactName("desk", "e001"),),
    )
    assert (one.service_time, one.figure.elapsed) == (3 * HOUR, 2 * HOUR + 30 * MINUTE)
    assert (one.started_by, one.stopped_by) == ((FactName("desk", "e000"),), (FactName("desk", "e003"),))


def test_a_pause_that_lasts_has_no_end() -> None:
    one = clock(Story().incident("09:00", "opened").incident("10:00", "updated", status="waiting"), "11:00")
    assert [(off.end, off.time) for off in one.off] == [(None, HOUR)]


def test_time_before_a_reopening_is_stopped_and_not_paused() -> None:
    one = clock(
        Story().incident("09:00", "opened").incident("10:00", "resolved")
        .incident("11:00", "reopened").incident("11:30", "resolved")
    )  # fmt: skip
    assert [(off.reason, off.time) for off in one.off] == [(OffReason.STOPPED, HOUR)]
    assert one.figure.elapsed == 90 * MINUTE


def test_an_excused_part_of_an_incident_is_shown_with_its_correction() -> None:
    one = clock(
        Story().incident("09:00", "opened").incident("12:00", "resolved")
        .proposed("13:00", "10:00", "11:00", "excused", incident="I").decided("14:00", "accepted")
    )  # fmt: skip
    assert [(off.reason, off.of, off.time) for off in one.off] == [(OffReason.EXCUSED, "k", HOUR)]


def test_a_new_priority_is_shown_with_its_fact_and_names_its_clause() -> None:
    terms = agreement(Clock(ClockKind.RESOLUTION, HALF, {"P1": 4 * HOUR, "P2": 12 * HOUR}))
    story = Story().incident("08:00", "opened", priority="P2").incident("17:00", "updated", priority="P1")
    found = explained(terms, story)
    (one,) = found.clocks
    (turn,) = one.turns
    assert (turn.at, turn.was, turn.now, turn.spent) == (at("17:00"), "P2", "P1", True)
    assert turn.at == one.figure.breached_at
    assert [fact.id for fact in turn.facts] == ["e001"]
    assert "on_priority_change" in found.clauses


def test_a_new_priority_that_leaves_time_names_its_clause_too_and_none_names_none() -> None:
    terms = agreement(Clock(ClockKind.RESOLUTION, HALF, {"P1": 4 * HOUR, "P2": 12 * HOUR}))
    story = Story().incident("08:00", "opened", priority="P2")
    plain = explained(terms, story)
    assert (plain.clocks[0].turns, "on_priority_change" in plain.clauses) == ((), False)
    found = explained(terms, story.incident("09:00", "updated", priority="P1"))
    assert ([turn.spent for turn in found.clocks[0].turns], "on_priority_change" in found.clauses) == (
        [False],
        True,
    )


@pytest.mark.parametrize(
    ("indicator", "named"), [(availability("0.95"), True), (MeanTimeToRestore(MINUTE, counts()), False)]
)
def test_of_warnings_is_spoken_where_a_budget_is_at_risk(indicator: Indicator, named: bool) -> None:
    terms = agreement(indicator, objective={"warn_at": WarnAt((Fraction(1, 2),))})
    found = explained(terms, Story().told(*UP).told("10:00", "down").told("11:00", "up"), "11:30")
    assert (found.figure.state, "warn_at" in found.clauses) == (Verdict.AT_RISK, named)


def test_the_clauses_are_those_that_had_a_part() -> None:
    plain = explained(agreement(), Story().told(*UP).told("10:00", "down").told("10:01", "up"))
    assert plain.clauses == ("target", "window", "service_hours", "evidence", "evidence.rule")
    terms = agreement(
        availability(unknown=UnknownCounts.DOWN, outages_shorter_than=HOUR),
        maintenance=MaintenanceClause(notice=HOUR, acknowledged_by="cust"),
        services=(Service("s", stale_after=HOUR),),
        objective={"credits": Credits((Tier(Fraction(1), Fraction(1)),))},
    )
    story = (
        Story()
        .told("01:30", "up")
        .told("02:00", "down")
        .told("02:30", "up")
        .announced("05:00", "10:00", "11:00")
    )
    assert set(explained(terms, story).clauses) - set(plain.clauses) == {
        *("counts.unknown", "counts.outages_shorter_than", "counts.maintenance", "stale_after"),
        *("before_first_fact", "maintenance.notice", "maintenance.acknowledged_by", "credits"),
    }


def planned(found: Explanation) -> list[tuple[str, int]]:
    """The terms of what is still planned, in minutes."""
    terms = (step.terms for step in found.formula if step.name == "planned")
    return [(term.name, int(term.value) // MINUTE) for one in terms for term in one]


def test_maintenance_ahead_is_shown_to_lower_what_is_planned_with_its_facts_and_clauses() -> None:
    story = (
        Story().told(*UP).announced("10:00", "14:00", "23:00").announced("10:30", "22:30", "23:30", "late")
    )
    found = explained(agreement(availability("0.9")), story, "12:00")
    assert planned(found) == [("ahead", 720), ("announced.c", 540), ("announced.late", 30)]
    assert [(one.of, one.by, one.known_at) for one in found.taken] == [
        ("c", KnownBy.ANNOUNCEMENT, at("10:00")),
        ("late", KnownBy.ANNOUNCEMENT, at("10:30")),
    ]
    assert [fact.id for fact in found.taken[0].facts] == ["e001"]
    assert {"counts.maintenance", "maintenance.notice"} <= set(found.clauses)
    assert (planned(explained(agreement(), story, CLOSED)), explained(agreement(), story).taken) == ([], ())


def test_a_correction_to_maintenance_ahead_is_named_with_its_clause() -> None:
    story = Story().told(*UP).proposed("10:00", "14:00", "15:00", "maintenance").decided("11:00", "accepted")
    found = explained(agreement(availability("0.9")), story, "12:00")
    assert planned(found) == [("ahead", 720), ("agreed.k", 60)]
    assert [(one.by, one.known_at, len(one.facts)) for one in found.taken] == [
        (KnownBy.ACCEPTANCE, at("11:00"), 2)
    ]
    assert "corrections" in found.clauses


def test_of_very_many_changes_ahead_the_sum_is_taken() -> None:
    story = Story().told(*UP)
    for hour in range(14, 19):
        story.announced("10:00", f"{hour}:00", f"{hour}:30", f"c{hour}")
    found = explained(agreement(availability("0.9")), story, "12:00")
    assert (planned(found), len(found.taken)) == ([("ahead", 720), ("announced", 150)], 5)


@pytest.mark.parametrize(
    ("target", "announced_at", "until", "decided"),
    [
        ("0.95", "11:00", "23:00", ["c"]),  # 60 min spent, of 72 before and of 45 after it
        ("0.95", "11:00", "14:01", []),  # of 71.95 after it: lost later, by the outage
        ("0.95", "11:13", "23:00", []),  # lost a minute before
        ("1", "10:00", "23:00", []),  # lost as the outage began, whatever is planned
    ],
)
def test_an_announcement_is_named_where_it_alone_lost_the_period(
    target: str, announced_at: str, until: str, decided: list[str]
) -> None:
    story = Story().told(*UP).told("10:00", "down").announced(announced_at, "14:00", until)
    found = explained(agreement(availability(target)), story, "11:30")
    assert [one.of for one in found.decided_by] == decided
    if decided:
        assert found.decided_by[0].known_at - 1 == found.figure.breached_at


@pytest.mark.parametrize(("at_least", "decided"), [(7 * HOUR, ["c"]), (12 * HOUR, [])])
def test_an_announcement_can_lose_a_mean_between_failures(at_least: int, decided: list[str]) -> None:
    """Of two outages of an hour by 12:00 good time of 22 h could remain; of 10 hours until 14:00, 12 h."""
    story = (
        Story().told(*UP).told("02:00", "down").told("03:00", "up").told("06:00", "down").told("07:00", "up")
    )
    story.announced("11:00", "14:00", "2026-01-06 00:00")
    found = explained(agreement(MeanTimeBetweenFailures(at_least, counts())), story, "12:00")
    assert [one.of for one in found.decided_by] == decided
    assert planned(found) == [("ahead", 720), ("announced.c", 600)]


def test_an_acknowledgement_is_named_where_it_is_what_makes_maintenance_known() -> None:
    terms = agreement(availability("0.95"), maintenance=MaintenanceClause(acknowledged_by="cust"))
    story = Story().told(*UP).told("10:00", "down").announced("09:00", "14:00", "23:00")
    found = explained(terms, story.change("11:00", "acknowledged", "cust"), "11:30")
    assert [(one.by, one.known_at) for one in found.decided_by] == [(KnownBy.ACKNOWLEDGEMENT, at("11:00"))]


def test_time_until_restored_shows_what_of_it_lies_before_the_period() -> None:
    terms = agreement(MeanTimeToRestore(MINUTE, counts()), objective={"hours": OFFICE})
    before = Story().told("2026-01-01 00:00", "up").told("2026-01-02 16:00", "down").told("10:00", "up")
    restoring, mean = explained(terms, before).formula
    assert (restoring.value, [(term.name, term.value) for term in restoring.terms]) == (
        2 * HOUR,
        [("inside", HOUR), ("before", HOUR)],
    )
    assert (mean.value, mean.terms[0].value) == (2 * HOUR, 2 * HOUR)
    inside = Story().told("2026-01-01 00:00", "up").told("09:00", "down").told("10:00", "up")
    assert [step.name for step in explained(terms, inside).formula] == ["mean_time_to_restore"]


def test_a_percentile_says_at_which_place_it_stands() -> None:
    terms = agreement(Measurement("m", "ms", at_most=Fraction(2), take="p95"))
    story = Story()
    for number in range(20):
        story.measured(f"{number:02}:00", str(number))
    rank, value = explained(terms, story).formula
    assert (rank.value, rank.rounded, value.value) == (19, "up", 18)


def test_what_has_no_value_has_no_formula() -> None:
    few = agreement(Satisfaction(Fraction(4), Fraction(5), at_least_answers=2))
    assert explained(few, Story().answered("10:00", "4")).formula == ()
    none = explained(agreement(OutageCount(1, counts())), Story())
    assert (none.formula, none.compared) == ((), None)


def test_a_credit_shows_every_tier_beside_the_share() -> None:
    tiers = (Tier(Fraction(99, 100), Fraction(10)), Tier(Fraction(95, 100), Fraction(25)))
    terms = agreement(objective={"credits": Credits(tiers, cap=Fraction(20))})
    found = explained(terms, Story().told(*UP).told("10:00", "down").told("12:00", "up")).credit
    assert found is not None
    assert [(tier.undercut, tier.applies) for tier in found.tiers] == [(True, False), (True, True)]
    assert (found.capped, found.percent, found.share.value) == (True, 20, Fraction(11, 12))
