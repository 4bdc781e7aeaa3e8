"""One agreement, its versions and its facts: the face of the calculus.

Every answer is a function of the versions, the set of facts whose time is not after `as_of`, and `as_of`: the
order in which facts were added does not matter. Facts in order of time are cheap to add and are folded when
a question comes; late ones fold again from where they change things.

A history can forget the availability facts before a horizon (`forget`) and be kept as plain data (`checkpoint`): what
it answers stays the same, and what would need a fact that is gone raises `before.Forgotten`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.sla.agreed.objectives import Clock, Measurement, Objective, RollingWindow
from shared.sla.agreed.terms import Terms
from shared.sla.availability.availability import AvailabilityCase
from shared.sla.availability.budget_line import budget_line
from shared.sla.availability.forecast import Forecast, forecast
from shared.sla.availability.outlook import Ahead
from shared.sla.burn import Burn
from shared.sla.cases import Case, case_of
from shared.sla.changes.corrections import Standing
from shared.sla.changes.proposed import Proposed
from shared.sla.counts.ratio import RatioCase
from shared.sla.evidence.grounds import Evidence, Role
from shared.sla.evidence.transitions import named, transitions
from shared.sla.figures import BudgetPoint, ClassedSpan, Figure, Outlook, PeriodOf, Status
from shared.sla.incidents.figures import ClockCase
from shared.sla.ledger.classes import classify, explained
from shared.sla.samples.figures import SampleCase
from shared.sla.samples.samples import WITHIN
from shared.sla.spans import EVER, Span
from shared.sla.states.open_conditions import OpenCondition
from shared.sla.told.told import Told
from shared.sla.told.versions import force_of, objective_of, periods_of, status_of

if TYPE_CHECKING:
    from shared.sla.explanation.explanation import Explanation


class History(Told):
    """One agreement, its versions and its facts. Not safe for use by several threads at once."""

    _case: tuple[tuple[str, int, Span, int, bool], Case] | None = None
    _ahead: tuple[Case, Outlook] | None = None
    _behind: tuple[Case, list[Evidence]] | None = None

    def _changed(self) -> None:
        self._case = self._ahead = self._behind = None

    # periods and figures

    def periods(self, objective: str, as_of: int) -> list[PeriodOf]:
        """Every period of an objective begun before `as_of`, by version and start (CONTRACT.md, section 3)."""
        found: list[PeriodOf] = []
        last: tuple[int, RollingWindow] | None = None
        for terms in self._versions:
            clause = objective_of(terms, objective)
            if clause is None:
                continue
            since = self._since(terms, clause, as_of)
            force = force_of(self._versions, terms.version, objective)
            found += periods_of(terms, clause, force, since, as_of)
            last = (terms.version, clause.window) if isinstance(clause.window, RollingWindow) else None
        if not found and last is not None:
            version, window = last
            found.append(PeriodOf(version, Span(as_of - window.length, as_of), Status.OPEN))
        return found

    def _since(self, terms: Terms, objective: Objective, as_of: int) -> int | None:
        book = self.known(as_of)
        found: list[int] = []
        for service in terms.services:
            if service.id not in objective.services:
                continue
            if service.up_before_first_fact:
                return EVER
            first = book.first_fact(terms, service.id)
            if first is not None:
                found.append(first)
        return min(found, default=None)

    def figure(
        self, objective: str, version: int, period: Span, as_of: int, *, asked: bool = False
    ) -> Figure:
        """All of an objective's figures in a period at an instant (CONTRACT.md, section 3).

        A span that was `asked` for is one window, also where a rolling one happens to be as long and to end there.
        """
        return self.case(objective, version, period, as_of, asked=asked).figure()

    def proposed(self, objective: str, version: int, period: Span, as_of: int) -> Proposed | None:
        """The corrections of the objective that are still open, and the figure as it would be with all of them.

        None where there are none (SEMANTICS.md, late facts, corrections, closing).
        """
        terms = self.terms(version)
        clause = objective_of(terms, objective)
        if clause is None:
            raise LookupError(f"version {version} has no objective '{objective}'")
        book = self.known(as_of)
        incidents = {one.name for one in book.incidents(terms, clause.services)}
        clocks = isinstance(clause.indicator, Clock)
        open_ones = tuple(
            one
            for one in book.corrections(terms, as_of)
            if one.standing is Standing.PROPOSED
            and (one.proposal.incident in incidents if clocks else one.proposal.of_service in clause.services)
        )
        if not open_ones:
            return None
        case = case_of(self._versions, book, terms, clause, period, as_of, supposing=True)
        return Proposed(open_ones, case.figure())

    def outlook(self, objective: str, version: int, period: Span, as_of: int) -> Outlook:
        """What comes by time alone, if no further fact comes; agrees with `figure`."""
        case, grace = self.case(objective, version, period, as_of), self.terms(version).grace
        if self._ahead is None or self._ahead[0] is not case:
            if isinstance(case, AvailabilityCase):
                self._ahead = case, Ahead(case, grace).outlook()
            else:
                self._ahead = case, case.outlook(grace)
        return self._ahead[1]

    def spans(self, objective: str, version: int, period: Span, as_of: int) -> list[ClassedSpan]:
        """The ledger as spans in order, which sum to the figure's ledger, with the reasons of each."""
        case = self.case(objective, version, period, as_of)
        if isinstance(case, RatioCase | ClockCase | SampleCase):
            return []
        setting = case.setting
        until = max(period.start, min(period.end, setting.as_of))
        classed = classify(setting, Span(period.start, until), setting.floor(period))
        return explained(classed.spans, setting)

    def explanation(
        self, objective: str, version: int, period: Span, as_of: int, *, asked: bool = False
    ) -> Explanation:
        """A figure with its formula, rows, clauses, credit and clocks; `asked` as in `figure`."""
        from shared.sla.explanation.explaining import (
            explanation_of,  # only where it is asked for: a command starts sooner
        )

        case = self.case(objective, version, period, as_of, asked=asked)
        spans = self.spans(objective, version, period, as_of)
        return explanation_of(case, case.figure(), self.terms(version), spans)

    def budget_line(self, objective: str, version: int, period: Span, as_of: int) -> list[BudgetPoint]:
        """What was left of the budget up to an instant, as it was known then; empty where there is none."""
        case = self.case(objective, version, period, as_of)
        return budget_line(case) if isinstance(case, AvailabilityCase) else []

    def burn(self, objective: str, version: int, period: Span, as_of: int) -> list[Burn]:
        """The burn rates of a period's budget at an instant; empty where there is no budget."""
        case = self.case(objective, version, period, as_of)
        if not isinstance(case, AvailabilityCase | RatioCase):
            return []
        return case.burn()

    def forecast(self, objective: str, version: int, period: Span, as_of: int) -> Forecast | None:
        """Both forecasts of an availability objective; None for other indicators."""
        case = self.case(objective, version, period, as_of)
        if not isinstance(case, AvailabilityCase):
            return None
        return forecast(case, self.outlook(objective, version, period, as_of).breached_at)

    def open_conditions(self, objective: str, version: int, as_of: int) -> list[OpenCondition]:
        """The conditions of an objective's services that sources have told of and not closed."""
        terms = self.terms(version)
        clause = objective_of(terms, objective)
        return [] if clause is None else self.known(as_of).open_conditions(terms, clause.services)

    def evidence(
        self, objective: str, version: int, period: Span, as_of: int, *, asked: bool = False
    ) -> list[Evidence]:
        """Every fact that a figure rests on, in the order of facts; `asked` as in `figure`.

        Forgotten where words about its services are gone.
        """
        from shared.sla.evidence.evidence import (
            evidence,  # only where it is asked for: a command starts sooner
        )

        case = self.case(objective, version, period, as_of, asked=asked)
        if self._behind is None or self._behind[0] is not case:
            self._behind = case, evidence(case, self.known(as_of), self.terms(version))
        return list(self._behind[1])

    def transitions(self, objective: str, version: int, period: Span, as_of: int) -> list[Evidence]:
        """What verdicts name of the evidence: changes of state, or the samples; none for counts and clocks."""
        case = self.case(objective, version, period, as_of)
        if isinstance(case, SampleCase):
            return named((sample.fact for sample in case.counted(period)), Role.SAMPLE)
        if isinstance(case, RatioCase) and isinstance(case.objective.indicator, Measurement):
            outside = (fact for fact in case.counted(period) if not fact.counters[WITHIN])
            return named(outside, Role.SAMPLE)
        return [] if isinstance(case, ClockCase) else transitions(case.setting, period)

    def terms(self, version: int) -> Terms:
        """One version by its number."""
        return next(one for one in self._versions if one.version == version)

    def case(self, objective: str, version: int, period: Span, as_of: int, *, asked: bool = False) -> Case:
        """One objective in one period at an instant; asked again, what it has worked out already is there."""
        of = objective, version, period, as_of, asked
        if self._case is None or self._case[0] != of:
            terms = self.terms(version)
            clause = objective_of(terms, objective)
            if clause is None:
                raise LookupError(f"version {version} has no objective '{objective}'")
            book = self.known(as_of)
            self._case = of, case_of(self._versions, book, terms, clause, period, as_of, asked=asked)
        return self._case[1]

    def windows(self, objective: str, span: Span, as_of: int) -> list[PeriodOf]:
        """Any span read as one window: for each version that rules a part of it, else for the last version."""
        found: list[PeriodOf] = []
        having = [terms for terms in self._versions if objective_of(terms, objective) is not None]
        ruling = [terms for terms in having if span.cut(force_of(self._versions, terms.version, objective))]
        for terms in ruling or having[-1:]:
            status = status_of(span, terms.grace, as_of, rolling=False)
            found.append(PeriodOf(terms.version, span, status))
        return found
