"""What waits for the viewer: corrections that the other side proposed and that they may accept or decline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from services.portal.page.agreed import Agreed
from services.portal.page.moments import Calendar, Moment
from services.portal.page.overview_row import Watched
from services.portal.page.phrases import Phrases
from services.portal.page.proposed_view import decider, proposal


@dataclass(frozen=True, slots=True)
class Waiting:
    """One decision: before when, what is proposed, and the objective on whose page both values stand."""

    agreement: str
    objective: str
    title: str
    before: Moment
    said: str


def waiting(watched: Sequence[Watched], party: str | None, say: Phrases) -> list[Waiting]:
    """The decisions of a party, the next one first; a correction that reaches several objectives once."""
    found = [one for agreement in watched for one in _of(agreement, party, say)]
    return sorted(found, key=lambda one: one.before.utc)


def _of(watched: Watched, party: str | None, say: Phrases) -> Iterator[Waiting]:
    document = watched.document
    agreed, calendar = Agreed(document, say), Calendar(ZoneInfo(document.time_zone), say.language)
    seen: set[str] = set()
    for objective, corrections in watched.open.items():
        for one in corrections:
            if one.name in seen or decider(one, document.parties).id != party:
                continue
            seen.add(one.name)
            said = proposal(one, agreed, calendar)
            before = calendar.short(one.before)
            yield Waiting(document.metadata.id, objective, document.metadata.title, before, said)
