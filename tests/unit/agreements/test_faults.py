"""Every ambiguity of a document is a fault, with its place and what would be right; all of them are collected."""

import json
from typing import Any

import pytest

from tests.unit.agreements.documents import (
    AVAILABILITY,
    CLOCK,
    faults,
    faults_of,
    objective,
    read,
    with_changes,
)


def test_the_right_document_has_none() -> None:
    assert faults() == []


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"apiVersion": "eyelevel/v2"}, "apiVersion", "it is eyelevel/v1"),
    ({"kind": None}, "kind", "kind is missing"),
    ({"extra": 1}, "extra", "extra is not known"),
    ({"metadata__id": "ACME Web"}, "metadata.id", "small letters, digits and hyphens"),
    ({"metadata__title": ""}, "metadata.title", "a text of 1 to"),
    ({"metadata__version": 0}, "metadata.version", "at least 1"),
    ({"metadata__language": "fr"}, "metadata.language", "one of en, de"),
    ({"metadata__vresion": 1}, "metadata.vresion", "is not known"),
    ({"parties__customer": None}, "parties.customer", "parties.customer is missing"),
    ({"parties__customer__id": "northwind"}, "parties", "the id 'northwind' is there twice"),
    ({"parties__suppliers__0__id": "third_party"}, "parties.suppliers[0].id", "a meaning of its own"),
    ({"in_force__from": None}, "in_force.from", "say from when"),
    ({"in_force__from": "2026-02-30"}, "in_force.from", "there is no such day"),
    ({"in_force__from": "2026-01-01T00:00:00"}, "in_force.from", "with its offset"),
    ({"in_force__until": "2026-01-01"}, "in_force", "until does not lie after from"),
    ({"in_force__until": "2025-12-31T23:00:00Z"}, "in_force.until", "until does not lie after"),
    ({"in_force__takes_effect": "later"}, "in_force.takes_effect", "one of at_once, next_period"),
    ({"time_zone": None}, "time_zone", "as Europe/Berlin"),
    ({"time_zone": "europe/berlin"}, "time_zone", "did you mean Europe/Berlin?"),
    ({"time_zone": "../etc/passwd"}, "time_zone", "an IANA name"),
    ({"services": []}, "services", "empty list"),
    ({"services__0__id": 7, "services__1__id": "7"}, "id", "the service '7' is there twice"),
    ({"services__0__stale_after": "soon"}, "services[0].stale_after", "PT4H"),
    ({"services__0__stale_afer": "PT1H"}, "services[0].stale_afer", "did you mean stale_after?"),
    ({"services__0__before_first_fact": "down"}, "services[0].before_first_fact", "one of unknown, up"),
    ({"services__0__evidence": {"rule": "most"}}, "services[0].evidence.rule", "it is any, all, majority or"),
    (
        {"services__0__evidence": {"sources": ["a"], "rule": {"authoritative": "b"}}},
        "services[0].evidence.rule",
        "names the source 'b', which is not in sources",
    ),
    ({"services__0__made_of": {"all": ["pai"]}}, "services[0].made_of.all[0]", "did you mean pay?"),
    ({"services__0__made_of": {"all": ["shop"]}}, "services", "made of itself"),
    ({"services__0__made_of": {"at_least": 2, "of": ["pay"]}}, "services[0].made_of", "can never be up"),
    ({"services__0__made_of": {"some": ["pay"]}}, "services[0].made_of", "it is {all: [service]}"),
    ({"service_hours__always": {"weekly": {"mon": ["09:00-17:00"]}}}, "service_hours", "built in"),
    ({"maintenance": {"notice": "P1M"}}, "maintenance.notice", "months and years have no fixed length"),
    ({"maintenance": {"at_most": {"per": "month"}}}, "maintenance.at_most", "it limits nothing"),
    ({"maintenance": {"at_most": {"count": 1}}}, "maintenance.at_most.per", "say per what"),
    ({"maintenance": {"within": "nights"}}, "maintenance.within", "not in service_hours"),
    ({"corrections": {"if_silent": "accept"}}, "corrections.if_silent", "did you mean accepted?"),
    ({"closing": {"grace": "-P1D"}}, "closing.grace", "a duration is written"),
    ({"late_facts": {"older": "P1D"}}, "late_facts.older", "did you mean older_than?"),
    (
        {"incidents": {"statuses": {"w": {"clock": "stops"}}}},
        "incidents.statuses.w.clock",
        "one of runs, pauses",
    ),
    ({"objectives": []}, "objectives", "empty list"),
    ({"objectives": "none"}, "objectives", "it is a list"),
    ({"objectives__0__id": None}, "objectives[0].id", "every objective has an id"),
    ({"objectives": [AVAILABILITY, AVAILABILITY]}, "id", "the objective 'availability' is there twice"),
    (
        {"objectives__0__owed_by": "northwind"},
        "objectives[0].owed_by",
        "provider, customer or the id of a supplier",
    ),
    ({"objectives__0__indicator": "avail"}, "objectives[0].indicator", "did you mean availability?"),
    ({"objectives__0__service": None}, "objectives[0].service", "name the service"),
    ({"objectives__0__service": "shp"}, "objectives[0].service", "did you mean shop?"),
    ({"objectives__0__services": ["shop"]}, "objectives[0].services", "is for clocks and satisfaction"),
    ({"objectives__0__service_hours": "offce"}, "objectives[0].service_hours", "did you mean office?"),
    ({"objectives__0__window": None}, "objectives[0].window", "{calendar: month} or {rolling: P30D}"),
    (
        {"objectives__0__window": {"calendar": "fortnight"}},
        "objectives[0].window.calendar",
        "one of day, week",
    ),
    ({"objectives__0__window": {"rolling": "PT0S"}}, "objectives[0].window.rolling", "longer than nothing"),
    (
        {"objectives__0__window": {"calendar": "month", "rolling": "P1D"}},
        "objectives[0].window",
        "is not understood",
    ),
    ({"objectives__0__target": None}, "objectives[0].target", "say what is promised"),
    ({"objectives__0__target": 99.9}, "objectives[0].target", "without its unit; write 99.9 %"),
    (
        {"objectives__0__target": 0.999},
        "objectives[0].target",
        "write 99.9 % if the fraction is meant, 0.999 % if",
    ),
    ({"objectives__0__target": "0 %"}, "objectives[0].target", "a target lies above 0 %"),
    ({"objectives__0__target": "100.01 %"}, "objectives[0].target", "between 0 % and 100 %"),
    ({"objectives__0__target": "PT1H"}, "objectives[0].target", "a share is written like 99.9 %"),
    ({"objectives__0__counts": None}, "objectives[0].counts", "say how unknown time counts"),
    ({"objectives__0__counts": {}}, "objectives[0].counts.unknown", "unknown time must have a rule"),
    ({"objectives__0__counts__degraded": 1.5}, "objectives[0].counts.degraded", "between 0 and 1"),
    (
        {"objectives__0__counts__degraded": {"minor": 2}},
        "objectives[0].counts.degraded.minor",
        "between 0 and 1",
    ),
    (
        {"objectives__0__not_assessable_above": {"unknown": 5}},
        "objectives[0].not_assessable_above.unknown",
        "5 %",
    ),
    ({"objectives__0__warn_at": ["PT1H"]}, "objectives[0].warn_at[0]", "a share is written"),
    ({"objectives__0__warn_at": "50 %"}, "objectives[0].warn_at", "it is a list"),
    ({"objectives__0__burn_alerts": "yes"}, "objectives[0].burn_alerts", "one of on, off"),
    ({"objectives__0__credits": [{"below": "99 %"}]}, "objectives[0].credits[0].percent", "is missing"),
    (
        {"objectives__0__credits": [{"below": "99 %", "percent": 101}]},
        "objectives[0].credits[0].percent",
        "between 0 and 100",
    ),
    (
        {"objectives__0__credits": [{"below": "99 %", "percent": 5}, {"below": "99.0 %", "percent": 9}]},
        "objectives[0].credits",
        "two amounts below",
    ),
    ({"objectives__0__supports": ["promise"]}, "objectives[0].supports[0]", "names the objective 'promise'"),
    ({"objectives__0__pause_while": ["x"]}, "objectives[0].pause_while", "belongs to response_time"),
]


@pytest.mark.parametrize(("changes", "field", "said"), FAULTS)
def test_a_fault_names_its_field_and_what_would_be_right(
    changes: dict[str, Any], field: str, said: str
) -> None:
    found = faults(**changes)
    assert any(fault.field == field and said in fault.sentence for fault in found), found


CLOCKS: list[tuple[dict[str, Any], str, str]] = [
    ({"within": None}, "within", "say how long it may take"),
    ({"within": {"working_days": 0}}, "within", "which needs by: close"),
    ({"within": {"working_days": 1, "by": "noon"}}, "within.by", "it is close"),
    ({"within": {"P1": "soon"}}, "within.P1", "a duration is written"),
    ({"within": ["PT4H"]}, "within", "it is a duration as PT4H"),
    ({"stops": "done"}, "stops", "one of resolved, closed"),
    ({"where": {"prio": ["P1"]}}, "where.prio", "did you mean priority?"),
    ({"warn_at": ["75 %", "PT"]}, "warn_at[1]", "a duration is written"),
    ({"services": ["shop"]}, "service", "keep one of them"),
    ({"services": ["shop", "x"], "service": None}, "services[1]", "names the service 'x'"),
    ({"counts": {"unknown": "down"}}, "counts", "belongs to availability"),
]


@pytest.mark.parametrize(("changes", "field", "said"), CLOCKS)
def test_a_clock_has_faults_of_its_own(changes: dict[str, Any], field: str, said: str) -> None:
    found = faults(objectives=objective(CLOCK, **changes))
    assert [(field in fault.field or field in fault.sentence, said in fault.sentence) for fault in found] == [
        (True, True)
    ], found


OTHERS: list[tuple[dict[str, Any], str]] = [
    ({"indicator": "ratio", "good": "ok", "total": None}, "name the counter of everything"),
    (
        {"indicator": "ratio", "good": "ok", "total": "all", "counts": {"maintenance": "counts_as_up"}},
        "one of excluded",
    ),
    ({"indicator": "outage_count", "target": None, "at_most": "1.5"}, "a whole number of at least 0"),
    ({"indicator": "outage_count", "target": None, "at_most": 1, "credits": []}, "goes by the share of good"),
    ({"indicator": "longest_outage", "target": None, "at_most": 5}, "a duration is written"),
    ({"indicator": "mean_time_between_failures", "target": None, "at_most": "P1D"}, "say how long at least"),
    ({"indicator": "satisfaction", "target": "4.0", "counts": None}, "a score is written like 4.0 of 5"),
    ({"indicator": "satisfaction", "target": "6 of 5", "counts": None}, "not above the end of its scale"),
    ({"indicator": "measurement", "metric": "m", "target": None, "counts": None}, "say each:"),
    (
        {"indicator": "measurement", "metric": "m", "target": None, "counts": None, "take": "max"},
        "there is no bound",
    ),
    (
        {"indicator": "measurement", "metric": "m", "counts": None, "take": "p95", "at_most": 1},
        "without target",
    ),
    (
        {
            "indicator": "measurement",
            "metric": "m",
            "counts": None,
            "target": None,
            "take": "p95",
            "at_most": 1,
            "credits": [{"below": "99 %", "percent": 5}],
        },
        "credits go by a share of good, which take does not have",
    ),
    (
        {
            "indicator": "measurement",
            "metric": "m",
            "counts": None,
            "each": {"at_most": 1},
            "take": "max",
            "at_most": 2,
        },
        "take and at_most beside it would count for nothing",
    ),
]


@pytest.mark.parametrize(("changes", "said"), OTHERS)
def test_every_indicator_refuses_what_is_not_its_own(changes: dict[str, Any], said: str) -> None:
    found = [f.sentence for f in faults(objectives=objective(AVAILABILITY, **changes))]
    assert any(said in sentence for sentence in found), found


def test_all_faults_are_collected_across_parts_in_the_order_of_the_document() -> None:
    text = json.dumps(
        with_changes(
            metadata__version="x", time_zone="Mars", services__0__stale_after="x", objectives__0__target="x"
        ),
        indent=1,
    )
    found = faults_of(text)
    assert [fault.field for fault in found] == [
        "metadata.version",
        "time_zone",
        "services[0].stale_after",
        "objectives[0].target",
    ]
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)


def test_working_days_need_hours_that_do_not_cross_midnight() -> None:
    changes = {
        "service_hours__night": {"weekly": {"mon-fri": ["22:00-06:00"]}},
        "objectives": objective(CLOCK, within={"working_days": 2}, service_hours="night"),
    }
    found = faults(**changes)
    assert [fault.field for fault in found] == ["objectives[0].within"]
    assert "hours that cross midnight allow no working days" in found[0].sentence


def test_hours_that_end_at_midnight_do_not_cross_it() -> None:
    changes = {
        "service_hours__late": {"weekly": {"mon-fri": ["14:00-24:00"], "sat": ["14:00-00:00"]}},
        "objectives": objective(CLOCK, within={"working_days": 2}, service_hours="late"),
    }
    assert faults(**changes) == []


def test_versions_of_one_file_are_of_one_agreement_and_differ() -> None:
    one = json.dumps(with_changes())
    other = json.dumps(with_changes(metadata__id="other"))
    said = [fault.sentence for fault in faults_of(f"{one}\n---\n{other}\n")]
    assert ["one file is one agreement" in said[0], "is there twice" in said[1]] == [True, True]


def test_the_file_is_named_in_each_line() -> None:
    (fault,) = faults(time_zone="Mars")
    assert fault.text("acme.yaml").startswith(f"acme.yaml:{fault.line}:{fault.column}: time_zone is 'Mars'")


def test_ids_may_be_numbers_since_they_are_text() -> None:
    assert read(services__0__id=7, objectives__0__service=7).services[0].id == "7"
