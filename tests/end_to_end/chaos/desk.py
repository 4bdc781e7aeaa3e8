"""The service desk of the story: an incident a day for each agreement, resolved in time or not, and told late or twice.

Half an hour is allowed by the promise, office hours or not. What is told late or decided later moves a clock's breach,
or takes it away.
"""

import random
from collections.abc import Iterator
from typing import Final

from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import DAY, MINUTE, SECOND, format_instant
from tests.unit.evaluator.builders import correction, incident

OBJECTIVE: Final = (
    "  - {id: resolving, title: Incidents are resolved, owed_by: provider, indicator: resolution_time,"
    " service: webshop, within: PT30M, pause_while: [waiting], target: 90 %, window: {calendar: day},"
    " warn_at: [50 %, PT5M]}\n"
)
SCENES: Final = (
    "in time", "too late", "cancelled", "resolution told late", "pause told late", "opening told late", "excused",
    "reopened",
)  # fmt: skip

Coming = tuple[int, CloudEvent]
"""When it comes, and what."""


def scene(chance: random.Random, day: int, name: str) -> Iterator[Coming]:
    """An incident of a day."""
    opened = day + chance.randrange(8, 14) * 60 * MINUTE + chance.randrange(3600) * SECOND
    told = _Incident(f"INC-{day // DAY}-{chance.getrandbits(32):08x}", opened)
    late = (5 if name == "opening told late" else 0) * 60 * MINUTE
    yield told.step("opened", 0, late=late, priority="P2")
    if name == "in time":
        yield told.step("resolved", 20)
    elif name == "reopened":
        yield told.step("resolved", 20)
        yield told.step("reopened", 420)
        yield told.step("closed", 470)
    elif name == "cancelled":
        yield told.step("cancelled", 12)
    elif name == "resolution told late":
        yield told.step("resolved", 25, late=4 * 60 * MINUTE)
    else:
        yield told.step("resolved", 50)
    if name == "pause told late":
        yield told.step("updated", 10, late=3 * 60 * MINUTE, status="waiting")
        yield told.step("updated", 18, late=3 * 60 * MINUTE, status="open")
    if name == "excused":
        yield from told.excused(chance, 5, 30)


class _Incident:
    """One incident. Minutes count from its opening, `late` is how much later it is told, in µs."""

    def __init__(self, name: str, opened: int) -> None:
        self._name, self._opened = name, opened

    def step(self, kind: str, minutes: int, *, late: int = 0, **data: str) -> Coming:
        at = self._opened + minutes * MINUTE
        event = incident(kind, format_instant(at), self._name, **data)
        return at + late, event.with_extensions(recordedtime=format_instant(at + late))

    def excused(self, chance: random.Random, begin: int, end: int) -> Iterator[Coming]:
        """Both parties agree hours later that a part of it does not count."""
        proposed = self._opened + chance.randrange(120, 180) * MINUTE
        data = {
            "correction": f"COR-{self._name}", "incident": self._name, "to": "excused", "cause": "customer",
            "from": format_instant(self._opened + begin * MINUTE), "reason": "no answer",
            "until": format_instant(self._opened + end * MINUTE),
        }  # fmt: skip
        yield proposed, correction("proposed", format_instant(proposed), by="northwind", **data)
        accepted = proposed + 40 * MINUTE
        decided = {"correction": data["correction"], "by": "acme"}
        yield accepted, correction("accepted", format_instant(accepted), **decided)
