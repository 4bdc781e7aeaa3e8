"""The key figures of every indicator: what was reached first, then what it is made of, then credit or terms.

Those of availability are in `key_figures`.
"""

from fractions import Fraction

from services.portal.page.agreed import Agreed
from services.portal.page.clocks import next_due, overdue, paused, running
from services.portal.page.headline import own_word, span_said
from services.portal.page.key_figures import (
    KeyFigure,
    credit_figure,
    key_figures,
    outages_figure,
    unknown_figure,
)
from services.portal.page.measures import (
    CLOCKS,
    OUTAGES,
    bound_said,
    is_share,
    kind_of,
    promise,
    reached,
    within_said,
)
from services.portal.page.moments import Calendar
from services.portal.page.naming import Named
from services.portal.page.numbers import number
from services.portal.page.seen import Detail, Figure
from shared.agreements.document import ObjectiveClause
from shared.sla.agreed.objectives import Availability, Clock, Measurement, OutageCount, Ratio, Satisfaction


def four_figures(
    detail: Detail, clause: ObjectiveClause, agreed: Agreed, name: Named, calendar: Calendar
) -> list[KeyFigure]:
    """Three or four of an objective."""
    if isinstance(clause.indicator, Availability):
        return key_figures(detail, clause, agreed, name)
    figure, kind = detail.figure, kind_of(clause)
    first = _reached(figure, clause, agreed, name)
    credit = credit_figure(figure, clause.credits, agreed)
    if kind in CLOCKS:
        rest = [_late(figure, agreed), _running(figure, agreed, calendar), credit or _allowed(clause, agreed)]
    elif kind in OUTAGES:
        rest = [_of_outages(figure, clause, agreed), *_good_time(figure, clause, agreed)]
        rest.append(unknown_figure(figure, clause, agreed))
    elif is_share(clause):
        rest = [_budget(figure, agreed), _counted(figure, clause, agreed), *([credit] if credit else [])]
    else:
        rest = [_samples(figure, clause, agreed)]
    return [first, *rest]


def _reached(figure: Figure, clause: ObjectiveClause, agreed: Agreed, name: Named) -> KeyFigure:
    """The share or the number, against its bound."""
    say, own, kind = agreed.say, clause.indicator, kind_of(clause)
    taken = f"take.{own.take or 'mean'}" if kind == "measurement" and isinstance(own, Measurement) else None
    group = "clock" if kind in CLOCKS else kind
    label = say.text(taken or f"figure.reached.{group}") + span_said(figure, clause, agreed, name)
    bound = bound_said(figure, clause, agreed)
    said = say.text("figure.target", target=bound) if is_share(clause) else bound
    note = (
        said
        if clause.service_hours == "always" and kind not in OUTAGES
        else _with_hours(said, clause, agreed)
    )
    if is_share(clause):
        value, sign, _ = reached(figure, clause, agreed).partition("\u202f%")
        return KeyFigure(label, value, sign.strip(), note)
    return KeyFigure(label, reached(figure, clause, agreed), "", note)


def _with_hours(said: str, clause: ObjectiveClause, agreed: Agreed) -> str:
    return agreed.say.text("figure.with_hours", said=said, hours=agreed.hours(clause))


def _budget(figure: Figure, agreed: Agreed) -> KeyFigure:
    """How many more may fail."""
    say, budget = agreed.say, figure.budget
    if budget is None:
        return KeyFigure(say.text("figure.budget"), "–", "", "")
    values = [agreed.count(part) for part in (budget.remaining, budget.allowed, budget.spent)]
    note = say.text("figure.budget.counts", allowed=values[1], spent=values[2])
    return KeyFigure(say.text("figure.budget"), values[0], "", note)


def _counted(figure: Figure, clause: ObjectiveClause, agreed: Agreed) -> KeyFigure:
    """How many were counted, and how many of them were good."""
    say, own = agreed.say, clause.indicator
    total, good = number(figure.total, say.language), number(figure.good, say.language)
    if isinstance(own, Ratio):
        note = say.text("figure.counted.note", good=good, good_name=own.good, total_name=own.total)
        return KeyFigure(say.text("figure.counted"), total, "", note)
    note = say.text("figure.samples.each", good=good, bound=promise(clause, agreed))
    return KeyFigure(say.text("figure.samples"), total, "", note)


def _late(figure: Figure, agreed: Agreed) -> KeyFigure:
    """Clocks that were breached, of those that are decided."""
    say, budget = agreed.say, figure.budget
    allowed = Fraction(0) if budget is None else budget.allowed
    note = say.text(
        "figure.late.note",
        total=number(figure.total, say.language),
        allowed=agreed.count(allowed),
    )
    return KeyFigure(say.text("figure.late"), number(figure.bad, say.language), "", note)


def _running(figure: Figure, agreed: Agreed, calendar: Calendar) -> KeyFigure:
    """Clocks that run, and the next deadline; those that are paused."""
    say, clocks = agreed.say, figure.clocks
    due, held, count = next_due(clocks), len(paused(clocks)), len(running(clocks))
    said = [say.text("figure.running.due", when=calendar.short(due).text)] if due is not None else []
    said += [say.many_text("figure.running.paused", held)] if held else []
    late = len(overdue(clocks))
    said += [say.many_text("figure.running.overdue", late)] if late else []
    note = "; ".join(said) or say.text("figure.running.none")
    return KeyFigure(say.text("figure.running"), number(count, say.language), "", note)


def _allowed(clause: ObjectiveClause, agreed: Agreed) -> KeyFigure:
    """How long each clock may run."""
    say, own = agreed.say, clause.indicator
    assert isinstance(own, Clock)  # noqa: S101 - what the kind says
    said = within_said(own.within, agreed)
    by_priority = not isinstance(own.within, int) and "," in said
    hours = agreed.hours(clause)
    if by_priority:
        note = _with_hours(said, clause, agreed)
        return KeyFigure(say.text("figure.allowed"), say.text("figure.allowed.by_priority"), "", note)
    return KeyFigure(say.text("figure.allowed"), said, "", hours)


def _of_outages(figure: Figure, clause: ObjectiveClause, agreed: Agreed) -> KeyFigure:
    """How many there were; where their number is the figure itself, the longest."""
    found = outages_figure(figure, agreed)
    if not isinstance(clause.indicator, OutageCount) or not figure.outages:
        return found
    longest = max(outage.counted for outage in figure.outages)
    total = sum((outage.counted for outage in figure.outages), Fraction(0))
    note = agreed.say.text("figure.longest.note", counted=agreed.length(total))
    return KeyFigure(agreed.say.text("figure.longest_outage"), agreed.length(longest), "", note)


def _good_time(figure: Figure, clause: ObjectiveClause, agreed: Agreed) -> list[KeyFigure]:
    if kind_of(clause) != "mean_time_between_failures":
        return []
    note = agreed.say.text("figure.good_time.note", total=agreed.length(figure.total))
    return [KeyFigure(agreed.say.text("figure.good_time"), agreed.length(figure.good), "", note)]


def _samples(figure: Figure, clause: ObjectiveClause, agreed: Agreed) -> KeyFigure:
    """Answers of people or samples, and how many of them keep the bound by themselves."""
    say, own = agreed.say, clause.indicator
    word, good = own_word(own), number(figure.good, say.language)
    if isinstance(own, Satisfaction) and own.at_least_answers > 1 and figure.total < own.at_least_answers:
        note = say.text("figure.answers.least", least=own.at_least_answers)
    elif isinstance(own, Satisfaction) and own.kind == "nps":
        note = say.text("figure.answers.promoters", good=good)
    else:
        note = say.text(f"figure.{word}.each", good=good, bound=promise(clause, agreed))
    return KeyFigure(say.text(f"figure.{word}"), number(figure.total, say.language), "", note)
