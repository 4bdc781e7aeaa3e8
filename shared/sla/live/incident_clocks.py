"""The clocks of some incidents as they are, each by itself and without the figure of its period.

A clock is named by its incident and its start; where an incident came into the objective twice, two clocks can have
one start, and the later has the next turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from shared.sla.changes.corrections import next_silence, of_incident
from shared.sla.evidence.grounds import Evidence, Role
from shared.sla.evidence.transitions import named
from shared.sla.figures import ClockAhead, ClockFigure, ClockState, Figure
from shared.sla.history import History
from shared.sla.incidents.figures import ClockCase
from shared.sla.incidents.incidents import Incident
from shared.sla.incidents.outlook import clock_ahead
from shared.sla.incidents.settled import Shown
from shared.sla.spans import Span


@dataclass(frozen=True, slots=True)
class ClockNow:
    """One clock: its figure, the instant that puts it into a period (None: the open one), what comes of it by time
    alone (of a breached one the warnings that it had), and when silence decides a correction of its incident."""

    figure: ClockFigure
    turn: int
    instant: int | None
    released_at: int | None
    ahead: ClockAhead | None
    revisit_at: int | None


def clocks_now(
    history: History, objective: str, version: int, incidents: Iterable[str], as_of: int
) -> list[ClockNow]:
    """Every clock of these incidents under one objective, by incident and in order of their beginning."""
    case = history.case(objective, version, Span(as_of, as_of), as_of)
    if not isinstance(case, ClockCase):
        return []
    known = (incident_at(history, version, name, as_of) for name in incidents)
    lives = [
        one
        for one in known
        if one is not None and one.service in case.objective.services and one.opened_at in case.force
    ]
    turns: Counter[tuple[str, int]] = Counter()
    found: list[ClockNow] = []
    for shown in replace(case, incidents=lives).clocks():
        name = shown.figure.incident, shown.figure.started_at
        turns[name] += 1
        found.append(_now(case, shown, turns[name]))
    return found


def _now(case: ClockCase, shown: Shown, turn: int) -> ClockNow:
    figure, clock = shown.figure, shown.clock
    ahead = None
    if clock.undecided or figure.state is ClockState.BREACHED:
        warn_at = case.objective.warn_at
        ahead = clock_ahead(figure.incident, clock, shown.off, warn_at, shown.paused_at)
    instant = shown.instant if shown.decided else clock.released_at
    revisit_at = next_silence(of_incident(case.corrections, figure.incident))
    return ClockNow(figure, turn, instant, clock.released_at, ahead, revisit_at)


def incident_at(history: History, version: int, name: str, as_of: int) -> Incident | None:
    """An opened incident as its facts tell it, those aside that are late under a version."""
    return history.known(as_of).incident(history.terms(version), name)


def corrected_incident(history: History, correction: str, as_of: int) -> str | None:
    """The incident that a correction is for; None where it is for a service, or not known."""
    book = history.known(as_of)
    proposals = (one.proposal for terms in history.versions for one in book.corrections(terms, as_of))
    return next((one.incident for one in proposals if one.correction == correction), None)


def breached_evidence(history: History, figure: Figure) -> list[Evidence]:
    """The facts of the incidents whose clocks a figure shows as breached, in order of time."""
    names = {clock.incident for clock in figure.clocks if clock.state is ClockState.BREACHED}
    lives = (incident_at(history, figure.version, name, figure.as_of) for name in names)
    found = {
        one
        for life in lives
        if life is not None
        for one in named((moment.fact for moment in life.moments), Role.INCIDENT, life.name)
    }
    return sorted(found, key=lambda one: (one.at, one.source, one.id))
