"""A made-up agreement with one objective of each indicator, and two lively months of facts about it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

LIVELY = """\
apiVersion: eyelevel/v1
kind: Agreement
metadata: {id: lively, title: Order platform for ACME, version: 2}
parties:
  provider: {id: northwind, name: Northwind Hosting}
  customer: {id: acme, name: ACME Retail}
  suppliers: [{id: carrier-one, name: Carrier One}]
in_force: {from: 2026-01-01, until: 2027-01-01}
time_zone: Europe/Berlin
service_hours:
  office: {weekly: {mon-fri: ["08:00-18:00"]}}
services:
  - {id: orders, name: Order platform, stale_after: P1D}
incidents: {statuses: {waiting_for_customer: {clock: pauses, reason: customer}}}
objectives:
  - {id: availability, title: Availability of the order platform, owed_by: provider, indicator: availability,
     service: orders, target: 99.5 %, window: {calendar: month}, warn_at: [50 %, 75 %],
     counts: {unknown: down, degraded: {minor: 0.1, other: 0.5}}}
  - {id: checkout, title: Checkouts that succeed, owed_by: provider, indicator: ratio, service: orders,
     good: checkout_ok, total: checkout_all, target: 99.5 %, window: {calendar: month},
     credits: [{below: 99.5 %, percent: 5}]}
  - {id: any-week, title: Checkouts over any seven days, owed_by: provider, indicator: ratio, service: orders,
     good: checkout_ok, total: checkout_all, target: 99.9 %, window: {rolling: P7D}}
  - {id: answered, title: Incidents answered in time, owed_by: provider, indicator: response_time, service: orders,
     service_hours: office, within: {P1: PT30M, P2: PT2H}, target: 80 %, window: {calendar: month}}
  - {id: resolved, title: Urgent incidents resolved in eight hours, owed_by: provider, indicator: resolution_time,
     service: orders, service_hours: office, where: {priority: [P1, P2]}, within: PT8H, target: 90 %,
     window: {calendar: month}}
  - {id: closed, title: Incidents closed within five working days, owed_by: provider, indicator: resolution_time,
     service: orders, service_hours: office, within: {working_days: 5}, stops: closed, target: 90 %,
     window: {calendar: quarter}}
  - {id: questions, title: Answers to our questions, owed_by: customer, indicator: customer_response_time,
     service: orders, service_hours: office, within: PT4H, target: 75 %, window: {calendar: month}}
  - {id: count, title: Number of outages, owed_by: provider, indicator: outage_count, service: orders, at_most: 3,
     window: {calendar: month}, counts: {unknown: excluded}}
  - {id: longest, title: The longest outage, owed_by: carrier-one, indicator: longest_outage, service: orders,
     at_most: PT1H, window: {calendar: month}, counts: {unknown: excluded}}
  - {id: restore, title: Time to restore, owed_by: provider, indicator: mean_time_to_restore, service: orders,
     at_most: PT30M, window: {calendar: month}, counts: {unknown: excluded}}
  - {id: between, title: Time between failures, owed_by: provider, indicator: mean_time_between_failures,
     service: orders, at_least: P10D, window: {calendar: month}, counts: {unknown: excluded}}
  - {id: satisfaction, title: Satisfaction of the buyers, owed_by: provider, indicator: satisfaction, service: orders,
     target: 4.0 of 5, at_least_answers: 5, window: {calendar: month}}
  - {id: recommend, title: Recommendation, owed_by: provider, indicator: satisfaction, kind: nps, service: orders,
     target: 30 of 100, window: {calendar: quarter}}
  - {id: latency, title: Latency of the order page, owed_by: provider, indicator: measurement, service: orders,
     metric: latency, unit: ms, take: p95, at_most: 800, window: {calendar: month}}
  - {id: backups, title: Age of the last backup, owed_by: provider, indicator: measurement, service: orders,
     metric: backup_age, unit: h, each: {at_most: 26}, target: 95 %, window: {calendar: month}}
"""
AS_OF = "2026-02-19T15:20:00Z"

OUTAGES = (
    ("2026-01-08T09:00:00", 22, "provider"), ("2026-01-20T02:10:00", 95, "carrier-one"),
    ("2026-02-03T11:30:00", 18, "provider"), ("2026-02-11T20:04:00", 41, "carrier-one"),
    ("2026-02-17T13:00:00", 7, None),
)  # fmt: skip
INCIDENTS = (
    # incident, priority, opened, minutes to the answer, minutes to the end (None: not yet), a question asked in between
    ("INC-101", "P1", "2026-01-08T09:02:00", 12, 95, False),
    ("INC-102", "P2", "2026-01-13T10:00:00", 50, 400, True),
    ("INC-103", "P3", "2026-01-20T08:00:00", 20, 3000, False),
    ("INC-104", "P1", "2026-02-03T11:33:00", 9, 60, False),
    ("INC-105", "P2", "2026-02-05T13:00:00", 190, 1600, True),
    ("INC-106", "P3", "2026-02-09T09:15:00", 30, 700, False),
    ("INC-107", "P2", "2026-02-11T07:30:00", 40, 220, True),
    ("INC-108", "P2", "2026-02-18T14:10:00", 35, None, True),
    ("INC-109", "P1", "2026-02-19T13:40:00", 10, None, False),
    ("INC-110", "P2", "2026-02-19T14:55:00", None, None, False),
)


def events() -> Iterator[dict[str, Any]]:
    """All facts up to `AS_OF`."""
    numbers = iter(range(1, 100_000))

    def event(kind: str, at: datetime, source: str = "probe-north", /, **data: Any) -> dict[str, Any]:
        return {
            "specversion": "1.0",
            "id": str(next(numbers)),
            "source": source,
            "type": f"dev.eyelevel.{kind}",
            "subject": "orders",
            "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "data": data,
        }

    end = datetime.fromisoformat(AS_OF)
    found = [
        *_states(event, end),
        *_counts(event, end),
        *_incidents(event),
        *_opinions(event),
        *_samples(event, end),
    ]
    return (one for one in found if one["time"] <= AS_OF)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _states(event: Any, end: datetime) -> Iterator[dict[str, Any]]:
    day = _moment("2025-12-31T23:00:00")
    while day < end:
        yield event("availability.observed", day, state="up", checks=60)
        day += timedelta(hours=6)
    for start, minutes, cause in OUTAGES:
        said = {"cause": cause} if cause else {}
        yield event("availability.changed", _moment(start), state="down", condition="http", **said)
        over = _moment(start) + timedelta(minutes=minutes)
        yield event("availability.changed", over, state="up", condition="http")
    start = _moment("2026-02-19T14:30:00")
    yield event("availability.changed", start, state="degraded", condition="latency", severity="minor")


def _counts(event: Any, end: datetime) -> Iterator[dict[str, Any]]:
    day, number = _moment("2026-01-01T00:00:00"), 0
    while day < end:
        until, whole = day + timedelta(hours=12), 1_900 + number * 37 % 400
        failed = number * 7 % 9 + (60 if number in {41, 83} else 0)
        counters = {"checkout_ok": whole - failed, "checkout_all": whole}
        span = {"from": day.strftime("%Y-%m-%dT%H:%M:%SZ"), "until": until.strftime("%Y-%m-%dT%H:%M:%SZ")}
        yield event("requests.counted", until, "shop", counters=counters, **span)
        day, number = until, number + 1


def _incidents(event: Any) -> Iterator[dict[str, Any]]:
    for name, priority, opened, answer, ends, asked in INCIDENTS:
        at = _moment(opened)
        yield event("incident.opened", at, "desk", incident=name, priority=priority, title="Orders are stuck")
        if answer is not None:
            yield event("incident.responded", at + timedelta(minutes=answer), "desk", incident=name)
        if asked:
            since = at + timedelta(minutes=(answer or 0) + 5)
            waiting = {"incident": name, "status": "waiting_for_customer"}
            yield event("incident.updated", since, "desk", **waiting)
            if ends is not None:
                told = since + timedelta(minutes=ends // 3)
                yield event("incident.updated", told, "desk", incident=name, status="in_progress")
        if ends is not None:
            yield event("incident.resolved", at + timedelta(minutes=ends), "desk", incident=name)
            yield event("incident.closed", at + timedelta(minutes=ends + 60), "desk", incident=name)


def _opinions(event: Any) -> Iterator[dict[str, Any]]:
    for number, score in enumerate((4, 5, 3, 5, 4, 5, 4, 2, 5, 4, 4, 5, 3, 4, 5)):
        at = _moment("2026-01-10T12:00:00") + timedelta(days=3 * number)
        yield event(
            "feedback.given", at, "survey", score=score, scale={"from": 1, "to": 5}, kind="csat", by="acme"
        )
        liking = {"score": 2 * score, "scale": {"from": 0, "to": 10}, "kind": "nps", "by": "acme"}
        yield event("feedback.given", at + timedelta(minutes=1), "survey", **liking)


def _samples(event: Any, end: datetime) -> Iterator[dict[str, Any]]:
    day, number = _moment("2026-01-01T03:00:00"), 0
    while day < end:
        latency = str(420 + number * 53 % 300 + (460 if number % 17 == 16 else 0))
        yield event("measurement.taken", day, "probe-north", metric="latency", value=latency, unit="ms")
        age = "31.5" if number in {20, 45} else "24.25"
        yield event("measurement.taken", day, "backup", metric="backup_age", value=age, unit="h")
        day, number = day + timedelta(days=1), number + 1
