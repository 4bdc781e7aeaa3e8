"""The period hour by hour, as a picture with its legend and as a table of all that was not up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from services.portal.page.agreed import Agreed
from services.portal.page.charts.hours import Piece, hours
from services.portal.page.ledger import ORDER, why_of
from services.portal.page.moments import Calendar, Moment, local
from services.portal.page.naming import Named
from services.portal.page.seen import Detail, Stretch

MOST_ROWS = 100
_NOT_TOLD = frozenset({"up", "outside_service_hours", "not_in_force"})


@dataclass(frozen=True, slots=True)
class HoursRow:
    """A stretch that was not up."""

    kind: str
    name: str
    start: Moment
    end: Moment
    length: str
    why: str


@dataclass(frozen=True, slots=True)
class HoursView:
    """`legend`: classes and their names; `rows` the latest last, `more` a sentence where some are left out."""

    heading: str
    picture: Markup
    legend: tuple[tuple[str, str], ...]
    rows: tuple[HoursRow, ...]
    more: str


def hours_view(detail: Detail, agreed: Agreed, name: Named, calendar: Calendar) -> HoursView:
    """The view of one period."""
    period, say = detail.figure.period, agreed.say
    told = [stretch for stretch in joined(detail.stretches) if stretch.kind not in _NOT_TOLD]
    pieces = [Piece(s.start, s.end, s.kind, _said(s, agreed, calendar)) for s in joined(detail.stretches)]
    known_until = max((stretch.end for stretch in detail.stretches), default=period.start)
    if known_until < period.end:
        pieces.append(Piece(known_until, period.end, "future"))
    picture = hours(pieces, period.start, period.end, calendar.zone, _label(told, agreed, name, calendar))
    kinds = {piece.kind for piece in pieces} | {"up", "down", "unknown"}
    legend = tuple((kind, say.text(f"class.{kind}")) for kind in (*ORDER, "future") if kind in kinds)
    more = "" if len(told) <= MOST_ROWS else say.text("hours.more", shown=MOST_ROWS, count=len(told))
    rows = tuple(_row(stretch, agreed, calendar) for stretch in told[-MOST_ROWS:])
    return HoursView(say.text("hours.heading", word=name.word), picture, legend, rows, more)


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Neighbours of one class with one explanation as one."""
    found: list[Stretch] = []
    for stretch in stretches:
        if found and _same(found[-1], stretch):
            found[-1] = replace(found[-1], end=stretch.end)
        else:
            found.append(stretch)
    return found


def _same(one: Stretch, other: Stretch) -> bool:
    return one.end == other.start and _what(one) == _what(other)


def _what(stretch: Stretch) -> tuple[str, str | None, str | None, str | None, str | None]:
    return stretch.kind, stretch.severity, stretch.cause, stretch.why, stretch.of


def _said(stretch: Stretch, agreed: Agreed, calendar: Calendar) -> str:
    if stretch.kind in _NOT_TOLD:
        return ""
    why = why_of(stretch, agreed)
    return agreed.say.text(
        "hours.span.why" if why else "hours.span",
        kind=agreed.say(f"class.{stretch.kind}"),
        start=calendar.short(stretch.start).text,
        end=calendar.until(stretch.start, stretch.end).text,
        why=why,
    )


def _row(stretch: Stretch, agreed: Agreed, calendar: Calendar) -> HoursRow:
    return HoursRow(
        kind=stretch.kind,
        name=agreed.say.text(f"class.{stretch.kind}"),
        start=calendar.short(stretch.start),
        end=calendar.until(stretch.start, stretch.end),
        length=agreed.length(stretch.length),
        why=why_of(stretch, agreed),
    )


def _label(told: Sequence[Stretch], agreed: Agreed, name: Named, calendar: Calendar) -> str:
    days = dict.fromkeys(local(stretch.start, calendar.zone).date() for stretch in told)
    summary = agreed.say("hours.calm")
    if days:
        said = ", ".join(calendar.day(day) for day in list(days)[:12])
        summary = agreed.say("hours.days", days=said + (", …" if len(days) > 12 else ""))
    return agreed.say.text("hours.label", period=name.long, summary=summary)
