"""One objective on the overview: its state, what was reached against what is agreed, and what makes it so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from markupsafe import Markup

from services.portal.page.agreed import Agreed
from services.portal.page.charts.strip import meter
from services.portal.page.clocks import next_due, overdue, paused, running
from services.portal.page.headline import own_word
from services.portal.page.key_figures import unknown_share
from services.portal.page.lead import tense_of, used_share
from services.portal.page.measures import CLOCKS, OUTAGES, bound_said, bounds_of, has_time, kind_of, reached
from services.portal.page.moments import Calendar
from services.portal.page.numbers import number, percent
from services.portal.page.seen import Clock, CountedPart, Figure, Stretch
from services.portal.page.thirty_days import days_of_clocks, days_of_counts, days_of_time
from services.portal.page.undecided import Undecided
from services.portal.records import Kept
from shared.agreements.document import Document, ObjectiveClause


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveRow:
    """One objective."""

    objective: str
    title: str
    note: str
    state: str
    state_said: str
    owed_by: str
    now: str
    target: str
    meter: Markup
    used: str
    strip: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """An agreement with the figures of its objectives, each with the stretches, clocks and counts of the last thirty
    days, and what is open between its parties.
    """

    kept: Kept
    document: Document
    figures: Mapping[str, Figure]
    stretches: Mapping[str, Sequence[Stretch]]
    clocks: Mapping[str, Sequence[Clock]] = field(default_factory=dict)
    counted: Mapping[str, Sequence[CountedPart]] = field(default_factory=dict)
    undecided: Undecided = field(default_factory=Undecided)


def row_of(
    watched: Watched, clause: ObjectiveClause, as_of: int | None, agreed: Agreed, calendar: Calendar
) -> ObjectiveRow:
    """The row; without figures where the evaluator said none."""
    say, figure = agreed.say, watched.figures.get(clause.id)
    state = figure.state if figure else "no_data"
    gauge, used = _used(figure, clause, agreed)
    return ObjectiveRow(
        objective=clause.id,
        title=clause.title,
        note=_note(figure, clause, agreed, calendar),
        state=state,
        state_said=say.text(f"state.{state}"),
        owed_by=agreed.owner(clause.owed_by),
        now="–" if figure is None else reached(figure, clause, agreed),
        target="" if figure is None else bound_said(figure, clause, agreed),
        meter=gauge,
        used=used,
        strip=_strip(watched, clause, as_of, agreed, calendar),
    )


def _strip(
    watched: Watched, clause: ObjectiveClause, as_of: int | None, agreed: Agreed, calendar: Calendar
) -> Markup:
    if as_of is None:
        return Markup("")
    if kind_of(clause) in CLOCKS:
        return days_of_clocks(watched.clocks.get(clause.id, ()), as_of, calendar, agreed.say)
    figure, counted = watched.figures.get(clause.id), watched.counted.get(clause.id)
    if counted and figure is not None and figure.target is not None:
        return days_of_counts(counted, figure.target, as_of, calendar, agreed.say)
    if not has_time(clause):
        return Markup("")
    return days_of_time(watched.stretches.get(clause.id, ()), as_of, calendar, agreed.say)


def _used(figure: Figure | None, clause: ObjectiveClause, agreed: Agreed) -> tuple[Markup, str]:
    """How much of the budget is used, or how far an upper bound is reached: as a picture and in words."""
    say = agreed.say
    if figure is None or figure.state == "no_data":
        return Markup(""), ""
    if figure.budget is not None:
        used = used_share(figure)
        if used is None:
            return Markup(""), say.text("overview.no_budget")
        share = f"{used}\u202f%"
        gauge = meter(int(used), figure.state, say.text("overview.used.label", share=share))
        return gauge, say.text("overview.used", share=share)
    most, least = bounds_of(clause)
    if most is None or least is not None or most <= 0 or figure.value is None or figure.value < 0:
        return Markup(""), ""
    of_bound = figure.value * 100 // most
    said = say.text("overview.of_bound", share=f"{of_bound}\u202f%")
    return meter(of_bound, figure.state, said), said


def _note(figure: Figure | None, clause: ObjectiveClause, agreed: Agreed, calendar: Calendar) -> str:
    """What makes the state: since when it is lost, what runs, what is left, what is unknown."""
    say = agreed.say
    if kind_of(clause) in CLOCKS and figure is not None:
        return _clocks(figure, agreed, calendar)
    if figure is None or figure.state == "no_data":
        return say.text("overview.awaiting")
    if figure.state == "not_assessable":
        share = unknown_share(figure) or Fraction(0)
        return say.text("overview.unknown_share", share=percent(share, say.language))
    if figure.state == "breached" and figure.breached_at is not None:
        at = calendar.short(figure.breached_at).text
        return say.text(f"overview.{_lost(figure, clause)}", when=at)
    if kind_of(clause) == "availability":
        return _time_left(figure, clause, agreed, calendar)
    return _made_of(figure, clause, agreed)


def _lost(figure: Figure, clause: ObjectiveClause) -> str:
    if kind_of(clause) != "availability":
        return "lost_since"
    return "below_since" if tense_of(figure, clause) == "rolling" else "ran_out"


def _time_left(figure: Figure, clause: ObjectiveClause, agreed: Agreed, calendar: Calendar) -> str:
    say = agreed.say
    if figure.budget is None:
        return ""
    if used_share(figure) is None:
        return say.text("overview.none_fails")
    left = agreed.length(figure.budget.remaining)
    if tense_of(figure, clause) == "rolling":
        return say.text("overview.left.rolling", left=left)
    return say.text("overview.left", left=left, end=calendar.day_of(figure.period.end))


def _clocks(figure: Figure, agreed: Agreed, calendar: Calendar) -> str:
    """What is overdue; what runs and when the next is due; else how many were in time."""
    say, count, late = agreed.say, len(running(figure.clocks)), len(overdue(figure.clocks))
    if late:
        return say.many_text("overview.overdue", late)
    due, held = next_due(figure.clocks), len(paused(figure.clocks))
    if due is not None:
        return say.many_text("overview.going", count, when=calendar.short(due).text)
    if held:
        return say.many_text("overview.paused", held)
    if not figure.total:
        return say.text("overview.no_clock")
    good, total = (number(part, say.language) for part in (figure.good, figure.total))
    return say.text("overview.in_time", good=good, total=total)


def _made_of(figure: Figure, clause: ObjectiveClause, agreed: Agreed) -> str:
    """What the number is made of."""
    say, kind = agreed.say, kind_of(clause)
    if kind in OUTAGES:
        if not figure.outages:
            return say.text("figure.outages.none")
        longest = agreed.length(max(outage.counted for outage in figure.outages))
        return say.many_text("ledger.why.outages", len(figure.outages), longest=longest)
    total = number(figure.total, say.language)
    if kind in {"ratio", "samples"}:
        return say.text("overview.good_of", good=number(figure.good, say.language), total=total)
    return say.many_text(f"samples.{own_word(clause.indicator)}", int(figure.total))
