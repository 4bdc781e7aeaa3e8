"""What comes next by time alone: deadlines of clocks, the end of the budget, the end of the period and its closing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from services.portal.page.agreed import Agreed
from services.portal.page.clocks import running
from services.portal.page.deciding import change_name
from services.portal.page.measures import has_time, kind_of
from services.portal.page.moments import Calendar, Moment
from services.portal.page.naming import Named
from services.portal.page.seen import Detail
from services.portal.page.undecided import asked
from shared.agreements.document import ObjectiveClause
from shared.sla.agreed.objectives import RollingWindow

DEADLINES: Final = 5


@dataclass(frozen=True, slots=True)
class Coming:
    """An instant and what it brings."""

    at: Moment
    said: str


def coming(
    detail: Detail, clause: ObjectiveClause, agreed: Agreed, name: Named, calendar: Calendar
) -> tuple[Sequence[Coming], str]:
    """What is to come, the next first, and a sentence where deadlines are left out."""
    due = [clock for clock in running(detail.figure.clocks) if (clock.deadline or 0) > detail.as_of]
    found = [*_deadlines(detail, agreed), *_runs_out(detail, agreed), *_ends(detail, clause, agreed, name)]
    found += _maintenance(detail, clause, agreed, calendar)
    found.sort(key=lambda one: one[0])
    left_out = len(due) - DEADLINES
    more = agreed.say.many_text("coming.more", left_out) if left_out > 0 else ""
    return [Coming(calendar.short(at), said) for at, said in found], more


def _deadlines(detail: Detail, agreed: Agreed) -> Iterator[tuple[int, str]]:
    for clock in running(detail.figure.clocks)[:DEADLINES]:
        if clock.deadline is None or clock.deadline <= detail.as_of:
            continue
        phrase = "coming.due" if clock.priority is None else "coming.due.priority"
        left = agreed.service_time(clock.remaining or 0)
        said = agreed.say.text(phrase, incident=clock.incident, priority=clock.priority or "", left=left)
        yield clock.deadline, said


def _runs_out(detail: Detail, agreed: Agreed) -> Iterator[tuple[int, str]]:
    at = None if detail.forecast is None else detail.forecast.runs_out_at
    if at is not None and at > detail.as_of and detail.figure.breached_at is None:
        yield at, agreed.say.text("coming.runs_out")


def _maintenance(
    detail: Detail, clause: ObjectiveClause, agreed: Agreed, calendar: Calendar
) -> Iterator[tuple[int, str]]:
    """Where time or counts are left out of it; and whose yes it still waits for."""
    if not has_time(clause) and kind_of(clause) != "ratio":
        return
    side = asked(agreed.document)
    for change in detail.changes:
        end = calendar.until(change.start, change.end).text
        said = agreed.say.text("coming.maintenance", what=change_name(change), end=end)
        if "not_acknowledged" in change.falls_short and side is not None:
            said += agreed.say.text("coming.maintenance.waits", name=side.name)
        elif change.falls_short:
            said += agreed.say.text("coming.maintenance.short")
        yield change.start, said


def _ends(detail: Detail, clause: ObjectiveClause, agreed: Agreed, name: Named) -> Iterator[tuple[int, str]]:
    if isinstance(clause.window, RollingWindow) or detail.figure.period.status == "closed":
        return
    say, end, word = agreed.say, detail.figure.period.end, name.word
    if end > detail.as_of:
        yield end, say.text("coming.ends", word=word)
    closes = end + agreed.document.grace
    if closes > detail.as_of and agreed.document.grace:
        yield closes, say.text("coming.closes", word=word)
