"""Who was told, and when: the same message on both sides, each with how it was received."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.portal.page.agreed import Agreed
from services.portal.page.moments import Calendar, Moment
from services.portal.records import DeliverySeen
from shared.agreements.document import Party

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
    """A party and what it was told, the latest first; `hosts`: where its receivers are."""

    party: str
    identity: str
    told: tuple[Told, ...]
    hosts: tuple[str, ...] = ()

    @property
    def latest(self) -> tuple[Told, ...]:
        """Those that are shown at once."""
        return self.told[:SHOWN]

    @property
    def earlier(self) -> tuple[Told, ...]:
        """Those that one may open."""
        return self.told[SHOWN:]


def sides(
    deliveries: Sequence[DeliverySeen],
    hosts: Mapping[str, Sequence[str]],
    title: str,
    agreed: Agreed,
    calendar: Calendar,
) -> tuple[Side, Side]:
    """Provider and customer. `deliveries`: attempts, the latest first; `hosts` of the receivers, by party; `title` is
    not said again in each message.
    """
    parties = agreed.document.parties

    def of(side: str, party: Party) -> Side:
        told = _told(side, deliveries, title, agreed, calendar)
        return Side(party.name, party.id, told, tuple(dict.fromkeys(hosts.get(party.id, ()))))

    return of("provider", parties.provider), of("customer", parties.customer)


def _told(
    side: str, deliveries: Sequence[DeliverySeen], title: str, agreed: Agreed, calendar: Calendar
) -> tuple[Told, ...]:
    last: dict[str, DeliverySeen] = {}
    for seen in deliveries:
        if seen.side == side and seen.attempt >= last.get(seen.delivery, seen).attempt:
            last[seen.delivery] = seen
    newest = sorted(last.values(), key=lambda seen: (-seen.instant, -seen.attempted_at, seen.delivery))
    return tuple(_one(seen, title, agreed, calendar) for seen in newest[:MOST])


def plainly(sentence: str, title: str) -> str:
    """A verdict's sentence where its objective's title stands above it already."""
    said = sentence.removeprefix(f"{title}: ")
    return said[:1].upper() + said[1:]


def _one(seen: DeliverySeen, title: str, agreed: Agreed, calendar: Calendar) -> Told:
    whole = seen.sentence_de if agreed.language == "de" else seen.sentence_en
    sentence = plainly(whole, title)
    arrived = seen.state == "delivered"
    phrase = f"told.{seen.state}"
    if seen.state == "waiting":
        phrase += ".error" if seen.status is None else ".status"
    seconds = seen.seconds.replace(".", ",") if agreed.language == "de" else seen.seconds
    ordinal = agreed.say.ordinal(seen.attempt)
    how = agreed.say.text(phrase, host=seen.host, status=seen.status or "", seconds=seconds, ordinal=ordinal)
    return Told(calendar.short(seen.attempted_at, tenths=True), sentence, how, arrived)
