"""Corrections that one side proposed and the other has not decided: both values, and what the decision would change."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.portal.page.agreed import Agreed
from services.portal.page.measures import reached
from services.portal.page.moments import Calendar, Moment
from services.portal.page.seen import Correction, Detail
from shared.agreements.document import ObjectiveClause, Parties, Party

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """One correction: who decides until when, what is proposed, and with which words; `commands` decide it."""

    heading: str
    before: Moment
    said: str
    reason: str
    commands: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ProposedView:
    """`change`: the figure with all of them beside the one without."""

    rows: tuple[ProposedRow, ...]
    change: str


def proposed_view(
    detail: Detail, clause: ObjectiveClause, agreed: Agreed, calendar: Calendar
) -> ProposedView | None:
    """None where nothing is open."""
    proposed, say = detail.proposed, agreed.say
    if proposed is None or not proposed.corrections:
        return None
    rows = tuple(_rows(proposed.corrections, agreed, calendar))
    now, then = (reached(one, clause, agreed) for one in (detail.figure, proposed.figure))
    same = proposed.figure.state == detail.figure.state
    change = say(
        "proposed.same" if same else "proposed.other",
        now=now,
        then=then,
        state=say(f"state.{proposed.figure.state}"),
    )
    return ProposedView(rows, str(change))


def _rows(corrections: tuple[Correction, ...], agreed: Agreed, calendar: Calendar) -> Iterator[ProposedRow]:
    say, document = agreed.say, agreed.document
    parties = document.parties
    for one in corrections:
        yield ProposedRow(
            heading=str(say("proposed.waits", name=decider(one, parties).name)),
            before=calendar.short(one.before),
            said=proposal(one, agreed, calendar),
            reason=(one.reason or "")[:LONGEST_REASON],
            commands=(
                f"eyelevel correction accept {document.metadata.id} {one.name}",
                f"eyelevel correction decline {document.metadata.id} {one.name}",
            ),
        )


def decider(correction: Correction, parties: Parties) -> Party:
    """The side that has not proposed it."""
    return parties.customer if correction.by == parties.provider.id else parties.provider


def proposal(correction: Correction, agreed: Agreed, calendar: Calendar) -> str:
    """Who proposes to count which time as what."""
    said = agreed.say(
        "proposed.said",
        by=agreed.party(correction.by),
        to=agreed.say(f"proposed.to.{correction.to}"),
        start=calendar.short(correction.start).text,
        end=calendar.until(correction.start, correction.end).text,
        length=agreed.length(correction.end - correction.start),
    )
    return str(said)
