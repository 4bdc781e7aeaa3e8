"""What is known of a service at a moment, and which of two readings is worse.

From worst to best: down, degraded by its weight, up (SEMANTICS.md, the state of a service, 2). A reading
that does not know has no place in that order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from shared.sla.agreed.objectives import Weights
from shared.sla.facts import State


@dataclass(frozen=True, slots=True)
class Reading:
    """A state with what is told about it. `why`: `before_first_fact` or `stale`, where the state has no teller.

    `conditions` names what is open and as bad as the state: a condition by its name, a source's own by the
    source's id; sorted.
    """

    state: State
    severity: str | None = None
    cause: str | None = None
    conditions: tuple[str, ...] = ()
    why: str | None = None


UP: Final = Reading(State.UP)
UP_BEFORE_FIRST_FACT: Final = Reading(State.UP, why="before_first_fact")
UNKNOWN_BEFORE_FIRST_FACT: Final = Reading(State.UNKNOWN, why="before_first_fact")
UNKNOWN: Final = Reading(State.UNKNOWN)
STALE: Final = Reading(State.UNKNOWN, why="stale")

Badness = tuple[int, Fraction]
_UP_IS: Final[Badness] = 0, Fraction(0)
_DOWN_IS: Final[Badness] = 2, Fraction(1)


def badness(reading: Reading, weights: Weights) -> Badness:
    """A key that grows from up over degraded by weight to down; of states that are known."""
    if reading.state is State.DOWN:
        return _DOWN_IS
    if reading.state is State.DEGRADED:
        return 1, weights.of(reading.severity)
    return _UP_IS


def told_together(chosen: Reading, readings: Iterable[Reading], weights: Weights) -> Reading:
    """The chosen reading with the conditions and the cause of all that are just as bad."""
    if chosen.state in (State.UP, State.UNKNOWN):
        return chosen
    rank = badness(chosen, weights)
    alike = [reading for reading in readings if badness(reading, weights) == rank]
    if len(alike) == 1:
        return alike[0]
    conditions = tuple(sorted({name for reading in alike for name in reading.conditions}))
    severity = min((reading.severity for reading in alike if reading.severity is not None), default=None)
    causes = sorted({reading.cause for reading in alike if reading.cause is not None})
    return Reading(chosen.state, severity, causes[0] if causes else None, conditions)
