"""What is open now: the conditions that sources have told of and not closed."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.portal.page.agreed import Agreed
from services.portal.page.measures import has_time
from services.portal.page.moments import Calendar, Moment
from services.portal.page.seen import Condition, Detail
from shared.agreements.document import ObjectiveClause


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A condition; `what` with its severity and cause where they were told."""

    since: Moment
    kind: str
    name: str
    what: str
    source: str


def open_rows(
    detail: Detail, clause: ObjectiveClause, agreed: Agreed, calendar: Calendar
) -> Sequence[OpenRow]:
    """Of an indicator that classes time; the one open longest first."""
    if not has_time(clause) or detail.figure.ended:
        return ()
    return [_row(one, clause, agreed, calendar) for one in detail.conditions]


def _row(one: Condition, clause: ObjectiveClause, agreed: Agreed, calendar: Calendar) -> OpenRow:
    name = one.name or agreed.say.text("outages.own")
    more = [one.severity or "", agreed.cause(one.cause) if one.cause else ""]
    of = "" if one.service in clause.services else f"{one.service}: "
    return OpenRow(
        since=calendar.short(one.since),
        kind=one.state,
        name=agreed.say.text(f"class.{one.state}"),
        what=of + ", ".join([name, *(part for part in more if part)]),
        source=one.source,
    )
