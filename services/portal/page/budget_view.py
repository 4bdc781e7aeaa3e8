"""The budget over the period, as a picture and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from markupsafe import Markup

from services.portal.page.agreed import Agreed, counts_of, is_bad
from services.portal.page.charts.budget import BudgetChart, Fall, budget
from services.portal.page.moments import Calendar, Moment, instant_of, local
from services.portal.page.naming import DAY, Named
from services.portal.page.seen import Detail, Stretch
from shared.agreements.document import ObjectiveClause
from shared.sla.agreed.objectives import Counts, RollingWindow

MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class BudgetView:
    """`about` explains the picture; `rows` are the turns of the line, the latest last."""

    about: str
    picture: Markup
    rows: tuple[tuple[Moment, str], ...]


def budget_view(
    detail: Detail, clause: ObjectiveClause, agreed: Agreed, name: Named, calendar: Calendar
) -> BudgetView:
    """The view of one period; without a picture where the target leaves no budget."""
    figure, say = detail.figure, agreed.say
    if figure.budget is None or not detail.line:
        return BudgetView("", Markup(""), ())
    rolling = isinstance(clause.window, RollingWindow)
    if figure.target == 100:
        about = say.text("budget.none")
    else:
        about = say.text("budget.about.rolling" if rolling else "budget.about", period=name.short)
    chart = BudgetChart(
        points=detail.line,
        start=figure.period.start,
        end=figure.period.end,
        now=detail.as_of,
        ended=figure.ended or rolling,
        breached_at=figure.breached_at,
        breached_said=breached_said(detail, agreed, calendar),
        now_said=say.text("budget.now"),
        ahead_said=say.text("budget.ahead"),
        falls=falls(detail.stretches, counts_of(clause), agreed),
        days=days_below(figure.period.start, figure.period.end, calendar),
        pace=not rolling and figure.target != 100,
        label=_label(detail, agreed, name, calendar),
    )
    rows = tuple((calendar.short(at), agreed.length(left)) for at, left in detail.line[-MOST_ROWS:])
    return BudgetView(about, budget(chart), rows)


def falls(stretches: Sequence[Stretch], counts: Counts | None, agreed: Agreed) -> list[Fall]:
    """Bad stretches that follow one another, joined and named: `7 min unknown`, `41 min 15 s down`."""
    if counts is None:
        return []
    found: list[Fall] = []
    for stretch in stretches:
        bad = stretch.length * is_bad(counts, stretch.kind, stretch.severity)
        if bad:
            said = agreed.say.text(f"label.{stretch.kind}", length=agreed.length(stretch.length))
            found.append(Fall(stretch.start, stretch.end, Fraction(bad), said))
    return found


def breached_said(detail: Detail, agreed: Agreed, calendar: Calendar) -> tuple[str, ...]:
    """When the budget ran out, in fewer and fewer words."""
    at = detail.figure.breached_at
    if at is None:
        return ()
    day = calendar.day_of(at)
    whole = agreed.say.text("budget.breached", when=calendar.short(at).text)
    return whole, agreed.say.text("budget.breached", when=day), day


def _label(detail: Detail, agreed: Agreed, name: Named, calendar: Calendar) -> str:
    at = detail.figure.breached_at
    if at is None:
        return agreed.say.text("budget.label", period=name.long)
    return agreed.say.text("budget.label.breached", period=name.long, when=calendar.short(at).text)


def days_below(start: int, end: int, calendar: Calendar) -> list[tuple[int, str]]:
    """Instants below which the axis is lettered: local midnights, every fifth day of a month where it is long."""
    first = local(start, calendar.zone)
    days, count = [], -(-(end - start) // DAY)
    for n in range(count + 1):
        day = first.date() + timedelta(days=n)
        midnight = instant_of(
            first.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0)
        )
        if not start <= midnight < end:
            continue
        if count <= 10 or (count > 40 and day.day == 1) or (count <= 40 and _fifth(day.day)):
            said = (
                calendar.short_month(day)
                if count > 100
                else calendar.day(day)
                if count != 31
                else str(day.day)
            )
            days.append(
                (midnight, said if count > 40 or count <= 10 else _short(day.day, n, calendar, midnight))
            )
    return days


def _fifth(day: int) -> bool:
    return day in {1, 5, 10, 15, 20, 25}


def _short(day: int, place: int, calendar: Calendar, instant: int) -> str:
    """Within a month the day alone says enough; where it begins, the month is said too."""
    return (
        calendar.day_of(instant)
        if place == 0 or day == 1
        else f"{day}{'.' if calendar.language == 'de' else ''}"
    )
