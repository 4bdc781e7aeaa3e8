"""Rows of the ledger at their edges: none is empty, none overlaps, and each says why it is what it is."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from shared.sla.agreed.clauses import Evidence, EvidenceRule, MaintenanceClause, Service
from shared.sla.agreed.objectives import MaintenanceCounts, Weights
from shared.sla.figures import ClassedSpan
from shared.sla.figures import TimeClass as C
from shared.sla.history import History
from shared.sla.spans import DAY, MINUTE
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, availability, figure, history


def rows(story: Story, terms=None, as_of: str = "2026-01-06") -> list[ClassedSpan]:
    return history(terms or agreement(), story).spans("o", 1, MONDAY, at(as_of))


def down(since: str, until: str, **more) -> Story:
    return Story().told("2026-01-01", "up").told(since, "down", **more).told(until, "up")


def whole(found: list[ClassedSpan]) -> bool:
    """Whether rows cover Monday one after the other and none is empty."""
    ends = [MONDAY.start, *(one.end for one in found)]
    return ends[-1] == MONDAY.end and all(
        one.start == end and one.end > one.start for end, one in zip(ends, found, strict=False)
    )


def test_a_state_that_changes_exactly_at_an_opening_or_a_close_makes_no_empty_row():
    terms = agreement(objective={"hours": OFFICE})
    for since, until in (("08:00", "09:00"), ("17:00", "18:00"), ("09:00", "17:00")):
        found = rows(down(since, until), terms)
        assert whole(found)
        assert len(found) == 3


@pytest.mark.parametrize(
    ("start", "end"), [("10:00", "11:00"), ("09:00", "12:00"), ("10:15", "10:45"), ("12:00", "13:00")]
)
def test_time_that_falls_short_is_cut_out_of_its_rows_and_no_row_is_empty(start, end):
    terms = agreement(maintenance=MaintenanceClause(notice=DAY))
    story = down("10:00", "11:00").announced("08:00", start, end)
    found = rows(story, terms)
    assert whole(found)
    marked = [one for one in found if one.why == "notice"]
    assert (marked[0].start, marked[-1].end) == (at(start), at(end))
    assert {one.of for one in marked} == {"c"}


def test_a_row_that_a_correction_or_the_hours_rule_is_not_marked_by_what_fell_short():
    terms = agreement(maintenance=MaintenanceClause(notice=DAY), objective={"hours": OFFICE})
    story = down("10:00", "11:00").announced("08:00", "08:00", "12:00")
    story.proposed("12:00", "10:00", "10:30", "down").decided("12:10", "accepted")
    found = [(one.time_class, one.why, one.of) for one in rows(story, terms)]
    assert found == [
        (C.OUTSIDE_SERVICE_HOURS, None, None),
        (C.UP, "notice", "c"),
        (C.DOWN, "correction", "k"),
        (C.DOWN, "notice", "c"),
        (C.UP, "notice", "c"),
        (C.UP, None, None),
        (C.OUTSIDE_SERVICE_HOURS, None, None),
    ]


def test_down_time_has_the_cause_told_or_is_open_and_other_time_the_cause_told_or_none():
    story = Story().told("2026-01-01", "up").told("10:00", "down").told("11:00", "down", cause="carrier")
    story.told("12:00", "degraded", cause="customer", severity="minor").told("13:00", "degraded", "q").told(
        "14:00", "up"
    )
    found = [(one.time_class, one.cause, one.severity) for one in rows(story)][1:4]
    assert found == [(C.DOWN, "open", None), (C.DOWN, "carrier", None), (C.DEGRADED, "customer", "minor")]
    plain = Story().told("2026-01-01", "up").told("10:00", "degraded")
    assert rows(plain)[-1].cause is None


def test_a_silence_and_the_time_before_the_first_fact_say_so():
    terms = agreement(services=(Service("s", stale_after=5 * MINUTE),))
    found = [(one.time_class, one.why) for one in rows(Story().told("10:00", "up"), terms)]
    assert found == [(C.UNKNOWN, "before_first_fact"), (C.UP, None), (C.UNKNOWN, "stale")]


@pytest.mark.parametrize(("to", "kind"), [("up", C.UP), ("down", C.DOWN), ("degraded", C.DEGRADED)])
def test_a_corrected_state_names_its_correction(to, kind):
    story = down("10:00", "11:00").proposed("12:00", "10:00", "11:00", to, cause="customer")
    [row] = [one for one in rows(story.decided("12:10", "accepted")) if one.of == "k"]
    assert (row.time_class, row.why, row.cause) == (kind, "correction", None if to == "up" else "customer")


def test_maintenance_that_counts_as_is_is_marked_and_so_is_what_falls_short_of_it():
    terms = agreement(
        availability(maintenance=MaintenanceCounts.COUNTS_AS_IS), maintenance=MaintenanceClause(within=OFFICE)
    )
    story = Story().told("2026-01-01", "up").announced("2026-01-04", "16:00", "18:00")
    assert [(one.time_class, one.why, one.of) for one in rows(story, terms)] == [
        (C.UP, None, None),
        (C.UP, "counts_as_is", "c"),
        (C.UP, "outside_hours", "c"),
        (C.UP, None, None),
    ]


def test_two_changes_of_one_time_are_told_by_the_first_by_start_then_id():
    story = Story().told("2026-01-01", "up").announced("2026-01-04", "10:00", "12:00", "b")
    story.announced("2026-01-04", "10:00", "11:00", "a")
    found = [(one.of, one.start, one.end) for one in rows(story) if one.of]
    assert found == [("a", at("10:00"), at("11:00")), ("b", at("11:00"), at("12:00"))]
    assert all(one.end == after.start for one, after in pairwise(rows(story)))


def test_a_version_that_never_rules_is_one_row_out_of_force():
    never = agreement(force_from=at("12:00"))
    found = History([never, replace(never, version=2, force_from=at("10:00"))])
    [row] = found.spans("o", 1, MONDAY, at("2026-01-06"))
    assert (row.time_class, row.start, row.end) == (C.NOT_IN_FORCE, MONDAY.start, MONDAY.end)


@pytest.mark.parametrize(
    ("evidence", "told", "why"),
    [
        (Evidence(None, EvidenceRule.AUTHORITATIVE, "a"), [("10:00", "up", "a")], "stale"),
        (Evidence(None, EvidenceRule.AUTHORITATIVE, "a"), [("11:58", "unknown", "a")], None),
        (Evidence(None, EvidenceRule.AUTHORITATIVE, "a"), [("11:58", "up", "b")], None),
        (Evidence(), [("10:00", "up", "a")], "stale"),
        (Evidence(), [("10:00", "up", "a"), ("11:58", "unknown", "b")], "stale"),
        (Evidence(), [("11:58", "unknown", "a"), ("11:58", "unknown", "b")], None),
    ],
)
def test_unknown_time_is_stale_where_a_source_fell_silent_and_not_where_it_said_so(evidence, told, why):
    terms = agreement(services=(Service("s", 5 * MINUTE, evidence=evidence),))
    story = Story()
    for when, state, source in told:
        story.told(when, state, source)
    last = rows(story, terms, "12:00")[-1]
    assert (last.time_class, last.why) == (C.UNKNOWN, why)


def test_down_is_worse_than_degraded_of_any_weight():
    terms = agreement(availability(degraded=Weights({}, Fraction(1))))
    story = Story().told("10:00", "degraded", condition="a").told("10:00", "down", condition="b")
    assert rows(story, terms)[-1].time_class is C.DOWN
    apart = Story().told("10:00", "degraded", "a").told("10:00", "down", "b")
    assert rows(apart, terms)[-1].time_class is C.DOWN


def test_of_severities_of_one_weight_the_first_by_name_is_told():
    weights = Weights({"b": Fraction(1, 2), "a": Fraction(1, 2)}, None)
    story = Story().told("10:00", "degraded", "x", severity="b").told("10:00", "degraded", "y", severity="a")
    assert rows(story, agreement(availability(degraded=weights)))[-1].severity == "a"


def test_what_is_down_at_one_time_is_named_together():
    story = (
        Story()
        .told("10:00", "down", "q")
        .told("10:00", "down", "p")
        .told("10:00", "down", "p", condition="disk")
    )
    [outage] = figure(agreement(), story, "11:00").outages
    assert outage.conditions == ("disk", "p", "q")


def test_each_of_several_corrections_takes_its_own_time():
    story = Story().told("2026-01-01", "up")
    spans = [
        ("a", "08:00", "09:00", "down"),
        ("b", "09:00", "10:00", "maintenance"),
        ("c", "10:00", "11:00", "excused"),
    ]
    for name, start, end, to in [*spans, ("d", "11:00", "12:00", "up"), ("e", "12:00", "13:00", "excused")]:
        story.proposed("14:00", start, end, to, correction=name).decided("14:10", "accepted", correction=name)
    as_is = agreement(availability(maintenance=MaintenanceCounts.COUNTS_AS_IS))
    found = [(one.of, one.time_class) for one in rows(story, as_is) if one.of]
    assert found == [("a", C.DOWN), ("c", C.EXCUSED), ("d", C.UP), ("e", C.EXCUSED)]
    excluded = [(one.of, one.time_class) for one in rows(story) if one.of]
    assert excluded == [found[0], ("b", C.MAINTENANCE), *found[1:]]


def test_time_before_force_and_after_it_is_one_sum():
    terms = agreement(force_from=at("10:00"), force_until=at("12:00"))
    found = figure(terms, Story().told("09:00", "up").told("11:00", "down"), "13:00")
    assert found.ledger is not None
    hours = {kind: time // (60 * MINUTE) for kind, time in found.ledger.items() if time}
    assert hours == {C.NOT_IN_FORCE: 11, C.UP: 1, C.DOWN: 1}
    assert (found.total, found.good) == (120 * MINUTE, 60 * MINUTE)
