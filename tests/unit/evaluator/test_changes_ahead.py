"""The maintenance to come, and why it would not count as such."""

import pytest

from services.evaluator.clauses import read_clauses
from services.evaluator.growing import Growing
from services.evaluator.reading.changes_ahead import changes_ahead
from services.evaluator.reading.known import Known
from shared.agreements.evidence import fact_of
from shared.contracts.envelope import CloudEvent
from shared.contracts.facts import read_fact
from shared.sla.history import History
from tests.unit.evaluator.builders import change, document, instant

ASKING = document(maintenance="{notice: P3D, acknowledged_by: customer}")
SPAN = {"from": "2026-01-20T02:00:00Z", "until": "2026-01-20T04:00:00Z"}
ANNOUNCED = change("announced", "2026-01-15T09:00:00Z", title="New database", **SPAN)
LATE = change("announced", "2026-01-18T09:00:00Z", **SPAN)
AGREED_TO = change("acknowledged", "2026-01-16T09:00:00Z", by="acme")


def known(clock: str, *events: CloudEvent, text: str = ASKING) -> Known:
    clauses = read_clauses(text)
    history = History([clauses.terms])
    for event in events:
        history.add(fact_of(read_fact(event)))
    return Known(
        id=clauses.terms.agreement, clock=instant(clock), growing=Growing(history), clauses={1: clauses}
    )


@pytest.mark.parametrize(
    ("told", "falls_short"),
    [
        ([ANNOUNCED], ["not_acknowledged"]),
        ([ANNOUNCED, AGREED_TO], []),
        ([ANNOUNCED, AGREED_TO, change("declined", "2026-01-17T09:00:00Z", by="acme")], ["not_acknowledged"]),
        ([LATE], ["notice"]),
    ],
)
def test_what_is_announced_stands_with_what_it_falls_short_of(told: list[CloudEvent], falls_short: list[str]):
    said = changes_ahead(known("2026-01-18T10:00:00Z", *told))
    assert [one["falls_short"] for one in said] == [falls_short]


def test_a_change_is_named_with_its_span_and_when_it_was_announced():
    assert changes_ahead(known("2026-01-16T00:00:00Z", ANNOUNCED)) == [
        {
            "change": "CHG-1",
            "title": "New database",
            "services": ["webshop"],
            **SPAN,
            "announced_at": "2026-01-15T09:00:00Z",
            "falls_short": ["not_acknowledged"],
        }
    ]


@pytest.mark.parametrize(
    ("clock", "ahead"), [("2026-01-20T01:59:59.999999Z", 1), ("2026-01-20T02:00:00Z", 0)]
)
def test_what_has_begun_is_no_longer_ahead(clock: str, ahead: int):
    assert len(changes_ahead(known(clock, ANNOUNCED))) == ahead


def test_what_was_cancelled_is_not_ahead():
    cancelled = change("cancelled", "2026-01-16T09:00:00Z")
    assert changes_ahead(known("2026-01-17T00:00:00Z", ANNOUNCED, cancelled)) == []
