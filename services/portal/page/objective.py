"""The page of one objective in one period: everything on it, as text and pictures, ready to be laid out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from zoneinfo import ZoneInfo

from markupsafe import Markup

from services.portal.page.agreed import Agreed
from services.portal.page.ahead_view import AheadView, ahead_view
from services.portal.page.budget_view import BudgetView, budget_view
from services.portal.page.clocks_view import ClocksView, clocks_view
from services.portal.page.counts_view import counts_view
from services.portal.page.explaining import Explaining, explaining
from services.portal.page.first_fact import FirstFact, first_fact
from services.portal.page.four_figures import four_figures
from services.portal.page.headline import headline
from services.portal.page.hours_view import HoursView, hours_view
from services.portal.page.key_figures import KeyFigure
from services.portal.page.lead import capital, tense_of
from services.portal.page.ledger import Ledger, ledger
from services.portal.page.measures import CLOCKS, has_time, kind_of
from services.portal.page.moments import Calendar, Moment
from services.portal.page.months_view import MonthsView, months_view
from services.portal.page.naming import Named, name_of
from services.portal.page.numbers import number
from services.portal.page.outages import MOST, OutageRow, outage_rows
from services.portal.page.phrases import Phrases
from services.portal.page.seen import Detail, FactSeen, Figure
from services.portal.page.told import Side, plainly, sides
from services.portal.page.undecided import Undecided
from services.portal.records import DeliverySeen, Kept
from shared.agreements.document import Document, ObjectiveClause
from shared.contracts.instants import format_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party with what it does here."""

    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeView:
    """The sections of an indicator that classes time: hour by hour, the ledger, the outages."""

    hours: HoursView
    ledger: Ledger
    about: str
    whole: str
    outages: tuple[OutageRow, ...]
    outages_more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveView:
    """What the template lays out. Sections that have nothing to say are empty."""

    agreement: str
    agreement_title: str
    objective: str
    title: str
    heading: str
    period: Named
    start: str
    asked: str
    """By what its period is asked for: its start, or `current` where it rolls."""
    provider: Party
    customer: Party
    between: tuple[str, ...]
    state: str
    state_said: str
    then: Moment | None
    lead: Markup
    figures: tuple[KeyFigure, ...]
    first_fact: FirstFact | None
    ahead: AheadView
    restated: tuple[tuple[Moment, str], ...]
    clocks: ClocksView | None
    budget: BudgetView
    time: TimeView | None
    explaining: Explaining | None
    sides: tuple[Side, Side]
    told: bool
    months: MonthsView
    computed: Moment
    facts: str
    version: int
    engine: str
    tzdata: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that was asked for: the figure, other periods, facts by the start of their outage, who was told and where
    receivers are, by party. `then`: as it was known at an earlier instant, not as it is known now. `party`: who looks.
    """

    detail: Detail
    periods: Sequence[Figure]
    facts: Mapping[int, Sequence[FactSeen]]
    deliveries: Sequence[DeliverySeen]
    kept: Kept
    hosts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    then: bool = False
    undecided: Undecided = field(default_factory=Undecided)
    party: str | None = None


def objective_view(known: Known, document: Document, clause: ObjectiveClause, say: Phrases) -> ObjectiveView:
    """Turn what was asked for into the page. Pure: the instant is that of the figure."""
    detail, figure = known.detail, known.detail.figure
    agreed = Agreed(document, say)
    calendar = Calendar(ZoneInfo(document.time_zone), say.language)
    name = name_of(clause.window, figure.period, calendar, say)
    tense = tense_of(figure, clause)
    told = sides(known.deliveries, known.hosts, clause.title, agreed, calendar)
    return ObjectiveView(
        agreement=document.metadata.id,
        agreement_title=document.metadata.title,
        objective=clause.id,
        title=clause.title,
        heading=clause.title if tense == "rolling" else f"{clause.title}, {name.long}",
        period=name,
        start=format_instant(figure.period.start),
        asked="current" if tense == "rolling" else format_instant(figure.period.start),
        provider=_party("provides", agreed.provider, clause.owed_by == "provider", say),
        customer=_party("receives", agreed.customer, clause.owed_by == "customer", say),
        between=between(known.kept, clause, agreed, calendar),
        state=figure.state,
        state_said=say.text(f"state.{figure.state}"),
        then=calendar.full(detail.as_of) if known.then else None,
        lead=headline(detail, clause, agreed, name, calendar),
        figures=tuple(four_figures(detail, clause, agreed, name, calendar)),
        first_fact=None if detail.facts else first_fact(clause, detail.as_of),
        ahead=ahead_view(
            detail, clause, agreed, name, calendar, known.undecided, None if known.then else known.party
        ),
        restated=_restated(detail, clause, calendar),
        clocks=_clocks(figure, clause, agreed, name, calendar),
        budget=(counts_view if detail.counted else budget_view)(detail, clause, agreed, name, calendar),
        time=_time(known, clause, agreed, name, calendar) if has_time(clause) else None,
        explaining=explaining(detail, agreed),
        sides=told,
        told=any(side.told for side in told),
        months=months_view(known.periods, clause, agreed, calendar),
        computed=calendar.stamp(detail.as_of),
        facts=number(Fraction(detail.facts), say.language),
        version=figure.version,
        engine=detail.engine,
        tzdata=detail.tzdata,
        as_of=format_instant(detail.as_of),
    )


def _restated(detail: Detail, clause: ObjectiveClause, calendar: Calendar) -> tuple[tuple[Moment, str], ...]:
    return tuple(
        (calendar.short(one.known_at, year=True), plainly(one.sentence[calendar.language], clause.title))
        for one in detail.restated
    )


def _clocks(
    figure: Figure, clause: ObjectiveClause, agreed: Agreed, name: Named, calendar: Calendar
) -> ClocksView | None:
    if kind_of(clause) not in CLOCKS:
        return None
    return clocks_view(figure, clause, agreed, calendar, name.long)


def _time(known: Known, clause: ObjectiveClause, agreed: Agreed, name: Named, calendar: Calendar) -> TimeView:
    detail, say = known.detail, agreed.say
    going_on = tense_of(detail.figure, clause) == "open"
    return TimeView(
        hours=hours_view(detail, agreed, name, calendar),
        ledger=ledger(detail, clause, agreed),
        about=say.text(f"ledger.about.{'open' if going_on else 'ended'}", period=name.short),
        whole=capital(say.text("period.until_now", period=name.short) if going_on else name.long),
        outages=tuple(outage_rows(detail, known.facts, agreed, calendar)),
        outages_more=_more(detail.figure, say),
    )


def between(
    kept: Kept, clause: ObjectiveClause | None, agreed: Agreed, calendar: Calendar
) -> tuple[str, ...]:
    """What stands between the parties: which version, how signed, how long in force, and a supplier who owes."""
    say, said = agreed.say, kept.document
    lines = [say.text("agreement.version", version=said.version)]
    if said.force_until is None:
        lines.append(say.text("agreement.since", start=calendar.day_of(said.force_from, year=True)))
    else:
        lines.append(say.text("agreement.until", end=calendar.day_of(said.force_until - 1, year=True)))
    if clause is not None and clause.owed_by not in {"provider", "customer"}:
        lines.append(say.text("agreement.supplier_owes", name=agreed.owner(clause.owed_by)))
    return tuple(lines)


def _party(does: str, name: str, owes: bool, say: Phrases) -> Party:
    return Party(name=name, role=say.text(f"agreement.{does}{'_owes' if owes else ''}"))


def _more(figure: Figure, say: Phrases) -> str:
    count = len(figure.outages)
    return "" if count <= MOST else say.text("outages.more", shown=MOST, count=count)
