"""The terms that a document means: defaults of the contract, instants of dates, names of parties and hours."""

from fractions import Fraction
from typing import Any

import pytest

from shared.agreements.meaning import terms_of
from shared.contracts.instants import parse_instant
from shared.sla.agreed.clauses import (
    CalendarUnit,
    Composite,
    CorrectionsClause,
    Evidence,
    EvidenceRule,
    Quorum,
    Quota,
    Service,
    StatusRule,
)
from shared.sla.agreed.objectives import (
    Availability,
    CalendarWindow,
    Clock,
    CountedIn,
    Counts,
    Credits,
    Indicator,
    LongestOutage,
    Measurement,
    OnPriorityChange,
    OnReopen,
    OutageCount,
    Ratio,
    RollingWindow,
    Satisfaction,
    Tier,
    UnknownCounts,
    WarnAt,
    Weights,
    WorkingDays,
)
from shared.sla.agreed.terms import Terms
from shared.sla.spans import DAY, HOUR, MINUTE
from tests.unit.agreements.documents import AVAILABILITY, CLOCK, objective, read


def terms(**changes: Any) -> Terms:
    return terms_of(read(**changes))


def indicator(base: dict[str, Any], **changes: Any) -> Indicator:
    return terms(objectives=objective(base, **changes)).objectives[0].indicator


def test_the_defaults_of_the_contract() -> None:
    found = terms()
    assert (found.grace, found.late_after, found.next_period) == (7 * DAY, 400 * DAY, False)
    assert found.corrections == CorrectionsClause(14 * DAY, silence_accepts=False)
    assert found.services[0] == Service("shop", None, False, Evidence(None, EvidenceRule.ANY, None), None)
    assert (found.maintenance.notice, found.maintenance.acknowledged_by, found.maintenance.quota) == (
        0,
        None,
        None,
    )
    promised = found.objectives[0]
    assert promised.indicator == Availability(Fraction(999, 1000), Counts(UnknownCounts.DOWN), None)
    assert promised.warn_at == WarnAt((Fraction(1, 2), Fraction(3, 4), Fraction(9, 10)), ())
    assert (promised.title, promised.hours, promised.credits, promised.burn_alerts) == (
        "availability",
        None,
        None,
        True,
    )


def test_a_date_is_the_local_midnight_of_the_zone() -> None:
    found = terms()
    assert found.force_from == parse_instant("2025-12-31T23:00:00Z")
    assert found.force_until == parse_instant("2026-12-31T23:00:00Z")


@pytest.mark.parametrize(
    ("zone", "day", "instant"),
    [
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z"),
        ("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"),
    ],
)
def test_a_midnight_that_clocks_skip_or_repeat(zone: str, day: str, instant: str) -> None:
    found = terms(time_zone=zone, in_force={"from": day})
    assert (found.force_from, found.force_until) == (parse_instant(instant), None)


def test_an_instant_stands_as_it_is() -> None:
    assert terms(in_force={"from": "2026-01-05T12:00:00+02:00"}).force_from == parse_instant(
        "2026-01-05T10:00:00Z"
    )


def test_parties_are_known_by_their_ids() -> None:
    found = terms(maintenance={"acknowledged_by": "customer", "notice": "P3D"})
    assert (found.provider, found.customer, found.suppliers) == ("northwind", "acme", ("carrier-one",))
    assert (found.maintenance.acknowledged_by, found.maintenance.notice) == ("acme", 3 * DAY)


def test_named_hours_carry_their_zone_or_that_of_the_agreement() -> None:
    hours = {
        "office": {"weekly": {"mon": ["09:00-17:00"]}},
        "tokyo": {"time_zone": "Asia/Tokyo", "weekly": {"mon": []}},
    }
    objectives = [
        {**AVAILABILITY, "service_hours": "office"},
        {**AVAILABILITY, "id": "b", "service_hours": "tokyo"},
    ]
    found = terms(service_hours=hours, objectives=objectives)
    assert [one.hours.zone for one in found.objectives if one.hours is not None] == [
        "Europe/Berlin",
        "Asia/Tokyo",
    ]


def test_services_with_evidence_and_parts() -> None:
    services = [
        {
            "id": "shop",
            "stale_after": "PT5M",
            "before_first_fact": "up",
            "made_of": {"at_least": 1, "of": ["pay", {"all": ["net"]}]},
        },
        {"id": "pay", "evidence": {"sources": ["a", "b"], "rule": "majority"}},
        {"id": "net", "stale_after": "never", "evidence": {"rule": {"authoritative": "a"}}},
    ]
    assert terms(services=services).services == (
        Service(
            "shop",
            5 * MINUTE,
            True,
            Evidence(),
            Composite(Quorum.AT_LEAST, ("pay", Composite(Quorum.ALL, ("net",))), 1),
        ),
        Service("pay", evidence=Evidence(frozenset({"a", "b"}), EvidenceRule.MAJORITY, None)),
        Service("net", evidence=Evidence(None, EvidenceRule.AUTHORITATIVE, "a")),
    )


def test_shared_clauses() -> None:
    found = terms(
        maintenance={"at_most": {"count": 2, "total": "PT4H", "per": "quarter"}, "within": "office"},
        corrections={"decide_within": "P1D", "if_silent": "accepted"},
        closing={"grace": "PT0S"},
        late_facts={"older_than": "PT1H"},
        incidents={"statuses": {"waiting": {"clock": "pauses", "reason": "customer"}, "work": {}}},
        in_force={"from": "2026-01-01", "takes_effect": "next_period"},
    )
    assert found.maintenance.quota == Quota(CalendarUnit.QUARTER, 2, 4 * HOUR)
    assert found.maintenance.within is not None
    assert found.corrections == CorrectionsClause(DAY, silence_accepts=True)
    assert (found.grace, found.late_after, found.next_period) == (0, HOUR, True)
    assert found.statuses == {"waiting": StatusRule(True, "customer"), "work": StatusRule(False, None)}


def test_windows_warnings_and_credits() -> None:
    found = terms(
        objectives=objective(
            AVAILABILITY,
            window={"rolling": "P30D"},
            warn_at=["90 %", "50%"],
            burn_alerts="off",
            credits={"tiers": [{"below": "99 %", "percent": 12.5}], "cap": "30 %", "of": "yearly_fee"},
        )
    ).objectives[0]
    assert found.window == RollingWindow(30 * DAY)
    assert (found.warn_at.shares, found.burn_alerts) == ((Fraction(1, 2), Fraction(9, 10)), False)
    assert found.credits == Credits((Tier(Fraction(99, 100), Fraction(25, 2)),), Fraction(30), "yearly_fee")


def test_a_bare_list_of_tiers_has_no_cap() -> None:
    found = terms(
        objectives=objective(AVAILABILITY, credits=[{"below": "99.9 %", "percent": 10}])
    ).objectives[0]
    assert found.credits == Credits((Tier(Fraction(999, 1000), Fraction(10)),), None, None)


@pytest.mark.parametrize(
    ("said", "weight"),
    [
        ("5e-1", Fraction(1, 2)),
        (".5", Fraction(1, 2)),
        ("1.", Fraction(1)),
        ("+0.5", Fraction(1, 2)),
        ("1E0", Fraction(1)),
        (0.00001, Fraction(1, 100_000)),
    ],
)
def test_a_weight_is_any_number_of_yaml_and_json(said: object, weight: Fraction) -> None:
    found = indicator(AVAILABILITY, counts={"unknown": "up", "degraded": said})
    assert isinstance(found, Availability)
    assert found.counts.degraded == Weights({}, weight)


def test_degraded_by_severity_with_and_without_the_rest() -> None:
    counts = {"unknown": "up", "degraded": {"minor": 0.1, "other": "50 %"}, "outages_shorter_than": "PT1M"}
    read_counts = indicator(AVAILABILITY, counts=counts, not_assessable_above={"unknown": "5 %"})
    assert read_counts == Availability(
        Fraction(999, 1000),
        Counts(
            UnknownCounts.UP,
            degraded=Weights({"minor": Fraction(1, 10)}, Fraction(1, 2)),
            outages_shorter_than=MINUTE,
        ),
        Fraction(1, 20),
    )
    bare = indicator(AVAILABILITY, counts={"unknown": "up", "degraded": {"minor": 0.1}})
    assert isinstance(bare, Availability)
    assert bare.counts.degraded == Weights({"minor": Fraction(1, 10)}, None)


def test_clocks() -> None:
    plain = indicator(CLOCK)
    assert isinstance(plain, Clock)
    assert (plain.within, plain.pause_while, plain.priorities, plain.stops_at_close) == (
        4 * HOUR,
        None,
        None,
        False,
    )
    assert (plain.on_priority_change, plain.on_reopen) == (OnPriorityChange.FROM_START, OnReopen.CONTINUE)
    full = indicator(
        CLOCK,
        within={"P1": "PT4H", "P2": {"working_days": 2}, "P3": {"working_days": 0, "by": "close"}},
        where={"priority": ["P1", "P2"], "status": "open"},
        stops="closed",
        pause_while=["waiting"],
        counted_in="opened",
    )
    assert isinstance(full, Clock)
    assert full.within == {"P1": 4 * HOUR, "P2": WorkingDays(2), "P3": WorkingDays(0, by_close=True)}
    assert (full.priorities, full.statuses) == (frozenset({"P1", "P2"}), frozenset({"open"}))
    assert (full.stops_at_close, full.pause_while, full.counted_in) == (
        True,
        frozenset({"waiting"}),
        CountedIn.OPENED,
    )


def test_clocks_warn_by_share_and_by_time_before_the_deadline() -> None:
    assert terms(objectives=objective(CLOCK)).objectives[0].warn_at == WarnAt((Fraction(3, 4),), (HOUR,))
    own = terms(objectives=objective(CLOCK, warn_at=["PT30M", "50 %"])).objectives[0].warn_at
    assert own == WarnAt((Fraction(1, 2),), (30 * MINUTE,))


def test_a_clock_may_be_about_several_services() -> None:
    assert terms(objectives=objective(CLOCK, service=None, services=["shop", "pay"])).objectives[
        0
    ].services == (
        "shop",
        "pay",
    )


NONE: dict[str, Any] = {"target": None, "counts": None}
DOWN: dict[str, Any] = {"target": None, "counts": {"unknown": "down"}}
INDICATORS: list[tuple[dict[str, Any], Indicator]] = [
    (
        {"indicator": "ratio", "good": "ok", "total": "all", "counts": None, "expected_total": 1000},
        Ratio("ok", "all", Fraction(999, 1000), expected_total=1000),
    ),
    ({"indicator": "outage_count", "at_most": 0, **DOWN}, OutageCount(0, Counts(UnknownCounts.DOWN))),
    (
        {"indicator": "longest_outage", "at_most": "PT1H", **DOWN},
        LongestOutage(HOUR, Counts(UnknownCounts.DOWN)),
    ),
    (
        {"indicator": "satisfaction", **NONE, "target": "4.0 of 5", "kind": "ces", "at_least_answers": 30},
        Satisfaction(Fraction(4), Fraction(5), "ces", 30),
    ),
    (
        {
            "indicator": "measurement",
            **NONE,
            "metric": "m",
            "unit": "ms",
            "each": {"at_most": 200.5},
            "target": "95 %",
        },
        Measurement("m", "ms", Fraction(401, 2), None, None, Fraction(19, 20)),
    ),
    (
        {"indicator": "measurement", **NONE, "metric": "m", "take": "p95", "at_most": 3},
        Measurement("m", None, Fraction(3), None, "p95", None),
    ),
]


@pytest.mark.parametrize(("changes", "expected"), INDICATORS)
def test_other_indicators(changes: dict[str, Any], expected: Indicator) -> None:
    assert indicator(AVAILABILITY, **changes) == expected


@pytest.mark.parametrize("unit", list(CalendarUnit))
def test_every_calendar_window(unit: CalendarUnit) -> None:
    assert read(objectives=objective(AVAILABILITY, window={"calendar": unit.value})).objectives[0].window == (
        CalendarWindow(unit)
    )
