"""How it goes over the periods: at most twelve, as a picture and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from services.portal.page.agreed import Agreed
from services.portal.page.charts.months import Bar, base_of, months
from services.portal.page.moments import Calendar
from services.portal.page.naming import name_of
from services.portal.page.numbers import agreed_percent, number, percent
from services.portal.page.seen import Figure
from shared.agreements.document import ObjectiveClause

MOST = 12


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
    picture: Markup
    rows: tuple[MonthRow, ...]


def months_view(
    figures: Sequence[Figure], clause: ObjectiveClause, agreed: Agreed, calendar: Calendar
) -> MonthsView:
    """`figures`: all periods known, by start."""
    shown, say = list(figures)[-MOST:], agreed.say
    if len(shown) < 2:
        return MonthsView("", "", Markup(""), ())
    names = [name_of(clause.window, figure.period, calendar, say) for figure in shown]
    bars = [_bar(figure, name.label, agreed) for figure, name in zip(shown, names, strict=True)]
    ended = [figure for figure in shown if figure.ended]
    met = sum(figure.state in {"met", "at_risk"} for figure in ended)
    base = base_of(bars)
    axis = say("months.axis", base=agreed_percent(base, agreed.language)) if base else say("months.zero")
    said = [str(say("months.met", met=say.count(met), all=say.count(len(ended))))] if len(ended) > 1 else []
    monthly = getattr(getattr(clause.window, "unit", None), "value", "") == "month"
    heading = "month" if monthly and len(shown) == MOST else "other"
    label = str(say("months.label", all=len(shown), met=met))
    rows = tuple(_row(figure, name.long, agreed) for figure, name in zip(shown, names, strict=True))
    return MonthsView(
        str(say(f"months.heading.{heading}")), " ".join([*said, str(axis)]), months(bars, label), rows
    )


def _bar(figure: Figure, label: str, agreed: Agreed) -> Bar:
    sli = figure.sli
    said = "–" if sli is None else number(sli, agreed.language, 4, strip=sli == 100)
    target = figure.target
    return Bar(
        label=label,
        value=figure.sli,
        said=said,
        target=target,
        target_said="" if target is None else agreed_percent(target, agreed.language),
        state=figure.state,
    )


def _row(figure: Figure, name: str, agreed: Agreed) -> MonthRow:
    open_ = not figure.ended
    return MonthRow(
        name=str(agreed.say("months.so_far", period=name)) if open_ else name,
        start=figure.period.start,
        version=figure.version,
        value="–" if figure.sli is None else percent(figure.sli, agreed.language, strip=figure.sli == 100),
        target="–" if figure.target is None else agreed_percent(figure.target, agreed.language),
        state=figure.state,
        state_said=str(agreed.say(f"state.{figure.state}")),
        open=open_,
    )
