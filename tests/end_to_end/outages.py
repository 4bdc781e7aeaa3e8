"""The real outages of a public platform as an agreement and facts, and the monthly figures expected of them.

The rule, as clauses: every incident but maintenance is downtime (each a condition of its own, so overlaps are
counted once), from the minute it began to the minute it ended, both whole; before the first the platform was up.
Maintenance is announced and counts as is.
"""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.instants import MINUTE, format_instant, parse_instant

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "github-outages"
SERVICE = "platform"
OBJECTIVE = "monthly"
AGREEMENT = """\
apiVersion: eyelevel/v1
kind: Agreement
metadata: {id: public-platform, title: A public platform, version: 1}
parties:
  provider: {id: platform-team, name: The platform}
  customer: {id: everyone, name: Its users}
in_force: {from: 2021-01-01, until: 2025-01-01}
time_zone: UTC
services: [{id: platform, name: The platform, before_first_fact: up}]
objectives:
  - id: monthly
    owed_by: provider
    indicator: availability
    service: platform
    target: 99.9 %
    window: {calendar: month}
    counts: {maintenance: counts_as_is, unknown: down}
"""


def needed() -> None:
    """Skip where the samples are not there."""
    if not SAMPLES.is_dir():
        pytest.skip("needs the samples beside the project")


def incidents() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / "incidents.jsonl").read_text().splitlines()]


def expected() -> dict[str, Fraction]:
    """Uptime of each month, as a share, by the month's name."""
    months = json.loads((SAMPLES / "expected.json").read_text())["monthly"]
    return {each["month"]: 1 - Fraction(each["downtime_minutes"], each["total_minutes"]) for each in months}


def facts() -> list[CloudEvent]:
    """Two facts for each incident; one announcement for each maintenance."""
    return [event for incident in incidents() for event in _facts(incident)]


def _facts(incident: dict[str, Any]) -> list[CloudEvent]:
    began, ended = parse_instant(incident["downtime_start"]), parse_instant(incident["downtime_end"])
    if incident["impact"] == "maintenance":
        span = {"from": format_instant(began), "until": format_instant(ended)}
        data = {"change": incident["id"], **span, "title": incident["title"]}
        return [_event(incident, "change.announced", began, 1, data)]
    began, ended = began // MINUTE * MINUTE, -(-ended // MINUTE) * MINUTE
    condition = {"condition": incident["id"]}
    return [
        _event(incident, "availability.changed", began, 1, {"state": "down", **condition}),
        _event(incident, "availability.changed", ended, 2, {"state": "up", **condition}),
    ]


def _event(incident: dict[str, Any], kind: str, at: int, order: int, data: dict[str, Any]) -> CloudEvent:
    return CloudEvent(
        id=f"{incident['id']}-{order}",
        source="status-page",
        type=TYPE_PREFIX + kind,
        subject=SERVICE,
        time=format_instant(at),
        data=data,
        extensions={"sequence": order},
    )
