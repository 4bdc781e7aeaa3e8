"""A year of fifty services as a document and as lines of facts: what `eyelevel evaluate` is measured on.

Ten objectives of eight indicators; those of time and of outages look at all fifty services through composites of
ten. A service flaps, is probed, has incidents, changes, answers and samples; the same seed gives the same year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import msgspec

from shared.contracts.instants import format_instant, parse_instant

SERVICES = 50
START, END = parse_instant("2026-01-01T00:00:00Z"), parse_instant("2027-01-01T00:00:00Z")
AS_OF = "2027-01-01T00:00:00Z"
MINUTE = 60_000_000

_GROUPS = ("shops", "desks", "feeds", "banks", "posts")


def document() -> str:
    """The agreement."""
    names = [f"s{number:02}" for number in range(SERVICES)]
    basic = [f"  - {{id: {name}, name: Service {name}, stale_after: P30D}}" for name in names]
    groups = [
        f"  - {{id: {group}, name: Group {group}, made_of: {{all: [{', '.join(names[index::5])}]}}}}"
        for index, group in enumerate(_GROUPS)
    ]
    return "\n".join([_HEAD, "services:", *basic, *groups, _OBJECTIVES])


_HEAD = """\
apiVersion: eyelevel/v1
kind: Agreement
metadata: {id: fifty, title: Fifty services, version: 1}
parties: {provider: {id: northwind, name: Northwind}, customer: {id: acme, name: ACME}}
in_force: {from: 2026-01-01}
time_zone: Europe/Berlin
service_hours:
  office: {weekly: {mon-fri: ["08:00-18:00"]}, holidays: {country: DE}}
incidents: {statuses: {waiting: {clock: pauses, reason: customer}}}
maintenance: {notice: P1D, at_most: {count: 2, per: month}}"""

_OBJECTIVES = """\
objectives:
  - {id: months, owed_by: provider, indicator: availability, service: shops, target: 99 %, window: {calendar: month},
     counts: {unknown: down, degraded: 0.5, outages_shorter_than: PT1M}}
  - {id: office, owed_by: provider, indicator: availability, service: desks, target: 99 %, window: {calendar: year},
     service_hours: office, counts: {unknown: excluded}}
  - {id: rolling, owed_by: provider, indicator: availability, service: feeds, target: 90 %, window: {rolling: P30D},
     counts: {unknown: excluded}}
  - {id: requests, owed_by: provider, indicator: ratio, service: s03, good: good, total: all, target: 99 %,
     window: {calendar: month}}
  - {id: resolution, owed_by: provider, indicator: resolution_time, services: [s00, s01, s02, s03, s04, s05, s06, s07],
     within: PT8H, service_hours: office, target: 90 %, window: {calendar: month}}
  - {id: answer, owed_by: provider, indicator: response_time, services: [s10, s11, s12, s13, s14, s15, s16, s17],
     within: PT1H, target: 90 %, window: {calendar: quarter}}
  - {id: outages, owed_by: provider, indicator: outage_count, service: banks, at_most: 20, window: {calendar: month},
     counts: {unknown: excluded}}
  - {id: restore, owed_by: provider, indicator: mean_time_to_restore, service: posts, at_most: PT1H,
     window: {calendar: quarter}, counts: {unknown: excluded}}
  - {id: opinion, owed_by: provider, indicator: satisfaction, service: s05, target: 4.0 of 5, window: {calendar: month}}
  - {id: latency, owed_by: provider, indicator: measurement, service: s06, metric: latency, unit: ms, take: p95,
     at_most: 300, window: {calendar: month}}
"""


def lines(count: int) -> Iterator[bytes]:
    """So many events, one a line, in order of time."""
    chance = Random(50)
    step = (END - START) // count
    for number in range(count):
        yield msgspec.json.encode(_event(chance, number, START + number * step)) + b"\n"


def _event(chance: Random, number: int, at: int) -> dict[str, Any]:
    service = f"s{chance.randrange(SERVICES):02}"
    kind, data = chance.choices(*_KINDS)[0](chance, number, at)
    return {
        "specversion": "1.0",
        "id": f"e{number}",
        "source": "probe",
        "type": f"dev.eyelevel.{kind}",
        "subject": _AT.get(kind, service),
        "time": format_instant(at),
        "data": data,
    }


_AT = {"requests.counted": "s03", "feedback.given": "s05", "measurement.taken": "s06"}

Told = tuple[str, dict[str, Any]]


def _state(chance: Random, number: int, at: int) -> Told:
    state = chance.choice(["up"] * 8 + ["down", "degraded"])
    return "availability.changed", {"state": state, "cause": "provider"}


def _probe(chance: Random, number: int, at: int) -> Told:
    return "availability.observed", {"state": "up", "latency_ms": chance.randrange(20, 400)}


def _count(chance: Random, number: int, at: int) -> Told:
    span = {"from": format_instant(at - 5 * MINUTE), "until": format_instant(at)}
    return "requests.counted", {**span, "counters": {"good": 1_000 - chance.randrange(5), "all": 1_000}}


def _incident(chance: Random, number: int, at: int) -> Told:
    step = chance.choice(["opened", "updated", "responded", "resolved"])
    data = {"incident": f"i{number // 40}", "status": chance.choice(["open", "waiting"])}
    return f"incident.{step}", data | ({"priority": "P1"} if step == "opened" else {})


def _change(chance: Random, number: int, at: int) -> Told:
    begins = at + 2 * 1_440 * MINUTE
    span = {"from": format_instant(begins), "until": format_instant(begins + 60 * MINUTE)}
    return "change.announced", {"change": f"c{number}", **span}


def _answer(chance: Random, number: int, at: int) -> Told:
    return "feedback.given", {"score": chance.randrange(1, 6), "scale": {"from": 1, "to": 5}}


def _sample(chance: Random, number: int, at: int) -> Told:
    return "measurement.taken", {"metric": "latency", "value": chance.randrange(20, 400), "unit": "ms"}


_KINDS: tuple[list[Callable[[Random, int, int], Told]], list[int]] = (
    [_state, _probe, _count, _incident, _change, _answer, _sample],
    [40, 25, 10, 14, 1, 5, 5],
)
"""What is told, and how often of a hundred."""
