"""300 incidents of a real service desk: our verdict is the desk's own for each that it judges.

Its contract as it was found from the incidents (README.md of the samples): hours Monday to Friday 14:00 to
23:00 by the clock of the file, from opened to closed, never paused; 3722 minutes of them for priority 3, 8040
for priority 4. Of priorities 1 and 2 it says nothing. Every step of each incident is told, so that a status,
a resolution or a reopening that touched the clock would show.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from services.cli.fact_lines import read_lines
from shared.agreements.evaluation import evaluate
from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from shared.contracts.instants import parse_instant
from tests.unit.agreements.documents import with_changes

INCIDENTS: Final = (
    Path(__file__).resolve().parents[4] / "shared" / "samples" / "service-desk-incidents" / "incidents.jsonl"
)
pytestmark = pytest.mark.skipif(not INCIDENTS.is_file(), reason="the samples are not beside the project")

MODERATE, LOW = "3 - Moderate", "4 - Low"
OBJECTIVE: Final = {
    "id": "closing",
    "owed_by": "provider",
    "indicator": "resolution_time",
    "service": "shop",
    "service_hours": "desk",
    "window": {"calendar": "year"},
    "within": {MODERATE: "PT3722M", LOW: "PT8040M"},
    "stops": "closed",
    "target": "90 %",
}


def incidents() -> list[dict[str, Any]]:
    return [json.loads(line) for line in INCIDENTS.read_text(encoding="utf-8").splitlines()]


def facts(incident: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every step that the file tells of an incident, in its order."""
    number = incident["number"]

    def step(kind: str, time: str, **data: str) -> dict[str, Any]:
        return {
            "specversion": "1.0",
            "id": f"{number}-{next(count)}",
            "source": "desk",
            "subject": "shop",
            "type": f"dev.eyelevel.incident.{kind}",
            "time": f"{time}Z",
            "data": {"incident": number, **data},
        }

    count = iter(range(1_000))
    yield step("opened", incident["opened_at"], priority=incident["priority"])
    if incident["resolved_at"] is not None:
        yield step("resolved", incident["resolved_at"])
    for time, status in incident["state_changes"]:
        yield step("updated", time, status=status)
    yield step("closed", incident["closed_at"])


@pytest.fixture(scope="module")
def figure() -> dict[str, Any]:
    document = with_changes(
        time_zone="UTC",
        in_force={"from": "2016-01-01"},
        service_hours={"desk": {"weekly": {"mon-fri": ["14:00-23:00"]}}},
        objectives=[OBJECTIVE],
    )
    terms = terms_of(read_agreement(json.dumps(document))[0])
    as_of = parse_instant("2017-01-01T00:00:00Z")
    told = [json.dumps(fact).encode() for one in incidents() for fact in facts(one)]
    lines = read_lines(told, as_of, lambda _: None)
    assert lines.faults == []
    answer = evaluate([terms], lines, as_of, "2016").json()
    assert answer["facts"]["set_aside"] == []
    (found,) = answer["objectives"]
    return dict(found)


def test_our_verdict_on_each_incident_of_priority_3_and_4_is_that_of_the_desk(figure: dict[str, Any]) -> None:
    theirs = {one["number"]: one["made_sla"] for one in incidents() if one["priority"] in (MODERATE, LOW)}
    ours = {one["incident"]: one["state"] == "fulfilled" for one in figure["clocks"]}
    assert len(theirs) == 288
    assert ours == theirs


def test_the_objective_counts_the_incidents_that_the_desk_judges_alone(figure: dict[str, Any]) -> None:
    met = sum(one["made_sla"] for one in incidents() if one["priority"] in (MODERATE, LOW))
    assert (figure["good"], figure["total"]) == (met, 288)
    assert {one["state"] for one in figure["clocks"]} == {"fulfilled", "breached"}


def test_nothing_pauses_and_every_clock_stops_at_the_close(figure: dict[str, Any]) -> None:
    closed = {one["number"]: f"{one['closed_at']}Z" for one in incidents()}
    assert {one["paused_us"] for one in figure["clocks"]} == {0}
    assert all(one["stopped_at"] == closed[one["incident"]] for one in figure["clocks"])
