"""What is now and what comes: open conditions, corrections that wait, what time brings, how fast the budget goes."""

from dataclasses import dataclass

from services.portal.page.agreed import Agreed
from services.portal.page.burning import BurnRow, burn_rows
from services.portal.page.coming import Coming, coming
from services.portal.page.moments import Calendar
from services.portal.page.naming import Named
from services.portal.page.open_view import OpenRow, open_rows
from services.portal.page.proposed_view import ProposedView, proposed_view
from services.portal.page.seen import Detail
from services.portal.page.undecided import Undecided
from shared.agreements.document import ObjectiveClause


@dataclass(frozen=True, slots=True)
class AheadView:
    """Each part is empty where there is nothing to say."""

    open: tuple[OpenRow, ...]
    proposed: ProposedView | None
    coming: tuple[Coming, ...]
    more: str
    burn: tuple[BurnRow, ...]


def ahead_view(
    detail: Detail,
    clause: ObjectiveClause,
    agreed: Agreed,
    name: Named,
    calendar: Calendar,
    undecided: Undecided,
    party: str | None,
) -> AheadView:
    """As of the instant of the figure; forms are for the `party` that looks."""
    found, more = coming(detail, clause, agreed, name, calendar)
    return AheadView(
        open=tuple(open_rows(detail, clause, agreed, calendar)),
        proposed=proposed_view(detail, clause, agreed, calendar, undecided, party),
        coming=tuple(found),
        more=more,
        burn=tuple(burn_rows(detail, agreed)),
    )
