"""One agreement at one tick: each period that a fact has touched, or whose instant is due, is looked at; its verdicts
and its trend are said, and what was told is noted beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from services.evaluator.clauses import Clauses
from services.evaluator.ports import Changes, PeriodRow, VerdictRow
from services.evaluator.verdicts import saying
from services.evaluator.verdicts.deciding import Decision, Subject, decide
from services.evaluator.verdicts.listing import Listed, Listing
from services.evaluator.verdicts.seeing import seen, span_at
from services.evaluator.watched import Watched
from shared.agreements.ahead_said import ahead_said
from shared.contracts.instants import MINUTE
from shared.contracts.topics import TRENDS, VERDICTS
from shared.eventlog.port import Entry
from shared.sla.agreed.objectives import Clock, Objective, RollingWindow
from shared.sla.figures import Figure, Status, TimeClass, Verdict
from shared.sla.history import History
from shared.sla.live.incident_clocks import breached_evidence
from shared.sla.spans import EVER, MICROSECOND, Span

TREND_EVERY: Final = 5 * MINUTE
"""The longest that an open period's figures go without being published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One agreement, its history and its versions, at one log clock. `changes` collects what is saved and said."""

    watched: Watched
    history: History
    versions: Mapping[int, Clauses]
    clock: int
    public_url: str
    changes: Changes

    def run(self) -> list[tuple[Objective, Figure]]:
        """Decide what is due; gives what was looked at."""
        listing = Listing(
            watched=self.watched, history=self.history, versions=self.versions, clock=self.clock
        )
        due = listing.due()
        self.watched.touched.clear()
        found = [(listed.objective, self._look(listed)) for listed in due]
        self.watched.settle()
        return found

    def _look(self, listed: Listed) -> Figure:
        objective, period = listed.objective, listed.period
        span = span_at(objective, period.start, period.until, self.clock)
        figure = self.history.figure(objective.id, period.version, span, self.clock)
        now = saying.Shown(figure.period.status.value, saying.figures_said(figure, objective))
        context = saying.Context(
            clauses=self.versions[period.version], objective=objective, subject=self._subject(period),
            figure=figure, figures=now.figures, clock=self.clock, head=self.watched.head,
            public_url=self.public_url,
        )  # fmt: skip
        again = period.show_due is not None and period.show_due <= self.clock
        if listed.decide:
            before = saying.read_shown(period.shown) if period.told.closed else None
            restated = before is not None and before.figures != now.figures
            outlook = self.history.outlook(objective.id, period.version, span, self.clock)
            view = seen(
                self.history, objective, period.told, figure, outlook,
                put_at=context.subject.put_at, restated=restated,
            )  # fmt: skip
            decision = decide(context.subject, period.told, view)
            self._say(replace(context, was=before.figures if restated and before else None), decision, period)
            again = again or restated or decision.told.closed != period.told.closed
            period = replace(period, told=decision.told, due=decision.due)
        period = self._show(context, now, period, again=again)
        self.watched.keep(period)
        self.changes.periods[period.key] = period
        return figure

    def _subject(self, period: PeriodRow) -> Subject:
        put_at = self.watched.versions[period.version].put_at
        start = None if period.start == EVER else period.start
        return Subject(period.agreement, period.version, period.objective, start, put_at)

    def _say(self, context: saying.Context, decision: Decision, period: PeriodRow) -> None:
        if not decision.tell:
            return
        span = context.figure.period.span
        evidence = self.history.transitions(period.objective, period.version, span, self.clock)
        if isinstance(context.objective.indicator, Clock):
            evidence = breached_evidence(self.history, context.figure)
        instants = [telling.instant for telling in decision.tell]
        around = Span(min(instants) - MICROSECOND, max(instants) + MICROSECOND)
        stretches = self.history.spans(period.objective, period.version, around, self.clock)
        unknown = (Span(each.start, each.end) for each in stretches if each.time_class is TimeClass.UNKNOWN)
        context = replace(context, silences=tuple(unknown))
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

    def _show(
        self, context: saying.Context, now: saying.Shown, period: PeriodRow, *, again: bool
    ) -> PeriodRow:
        """Publish the figures if they changed, or are to be published again."""
        figure, before = context.figure, saying.read_shown(period.shown)
        if before is not None and before.standing == now.standing and not again:
            return period
        ahead = ahead_said(self.history, context.objective, figure)
        body = saying.trend_event(context, ahead).encode()
        self.changes.entries.append(Entry(TRENDS.name, saying.trend_key(context), body))
        show_due = self.clock + TREND_EVERY if _moves(figure, context.objective) else None
        return replace(period, shown=msgspec.json.encode(now), shown_at=self.clock, show_due=show_due)


def _moves(figure: Figure, objective: Objective) -> bool:
    """Whether time alone changes the figures: of a period without data only where time itself counts, or moves on."""
    if figure.period.status is not Status.OPEN:
        return False
    waits = figure.ledger is not None or isinstance(objective.window, RollingWindow)
    return waits or figure.state is not Verdict.NO_DATA
