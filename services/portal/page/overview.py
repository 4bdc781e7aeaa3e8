"""The overview: a headline that states, and per agreement a table of its objectives."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from services.portal.page.agreed import Agreed
from services.portal.page.moments import Calendar, local
from services.portal.page.overview_row import ObjectiveRow, Watched, row_of
from services.portal.page.phrases import Phrases
from services.portal.page.waiting import Waiting, waiting
from shared.agreements.meaning import instant_of

STATES = ("breached", "at_risk", "not_assessable", "no_data", "met")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementView:
    """One agreement with its table; `silent` where its figures could not be read."""

    agreement: str
    title: str
    about: str
    provider: str
    customer: str
    rows: tuple[ObjectiveRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewView:
    """The whole overview."""

    headline: str
    lead: str
    waiting: tuple[Waiting, ...]
    agreements: tuple[AgreementView, ...]


def overview_view(
    watched: Sequence[Watched], as_of: int | None, say: Phrases, party: str | None = None
) -> OverviewView:
    """The overview of the agreements that the viewer sees, with what waits for their `party`."""
    agreements = tuple(agreement_view(one, as_of, say) for one in watched)
    states = [row.state for agreement in agreements for row in agreement.rows]
    return OverviewView(
        headline=headline(states, say),
        lead=_lead(watched, agreements, as_of, say),
        waiting=tuple(waiting(watched, party, say)),
        agreements=agreements,
    )


def agreement_view(watched: Watched, as_of: int | None, say: Phrases) -> AgreementView:
    """One agreement's table."""
    document = watched.document
    agreed = Agreed(document, say)
    calendar = Calendar(ZoneInfo(document.time_zone), say.language)
    return AgreementView(
        agreement=document.metadata.id,
        title=document.metadata.title,
        about=_about(watched, as_of, calendar, say),
        provider=agreed.provider,
        customer=agreed.customer,
        rows=tuple(row_of(watched, clause, as_of, agreed, calendar) for clause in document.objectives),
    )


def headline(states: Sequence[str], say: Phrases) -> str:
    """`One promise is broken, two are at risk, 31 hold.`"""
    counts = Counter(states)
    if not states:
        return say.text("overview.empty")
    if counts["met"] == len(states):
        return str(
            say("overview.only") if len(states) == 1 else say("overview.all", count=say.count(len(states)))
        )
    parts: list[str] = []
    for state in STATES:
        if counts[state]:
            first = "" if parts else ".first"
            form = "one" if counts[state] == 1 else "other"
            count = say.count(counts[state])
            parts.append(say.text(f"overview.{state}{first}.{form}", count=count))
    sentence = ", ".join(parts) + "."
    return sentence[:1].upper() + sentence[1:]


def _about(watched: Watched, as_of: int | None, calendar: Calendar, say: Phrases) -> str:
    said, force = watched.kept.document, watched.document.in_force
    version = said.version
    if said.force_until is None:
        text = say.text(
            "overview.version", version=version, start=calendar.day_of(said.force_from, year=True)
        )
    else:
        phrase = (
            "overview.version.until"
            if as_of is None or as_of < said.force_until
            else "overview.version.ended"
        )
        text = say.text(phrase, version=version, end=calendar.day_of(said.force_until - 1, year=True))
    if force.review_by is None:
        return text
    due = instant_of(force.review_by, watched.document.time_zone)
    return f"{text} {say.text('overview.review', when=calendar.day_of(due, year=True))}"


def _lead(
    watched: Sequence[Watched], agreements: Sequence[AgreementView], as_of: int | None, say: Phrases
) -> str:
    if not watched or as_of is None:
        return ""
    zones = {one.document.time_zone for one in watched}
    calendar = Calendar(ZoneInfo(zones.pop() if len(zones) == 1 else "UTC"), say.language)
    there = local(as_of, calendar.zone)
    when = f"{calendar.long_day(there.date())}, {there:%H:%M}\u00a0{there.tzname()}"
    pairs = {(one.provider, one.customer) for one in agreements}
    if len(pairs) == 1:
        provider, customer = pairs.pop()
        return say.text("overview.between", provider=provider, customer=customer, when=when)
    return say.text("overview.across", count=say.count(len(watched)), when=when)
