"""What `eyelevel evaluate` says of all that has come so far, and how what the evaluator holds differs from it."""

from collections.abc import Iterator, Sequence
from typing import Any

from services.cli.fact_lines import FactLines
from shared.agreements.evaluation import Evaluation, evaluate
from shared.agreements.evidence import fact_of
from shared.agreements.figure_json import figure_json, period_json
from shared.agreements.meaning import terms_of
from shared.agreements.reading import read_agreement
from shared.contracts.envelope import CloudEvent
from shared.contracts.facts import read_fact
from shared.sla.facts import Fact
from shared.sla.history import History
from shared.sla.terms import Terms
from tests.integration.live.histories import PUT, Step
from tests.oracle.agreement import differences


class Known:
    """The versions put and the facts come so far, the first of each name, and where the clock stands."""

    def __init__(self) -> None:
        self.clock: int | None = None
        self._versions: dict[int, Terms] = {}
        self._facts: dict[tuple[str, str], Fact] = {}

    @property
    def versions(self) -> Sequence[Terms]:
        """In the order of their numbers."""
        return [terms for _, terms in sorted(self._versions.items())]

    def take(self, step: Step) -> None:
        """What a step brings."""
        for event in step.events:
            self._take(event)
        self.clock = self.clock if step.clock is None else step.clock

    def evaluated(self, as_of: int | None = None) -> Evaluation | None:
        """The figures at an instant (or the clock), from nothing; None while there is no version or no time."""
        at = self.clock if as_of is None else as_of
        if at is None or not self._versions:
            return None
        counting = [fact for fact in self._facts.values() if fact.at <= at]
        lines = FactLines(read=len(counting), facts=sorted(counting, key=lambda fact: fact.order))
        return evaluate(self.versions, lines, at, None)

    def _take(self, event: CloudEvent) -> None:
        if event.type == PUT:
            (document,) = read_agreement(event.data["document"])
            self._versions[document.metadata.version] = terms_of(document)
        else:
            fact = fact_of(read_fact(event))
            self._facts.setdefault(fact.key, fact)


def differences_of(history: History, evaluation: Evaluation) -> Iterator[str]:
    """Every period and every field in which what is held says something else than the command."""
    wanted = [_name(entry.figure.objective, entry.figure.period) for entry in evaluation.entries]
    objectives = dict.fromkeys(one.id for terms in reversed(history.versions) for one in terms.objectives)
    held = [
        _name(name, period)
        for name in objectives
        for period in sorted(history.periods(name, evaluation.as_of))
    ]
    yield from differences("periods", held, wanted)
    for entry in evaluation.entries:
        figure = entry.figure
        found = history.figure(figure.objective, figure.version, figure.period.span, evaluation.as_of)
        if found != figure:
            said, right = figure_json(found, entry.objective), figure_json(figure, entry.objective)
            yield from differences(f"{figure.objective} {figure.period}", said, right)


def _name(objective: str, period: Any) -> list[Any]:
    return [objective, period.version, period_json(period)]
