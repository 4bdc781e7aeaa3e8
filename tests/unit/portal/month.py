"""A made-up month whose figures add up, the one that the page was first drawn with, computed by the calculus.

The answers are those of the evaluator's read API over the facts below, so the page is held to what it will be given.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.evaluator.clauses import read_clauses
from services.evaluator.growing import Growing
from services.evaluator.reading.answers import agreement_answer, detail_answer, figure_answer
from services.evaluator.reading.known import Known
from services.portal.records import DeliverySeen
from shared.agreements.evidence import fact_of
from shared.agreements.explanation_json import explanation_json
from shared.contracts.envelope import read_mapping
from shared.contracts.facts import read_fact
from shared.contracts.instants import format_instant, parse_instant
from shared.sla.history import History
from shared.sla.spans import Span
from tests.unit.portal.documents import WEBSHOP
from tests.unit.portal.evaluators import FakeEvaluator

ZONE = ZoneInfo("Europe/Berlin")
AGREEMENT, OBJECTIVE = "acme-webshop", "availability"
AS_OF = "2026-01-24T09:00:00Z"
EARLIER = (
    (2025, 2, "99.9412"), (2025, 3, "99.9671"), (2025, 4, "99.9120"), (2025, 5, "99.8713"), (2025, 6, "99.9550"),
    (2025, 7, "99.9893"), (2025, 8, "99.9304"), (2025, 9, "99.9021"), (2025, 10, "99.9777"), (2025, 11, "99.9468"),
    (2025, 12, "99.9215"),
)  # fmt: skip
JANUARY = (
    ("06 09:41:12", "down", {"condition": "http", "cause": "provider"}, "06 09:52:30"),
    ("09 15:20:05", "down", {"condition": "http"}, "09 15:20:41"),
    ("11 04:00:00", "unknown", {}, "11 04:07:00"),
    ("12 18:00:00", "degraded", {"condition": "latency", "severity": "minor"}, "12 19:30:00"),
    ("17 02:48:05", "down", {"condition": "http", "cause": "carrier-one"}, "17 03:29:20"),
    ("20 11:02:00", "down", {"condition": "dns", "cause": "customer"}, "20 11:10:00"),
    ("22 16:05:00", "down", {"condition": "http"}, "22 16:12:30"),
)


def _utc(year: int, month: int, day: int, clock: str = "00:00:00") -> str:
    hour, minute, second = (int(part) for part in clock.split(":"))
    there = datetime(year, month, day, hour, minute, second, tzinfo=ZONE)
    return there.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")


def events() -> Iterator[dict[str, Any]]:
    """All facts, as their sources told them."""
    count = iter(range(1, 10_000))

    def event(kind: str, time: str, source: str = "probe-north", **data: Any) -> dict[str, Any]:
        return {
            "specversion": "1.0",
            "id": str(next(count)),
            "source": source,
            "type": f"dev.eyelevel.{kind}",
            "subject": "webshop",
            "time": time,
            "data": data,
        }

    yield event("availability.changed", _utc(2025, 2, 1), state="up")
    for year, month, value in EARLIER:
        yield from _earlier(event, year, month, value)
    for start, state, data, end in JANUARY:
        day, clock = start.split()
        yield event("availability.changed", _utc(2026, 1, int(day), clock), state=state, **data)
        day, clock = end.split()
        condition = {"condition": data["condition"]} if "condition" in data else {}
        yield event("availability.changed", _utc(2026, 1, int(day), clock), state="up", **condition)
    for change, day, told in (("CHG-118", 14, 9), ("CHG-121", 28, 23)):
        window = {"from": _utc(2026, 1, day, "02:00:00"), "until": _utc(2026, 1, day, "04:00:00")}
        yield event(
            "change.announced", _utc(2026, 1, told, "09:00:00"), "change-desk", change=change, **window
        )
    span = {"from": _utc(2026, 1, 20, "11:02:00"), "until": _utc(2026, 1, 20, "11:10:00")}
    said = {
        "correction": "C-7",
        "service": "webshop",
        "to": "excused",
        "cause": "customer",
        "by": "northwind",
    }
    yield event("correction.proposed", _utc(2026, 1, 20, "14:00:00"), "portal", **said, **span)
    yield event("correction.accepted", _utc(2026, 1, 21, "09:30:00"), "portal", correction="C-7", by="acme")


def _earlier(event: Any, year: int, month: int, value: str) -> Iterator[dict[str, Any]]:
    first = datetime(year, month, 1, tzinfo=ZONE)
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=ZONE)
    whole = (following.astimezone(ZoneInfo("UTC")) - first.astimezone(ZoneInfo("UTC"))) // timedelta(
        seconds=1
    )
    ten_thousandths = 1_000_000 - int(value.replace(".", ""))
    length = whole * ten_thousandths // 1_000_000
    start = datetime(year, month, 10, 12, tzinfo=ZONE).astimezone(ZoneInfo("UTC"))
    for at, state in ((start, "down"), (start + timedelta(seconds=length), "up")):
        time = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        yield event("availability.changed", time, state=state, condition="http")


def known(document: str = WEBSHOP, told: list[dict[str, Any]] | None = None, as_of: str = AS_OF) -> Known:
    """The agreement as the evaluator knows it at an instant."""
    clauses = read_clauses(document)
    history = History([clauses.terms])
    for event in events() if told is None else told:
        history.add(fact_of(read_fact(read_mapping(event))))
    version = clauses.terms.version
    return Known(
        id=clauses.terms.agreement,
        clock=parse_instant(as_of),
        growing=Growing(history),
        clauses={version: clauses},
    )


def teach(evaluator: FakeEvaluator, one: Known, told: list[dict[str, Any]] | None = None) -> None:
    """Let the fake answer for an agreement as the evaluator would."""
    facts = [
        {"event": event} for event in sorted(events() if told is None else told, key=lambda e: e["time"])
    ]
    for entry in agreement_answer(one)["objectives"]:
        objective = entry["objective"]
        current = one.current(objective)
        assert current is not None
        periods = sorted(one.periods(objective), key=lambda period: period.span)
        evaluator.known_periods[one.id, objective] = {
            "periods": [figure_answer(one, objective, period.version, period.span) for period in periods]
        }
        places = {format_instant(period.span.start): (period.version, period.span) for period in periods}
        for place, (version, span) in {**places, "current": current}.items():
            inside = [f for f in facts if span.start <= parse_instant(f["event"]["time"]) < span.end]
            answer = detail_answer(one, objective, version, span)
            evaluator.details[one.id, objective, place] = {**answer, "facts": len(inside)}
            evaluator.explanations[one.id, objective, place] = _explanation(one, objective, version, span)
        evaluator.facts[one.id, objective] = facts


def _explanation(one: Known, objective: str, version: int, span: Span) -> dict[str, Any]:
    explanation = one.history.explanation(objective, version, span, one.clock)
    clauses = one.clauses[version]
    clause = clauses.objective(objective)
    assert clause is not None
    return explanation_json(explanation, clause, clauses.document)


def delivery(**changes: Any) -> DeliverySeen:
    """An attempt that reached the provider at once."""
    said: dict[str, Any] = {
        "event": "e1", "delivery": "d1", "verdict": "v1", "verdict_type": "objective.breached",
        "agreement": AGREEMENT, "objective": OBJECTIVE, "party": "northwind", "side": "provider",
        "receiver": "rcv_1", "host": "hooks.northwind.example", "state": "delivered", "attempt": 1,
        "attempted_at": parse_instant("2026-01-17T02:05:23.94Z"), "seconds": "0.3",
        "instant": parse_instant("2026-01-17T02:05:18Z"), "status": 204, "error": None,
        "sentence_en": "Availability of the web shop: the budget ran out on Saturday 17 January at 03:05:18, in an"
        " outage at Carrier One, so January 2026 can no longer be met.",
        "sentence_de": "Availability of the web shop: Das Budget war am Samstag, 17. Januar, um 03:05:18 Uhr"
        " aufgebraucht, bei einem Ausfall bei Carrier One.",
    }  # fmt: skip
    return DeliverySeen(**{**said, **changes})


def deliveries() -> list[DeliverySeen]:
    """Both sides were told: the customer's receiver answered at the second attempt."""
    customer = {"party": "acme", "side": "customer", "delivery": "d2", "host": "hooks.acme.example"}
    later = parse_instant("2026-01-17T02:05:28.94Z")
    return [
        delivery(event="e3", attempt=2, attempted_at=later, status=200, seconds="0.5", **customer),
        delivery(event="e2", attempt=1, state="waiting", status=503, seconds="0.1", **customer),
        delivery(),
    ]
