"""What `eyelevel evaluate` says of all that has come so far, and how what the evaluator holds differs from it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.cli.fact_lines import FactLines
from shared.agreements.evaluation import Evaluation, evaluate
from shared.agreements.evidence import fact_of
from shared.agreements.figure_json import figure_json, period_json
from shared.agreements.meaning import terms_of
from shared.contracts.envelope import CloudEvent
from shared.contracts.facts import read_fact
from shared.sla.agreed.objectives import CalendarWindow, Clock
from shared.sla.agreed.terms import Terms
from shared.sla.facts import Fact, IncidentTold
from shared.sla.figures import Figure
from shared.sla.history import History
from shared.sla.live.incident_clocks import ClockNow, clocks_now
from shared.sla.time.windows import window_at
from shared.sla.told.versions import objective_of
from tests.integration.live.histories import PUT, Step, put_document
from tests.integration.live.silences import Source, silent_since
from tests.oracle.agreement import differences


class Known:
    """The versions put and the facts come so far, the first of each name, and where the clock stands."""

    def __init__(self) -> None:
        self.clock: int | None = None
        self._versions: dict[int, Terms] = {}
        self._facts: dict[tuple[str, str], Fact] = {}
        self._answers: dict[int, Evaluation] = {}
        self._judged = self.put_later = False

    @property
    def versions(self) -> Sequence[Terms]:
        """In the order of their numbers."""
        return [terms for _, terms in sorted(self._versions.items())]

    def take(self, step: Step) -> None:
        """What a step brings."""
        self._answers.clear()
        for event in step.events:
            self._take(event)
        self.clock = self.clock if step.clock is None else step.clock
        self._judged |= bool(self._versions) and step.clock is not None

    def evaluated(self, as_of: int | None = None) -> Evaluation | None:
        """The figures at an instant (or the clock), from nothing; None while there is no version or no time."""
        at = self.clock if as_of is None else as_of
        if at is None or not self._versions:
            return None
        if at not in self._answers:
            self._answers[at] = evaluate(self.versions, self._lines(at), at, None)
        return self._answers[at]

    def clocks(self, as_of: int | None = None) -> Iterator[tuple[str, int, ClockNow]]:
        """Every clock at an instant with its objective, also those that no period shows; from nothing as well."""
        at = self.clock if as_of is None else as_of
        if at is None or not self._versions:
            return
        history, incidents = History(self.versions), set()
        for fact in self._lines(at).facts:
            history.add(fact)
            incidents |= {fact.incident} if isinstance(fact, IncidentTold) else set()
        for terms in self.versions:
            for objective in terms.objectives:
                if isinstance(objective.indicator, Clock):
                    for now in clocks_now(history, objective.id, terms.version, sorted(incidents), at):
                        yield objective.id, terms.version, now

    def figure(self, objective: str, version: int, start: int, as_of: int | None = None) -> Figure | None:
        """A calendar period by its start, also one that the list does not begin with any more; from nothing."""
        at = self.clock if as_of is None else as_of
        terms = self._versions.get(version)
        clause = None if terms is None else objective_of(terms, objective)
        if at is None or terms is None or clause is None or not isinstance(clause.window, CalendarWindow):
            return None
        history = History(self.versions)
        for fact in self._lines(at).facts:
            history.add(fact)
        return history.figure(objective, version, window_at(clause.window.unit, terms.zone, start), at)

    def silent(self, as_of: int | None = None) -> Mapping[Source, int] | None:
        """The silent sources at an instant, by what is not set aside; None where that is not plain (`silences`)."""
        evaluation = self.evaluated(as_of)
        if evaluation is None or self.put_later:
            return None
        aside = {(source, id_) for source, id_, _ in evaluation.aside}
        used = [fact for fact in self._lines(evaluation.as_of).facts if fact.key not in aside]
        return silent_since(self.versions, used, evaluation.as_of)

    def _lines(self, at: int) -> FactLines:
        counting = [fact for fact in self._facts.values() if fact.at <= at]
        return FactLines(read=len(counting), facts=sorted(counting, key=lambda fact: fact.order))

    def _take(self, event: CloudEvent) -> None:
        if event.type == PUT:
            self.put_later |= self._judged
            document = put_document(event.data["document"])
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
