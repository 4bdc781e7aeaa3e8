"""One agreement at one tick: which of its periods are to be looked at, and what follows for each.

1. Facts whose time has come count from now on.
2. The list of periods is asked for again when time or a fact can have brought a new one.
3. Each period that a fact has touched, or whose instant is due, is decided; its verdicts and its trend are said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from services.evaluator import saying
from services.evaluator.clauses import Clauses
from services.evaluator.deciding import Decision, Subject, decide
from services.evaluator.ports import Changes, PeriodRow, VerdictRow
from services.evaluator.seeing import look, seen, span_at
from services.evaluator.told import Told
from services.evaluator.watched import Watched
from shared.contracts.instants import MINUTE
from shared.contracts.topics import TRENDS, VERDICTS
from shared.eventlog.port import Entry
from shared.sla.figures import Figure, Status, Verdict
from shared.sla.history import History
from shared.sla.objectives import Objective, RollingWindow
from shared.sla.spans import EVER, MICROSECOND, NEVER

TREND_EVERY: Final = 5 * MINUTE
"""The longest that an open period's figures go without being published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One agreement, its history and its versions, at one tick."""

    watched: Watched
    history: History
    versions: dict[int, Clauses]
    clock: int
    public_url: str
    changes: Changes

    def run(self) -> list[tuple[Objective, PeriodRow, Figure]]:
        """Decide what is due. Gives what was looked at; `changes` has what is to be saved and said."""
        watched = self.watched
        touched = watched.touched_since
        due = list(self._due(touched))
        if self._may_have_begun(touched):
            due += self._begun()
        watched.touched_since = None
        looked = [self._look(*asked) for asked in sorted(due, key=lambda asked: asked[1].key)]
        return [one for one in looked if one is not None]

    def _objectives(self) -> Iterator[tuple[int, Objective]]:
        for version, clauses in sorted(self.versions.items()):
            for objective in clauses.terms.objectives:
                yield version, objective

    def _due(self, touched: int | None) -> Iterable[tuple[Objective, PeriodRow]]:
        """The periods known before that are to be looked at."""
        for period in list(self.watched.live.values()):
            in_time = period.due is not None and period.due <= self.clock
            if in_time or (touched is not None and period.until > touched):
                yield from self._with_objective(period)
        if touched is not None:
            for period in list(self.watched.closed.values()):
                if period.until > touched and not period.told.final:
                    yield from self._with_objective(period)

    def _with_objective(self, period: PeriodRow) -> Iterable[tuple[Objective, PeriodRow]]:
        clauses = self.versions.get(period.version)
        objective = None if clauses is None else clauses.objective(period.objective)
        if objective is not None:
            yield objective, period

    def _may_have_begun(self, touched: int | None) -> bool:
        """Whether a period that is not known can be there: time has reached one, or a fact lies before all."""
        watched = self.watched
        if watched.starts_at is not None and watched.starts_at <= self.clock:
            return True
        if touched is None:
            return False
        known = [*watched.live.values(), *watched.closed.values()]
        earliest: dict[tuple[int, str], int] = {}
        for period in known:
            name = period.version, period.objective
            earliest[name] = min(period.start, earliest.get(name, NEVER))
        return any(touched < earliest.get((version, each.id), NEVER) for version, each in self._objectives())

    def _begun(self) -> list[tuple[Objective, PeriodRow]]:
        """The periods that have begun and were not known; notes when the next one begins."""
        found = []
        coming = [
            clauses.terms.force_from
            for clauses in self.versions.values()
            if clauses.terms.force_from >= self.clock
        ]
        for version, objective in self._objectives():
            rolling = isinstance(objective.window, RollingWindow)
            for period in self.history.periods(objective.id, self.clock):
                if period.version != version:
                    continue
                start, until = (EVER, NEVER) if rolling else (period.span.start, period.span.end)
                if not rolling and period.status is Status.OPEN:
                    coming.append(until)
                new = _new(self.watched.id, objective.id, version, start, until)
                if new.key not in self.watched.live and new.key not in self.watched.closed:
                    found.append((objective, new))
        self.watched.starts_at = min(coming, default=None)
        if self.watched.starts_at is not None:
            self.watched.starts_at += MICROSECOND  # a period is there once time has passed in it
        return found

    def _look(self, objective: Objective, period: PeriodRow) -> tuple[Objective, PeriodRow, Figure] | None:
        span = span_at(objective, period.start, period.until, self.clock)
        sight = look(self.history, objective, period.version, span, self.clock)
        subject = self._subject(period)
        view = seen(self.history, objective, period.version, period.told, sight, self.clock)
        decision = decide(subject, period.told, view)
        context = saying.Context(
            clauses=self.versions[period.version], objective=objective, subject=subject, sight=sight,
            clock=self.clock, head=self.watched.head, public_url=self.public_url,
        )  # fmt: skip
        self._say(context, decision, period)
        period = self._show(context, replace(period, told=decision.told, due=decision.due))
        self.watched.keep(period)
        self.changes.periods[period.key] = period
        return objective, period, sight.figure

    def _subject(self, period: PeriodRow) -> Subject:
        put_at = self.watched.versions[period.version].put_at
        start = None if period.start == EVER else period.start
        return Subject(period.agreement, period.version, period.objective, start, put_at)

    def _say(self, context: saying.Context, decision: Decision, period: PeriodRow) -> None:
        if not decision.tell:
            return
        figure = context.sight.figure
        evidence = list(
            self.history.evidence(period.objective, period.version, figure.period.span, self.clock)
        )
        for telling in decision.tell:
            body = saying.verdict_event(context, telling, evidence).encode()
            self.changes.verdicts.append(
                VerdictRow(
                    agreement=period.agreement, objective=period.objective, version=period.version,
                    start=period.start, telling=telling, told_at=self.clock, event=body,
                )
            )  # fmt: skip
            if telling.published:
                self.changes.entries.append(Entry(VERDICTS.name, period.agreement, body))

    def _show(self, context: saying.Context, period: PeriodRow) -> PeriodRow:
        """Publish the figures if they changed or were published five minutes ago."""
        figure = context.sight.figure
        now = saying.Shown(figure.period.status.value, saying.figures_said(figure, context.objective))
        moving = figure.period.status is Status.OPEN and figure.state is not Verdict.NO_DATA
        again = period.shown_at + TREND_EVERY if moving and period.shown_at is not None else None
        before = saying.read_shown(period.shown)
        if before is None or before.standing != now.standing or (again is not None and again <= self.clock):
            body = saying.trend_event(context, now.figures).encode()
            self.changes.entries.append(Entry(TRENDS.name, saying.trend_key(context), body))
            again = self.clock + TREND_EVERY if moving else None
            period = replace(period, shown=msgspec.json.encode(now), shown_at=self.clock)
        due = min((at for at in (period.due, again) if at is not None), default=None)
        return replace(period, due=due)


def _new(agreement: str, objective: str, version: int, start: int, until: int) -> PeriodRow:
    return PeriodRow(
        agreement=agreement, objective=objective, version=version, start=start, until=until,
        told=Told(), shown=b"", shown_at=None, due=None,
    )  # fmt: skip
