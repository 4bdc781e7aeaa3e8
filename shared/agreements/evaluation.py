"""Figures of an agreement from its versions and facts, as `eyelevel evaluate` prints them (CONTRACT.md, section 3).

The command takes the facts from a file, a trial on the server from those that are kept; the answer is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from shared.agreements import versions as behind
from shared.agreements.ahead_said import TimeAhead, ahead_json, time_ahead
from shared.agreements.figure_json import evidence_json, figure_json
from shared.agreements.periods import read_period
from shared.contracts.instants import format_instant
from shared.sla.agreed.objectives import CalendarWindow, Objective
from shared.sla.agreed.terms import Terms
from shared.sla.changes.proposed import Proposed
from shared.sla.evidence.grounds import Evidence
from shared.sla.facts import Fact
from shared.sla.figures import Figure, PeriodOf
from shared.sla.history import History
from shared.sla.spans import Span
from shared.sla.time.windows import window_at
from shared.sla.told.versions import force_of, objective_of, status_of

if TYPE_CHECKING:
    from shared.sla.explanation.explanation import Explanation


class Given(Protocol):
    """The facts as they were given. `facts` are those up to `as_of`, `later` counts the others that could be read;
    `aside` holds (source, id, reason) of those that no calculus takes."""

    @property
    def read(self) -> int: ...
    @property
    def repeated(self) -> int: ...
    @property
    def later(self) -> int: ...
    @property
    def facts(self) -> Sequence[Fact]: ...
    @property
    def aside(self) -> Sequence[tuple[str, str, str]]: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure with the objective that it is about."""

    figure: Figure
    objective: Objective
    explain: Callable[[], Explanation]
    """All that explains the figure; computed when asked for."""
    propose: Callable[[], Proposed | None]
    """The corrections that are still open, and what would be with them; computed when asked for."""
    prove: Callable[[], Sequence[Evidence]]
    """Every fact that the figure rests on; computed when asked for."""
    look_ahead: Callable[[], TimeAhead]
    """Its burn rates and forecasts; computed when asked for."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that is printed: figures in the document's order, and what became of the facts."""

    terms: Terms
    as_of: int
    entries: Sequence[Entry]
    given: Given
    aside: Sequence[tuple[str, str, str]]

    def json(self, *, evidence: bool = False, ahead: bool = False) -> dict[str, Any]:
        """The object of CONTRACT.md, section 3.

        With `evidence` each figure names the facts that it rests on, with `ahead` an open one its burn rates and
        forecasts, as trends carry them.
        """
        given = self.given
        return {
            "agreement": self.terms.agreement,
            "version": self.terms.version,
            "as_of": format_instant(self.as_of),
            "engine": behind.engine_version(),
            "tzdata": behind.tzdata_version(),
            "holidays": behind.holidays_version(),
            "facts": {
                "read": given.read,
                "repeated": given.repeated,
                "later": given.later,
                "used": given.read - given.repeated - given.later - len(self.aside),
                "set_aside": [
                    {"source": source, "id": id_, "reason": why} for source, id_, why in self.aside
                ],
            },
            "objectives": [_entry_json(entry, evidence=evidence, ahead=ahead) for entry in self.entries],
        }


def _entry_json(entry: Entry, *, evidence: bool, ahead: bool) -> dict[str, Any]:
    found = figure_json(entry.figure, entry.objective)
    if ahead:
        found |= ahead_json(entry.look_ahead(), entry.objective)
    return found | {"evidence": [evidence_json(one) for one in entry.prove()]} if evidence else found


Asked = tuple[str, PeriodOf]
"""An objective's id, and one of its periods."""


def evaluate(
    versions: Sequence[Terms],
    given: Given,
    as_of: int,
    period: str | None,
    watched: Callable[[Sequence[Asked]], Iterable[Asked]] = iter,
    only: str | None = None,
) -> Evaluation:
    """All figures at `as_of`, or those of one objective.

    `watched` passes on what is asked for, so that it can show how far this is.
    """
    history = History(versions)
    for fact in given.facts:
        history.add(fact)
    entries = []
    for name, one in watched(list(_asked(history, versions, as_of, period, only))):
        terms = next(terms for terms in versions if terms.version == one.version)
        objective = objective_of(terms, name)
        if objective is not None:
            asked = period is not None
            of = name, one.version, one.span, as_of
            explain = partial(history.explanation, *of, asked=asked)
            propose = partial(history.proposed, *of)
            prove = partial(history.evidence, *of, asked=asked)
            figure = history.figure(*of, asked=asked)
            agreed = not asked or _is_window(objective, terms.zone, one.span)
            ahead = partial(time_ahead, history, figure, agreed=agreed)
            entries.append(Entry(figure, objective, explain, propose, prove, ahead))
    aside = [(fact.source, fact.id, reason) for fact, reason in history.set_aside(as_of)]
    return Evaluation(versions[-1], as_of, entries, given, sorted([*aside, *given.aside]))


def _asked(
    history: History, versions: Sequence[Terms], as_of: int, period: str | None, only: str | None
) -> Iterator[Asked]:
    for name in _names(versions) if only is None else [only]:
        periods = history.periods(name, as_of) if period is None else _in(history, name, period, as_of)
        yield from ((name, one) for one in sorted(periods))


def _names(versions: Sequence[Terms]) -> list[str]:
    """Objectives in the order of the latest document, then those that only earlier versions have."""
    return list(dict.fromkeys(one.id for terms in reversed(versions) for one in terms.objectives))


def _in(history: History, name: str, period: str, as_of: int) -> Iterator[PeriodOf]:
    """The versions that rule in a period, or the nearest one where none does."""
    having = [terms for terms in history.versions if objective_of(terms, name) is not None]
    spans = {terms.version: read_period(period, terms.zone) for terms in having}
    force = {terms.version: force_of(history.versions, terms.version, name) for terms in having}
    ruling = [terms for terms in having if spans[terms.version].cut(force[terms.version])]
    for terms in ruling or [_nearest(having, spans, force)]:
        span = spans[terms.version]
        yield PeriodOf(terms.version, span, status_of(span, terms.grace, as_of, rolling=False))


def _is_window(objective: Objective, zone: str, span: Span) -> bool:
    """Whether a span that was asked for is one of an objective's calendar windows."""
    window = objective.window
    return isinstance(window, CalendarWindow) and window_at(window.unit, zone, span.start) == span


def _nearest(having: Sequence[Terms], spans: dict[int, Span], force: dict[int, Span]) -> Terms:
    """The version whose time lies nearest to its span; the later of two."""

    def gap(terms: Terms) -> tuple[int, int]:
        span, rules = spans[terms.version], force[terms.version]
        return max(rules.start - span.end, span.start - rules.end, 0), -terms.version

    return min(having, key=gap)
