"""What waits for the viewer: corrections of the other side to decide on, and announced maintenance to acknowledge."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from services.portal.page.agreed import Agreed
from services.portal.page.deciding import Card, correction_card, maintenance_card
from services.portal.page.measures import has_time, kind_of
from services.portal.page.moments import Calendar
from services.portal.page.overview_row import Watched
from services.portal.page.phrases import Phrases
from services.portal.page.seen import Correction
from services.portal.page.undecided import asked, decider
from shared.agreements.document import ObjectiveClause
from shared.contracts.instants import format_instant
from shared.sla.agreed.objectives import RollingWindow
from shared.sla.time.windows import window_at


@dataclass(frozen=True, slots=True)
class Waiting:
    """One card, of which agreement; `look`: where both values stand, empty where it can be answered here."""

    title: str
    card: Card
    look: str


def waiting(watched: Sequence[Watched], party: str | None, say: Phrases) -> list[Waiting]:
    """What a party is asked, the next one first."""
    found = [one for agreement in watched for one in _of(agreement, party, say)]
    return sorted(found, key=lambda one: one.card.before.utc if one.card.before else "")


def _of(watched: Watched, party: str | None, say: Phrases) -> Iterator[Waiting]:
    document, undecided = watched.document, watched.undecided
    agreed, calendar = Agreed(document, say), Calendar(ZoneInfo(document.time_zone), say.language)
    title, side = document.metadata.title, asked(document)
    for one in undecided.corrections:
        if decider(one, document.parties).id == party:
            card = correction_card(one, undecided, agreed, calendar, None)
            yield Waiting(title, _headed(card, say("waiting.correction")), _look(one, watched))
    if side is None or side.id != party:
        return
    for change in undecided.changes:
        if undecided.word_on(change) is None:
            card = maintenance_card(change, undecided, agreed, calendar, party)
            yield Waiting(title, _headed(card, say("waiting.maintenance")), "")


def _headed(card: Card, heading: object) -> Card:
    return replace(card, heading=str(heading), commands=())


def _look(correction: Correction, watched: Watched) -> str:
    """The page of an objective that it would change; of the agreement where none is seen to be."""
    place = f"/agreements/{quote(watched.document.metadata.id, safe='')}"
    for clause in watched.document.objectives:
        figure = watched.figures.get(clause.id)
        if figure is None:
            continue
        if correction.of_incident:
            reached = any(clock.incident == correction.of for clock in figure.clocks)
        else:
            reached = correction.of in clause.services and (has_time(clause) or kind_of(clause) == "ratio")
        if reached:
            return f"{place}/{quote(clause.id, safe='')}{_period(correction, clause, watched)}#proposed"
    return f"{place}#between"


def _period(correction: Correction, clause: ObjectiveClause, watched: Watched) -> str:
    """The period of the time that is corrected, where that is an earlier one than the current."""
    current, window = watched.figures[clause.id].period, clause.window
    if isinstance(window, RollingWindow) or correction.start >= current.start:
        return ""
    if correction.start < watched.kept.document.force_from:
        return ""
    start = window_at(window.unit, watched.document.time_zone, correction.start).start
    return f"?{urlencode({'from': format_instant(start)})}"
