"""What a batch did, and who wants to know of it when it is committed."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from services.evaluator.ports import FactKey
from shared.sla.agreed.objectives import Objective
from shared.sla.figures import Figure


@dataclass(slots=True)
class Noted:
    """What a batch did, for metrics and logs: facts by outcome, verdicts by type and whether they were published.

    `figures` holds what was looked at, `versions` the objectives of agreements that were put, `contradicting` the
    names under which other content came, `too_large` the agreements that got no checkpoint, and their entries.
    """

    facts: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[tuple[str, bool]] = field(default_factory=Counter)
    figures: list[tuple[str, Objective, Figure]] = field(default_factory=list)
    versions: list[tuple[str, tuple[Objective, ...]]] = field(default_factory=list)
    contradicting: list[FactKey] = field(default_factory=list)
    too_large: list[tuple[str, int]] = field(default_factory=list)
    seconds: float = 0.0


class Observer(Protocol):
    """Who wants to know what was committed (`metrics`, and the relay that is woken)."""

    def committed(self, number: int, noted: Noted) -> None:
        """A batch of the partition is there."""
        ...

    def forgotten(self, number: int) -> None:
        """The partition is no longer held."""
        ...
