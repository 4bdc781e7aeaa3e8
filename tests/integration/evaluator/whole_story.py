"""Five weeks of an agreement with an objective of each indicator: a probe that says `up` now and then, late facts that
reach before any horizon, an outage dated back, corrections, what never counts, what is to come, a second version.
"""

from collections.abc import Iterator

from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import format_instant, parse_instant
from shared.sla.spans import DAY, HOUR
from tests.integration.evaluator import lively
from tests.integration.evaluator.lively import OBJECTIVES, between, fact
from tests.unit.evaluator.builders import correction, document, put, tick, told

START = parse_instant("2026-01-01T00:00:00Z")
SECOND = document(
    *OBJECTIVES.values(),
    version=2,
    in_force="{from: 2026-01-12}",
    incidents="{statuses: {waiting: {clock: pauses, reason: customer}}}",
    maintenance="{notice: P3D}",
)
_OUTAGE = between("2026-01-02T12:20:00Z", "2026-01-02T12:50:00Z")
_AFTER = {
    "2026-01-09T00:00:00Z": [
        told("2026-01-08T20:00:00Z", "down", kind="availability.observed",
             first_failed_at="2026-01-08T17:00:00Z"),
        told("2026-01-08T21:00:00Z", "up", kind="availability.observed"),
    ],
    "2026-01-09T06:00:00Z": [
        correction("proposed", "2026-01-09T05:00:00Z", **_OUTAGE, to="excused", by="northwind", reason="a flood"),
    ],
    "2026-01-09T12:00:00Z": [correction("accepted", "2026-01-09T11:00:00Z", by="acme")],
    "2026-01-10T00:00:00Z": [
        correction("proposed", "2026-01-09T20:00:00Z", correction="COR-2", to="up", by="northwind",
                   reason="a test", **between("2026-01-08T17:00:00Z", "2026-01-08T18:00:00Z")),
        fact("incident.updated", "2026-01-09T21:00:00Z", incident="INC-9", status="waiting"),
        fact("requests.counted", "2026-01-12T00:00:00Z", counters={"ok": 9, "all": 10},
             **between("2026-01-11T23:59:00Z", "2026-01-12T00:00:00Z")),
    ],
    "2026-01-11T00:00:00Z": [put(SECOND)],
    "2026-01-12T06:00:00Z": [told("2026-01-12T03:00:00Z", "down", condition="disk", cause="provider")],
    "2026-01-12T08:00:00Z": [told("2026-01-12T07:30:00Z", "up", condition="disk")],
    "2026-01-13T00:00:00Z": [told("2026-01-12T05:00:00Z", "degraded", severity="minor", source="south")],
    "2026-02-01T00:00:10Z": [],
    "2026-02-08T00:00:10Z": [told("2026-01-20T00:00:00Z", "down"), told("2026-01-20T01:00:00Z", "up")],
}  # fmt: skip
"""What comes up to these clocks, behind lively.FACTS and lively.LATE."""


def batches() -> Iterator[list[CloudEvent]]:
    """What is committed together, each with its tick at the end; the log clock moves by an hour at the least."""
    clock = START
    yield [tick(clock), put(lively.AGREED)]
    for one in (*lively.FACTS, *lively.LATE):
        came = max(clock, parse_instant(str(one.time)))
        yield [*_probes(clock, came), one, tick(came + HOUR)]
        clock = came + HOUR
    for at, facts in _AFTER.items():
        yield [*_probes(clock, parse_instant(at)), *facts, tick(at)]
        clock = parse_instant(at)


def _probes(after: int, until: int) -> list[CloudEvent]:
    """Another source that says `up` every six hours."""
    step = DAY // 4
    first = after - after % step + step
    return [told(format_instant(at), "up", source="north") for at in range(first, until + 1, step)]
