"""The incidents behind a figure of clocks: all facts of each whose clocks it shows or counts.

An incident that it does not show belongs to it too where one of its facts keeps it away: one that was cancelled or
stopped before it came due in the period would be in it if that had not been told. Its corrections come with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from shared.sla.changes.corrections import CorrectionFact, judge
from shared.sla.evidence.grounds import Role
from shared.sla.facts import CorrectionProposed, Fact, IncidentStep, IncidentTold
from shared.sla.incidents.figures import ClockCase
from shared.sla.incidents.incidents import life
from shared.sla.incidents.settled import SettledClocks
from shared.sla.spans import Span
from shared.sla.told.book import Book


def incidents_behind(case: ClockCase, book: Book, window: Span) -> Iterator[tuple[Fact, Role, str | None]]:
    """The facts of the incidents that belong to a figure; `window` reaches further back than its period may."""
    corrections = _by_incident(book.correction_facts(case.terms))
    for name, facts in book.incident_facts(case.terms).items():
        words = corrections.get(name, [])
        if facts and facts[0].at <= window.end and _concerns(case, window, facts, words):
            yield from ((fact, Role.INCIDENT, name) for fact in facts)
            yield from ((word, Role.CORRECTION, word.correction) for word in words)


def _by_incident(facts: Sequence[CorrectionFact]) -> dict[str, list[CorrectionFact]]:
    """The facts of corrections by the incident that one of their proposals names."""
    found: dict[str, list[CorrectionFact]] = {}
    named = {(one.incident, one.correction) for one in facts if isinstance(one, CorrectionProposed)}
    for incident, correction in sorted((name, of) for name, of in named if name is not None):
        found.setdefault(incident, []).extend(one for one in facts if one.correction == correction)
    return found


def _concerns(
    case: ClockCase, window: Span, facts: Sequence[IncidentTold], words: Sequence[CorrectionFact]
) -> bool:
    """Whether a figure has clocks of an incident, or would have if one fact had not been told."""
    services = case.objective.services
    if not any(one.step is IncidentStep.OPENED and one.service in services for one in facts):
        return False
    if _shows(case, window, facts, words):
        return True
    return any(_shows(case, window, [*facts[:n], *facts[n + 1 :]], words) for n in range(len(facts))) or any(
        _shows(case, window, facts, [*words[:n], *words[n + 1 :]]) for n in range(len(words))
    )


def _shows(
    case: ClockCase, window: Span, facts: Sequence[IncidentTold], words: Sequence[CorrectionFact]
) -> bool:
    incident = life(facts[0].incident, facts) if facts else None
    if incident is None or incident.service not in case.objective.services:
        return False
    if incident.opened_at not in case.force:
        return False
    alone = replace(
        case,
        incidents=[incident],
        corrections=tuple(judge(words, case.terms, case.as_of)),
        settled=SettledClocks(case.force, ()),
        period=replace(case.period, span=window),
    )
    return any(alone.is_listed(one) for one in alone.clocks())
