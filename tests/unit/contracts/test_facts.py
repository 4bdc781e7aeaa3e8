"""Facts are read strictly: what fits becomes a struct, what does not is named with what would be right."""

import json
from fractions import Fraction
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from shared.contracts.envelope import CloudEvent
from shared.contracts.errors import ContractError
from shared.contracts.fact_data import AvailabilityChanged, MeasurementTaken
from shared.contracts.facts import DATA, DECISIONS, EmptySpan, data_schema, read_fact

DAY = {"from": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"}

RIGHT: dict[str, dict[str, Any]] = {
    "availability.changed": {"state": "down", "condition": "disk", "severity": "major", "cause": "provider"},
    "availability.observed": {
        "state": "down",
        "latency_ms": 12.5,
        "checks": 3,
        "first_failed_at": "2026-01-01T00:00:00Z",
    },
    "requests.counted": {**DAY, "counters": {"ok": 9, "all": 10}},
    "incident.opened": {"incident": "INC-1", "priority": "P1", "status": "new", "title": "Slow"},
    "incident.updated": {"incident": "INC-1", "priority": "P2"},
    "incident.responded": {"incident": "INC-1"},
    "incident.resolved": {"incident": "INC-1"},
    "incident.closed": {"incident": "INC-1"},
    "incident.reopened": {"incident": "INC-1", "status": "open"},
    "incident.cancelled": {"incident": "INC-1", "priority": "P1"},
    "change.announced": {"change": "C-1", **DAY, "services": ["shop"]},
    "change.acknowledged": {"change": "C-1", "by": "acme"},
    "change.declined": {"change": "C-1", "by": "acme"},
    "change.started": {"change": "C-1"},
    "change.finished": {"change": "C-1"},
    "change.cancelled": {"change": "C-1"},
    "feedback.given": {"score": 4, "scale": {"from": 1, "to": 5}, "kind": "csat"},
    "measurement.taken": {"metric": "restore", "value": "12.50", "unit": "min"},
    "problem.reported": {"by": "acme", "text": "The shop is slow", "since": "2026-01-01T00:00:00Z"},
    "correction.proposed": {"correction": "K-1", "service": "shop", **DAY, "to": "up", "by": "northwind"},
    "correction.accepted": {"correction": "K-1", "by": "acme"},
    "correction.declined": {"correction": "K-1", "by": "acme"},
    "correction.withdrawn": {"correction": "K-1", "by": "northwind"},
}


def event(kind: str, data: Any, **changes: Any) -> CloudEvent:
    attributes: dict[str, Any] = {
        "id": "e1",
        "source": "probe",
        "type": f"dev.eyelevel.{kind}",
        "subject": "shop",
        "time": "2026-01-15T12:00:00.25+01:00",
        "data": data,
    }
    return CloudEvent(**{**attributes, **changes})


@pytest.mark.parametrize("kind", RIGHT)
def test_every_type_of_the_contract_has_data_that_is_read(kind: str) -> None:
    assert type(read_fact(event(kind, RIGHT[kind])).data) is DATA[f"dev.eyelevel.{kind}"]


def test_no_type_is_left_out_here() -> None:
    assert {f"dev.eyelevel.{kind}" for kind in RIGHT} == set(DATA)


@pytest.mark.parametrize("kind", RIGHT)
def test_the_schema_made_from_the_struct_takes_what_the_reader_takes(kind: str) -> None:
    Draft202012Validator(data_schema(f"dev.eyelevel.{kind}")).validate(RIGHT[kind])


def test_a_fact_carries_its_envelope_as_numbers() -> None:
    fact = read_fact(
        event(
            "availability.changed",
            {"state": "down"},
            extensions={"sequence": "007", "recordedtime": "2026-01-15T11:00:01Z"},
        )
    )
    assert (fact.service, fact.at, fact.sequence) == ("shop", 1_768_474_800_250_000, 7)
    assert fact.recorded_at == 1_768_474_801_000_000


def test_decimals_are_exact() -> None:
    data = read_fact(event("measurement.taken", {"metric": "m", "value": 0.1})).data
    assert isinstance(data, MeasurementTaken)
    assert data.value == Fraction(1, 10)


def test_decisions_of_parties_are_marked() -> None:
    assert {name.removeprefix("dev.eyelevel.") for name in DECISIONS} == {
        "correction.proposed",
        "correction.accepted",
        "correction.declined",
        "correction.withdrawn",
        "change.acknowledged",
        "change.declined",
    }
    assert read_fact(event("correction.accepted", RIGHT["correction.accepted"])).is_decision


def test_a_name_that_the_contract_does_not_know_means_nothing_and_is_kept_in_the_event() -> None:
    told = event("availability.changed", {"state": "up", "region": "north"})
    assert read_fact(told).data == AvailabilityChanged(state="up")
    assert told.data["region"] == "north"


def test_a_name_that_another_type_knows_is_no_slip() -> None:
    read_fact(event("incident.closed", {"incident": "INC-1", "severity": "x", "service": "shop"}))


REFUSED = [
    ("availability.changed", {"state": "dwon"}, "data.state", "it is one of up, degraded, down, unknown"),
    ("availability.changed", {"state": 1}, "data.state", "it is one of up, degraded, down, unknown"),
    ("availability.changed", {}, "data.state", "data.state is missing"),
    ("availability.changed", None, "data", "an object with state"),
    ("availability.changed", ["up"], "data", "an object with state"),
    ("availability.changed", {"state": "up", "sevrity": "x"}, "data.sevrity", "did you mean severity?"),
    ("availability.changed", {"state": "up", "condition": 7}, "data.condition", 'it is text, so write "7"'),
    ("availability.changed", {"state": "up", "condition": ""}, "data.condition", "a text of 1 to 512"),
    ("availability.observed", {"state": "up", "checks": 0}, "data.checks", "a whole number of at least 1"),
    ("availability.observed", {"state": "up", "checks": True}, "data.checks", "a whole number of at least 1"),
    ("availability.observed", {"state": "up", "latency_ms": "fast"}, "data.latency_ms", "it is a number"),
    ("availability.observed", {"state": "up", "latency_ms": "NaN"}, "data.latency_ms", "it is a number"),
    (
        "availability.observed",
        {"state": "down", "first_failed_at": "noon"},
        "data.first_failed_at",
        "an instant",
    ),
    ("requests.counted", {**DAY, "counters": {"ok": -1}}, "data.counters.ok", "a whole number of at least 0"),
    (
        "requests.counted",
        {**DAY, "counters": {"ok": 1.5}},
        "data.counters.ok",
        "a whole number of at least 0",
    ),
    ("requests.counted", {**DAY, "counters": 3}, "data.counters", "an object of names and whole numbers"),
    ("requests.counted", {"counters": {}, "until": DAY["until"]}, "data.from", "data.from is missing"),
    ("requests.counted", {**DAY, "from": "2026-01-01", "counters": {}}, "data.from", "with its offset"),
    ("incident.opened", {"incident": 17}, "data.incident", 'it is text, so write "17"'),
    ("incident.opened", {"incident": "1", "priority": 1}, "data.priority", 'it is text, so write "1"'),
    ("incident.updated", {"incident": "1"}, "data.priority", "none of priority, status, cause"),
    ("change.announced", {"change": "C", **DAY, "services": []}, "data.services", "at least one"),
    ("change.announced", {"change": "C", **DAY, "services": ["a", 1]}, "data.services[1]", "it is text"),
    ("change.announced", {"change": "C", **DAY, "services": "shop"}, "data.services", "a list of texts"),
    ("change.acknowledged", {"change": "C"}, "data.by", "data.by is missing"),
    (
        "feedback.given",
        {"score": 6, "scale": {"from": 1, "to": 5}},
        "data.score",
        "is 6 and lies outside data.scale, 1 to 5",
    ),
    ("feedback.given", {"score": 4, "scale": 5}, "data.scale", "an object with from, to"),
    ("feedback.given", {"score": 4, "scale": {"from": 1}}, "data.scale.to", "data.scale.to is missing"),
    ("measurement.taken", {"metric": "m"}, "data.value", "data.value is missing"),
    (
        "correction.proposed",
        {**RIGHT["correction.proposed"], "to": "upp"},
        "data.to",
        "it is one of up, down",
    ),
    (
        "correction.proposed",
        {**RIGHT["correction.proposed"], "incident": "I"},
        "data.incident",
        "one of the two",
    ),
    (
        "correction.proposed",
        {**RIGHT["correction.proposed"], "service": None},
        "data.service",
        "none of service",
    ),
]


@pytest.mark.parametrize(("kind", "data", "field", "said"), REFUSED)
def test_data_that_does_not_fit_is_refused_by_field(kind: str, data: Any, field: str, said: str) -> None:
    with pytest.raises(ContractError) as refused:
        read_fact(event(kind, data))
    assert (refused.value.field, said in refused.value.sentence) == (field, True), refused.value.sentence


ENVELOPES: list[tuple[dict[str, Any], str, str]] = [
    ({"subject": None}, "subject", "the id of the service"),
    ({"time": None}, "time", "when this happened"),
    ({"time": "2026-01-01T00:00:00"}, "time", "with its offset"),
    ({"extensions": {"sequence": "1a"}}, "sequence", "an integer, or digits as text"),
    ({"extensions": {"sequence": True}}, "sequence", "an integer, or digits as text"),
    ({"extensions": {"sequence": "-1"}}, "sequence", "an integer, or digits as text"),
    ({"extensions": {"sequence": "٣"}}, "sequence", "an integer, or digits as text"),
    ({"extensions": {"recordedtime": "now"}}, "recordedtime", "with its offset"),
    ({"type": "dev.eyelevel.availability.chnged"}, "type", "did you mean dev.eyelevel.availability.changed?"),
    ({"type": "incident.opened"}, "type", "did you mean dev.eyelevel.incident.opened?"),
    ({"type": "com.example.push"}, "type", "which is no type of fact"),
]


@pytest.mark.parametrize(("changes", "field", "said"), ENVELOPES)
def test_an_envelope_that_tells_no_fact_is_refused_by_field(
    changes: dict[str, Any], field: str, said: str
) -> None:
    with pytest.raises(ContractError) as refused:
        read_fact(event("availability.changed", {"state": "up"}, **changes))
    assert (refused.value.field, said in refused.value.sentence) == (field, True), refused.value.sentence


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("requests.counted", {"from": DAY["from"], "until": DAY["from"], "counters": {}}),
        ("change.announced", {"change": "C", "from": DAY["until"], "until": DAY["from"]}),
        ("feedback.given", {"score": 1, "scale": {"from": 1, "to": 1}}),
    ],
)
def test_a_span_without_time_is_told_apart_since_it_is_set_aside(kind: str, data: Any) -> None:
    with pytest.raises(EmptySpan):
        read_fact(event(kind, data))


def test_a_long_value_is_shortened_in_the_sentence() -> None:
    with pytest.raises(ContractError) as refused:
        read_fact(event("availability.changed", {"state": "x" * 1_000}))
    assert len(refused.value.sentence) < 150


def test_the_struct_says_the_same_as_the_wire() -> None:
    wire = json.loads(json.dumps(RIGHT["change.announced"]))
    assert read_fact(event("change.announced", wire)) == read_fact(event("change.announced", wire))
