"""An agreement with an objective of each indicator, and a month with something of every kind in it."""

from typing import Any

from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from tests.unit.evaluator.builders import document, objective, told

MONTH = "{calendar: month}"
CLOCKS = {"within": "PT4H", "window": MONTH, "target": "90 %"}
OUTAGES = {"counts": "{unknown: excluded}", "window": MONTH}


def said(identity: str, **clauses: str) -> str:
    """An objective of any indicator, as a line of YAML."""
    given = {"owed_by": "provider", "service": "webshop", **clauses}
    return f"  - {{id: {identity}, {', '.join(f'{name}: {value}' for name, value in given.items())}}}\n"


OBJECTIVES = {
    "availability": objective(target="99.9 %", credits="[{below: 99.9 %, percent: 10}]"),
    "week": objective("week", target="99 %", window="{rolling: P7D}"),
    "success": said("success", indicator="ratio", good="ok", total="all", target="99 %", window=MONTH),
    "response": said("response", indicator="response_time", **CLOCKS),
    "resolution": said("resolution", indicator="resolution_time", **CLOCKS),
    "answers": said("answers", indicator="customer_response_time", **CLOCKS, owed_by="customer"),
    "outages": said("outages", indicator="outage_count", at_most="2", **OUTAGES),
    "longest": said("longest", indicator="longest_outage", at_most="PT1H", **OUTAGES),
    "restore": said("restore", indicator="mean_time_to_restore", at_most="PT1H", **OUTAGES),
    "failures": said("failures", indicator="mean_time_between_failures", at_least="P3D", **OUTAGES),
    "satisfaction": said("satisfaction", indicator="satisfaction", target="4.0 of 5", window=MONTH),
    "latency": said("latency", indicator="measurement", metric="latency", unit="ms", take="p95",
                    at_most="200", window=MONTH),
    "backups": said("backups", indicator="measurement", metric="age", unit="h", each="{at_most: 24}",
                    target="90 %", window=MONTH),
}  # fmt: skip
AGREED = document(
    *OBJECTIVES.values(),
    incidents="{statuses: {waiting: {clock: pauses, reason: customer}}}",
    maintenance="{notice: PT1H}",
)


def fact(type_: str, at: str, **data: Any) -> CloudEvent:
    return CloudEvent(
        id=f"{type_}-{at}", source="desk", type=TYPE_PREFIX + type_, subject="webshop", time=at, data=data
    )


def between(start: str, end: str) -> dict[str, str]:
    return {"from": start, "until": end}


FACTS = [
    told("2026-01-01T06:00:00Z", "up"),
    told("2026-01-02T12:00:00Z", "down", cause="carrier-one"),
    told("2026-01-02T12:50:00Z", "up"),
    fact("change.announced", "2026-01-03T00:00:00Z", change="CHG-1",
         **between("2026-01-04T20:00:00Z", "2026-01-04T22:00:00Z")),
    fact("requests.counted", "2026-01-05T01:00:00Z", counters={"ok": 985, "all": 1000},
         **between("2026-01-05T00:00:00Z", "2026-01-05T01:00:00Z")),
    fact("incident.opened", "2026-01-06T08:00:00Z", incident="INC-1", priority="P1"),
    fact("incident.responded", "2026-01-06T08:30:00Z", incident="INC-1"),
    fact("incident.updated", "2026-01-06T09:00:00Z", incident="INC-1", status="waiting"),
    fact("incident.updated", "2026-01-06T15:00:00Z", incident="INC-1", status="open"),
    fact("incident.resolved", "2026-01-06T19:00:00Z", incident="INC-1"),
    fact("feedback.given", "2026-01-07T00:00:00Z", score=4, scale={"from": 1, "to": 5}, kind="csat"),
    fact("measurement.taken", "2026-01-08T00:00:00Z", metric="latency", value="212.5", unit="ms"),
    fact("measurement.taken", "2026-01-08T01:00:00Z", metric="age", value=25, unit="h"),
]  # fmt: skip
LATE = [
    told("2026-01-02T12:10:00Z", "up"),
    told("2026-01-02T12:20:00Z", "down", cause="carrier-one"),
    fact("incident.responded", "2026-01-06T14:00:00Z", incident="INC-2"),
    fact("incident.opened", "2026-01-06T08:30:00Z", incident="INC-2", priority="P2"),
    fact("measurement.taken", "2026-01-08T00:30:00Z", metric="latency", value="150", unit="ms"),
]
"""What comes after all of them."""
