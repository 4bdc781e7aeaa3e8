"""The clocks of incidents at one tick: those whose incident was told of, and those whose deadline has come.

Each clock is looked at by itself, so that a tick costs what is due and not what there is. What is said of one carries
the figures of the period that shows it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from services.evaluator.clauses import Clauses
from services.evaluator.ports import Changes, ClockKey, ClockRow, VerdictRow
from services.evaluator.told import Telling, ToldClock
from services.evaluator.verdicts import saying
from services.evaluator.verdicts.deciding import Subject
from services.evaluator.verdicts.deciding_clocks import ClockSeen, ClockSubject, ClockWarning, decide_clock
from services.evaluator.verdicts.seeing import share_text, span_at
from services.evaluator.verdicts.touching import ALL
from services.evaluator.watched import Watched
from shared.agreements.durations import format_duration
from shared.agreements.figure_json import clock_json
from shared.contracts.said import ClockSaid
from shared.contracts.topics import VERDICTS
from shared.contracts.verdicts import FiguresSaid
from shared.eventlog.port import Entry
from shared.sla.agreed.objectives import CalendarWindow, Clock, Objective
from shared.sla.evidence.grounds import Role
from shared.sla.evidence.transitions import named
from shared.sla.figures import ClockState, Figure
from shared.sla.history import History
from shared.sla.live.incident_clocks import ClockNow, clocks_now, incident_at
from shared.sla.spans import EVER, MICROSECOND, NEVER, Span
from shared.sla.time.windows import window_at


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReview:
    """One agreement's clocks at one log clock. `kept`: what was told of the clocks of the incidents told of."""

    watched: Watched
    history: History
    versions: Mapping[int, Clauses]
    clock: int
    public_url: str
    changes: Changes
    kept: Mapping[ClockKey, ClockRow]
    _figures: dict[tuple[str, int, Span], tuple[Figure, FiguresSaid]] = field(default_factory=dict)

    def run(self) -> None:
        """Decide what is due."""
        due = {row.key: row for row in self.watched.due_clocks(self.clock)}
        touched = touched_incidents(self.watched, self.history, self.clock)
        self.watched.incidents.clear()
        for version, clauses in sorted(self.versions.items()):
            for objective in clauses.terms.objectives:
                if isinstance(objective.indicator, Clock):
                    self._objective(objective, version, touched, due)

    def _objective(
        self, objective: Objective, version: int, touched: set[str], due: Mapping[ClockKey, ClockRow]
    ) -> None:
        mine = (self.watched.id, objective.id, version)
        rows = {key: row for key, row in (*self.kept.items(), *due.items()) if key[:3] == mine}
        names = sorted(touched | {row.incident for row in rows.values()})
        if not names:
            return
        found = {}
        for now in clocks_now(self.history, objective.id, version, names, self.clock):
            figure = now.figure
            key: ClockKey = (*mine, figure.incident, figure.started_at, now.turn)
            if key in rows or figure.incident in touched:
                found[key] = now
        for key in sorted({*found, *rows}):
            self._look(objective, key, found.get(key), rows.get(key))

    def _look(self, objective: Objective, key: ClockKey, now: ClockNow | None, row: ClockRow | None) -> None:
        agreement, name, version, incident, started_at, turn = key
        told = ToldClock() if row is None else row.told
        put_at = self.watched.versions[version].put_at
        subject = ClockSubject(agreement, version, name, incident, started_at, turn, put_at)
        decision = decide_clock(subject, told, clock_seen(now, self.clock))
        told = decision.told
        if decision.tell:
            said = (
                ClockSaid(**clock_json(now.figure)) if now else msgspec.json.decode(told.said, type=ClockSaid)
            )
            told = replace(told, said=msgspec.json.encode(said).decode())
            context = replace(self._context(objective, version, now), clock_said=said)
            for telling in decision.tell:
                self._say(context, telling, incident)
        kept = ClockRow(
            agreement=agreement, objective=name, version=version, incident=incident, started_at=started_at,
            turn=turn, told=told, due=decision.due,
        )  # fmt: skip
        self.watched.keep_clock(kept)
        if row != kept:
            self.changes.clocks[key] = kept

    def _context(self, objective: Objective, version: int, now: ClockNow | None) -> saying.Context:
        """The period that shows the clock, and its figures."""
        clauses = self.versions[version]
        at = self.clock if now is None or now.instant is None else now.instant
        window = objective.window
        rolling = not isinstance(window, CalendarWindow)
        if isinstance(window, CalendarWindow):
            span = window_at(window.unit, clauses.terms.zone, at)
        else:
            span = span_at(objective, EVER, NEVER, self.clock)
        asked = objective.id, version, span
        if asked not in self._figures:
            found = self.history.figure(*asked, self.clock)
            self._figures[asked] = found, saying.figures_said(found, objective)
        figure, figures = self._figures[asked]
        put_at = self.watched.versions[version].put_at
        start = None if rolling else span.start
        return saying.Context(
            clauses=clauses, objective=objective,
            subject=Subject(self.watched.id, version, objective.id, start, put_at),
            figure=figure, figures=figures, clock=self.clock, head=self.watched.head, public_url=self.public_url,
        )  # fmt: skip

    def _say(self, context: saying.Context, telling: Telling, name: str) -> None:
        subject = context.subject
        incident = incident_at(self.history, subject.version, name, self.clock)
        facts = [] if incident is None else [moment.fact for moment in incident.moments]
        causes = [fact.cause for fact in facts if fact.cause is not None]
        context = replace(context, cause=causes[-1] if causes else "open")
        body = saying.verdict_event(context, telling, named(facts, Role.INCIDENT, name)).encode()
        self.changes.verdicts.append(
            VerdictRow(
                agreement=subject.agreement, objective=subject.objective, version=subject.version,
                start=EVER if subject.start is None else subject.start, telling=telling, told_at=self.clock,
                event=body,
            )
        )  # fmt: skip
        if telling.published:
            self.changes.entries.append(Entry(VERDICTS.name, subject.agreement, body))


def touched_incidents(watched: Watched, history: History, clock: int) -> set[str]:
    """The incidents that facts have told of since the last tick; all of them where a version was put."""
    if ALL in watched.incidents:
        return set(history.known(clock).incident_names())
    return set(watched.incidents)


def clock_seen(now: ClockNow | None, clock: int) -> ClockSeen:
    """What matters for the decision."""
    if now is None:
        return ClockSeen(clock=clock)
    figure, ahead = now.figure, now.ahead
    breached_at = figure.breached_at
    if breached_at is None and ahead is not None:
        breached_at = ahead.breached_at
    due = [] if now.revisit_at is None else [now.revisit_at]
    if breached_at is not None and breached_at >= clock:
        due.append(breached_at + MICROSECOND)
    return ClockSeen(
        clock=clock,
        warned=()
        if ahead is None
        else tuple(
            ClockWarning(
                share_text(one.share) if one.share is not None else format_duration(one.before or 0), one.at
            )
            for one in ahead.warned
        ),
        breached_at=breached_at,
        fulfilled_at=figure.stopped_at if figure.state is ClockState.FULFILLED else None,
        released_at=now.released_at,
        due=min(due, default=None),
    )


def pending(changes: Changes, agreement: str, incidents: Iterable[str]) -> list[ClockRow]:
    """What this batch has decided of the clocks of these incidents already."""
    names = set(incidents)
    return [row for key, row in changes.clocks.items() if key[0] == agreement and row.incident in names]
