"""The page of one agreement: its objectives as on the overview, what is agreed in sentences, and its versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from services.portal.page.agreed import Agreed
from services.portal.page.deciding import Card, correction_card, maintenance_card
from services.portal.page.moments import Calendar, Moment
from services.portal.page.objective import Party, between
from services.portal.page.overview import AgreementView, agreement_view
from services.portal.page.overview_row import Watched
from services.portal.page.phrases import Phrases
from services.portal.page.told import Side, sides
from services.portal.page.undecided import Undecided
from services.portal.records import DeliverySeen, Kept
from shared.agreements.sentences import clauses_of


@dataclass(frozen=True, slots=True)
class Clauses:
    """The sentences of one objective."""

    objective: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version that was put."""

    number: int
    force: str
    put: Moment
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPage:
    """What the template lays out."""

    view: AgreementView
    provider: Party
    customer: Party
    between: tuple[str, ...]
    observers: str
    shared: tuple[str, ...]
    clauses: tuple[Clauses, ...]
    versions: tuple[VersionRow, ...]
    sides: tuple[Side, Side]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """What was told of the agreement as a whole (sources, notices), and where receivers are, by party."""

    deliveries: Sequence[DeliverySeen] = ()
    hosts: Mapping[str, Sequence[str]] = field(default_factory=dict)


def agreement_page(
    watched: Watched,
    versions: Sequence[Kept],
    as_of: int | None,
    say: Phrases,
    messages: Messages | None = None,
    party: str | None = None,
) -> AgreementPage:
    """The page of the latest version, the newest version first in the list; forms are for the `party` that looks."""
    document = watched.document
    agreed, calendar = Agreed(document, say), Calendar(ZoneInfo(document.time_zone), say.language)
    said = [
        Clauses(
            clause.id,
            clause.title,
            tuple(one.de if say.language == "de" else one.en for one in clauses_of(document, clause.id)),
        )
        for clause in document.objectives
    ]
    shared, told = _shared(said), messages or Messages()
    names = ", ".join(party.name for party in document.parties.observers)
    return AgreementPage(
        view=agreement_view(watched, as_of, say),
        provider=Party(name=agreed.provider, role=say.text("agreement.provides")),
        customer=Party(name=agreed.customer, role=say.text("agreement.receives")),
        between=between(watched.kept, None, agreed, calendar),
        observers=say.text("agreement.observers", names=names) if names else "",
        shared=shared,
        clauses=tuple(
            Clauses(one.objective, one.title, tuple(s for s in one.sentences if s not in shared))
            for one in said
        ),
        versions=tuple(_version(kept, calendar, say) for kept in reversed(versions)),
        sides=sides(told.deliveries, told.hosts, "", agreed, calendar),
        cards=_cards(watched.undecided, agreed, calendar, party),
    )


def _cards(undecided: Undecided, agreed: Agreed, calendar: Calendar, party: str | None) -> tuple[Card, ...]:
    """Corrections that wait, then maintenance to come."""
    corrections = (correction_card(one, undecided, agreed, calendar, party) for one in undecided.corrections)
    changes = (maintenance_card(one, undecided, agreed, calendar, party) for one in undecided.changes)
    return (*corrections, *changes)


def _shared(said: Sequence[Clauses]) -> tuple[str, ...]:
    """The sentences that rule every objective, said once; none where there is one objective alone."""
    if len(said) < 2:
        return ()
    everywhere = set(said[0].sentences).intersection(*(one.sentences for one in said[1:]))
    return tuple(sentence for sentence in said[0].sentences if sentence in everywhere)


def _version(kept: Kept, calendar: Calendar, say: Phrases) -> VersionRow:
    said = kept.document
    start = calendar.day_of(said.force_from, year=True)
    if said.force_until is None:
        force = say.text("agreement.force.open", start=start)
    else:
        force = say.text(
            "agreement.force.span", start=start, end=calendar.day_of(said.force_until - 1, year=True)
        )
    return VersionRow(said.version, force, calendar.short(kept.put_at, year=True), said.digest)
