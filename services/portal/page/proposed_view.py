"""Corrections that one side proposed and the other has not decided: both values, and what the decision would change."""

from dataclasses import dataclass

from services.portal.page.agreed import Agreed
from services.portal.page.deciding import Card, correction_card
from services.portal.page.measures import reached
from services.portal.page.moments import Calendar
from services.portal.page.seen import Detail
from services.portal.page.undecided import Undecided
from shared.agreements.document import ObjectiveClause


@dataclass(frozen=True, slots=True)
class ProposedView:
    """`change`: the figure with all of them beside the one without."""

    cards: tuple[Card, ...]
    change: str


def proposed_view(
    detail: Detail,
    clause: ObjectiveClause,
    agreed: Agreed,
    calendar: Calendar,
    undecided: Undecided,
    party: str | None,
) -> ProposedView | None:
    """None where nothing is open."""
    proposed, say = detail.proposed, agreed.say
    if proposed is None or not proposed.corrections:
        return None
    cards = tuple(correction_card(one, undecided, agreed, calendar, party) for one in proposed.corrections)
    now, then = (reached(one, clause, agreed) for one in (detail.figure, proposed.figure))
    same = proposed.figure.state == detail.figure.state
    change = say.text(
        "proposed.same" if same else "proposed.other",
        now=now,
        then=then,
        state=say(f"state.{proposed.figure.state}"),
    )
    return ProposedView(cards, change)
