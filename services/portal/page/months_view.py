"""How it goes over the periods: at most twelve, as a picture and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from services.portal.page.agreed import Agreed
from services.portal.page.charts.months import Bar, amounts, months, percentages
from services.portal.page.durations import brief
from services.portal.page.measures import bound_said, bounds_of, is_share, kind_of, reached
from services.portal.page.moments import Calendar
from services.portal.page.naming import name_of
from services.portal.page.numbers import agreed_percent
from services.portal.page.seen import Figure
from shared.agreements.document import ObjectiveClause
from shared.sla.agreed.objectives import LongestOutage, MeanTimeBetweenFailures, MeanTimeToRestore

MOST = 12
_LENGTHS = LongestOutage | MeanTimeToRestore | MeanTimeBetweenFailures


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One period; `start` and `version` name it in addresses."""

    name: str
    start: int
    version: int
    value: str
    target: str
    state: str
    state_said: str
    open: bool


@dataclass(frozen=True, slots=True)
class MonthsView:
    """Empty rows where there are fewer than two periods to compare."""

    heading: str
    about: str
    caption: str
    column: str
    picture: Markup
    rows: tuple[MonthRow, ...]


def months_view(
    figures: Sequence[Figure], clause: ObjectiveClause, agreed: Agreed, calendar: Calendar
) -> MonthsView:
    """`figures`: all periods known, by start."""
    shown, say = list(figures)[-MOST:], agreed.say
    if len(shown) < 2:
        return MonthsView("", "", "", "", Markup(""), ())
    names = [name_of(clause.window, figure.period, calendar, say) for figure in shown]
    bars = [_bar(figure, name.label, clause, agreed) for figure, name in zip(shown, names, strict=True)]
    ended = [figure for figure in shown if figure.ended]
    met = sum(figure.state in {"met", "at_risk"} for figure in ended)
    reach = percentages(bars) if is_share(clause) else amounts(bars)
    from_zero = not reach.base or not is_share(clause)
    axis = (
        say.text("months.zero")
        if from_zero
        else say("months.axis", base=agreed_percent(reach.base, say.language))
    )
    said = [say.text("months.met", met=say.count(met), all=say.count(len(ended)))] if len(ended) > 1 else []
    monthly = getattr(getattr(clause.window, "unit", None), "value", "") == "month"
    heading = "month" if monthly and len(shown) == MOST else "other"
    what = say.text(f"months.value.{'time' if kind_of(clause) == 'availability' else 'other'}")
    label = say.text("months.label", title=clause.title, all=len(shown), met=met)
    rows = tuple(_row(figure, name.long, clause, agreed) for figure, name in zip(shown, names, strict=True))
    return MonthsView(
        heading=say.text(f"months.heading.{heading}"),
        about=" ".join([*said, axis]),
        caption=say.text("months.caption", title=clause.title),
        column=what,
        picture=months(bars, reach, label),
        rows=rows,
    )


def _bar(figure: Figure, label: str, clause: ObjectiveClause, agreed: Agreed) -> Bar:
    most, least = bounds_of(clause)
    bound = figure.target if is_share(clause) else most if most is not None else least
    return Bar(
        label=label,
        value=figure.sli if is_share(clause) else figure.value,
        said=_short(figure, clause, agreed),
        target=bound,
        target_said="" if bound is None else bound_said(figure, clause, agreed),
        state=figure.state,
    )


def _short(figure: Figure, clause: ObjectiveClause, agreed: Agreed) -> str:
    """The value under its bar: without the sign that is plain from the axis, a length of time in two units."""
    if is_share(clause):
        return reached(figure, clause, agreed).removesuffix("\u202f%")
    said = reached(figure, clause, agreed)
    return brief(said) if isinstance(clause.indicator, _LENGTHS) else said


def _row(figure: Figure, name: str, clause: ObjectiveClause, agreed: Agreed) -> MonthRow:
    open_ = not figure.ended
    return MonthRow(
        name=agreed.say.text("months.so_far", period=name) if open_ else name,
        start=figure.period.start,
        version=figure.version,
        value=reached(figure, clause, agreed),
        target=bound_said(figure, clause, agreed),
        state=figure.state,
        state_said=agreed.say.text(f"state.{figure.state}"),
        open=open_,
    )
