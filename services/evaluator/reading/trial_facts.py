"""The facts of a trial, gathered from the agreements that have them: each (source, id) once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from services.evaluator.reading.evidence import concerns
from services.evaluator.reading.storage_trials import TrialFact
from services.evaluator.records import read_kept
from shared.agreements.evidence import fact_of
from shared.sla.facts import Fact


@dataclass(slots=True)
class Told:
    """What is kept of a service: how many facts have it as their subject, and the times of the first and the last."""

    facts: int
    first: int
    last: int


class Gathered:
    """Implements agreements.evaluation.Given: all facts are read, none is a repeat, later than asked, or set aside."""

    repeated = 0
    later = 0
    aside = ()

    def __init__(self, services: Collection[str]) -> None:
        self._services = services
        self._digests: dict[tuple[str, str], bytes] = {}
        self._facts: list[Fact] = []
        self.told: dict[str, Told] = {}
        self.agreements: dict[str, int] = {}
        """By id: how many facts were taken from each, those that an earlier one had aside."""
        self.contradicting: list[tuple[str, str]] = []
        """The names under which a later agreement has other content."""

    @property
    def read(self) -> int:
        """How many there are."""
        return len(self._facts)

    @property
    def facts(self) -> list[Fact]:
        """All of them, in the calculus' order."""
        return sorted(self._facts, key=lambda fact: fact.order)

    def take(self, agreement: str, rows: Iterable[TrialFact]) -> None:
        """Take the facts of an agreement that concern the services."""
        for row in rows:
            fact = fact_of(read_kept(row.event))
            if not concerns(fact, self._services):
                continue
            known = self._digests.get(fact.key)
            if known is not None:
                if known != row.digest:
                    self.contradicting.append(fact.key)
                continue
            self._digests[fact.key] = row.digest
            self._facts.append(fact)
            self.agreements[agreement] = self.agreements.get(agreement, 0) + 1
            if fact.service in self._services:
                self._note(fact)

    def _note(self, fact: Fact) -> None:
        told = self.told.setdefault(fact.service, Told(0, fact.at, fact.at))
        told.facts += 1
        told.first, told.last = min(told.first, fact.at), max(told.last, fact.at)
