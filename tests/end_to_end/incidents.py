"""The incidents of a real service desk as an agreement and facts: the 288 of priority 3 and 4, every step of each.

`closing` is the desk's own contract as it was found (README.md of the samples). `resolving` is ours beside it: by
month, paused while the user is asked, so that pauses, reopenings and periods have their part.
"""

import json
from typing import Any

import pytest

from shared.contracts.envelope import CloudEvent, read_mapping
from tests.integration.evaluate import test_service_desk as desk

AGREEMENT = "service-desk"
PRIORITIES = {desk.MODERATE, desk.LOW}
_RESOLVING = {
    **desk.OBJECTIVE,
    "id": "resolving",
    "window": {"calendar": "month"},
    "within": {desk.MODERATE: "PT45H", desk.LOW: {"working_days": 10}},
    "stops": "resolved",
    "pause_while": ["Awaiting User Info"],
    "credits": [{"below": "90 %", "percent": 5}],
}


def needed() -> None:
    """Skip where the samples are not there."""
    if not desk.INCIDENTS.is_file():
        pytest.skip("needs the samples beside the project")


def agreement() -> str:
    """The document; JSON is YAML too."""
    parties = {
        "provider": {"id": "desk", "name": "The desk"},
        "customer": {"id": "users", "name": "Its users"},
    }
    found: dict[str, Any] = {
        "apiVersion": "eyelevel/v1",
        "kind": "Agreement",
        "metadata": {"id": AGREEMENT, "title": "A service desk", "version": 1},
        "parties": parties,
        "in_force": {"from": "2016-01-01", "until": "2017-01-01"},
        "time_zone": "UTC",
        "service_hours": {"desk": {"weekly": {"mon-fri": ["14:00-23:00"]}}},
        "services": [{"id": "shop", "name": "What the desk is for"}],
        "objectives": [desk.OBJECTIVE, _RESOLVING],
    }
    return json.dumps(found, indent=1)


def judged() -> dict[str, bool]:
    """Whether the desk itself counts an incident as met, by its number."""
    return {one["number"]: one["made_sla"] for one in desk.incidents() if one["priority"] in PRIORITIES}


def facts() -> list[CloudEvent]:
    """Every step of the incidents that the desk judges."""
    return [
        read_mapping(fact)
        for one in desk.incidents()
        if one["priority"] in PRIORITIES
        for fact in desk.facts(one)
    ]
