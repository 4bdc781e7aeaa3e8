"""What the availability facts before a horizon leave behind: where folds and conditions stood, and the first facts.

A horizon is an instant before which availability facts are forgotten. What would need one raises `Forgotten`:
nothing is answered from less than all facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.sla.agreed.clauses import Service
from shared.sla.states.folded import Folded
from shared.sla.states.open_conditions import OpenCondition

TimelineKey = tuple[Service, int, frozenset[tuple[str, object]], object]
"""A service's clause, `late_after`, and the weights of degraded time: what a timeline depends on."""
ConditionsKey = tuple[Service, int]
FirstKey = tuple[int, str]
"""A version and a service."""


class Forgotten(LookupError):
    """The answer needs a fact from before the horizon: of a history that begins earlier, or has all facts."""


@dataclass(frozen=True, slots=True)
class Before:
    """What is left of the availability facts before `horizon` (µs), under some versions."""

    horizon: int
    timelines: Mapping[TimelineKey, Folded]
    conditions: Mapping[ConditionsKey, tuple[OpenCondition, ...]]
    first: Mapping[FirstKey, int]
