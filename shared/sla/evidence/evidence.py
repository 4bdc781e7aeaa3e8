"""Every fact that a figure rests on, in the order of facts, each with what it does there.

Without the other facts the figure is the same, and leaving out any one of them changes nothing. So the evidence also
holds what did not come to rule: words that contradicted it at their time, a correction that was declined, a change
that was called off. What matters when is asked of the figure's time (`evidence_time`), then of the words about its
services, the changes and corrections that reach it, the incidents, counts or samples that it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shared.sla.agreed.objectives import Measurement, Satisfaction
from shared.sla.agreed.terms import Terms, parts_of
from shared.sla.availability.availability import AvailabilityCase
from shared.sla.cases import Case
from shared.sla.counts.ratio import RatioCase
from shared.sla.evidence.clocks import incidents_behind
from shared.sla.evidence.decisions import changes_behind, corrections_behind
from shared.sla.evidence.grounds import Evidence, Role
from shared.sla.evidence.time import time_that_matters, window_of
from shared.sla.evidence.words import words_behind
from shared.sla.facts import Fact
from shared.sla.incidents.figures import ClockCase
from shared.sla.outages.figures import OutageCase
from shared.sla.samples.figures import SampleCase
from shared.sla.spans import Span, Spans, union
from shared.sla.told.book import Book

Grounds = tuple[Fact, Role, str | None]
"""A fact, what it does, and the incident, change or correction that it tells of."""


def evidence(case: Case, book: Book, terms: Terms) -> list[Evidence]:
    """The evidence of a case's figure, each fact once; Forgotten where words about its services are gone."""
    window = window_of(case)
    match case:
        case ClockCase():
            found: list[Grounds] = [*incidents_behind(case, book, window)]
        case SampleCase():
            found = [(one.fact, Role.SAMPLE, None) for one in case.counted(window)]
            if not isinstance(case.objective.indicator, Satisfaction):
                found += _decisions(book, terms, case, (window,))
        case RatioCase():
            found = [*_counts(case, window), *_decisions(book, terms, case, (window,))]
        case AvailabilityCase() | OutageCase():
            matters = time_that_matters(case, window)
            reach = union([case.period.span, window, *matters])
            found = [*_words(book, terms, case, matters), *_decisions(book, terms, case, reach)]
    return _in_order(found)


def _counts(case: RatioCase, window: Span) -> Iterator[Grounds]:
    """The counts that are counted; samples that are judged each by itself are counts of one."""
    role = Role.SAMPLE if isinstance(case.objective.indicator, Measurement) else Role.COUNT
    names = case.indicator.good, case.indicator.total
    for fact in case.counted(window):
        if any(fact.counters.get(name) for name in names):
            yield fact, role, None


def _words(
    book: Book, terms: Terms, case: AvailabilityCase | OutageCase, matters: Spans
) -> Iterator[Grounds]:
    """The words about the service, or about those that it is made of."""
    service, weights = case.objective.services[0], case.setting.counts.degraded
    names = {service, *parts_of(service, terms)}
    for clause in terms.services:
        if clause.id in names and clause.made_of is None:
            told, timeline = book.words.told(terms, clause), book.words.own(terms, clause, weights)
            yield from ((fact, role, None) for fact, role in words_behind(told, timeline, clause, matters))


def _decisions(
    book: Book, terms: Terms, case: AvailabilityCase | OutageCase | RatioCase | SampleCase, reach: Spans
) -> Iterator[Grounds]:
    """The changes that reach service time in force, and the corrections that reach any."""
    objective, force = case.objective, case.force if isinstance(case, SampleCase) else case.setting.force
    service, hours = objective.services[0], book.hours(objective.hours)
    served = [part for span in reach for part in hours.within(span.cut(force))]
    for change in changes_behind(book.change_facts(terms), terms, service, served):
        yield change, Role.MAINTENANCE, change.change
    for correction in corrections_behind(book.correction_facts(terms), service, reach):
        yield correction, Role.CORRECTION, correction.correction


def _in_order(found: Iterable[Grounds]) -> list[Evidence]:
    """Each fact once, with the first that is said of it."""
    once: dict[tuple[str, str], Grounds] = {}
    for one in found:
        once.setdefault(one[0].key, one)
    ordered = sorted(once.values(), key=lambda one: one[0].order)
    return [Evidence(fact.source, fact.id, fact.at, role, of) for fact, role, of in ordered]
