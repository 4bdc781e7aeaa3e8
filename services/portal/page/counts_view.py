"""The budget of counts over the period: how many more could fail after each part of a day, as a picture and a table."""

from collections.abc import Iterator
from fractions import Fraction

from markupsafe import Markup

from services.portal.page.agreed import Agreed
from services.portal.page.budget_view import MOST_ROWS, BudgetView, breached_said, days_below
from services.portal.page.charts.budget import BudgetChart, Fall, budget
from services.portal.page.moments import Calendar
from services.portal.page.naming import Named
from services.portal.page.numbers import number
from services.portal.page.seen import Detail
from shared.agreements.document import ObjectiveClause
from shared.sla.agreed.objectives import RollingWindow


def counts_view(
    detail: Detail, clause: ObjectiveClause, agreed: Agreed, name: Named, calendar: Calendar
) -> BudgetView:
    """The view of one period; without a picture where nothing was counted, or no failure is allowed."""
    figure, say = detail.figure, agreed.say
    if not figure.total or figure.target == 100:
        return BudgetView("", Markup(""), ())
    rolling = isinstance(clause.window, RollingWindow)
    period = figure.period
    at = figure.breached_at
    chart = BudgetChart(
        points=[(period.start, detail.left_at_start), *((part.end, part.left) for part in detail.counted)],
        start=period.start,
        end=period.end,
        now=detail.as_of,
        ended=figure.ended or rolling,
        breached_at=None if at is None or not period.start <= at <= period.end else at,
        breached_said=breached_said(detail, agreed, calendar),
        now_said=say.text("budget.now"),
        ahead_said="",  # with more counts more may fail
        falls=list(_falls(detail, agreed)),
        days=days_below(period.start, period.end, calendar),
        pace=False,
        label=say.text("budget.counts.label", period=name.long),
        counts=lambda count: number(count, say.language),
    )
    told = [part for part in detail.counted if part.total][-MOST_ROWS:]
    rows = tuple((calendar.short(part.end), agreed.count(part.left)) for part in told)
    about = say.text("budget.counts.rolling" if rolling else "budget.counts", period=name.short)
    return BudgetView(about, budget(chart), rows)


def _falls(detail: Detail, agreed: Agreed) -> Iterator[Fall]:
    """Those that took a tenth of the budget or more."""
    allowed = Fraction(0) if detail.figure.budget is None else detail.figure.budget.allowed
    for part in detail.counted:
        bad = part.total - part.good
        if bad * 10 >= max(allowed, Fraction(1)):
            said = agreed.say.many_text("label.failed", bad)
            yield Fall(part.start, part.end, Fraction(bad), said)
