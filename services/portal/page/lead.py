"""The sentence that a manager can quote, of availability: figure, target, instant, cause, what it means."""

from markupsafe import Markup

from services.portal.page.agreed import Agreed
from services.portal.page.key_figures import unknown_share
from services.portal.page.moments import Calendar, Moment
from services.portal.page.naming import Named
from services.portal.page.numbers import agreed_percent, percent
from services.portal.page.seen import Detail, Figure, Stretch
from shared.agreements.document import ObjectiveClause
from shared.sla.agreed.objectives import Availability, RollingWindow


def lead(detail: Detail, clause: ObjectiveClause, agreed: Agreed, name: Named, calendar: Calendar) -> Markup:
    """One or two sentences about the figure."""
    figure, say = detail.figure, agreed.say
    if figure.state == "no_data" or figure.sli is None or figure.target is None:
        return say("lead.no_data", period=name.short)
    tense = tense_of(figure, clause)
    first = say(
        f"lead.{tense}",
        service=agreed.service(clause),
        sli=percent(figure.sli, agreed.language, strip=figure.sli == 100),
        target=agreed_percent(figure.target, agreed.language),
        period=name.short,
    )
    second = _meaning(detail, clause, agreed, name, calendar, tense)
    return first + " " + second if second else first


def tense_of(figure: Figure, clause: ObjectiveClause) -> str:
    """`rolling`, `open` or `ended`."""
    if isinstance(clause.window, RollingWindow):
        return "rolling"
    return "ended" if figure.ended else "open"


def capital(text: str) -> str:
    """The text as a sentence begins."""
    return text[:1].upper() + text[1:]


def used_share(figure: Figure) -> str | None:
    """The share of the budget that is used, in whole percent rounded down; None where there is none to use."""
    if figure.budget is None or figure.budget.allowed <= 0:
        return None
    return str(figure.budget.spent * 100 // figure.budget.allowed)


def when(instant: int, calendar: Calendar) -> Markup:
    """An instant in full, as a time element with UTC at hand."""
    return timed(calendar.full(instant))


def timed(moment: Moment) -> Markup:
    """A moment as HTML."""
    return Markup('<time datetime="{utc}" title="{utc}">{text}</time>').format(
        utc=moment.utc, text=moment.text
    )


def _meaning(
    detail: Detail, clause: ObjectiveClause, agreed: Agreed, name: Named, calendar: Calendar, tense: str
) -> Markup | None:
    figure, say = detail.figure, agreed.say
    if figure.state == "not_assessable":
        limit = clause.indicator.not_assessable_above if isinstance(clause.indicator, Availability) else None
        share = unknown_share(figure)
        if limit is None or share is None:
            return None
        said = percent(share, agreed.language)
        limited = agreed_percent(limit * 100, agreed.language)
        return say("lead.not_assessable", unknown=said, limit=limited, period=name.short)
    if figure.state == "breached" and figure.breached_at is not None:
        where = where_of(detail, clause, agreed)
        at = when(figure.breached_at, calendar)
        return say(f"lead.breached.{tense}", when=at, where=where, period=name.short)
    used = used_share(figure)
    if figure.budget is None or figure.state == "breached":
        return None
    if used is None:
        return say(f"lead.nothing.{tense}")
    return say(
        f"lead.{figure.state}.{tense}",
        used=f"{used}\u202f%",
        left=agreed.length(figure.budget.remaining),
        end=calendar.day_of(figure.period.end),
        period=name.short,
    )


def where_of(detail: Detail, clause: ObjectiveClause, agreed: Agreed) -> Markup:
    """In what the breach happened: the outage, the silence or the degradation at that instant."""
    stretch = _stretch_at(detail, detail.figure.breached_at or 0)
    kind = stretch.kind if stretch else "down"
    if kind == "unknown":
        return agreed.say("where.unknown")
    if kind == "degraded":
        return agreed.say("where.degraded", service=agreed.service(clause))
    cause = (stretch.cause if stretch else None) or "open"
    if cause in {"open", "third_party", "force_majeure"}:
        return agreed.say(f"where.{cause}")
    return agreed.say("where.outage", name=agreed.cause(cause))


def _stretch_at(detail: Detail, instant: int) -> Stretch | None:
    """The stretch in which the budget ran out; `breached_at` is the last microsecond before it did."""
    for stretch in detail.stretches:
        if stretch.start <= instant + 1 < stretch.end:
            return stretch
    return next((stretch for stretch in detail.stretches if stretch.start <= instant < stretch.end), None)
