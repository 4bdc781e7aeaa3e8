"""Histories of one service of any length up to a year, for each way in which an objective is measured.

Every kind tells a fact each five minutes. The period is the year, or the last 365 days, in all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from shared.sla.agreed.objectives import RollingWindow
from shared.sla.agreed.terms import Terms
from shared.sla.facts import (
    AvailabilityTold,
    Fact,
    IncidentStep,
    IncidentTold,
    MeasurementTaken,
    RequestsCounted,
    State,
)
from shared.sla.history import History
from shared.sla.spans import MINUTE, Span
from shared.sla.time.windows import window_at
from tests.unit.evaluator.builders import document, terms

Tell = Callable[[int, int], Fact]
"""The fact of so many, at an instant."""


@dataclass(frozen=True, slots=True)
class Kind:
    """An objective, and what is told of its service each `every` µs."""

    name: str
    terms: Terms
    tell: Tell
    every: int

    def period(self, at: int) -> Span:
        """The period at an instant."""
        window = self.terms.objectives[0].window
        if isinstance(window, RollingWindow):
            return Span(at - window.length, at)
        return window_at(window.unit, self.terms.zone, at)

    def asked(self, history: History, at: int) -> None:
        """What is asked after each fact: the figure, and what comes by time alone."""
        name, span = self.terms.objectives[0].id, self.period(at)
        history.figure(name, 1, span, at)
        history.outlook(name, 1, span, at)


SERVICE, SOURCE = "webshop", "probe-north"
EVERY = 5 * MINUTE
"""105,120 facts in a year."""


def flaps(number: int, at: int) -> Fact:
    """Down and up in turn: each fact is a transition."""
    state = State.UP if number % 2 else State.DOWN
    return AvailabilityTold(id=f"a{at}", source=SOURCE, at=at, service=SERVICE, state=state, cause="provider")


def is_up(number: int, at: int) -> Fact:
    """A probe that says the same each time."""
    return AvailabilityTold(id=f"a{at}", source=SOURCE, at=at, service=SERVICE, state=State.UP)


def counts(number: int, at: int) -> Fact:
    """A thousand requests, of which up to four failed."""
    counters = {"good": 1_000 - number % 5, "all": 1_000}
    return RequestsCounted(
        id=f"r{at}", source=SOURCE, at=at, service=SERVICE, start=at - EVERY, end=at, counters=counters
    )


def incidents(number: int, at: int) -> Fact:
    """An incident is opened, and resolved with the next fact; every tenth is of a priority that wants it sooner."""
    step = IncidentStep.RESOLVED if number % 2 else IncidentStep.OPENED
    incident, priority = f"i{number // 2}", "P1" if number // 2 % 10 == 0 else "P2"
    return IncidentTold(
        id=f"i{at}", source="desk", at=at, service=SERVICE, incident=incident, step=step, priority=priority
    )


def samples(number: int, at: int) -> Fact:
    """A latency between 80 and 276 ms."""
    value = Fraction(80 + number * 37 % 197)
    return MeasurementTaken(
        id=f"m{at}", source=SOURCE, at=at, service=SERVICE, metric="latency", value=value, unit="ms"
    )


_YEAR: Final = {"window": "{calendar: year}"}
_ROLLING: Final = {"window": "{rolling: P365D}"}
_TIME: Final = {"indicator": "availability", "target": "40 %", "counts": "{unknown: excluded}"}
_OUTAGES: Final = {"counts": "{unknown: excluded}", **_YEAR}
_RATIO: Final = {"indicator": "ratio", "good": "good", "total": "all", "target": "99 %"}
_CLOCK: Final = {"indicator": "resolution_time", "within": "{P1: PT3M, P2: PT1H}", "target": "80 %"}
_SAMPLE: Final = {"indicator": "measurement", "metric": "latency", "unit": "ms", **_YEAR}
_TOLERANT: Final = {"counts": "{unknown: excluded, outages_shorter_than: PT6M}"}

_KINDS: Final[tuple[tuple[str, Tell, dict[str, str]], ...]] = (
    ("availability", flaps, {**_TIME, **_YEAR}),
    ("availability, breached", flaps, {**_TIME, **_YEAR, "target": "99.9 %"}),
    ("availability, a probe that says up", is_up, {**_TIME, **_YEAR}),
    ("availability, outages tolerated", flaps, {**_TIME, **_YEAR, **_TOLERANT}),
    ("availability, rolling", flaps, {**_TIME, **_ROLLING}),
    ("availability, rolling, under target", flaps, {**_TIME, **_ROLLING, "target": "99.9 %"}),
    ("outage_count", flaps, {"indicator": "outage_count", "at_most": "1000000", **_OUTAGES}),
    ("longest_outage", flaps, {"indicator": "longest_outage", "at_most": "PT1H", **_OUTAGES}),
    ("mean_time_to_restore", flaps, {"indicator": "mean_time_to_restore", "at_most": "PT1H", **_OUTAGES}),
    (
        "mean_time_between_failures",
        flaps,
        {"indicator": "mean_time_between_failures", "at_least": "PT1M", **_OUTAGES},
    ),
    ("ratio", counts, {**_RATIO, **_YEAR}),
    ("ratio, rolling", counts, {**_RATIO, **_ROLLING}),
    ("resolution_time", incidents, {**_CLOCK, **_YEAR}),
    ("measurement, each", samples, {**_SAMPLE, "each": "{at_most: 270}", "target": "80 %"}),
    ("measurement, mean", samples, {**_SAMPLE, "take": "mean", "at_most": "270"}),
    ("measurement, p95", samples, {**_SAMPLE, "take": "p95", "at_most": "275"}),
)
"""Every way in which a figure is made of its history; the targets are kept, narrowly, where nothing else is said."""


def kinds() -> list[Kind]:
    """Each with its agreement in force since long before."""
    return [Kind(name, _agreement(clauses), tell, EVERY) for name, tell, clauses in _KINDS]


def _agreement(clauses: dict[str, str]) -> Terms:
    said = {"id": "measured", "owed_by": "provider", "service": SERVICE, **clauses}
    line = f"  - {{{', '.join(f'{name}: {value}' for name, value in said.items())}}}\n"
    services = f"[{{id: {SERVICE}, name: Web shop, stale_after: PT15M}}]"
    return terms(document(line, services=services, in_force="{from: 2020-01-01}"))
