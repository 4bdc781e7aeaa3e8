"""The fact that moves the first number of an objective, as the empty page shows it."""

import json
from dataclasses import dataclass
from typing import Any

from shared.agreements.document import ObjectiveClause
from shared.contracts.envelope import TYPE_PREFIX
from shared.contracts.instants import MINUTE, format_instant
from shared.sla.agreed.objectives import Clock, Measurement, Ratio, Satisfaction


@dataclass(frozen=True, slots=True)
class FirstFact:
    """The event's type, subject, and its data as JSON; `when` is its time."""

    type: str
    subject: str
    when: str
    data: str


def first_fact(clause: ObjectiveClause, now: int) -> FirstFact:
    """One that the indicator counts, of this instant."""
    kind, data = _of(clause, now)
    said = json.dumps(data, ensure_ascii=False)
    return FirstFact(TYPE_PREFIX + kind, clause.services[0], format_instant(now), said)


def _of(clause: ObjectiveClause, now: int) -> tuple[str, dict[str, Any]]:
    match clause.indicator:
        case Ratio(good=good, total=total):
            span = {"from": format_instant(now - MINUTE), "until": format_instant(now)}
            return "requests.counted", {**span, "counters": {good: 99, total: 100}}
        case Clock():
            return "incident.opened", {"incident": "INC-1", "priority": "P1"}
        case Satisfaction(kind=asked, scale=scale):
            return "feedback.given", {"score": 4, "scale": {"from": 1, "to": int(scale)}, "kind": asked}
        case Measurement(metric=metric, unit=unit):
            said = {"metric": metric, "value": "1"}
            return "measurement.taken", said if unit is None else {**said, "unit": unit}
        case _:
            return "availability.changed", {"state": "up"}
