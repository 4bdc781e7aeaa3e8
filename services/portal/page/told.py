"""Who was told, and when: the same message on both sides, each with how it was received."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.portal.page.agreed import Agreed
from services.portal.page.moments import Calendar, Moment
from services.portal.records import DeliverySeen

SHOWN = 3
MOST = 30


@dataclass(frozen=True, slots=True)
class Told:
    """One message to one receiver, as its latest attempt left it."""

    at: Moment
    sentence: str
    how: str
    arrived: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A party and what it was told, the latest first."""

    party: str
    identity: str
    told: tuple[Told, ...]

    @property
    def latest(self) -> tuple[Told, ...]:
        """Those that are shown at once."""
        return self.told[:SHOWN]

    @property
    def earlier(self) -> tuple[Told, ...]:
        """Those that one may open."""
        return self.told[SHOWN:]


def sides(
    deliveries: Sequence[DeliverySeen], title: str, agreed: Agreed, calendar: Calendar
) -> tuple[Side, Side]:
    """Provider and customer. `deliveries`: attempts, the latest first; `title` is not said again in each."""
    parties = agreed.document.parties
    return (
        Side(agreed.provider, parties.provider.id, _told("provider", deliveries, title, agreed, calendar)),
        Side(agreed.customer, parties.customer.id, _told("customer", deliveries, title, agreed, calendar)),
    )


def _told(
    side: str, deliveries: Sequence[DeliverySeen], title: str, agreed: Agreed, calendar: Calendar
) -> tuple[Told, ...]:
    last: dict[str, DeliverySeen] = {}
    for seen in deliveries:
        if seen.side == side and seen.attempt >= last.get(seen.delivery, seen).attempt:
            last[seen.delivery] = seen
    newest = sorted(last.values(), key=lambda seen: (-seen.instant, -seen.attempted_at, seen.delivery))
    return tuple(_one(seen, title, agreed, calendar) for seen in newest[:MOST])


def _one(seen: DeliverySeen, title: str, agreed: Agreed, calendar: Calendar) -> Told:
    whole = seen.sentence_de if agreed.language == "de" else seen.sentence_en
    sentence = whole.removeprefix(f"{title}: ")
    sentence = sentence[:1].upper() + sentence[1:]
    arrived = seen.state == "delivered"
    phrase = f"told.{seen.state}"
    if seen.state == "waiting":
        phrase += ".error" if seen.status is None else ".status"
    seconds = seen.seconds.replace(".", ",") if agreed.language == "de" else seen.seconds
    ordinal = agreed.say.ordinal(seen.attempt)
    how = agreed.say(phrase, host=seen.host, status=seen.status or "", seconds=seconds, ordinal=ordinal)
    return Told(calendar.short(seen.attempted_at, tenths=True), sentence, str(how), arrived)
