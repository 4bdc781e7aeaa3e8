"""A history at a horizon as plain data: what its forgotten facts leave behind, and the facts that it still has.

Ints, strings, tuples, enums and Fractions in dataclasses, so that any codec can keep it. What is keyed by clauses in
memory is kept here in the order in which the versions give the keys: a checkpoint is good for the versions that it
was made under, and for no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

from shared.sla.agreed.terms import Terms
from shared.sla.facts import (
    AvailabilityTold,
    ChangeAnnounced,
    ChangeTold,
    CorrectionProposed,
    CorrectionTold,
    Fact,
    FeedbackGiven,
    IncidentTold,
    MeasurementTaken,
    ProblemReported,
    RequestsCounted,
)
from shared.sla.states.folded import Folded
from shared.sla.states.open_conditions import OpenCondition
from shared.sla.told.before import Before
from shared.sla.told.reach import Reached
from shared.sla.told.words import Words, conditions_keys

_Kind = TypeVar("_Kind", bound=Fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsByKind:
    """Facts, each kind by itself: a codec needs no tag then."""

    availability: tuple[AvailabilityTold, ...]
    counts: tuple[RequestsCounted, ...]
    incidents: tuple[IncidentTold, ...]
    announced: tuple[ChangeAnnounced, ...]
    changes: tuple[ChangeTold, ...]
    feedback: tuple[FeedbackGiven, ...]
    measurements: tuple[MeasurementTaken, ...]
    problems: tuple[ProblemReported, ...]
    proposed: tuple[CorrectionProposed, ...]
    corrections: tuple[CorrectionTold, ...]

    def in_order(self) -> list[Fact]:
        """All of them in the order of facts."""
        found: list[Fact] = [fact for field in fields(self) for fact in getattr(self, field.name)]
        return sorted(found, key=lambda fact: fact.order)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryCheckpoint:
    """What `History.resumed` goes on from. `first` is (version, service, instant) of first facts; times in µs."""

    horizon: int
    folds: tuple[Folded, ...]
    conditions: tuple[tuple[OpenCondition, ...], ...]
    first: tuple[tuple[int, str, int], ...]
    reached: Reached
    facts: FactsByKind

    @property
    def size(self) -> int:
        """How many facts and changes of state it holds."""
        facts = sum(len(getattr(self.facts, field.name)) for field in fields(self.facts))
        return facts + sum(len(fold.times) for fold in self.folds)


def by_kind(facts: Iterable[Fact]) -> FactsByKind:
    """Facts by their kinds, in the order given."""
    told = list(facts)
    return FactsByKind(
        availability=_of(told, AvailabilityTold),
        counts=_of(told, RequestsCounted),
        incidents=_of(told, IncidentTold),
        announced=_of(told, ChangeAnnounced),
        changes=_of(told, ChangeTold),
        feedback=_of(told, FeedbackGiven),
        measurements=_of(told, MeasurementTaken),
        problems=_of(told, ProblemReported),
        proposed=_of(told, CorrectionProposed),
        corrections=_of(told, CorrectionTold),
    )


def _of(facts: Iterable[Fact], kind: type[_Kind]) -> tuple[_Kind, ...]:
    return tuple(fact for fact in facts if isinstance(fact, kind))


def checkpoint_of(before: Before, reached: Reached, facts: Iterable[Fact]) -> HistoryCheckpoint:
    """A checkpoint of what is left of forgotten facts, and of the facts that are there."""
    return HistoryCheckpoint(
        horizon=before.horizon,
        folds=tuple(before.timelines.values()),
        conditions=tuple(before.conditions.values()),
        first=tuple((*key, at) for key, at in before.first.items()),
        reached=reached,
        facts=by_kind(facts),
    )


def before_of(checkpoint: HistoryCheckpoint, versions: Sequence[Terms]) -> Before:
    """What is left of forgotten facts; ValueError where the checkpoint was made under other versions."""
    timelines = Words().make_all(versions)
    return Before(
        checkpoint.horizon,
        dict(zip(timelines, checkpoint.folds, strict=True)),
        dict(zip(conditions_keys(versions), checkpoint.conditions, strict=True)),
        {(version, service): at for version, service, at in checkpoint.first},
    )
