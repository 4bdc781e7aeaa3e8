"""SEMANTICS.md, the ledger of a period: maintenance, corrections, outages, weights, at their boundaries."""

from fractions import Fraction

import pytest

from shared.sla.agreed.clauses import CalendarUnit, CorrectionsClause, MaintenanceClause, Quota
from shared.sla.agreed.objectives import MaintenanceCounts, UnknownCounts, Weights
from shared.sla.figures import TimeClass as C
from shared.sla.figures import Verdict
from shared.sla.spans import DAY as ONE_DAY
from shared.sla.spans import HOUR, MINUTE
from tests.unit.sla.examples import MONDAY, OFFICE, Story, agreement, at, availability, figure, history, span

UP = Story().told("2026-01-01", "up").facts


def story() -> Story:
    found = Story()
    found.facts.extend(UP)
    return found


def outage() -> Story:
    return story().told("10:00", "down").told("11:00", "up")


def ledger(told: Story, terms=None, as_of: str = "2026-01-06 00:00") -> dict[C, int]:
    found = figure(terms or agreement(), told, as_of).ledger
    return {kind: time for kind, time in found.items() if time}


@pytest.mark.parametrize(
    ("announced", "valid"), [("2026-01-04 10:00", True), ("2026-01-04 10:00:00.000001", False)]
)
def test_maintenance_is_valid_if_announced_with_notice_at_least(announced, valid):
    terms = agreement(maintenance=MaintenanceClause(notice=ONE_DAY))
    told = story().announced(announced, "10:00", "12:00")
    assert ledger(told, terms).get(C.MAINTENANCE, 0) == (2 * HOUR if valid else 0)


def test_what_falls_short_counts_as_what_it_was_and_the_row_says_why():
    terms = agreement(maintenance=MaintenanceClause(notice=ONE_DAY))
    found = history(terms, outage().announced("09:00", "10:00", "10:30"))
    rows = {
        (row.time_class, row.why, row.of): row.end - row.start
        for row in found.spans("o", 1, MONDAY, at("12:00"))
        if row.time_class is C.DOWN
    }
    assert rows == {(C.DOWN, "notice", "c"): 30 * MINUTE, (C.DOWN, None, None): 30 * MINUTE}


@pytest.mark.parametrize(
    ("acknowledged", "by", "valid"),
    [
        ("09:59:59.999999", "cust", True),
        ("10:00", "cust", False),  # it has begun
        ("09:00", "prov", False),
    ],
)
def test_maintenance_asks_for_the_other_partys_last_word_before_it_begins(acknowledged, by, valid):
    terms = agreement(maintenance=MaintenanceClause(acknowledged_by="cust"))
    told = story().announced("2026-01-04", "10:00", "12:00").change(acknowledged, "acknowledged", by)
    assert (C.MAINTENANCE in ledger(told, terms)) == valid


def test_a_new_announcement_asks_for_a_new_acknowledgement():
    terms = agreement(maintenance=MaintenanceClause(acknowledged_by="cust"))
    told = (
        story().announced("2026-01-03", "10:00", "12:00").change("2026-01-03 01:00", "acknowledged", "cust")
    )
    told.announced("2026-01-04", "10:00", "13:00")
    assert C.MAINTENANCE not in ledger(told, terms)


@pytest.mark.parametrize(
    ("step", "when", "left"),
    [
        ("started", "10:30", 90 * MINUTE),
        ("finished", "11:00", HOUR),
        ("finished", "13:00", 2 * HOUR),  # overrun is not maintenance
        ("started", "12:00", 0),
        ("cancelled", "11:00", 0),
    ],
)
def test_of_maintenance_the_part_between_start_and_finish_counts(step, when, left):
    told = story().announced("2026-01-04", "10:00", "12:00").change(when, step)
    assert ledger(told).get(C.MAINTENANCE, 0) == left


def test_of_maintenance_the_part_within_the_agreed_hours_counts():
    terms = agreement(maintenance=MaintenanceClause(within=OFFICE))
    assert ledger(story().announced("2026-01-04", "16:00", "18:00"), terms)[C.MAINTENANCE] == HOUR


def test_quotas_are_used_in_order_of_start_and_the_excess_is_not_maintenance():
    terms = agreement(maintenance=MaintenanceClause(quota=Quota(CalendarUnit.MONTH, 2, 3 * HOUR)))
    told = (
        story().announced("2026-01-02", "14:00", "16:00", "b").announced("2026-01-03", "10:00", "12:00", "a")
    )
    told.announced("2026-01-04", "18:00", "19:00", "c")
    rows = [
        (row.of, (row.end - row.start) // HOUR, row.why)
        for row in history(terms, told).spans("o", 1, MONDAY, at("2026-01-06 00:00"))
        if row.of is not None
    ]
    assert rows == [("a", 2, "maintenance"), ("b", 1, "maintenance"), ("b", 1, "quota"), ("c", 1, "quota")]


@pytest.mark.parametrize(
    ("how", "good", "total"),
    [
        (MaintenanceCounts.EXCLUDED, 22, 22),
        (MaintenanceCounts.COUNTS_AS_UP, 24, 24),
        (MaintenanceCounts.COUNTS_AS_IS, 23, 24),
    ],
)
def test_how_maintenance_counts(how, good, total):
    told = outage().announced("2026-01-04", "09:30", "11:30")
    found = figure(agreement(availability(maintenance=how)), told, "2026-01-06 00:00")
    assert (found.good, found.total) == (good * HOUR, total * HOUR)


@pytest.mark.parametrize(
    ("policy", "good", "total"),
    [(UnknownCounts.EXCLUDED, 12, 12), (UnknownCounts.UP, 24, 24), (UnknownCounts.DOWN, 12, 24)],
)
def test_unknown_counts_by_policy(policy, good, total):
    found = figure(agreement(availability(unknown=policy)), Story().told("12:00", "up"), "2026-01-06 00:00")
    assert (found.good, found.total) == (good * HOUR, total * HOUR)


@pytest.mark.parametrize(
    ("severity", "weights", "bad"),
    [
        ("major", Weights({"major": Fraction(1, 2)}, Fraction(1, 4)), Fraction(1, 2)),
        ("odd", Weights({"major": Fraction(1, 2)}, Fraction(1, 4)), Fraction(1, 4)),
        (None, Weights({"major": Fraction(1, 2)}, None), Fraction(1, 2)),
        ("odd", Weights({"major": Fraction(1, 2), "minor": Fraction(1, 8)}, None), Fraction(1, 2)),
        ("major", Weights(), 0),
    ],
)
def test_degraded_time_is_bad_by_its_weight_other_or_the_heaviest(severity, weights, bad):
    told = story().told("10:00", "degraded", severity=severity).told("11:00", "up")
    found = figure(agreement(availability(degraded=weights)), told, "2026-01-06 00:00")
    assert found.budget.spent == bad * HOUR


@pytest.mark.parametrize(("back", "kind"), [("10:04:59.999999", C.TOLERATED), ("10:05", C.DOWN)])
def test_an_outage_of_exactly_the_minimum_is_not_tolerated(back, kind):
    told = story().told("10:00", "down").told(back, "up")
    assert kind in ledger(told, agreement(availability(outages_shorter_than=5 * MINUTE)))


def test_a_running_outage_is_tolerated_until_it_reaches_the_minimum():
    terms = agreement(availability("1", outages_shorter_than=5 * MINUTE))
    told = story().told("10:00", "down")
    assert figure(terms, told, "10:04:59.999999").state is Verdict.MET
    assert figure(terms, told, "10:05").breached_at == at("10:00")


def test_the_whole_length_decides_whatever_the_periods():
    told = story().told("2026-01-04 23:58", "down").told("00:02", "up")
    found = figure(agreement(availability(outages_shorter_than=4 * MINUTE)), told, "12:00")
    assert found.ledger[C.DOWN] == 2 * MINUTE
    assert (found.outages[0].start, found.outages[0].counted) == (at("2026-01-04 23:58"), 2 * MINUTE)


def test_an_outage_that_is_unknown_throughout_is_never_tolerated():
    terms = agreement(availability(unknown=UnknownCounts.DOWN, outages_shorter_than=HOUR))
    told = story().told("10:00", "unknown").told("10:01", "up")
    assert ledger(told, terms)[C.UNKNOWN] == MINUTE


def test_excused_time_does_not_cut_an_outage_in_two():
    told = outage().proposed("12:00", "10:20", "10:40", "excused").decided("12:30", "accepted")
    found = figure(agreement(), told, "2026-01-06 00:00")
    assert [(one.start, one.end, one.counted) for one in found.outages] == [
        (at("10:00"), at("11:00"), 40 * MINUTE)
    ]


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("up", {C.UP: 24 * HOUR}),
        ("excused", {C.UP: 23 * HOUR, C.EXCUSED: HOUR}),
        ("maintenance", {C.UP: 23 * HOUR, C.MAINTENANCE: HOUR}),
        ("degraded", {C.UP: 23 * HOUR, C.DEGRADED: HOUR}),
    ],
)
def test_an_accepted_correction_says_the_class(to, expected):
    assert ledger(outage().proposed("12:00", "10:00", "11:00", to).decided("13:00", "accepted")) == expected


@pytest.mark.parametrize(
    ("when", "step", "by", "silence_accepts", "excused"),
    [
        ("2026-01-05 12:59:59.999999", "accepted", "cust", False, True),
        ("2026-01-05 13:00", "accepted", "cust", False, False),  # silence has decided
        ("12:30", "accepted", "prov", False, False),  # one's own
        ("12:30", "declined", "cust", True, False),
        ("13:00", "declined", "cust", True, True),
        ("12:30", "withdrawn", "prov", True, False),
        ("12:30", "withdrawn", "cust", True, True),
    ],
)
def test_the_other_partys_first_decision_in_time_stands(when, step, by, silence_accepts, excused):
    terms = agreement(corrections=CorrectionsClause(HOUR, silence_accepts))
    told = outage().proposed("12:00", "10:00", "11:00", "excused").decided(when, step, by)
    assert (C.EXCUSED in ledger(told, terms)) == excused


def test_to_withdraw_an_accepted_correction_has_no_effect():
    told = outage().proposed("12:00", "10:00", "11:00", "excused").decided("12:10", "accepted")
    assert C.EXCUSED in ledger(told.decided("12:20", "withdrawn", "prov"))


def test_where_accepted_corrections_overlap_the_one_accepted_last_rules():
    told = outage().proposed("12:00", "10:00", "10:30", "up", correction="k1")
    told.decided("13:00", "accepted", correction="k1")
    told.proposed("12:00", "10:20", "10:40", "excused", correction="k2").decided(
        "12:30", "accepted", correction="k2"
    )
    found = ledger(told)
    assert (found[C.DOWN], found[C.EXCUSED]) == (20 * MINUTE, 10 * MINUTE)


def test_a_correction_goes_over_maintenance():
    told = outage().announced("2026-01-04", "10:00", "11:00").proposed("12:00", "10:00", "10:30", "down")
    found = ledger(told.decided("13:00", "accepted"))
    assert (found[C.DOWN], found[C.MAINTENANCE]) == (30 * MINUTE, 30 * MINUTE)


@pytest.mark.parametrize(("bound", "verdict"), [("1/2", Verdict.MET), ("49/100", Verdict.NOT_ASSESSABLE)])
def test_not_assessable_is_strictly_above_and_has_neither_breach_nor_credit(bound, verdict):
    told = Story().told("12:00", "up")
    found = figure(agreement(availability(not_assessable_above=Fraction(bound))), told, "2026-01-06 00:00")
    assert (found.state, found.breached_at) == (verdict, None)
    assert (found.credit is None) == (verdict is Verdict.NOT_ASSESSABLE)


def test_outside_service_hours_and_out_of_force_do_not_count():
    terms = agreement(objective={"hours": OFFICE}, force_from=at("10:00"))
    assert ledger(story(), terms) == {
        C.NOT_IN_FORCE: 10 * HOUR,
        C.OUTSIDE_SERVICE_HOURS: 7 * HOUR,
        C.UP: 7 * HOUR,
    }


def test_any_span_is_read_as_one_window():
    found = figure(agreement(), outage(), "12:00", span("10:30", "12:00"))
    assert (found.good, found.total) == (HOUR, 90 * MINUTE)
