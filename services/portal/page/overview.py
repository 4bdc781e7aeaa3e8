"""The overview: a headline that states, and per agreement a table of its objectives."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from markupsafe import Markup

from services.portal.page.agreed import Agreed
from services.portal.page.charts.strip import Day, meter, strip, worst
from services.portal.page.key_figures import unknown_share
from services.portal.page.lead import tense_of, used_share
from services.portal.page.moments import Calendar, local
from services.portal.page.numbers import agreed_percent, percent
from services.portal.page.phrases import Phrases
from services.portal.page.seen import Figure, Stretch
from services.portal.records import Kept
from shared.agreements.document import Document, ObjectiveClause
from shared.agreements.meaning import instant_of

STATES = ("breached", "at_risk", "not_assessable", "no_data", "met")
DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveRow:
    """One objective."""

    objective: str
    title: str
    note: str
    state: str
    state_said: str
    owed_by: str
    now: str
    target: str
    meter: Markup
    used: str
    strip: Markup


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
    agreements: tuple[AgreementView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """An agreement with the figures of its objectives, each with the stretches of the last thirty days."""

    kept: Kept
    document: Document
    figures: Mapping[str, Figure]
    stretches: Mapping[str, Sequence[Stretch]]


def overview_view(watched: Sequence[Watched], as_of: int | None, say: Phrases) -> OverviewView:
    """The overview of the agreements that the viewer sees."""
    agreements = tuple(agreement_view(one, as_of, say) for one in watched)
    states = [row.state for agreement in agreements for row in agreement.rows]
    return OverviewView(
        headline=headline(states, say), lead=_lead(watched, agreements, as_of, say), agreements=agreements
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
        rows=tuple(_row(watched, clause, as_of, agreed, calendar) for clause in document.objectives),
    )


def headline(states: Sequence[str], say: Phrases) -> str:
    """`One promise is broken, two are at risk, 31 hold.`"""
    counts = Counter(states)
    if not states:
        return str(say("overview.empty"))
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
            parts.append(str(say(f"overview.{state}{first}.{form}", count=count)))
    sentence = ", ".join(parts) + "."
    return sentence[:1].upper() + sentence[1:]


def thirty_days(stretches: Sequence[Stretch], as_of: int, calendar: Calendar, say: Phrases) -> Markup:
    """The last thirty local days, today the last."""
    today = local(as_of, calendar.zone).date()
    kinds: dict[object, set[str]] = {}
    for stretch in stretches:
        day = local(stretch.start, calendar.zone).date()
        last = local(max(stretch.end - 1, stretch.start), calendar.zone).date()
        while day <= last:
            kinds.setdefault(day, set()).add(stretch.kind)
            day += timedelta(days=1)
    days = []
    for back in range(DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        kind = worst(sorted(kinds.get(day, ())))
        named = "" if kind is None else f": {say(f'class.{kind}')}"
        days.append(Day(kind, calendar.day(day) + named))
    return strip(days, str(say("strip.label", summary=_summary(days, say))))


def _summary(days: Sequence[Day], say: Phrases) -> str:
    bad = sum(day.kind in {"down", "degraded"} for day in days)
    unknown = sum(day.kind == "unknown" for day in days)
    parts = [str(say.many("strip.bad", bad))] if bad else []
    parts += [str(say.many("strip.unknown", unknown))] if unknown else []
    return ", ".join(parts) or str(say("strip.calm"))


def _row(
    watched: Watched, clause: ObjectiveClause, as_of: int | None, agreed: Agreed, calendar: Calendar
) -> ObjectiveRow:
    say, figure = agreed.say, watched.figures.get(clause.id)
    state = figure.state if figure else "no_data"
    used = used_share(figure) if figure and figure.state != "no_data" else None
    said = str(say("overview.used", share=f"{used}\u202f%")) if used else str(say("overview.no_budget"))
    label = str(say("overview.used.label", share=f"{used}\u202f%")) if used else said
    stretches = watched.stretches.get(clause.id, ())
    sli = figure.sli if figure else None
    target = figure.target if figure else None
    return ObjectiveRow(
        objective=clause.id,
        title=clause.title,
        note=_note(figure, clause, agreed, calendar),
        state=state,
        state_said=str(say(f"state.{state}")),
        owed_by=agreed.owner(clause.owed_by),
        now="–" if sli is None else percent(sli, say.language, strip=sli == 100),
        target="" if target is None else agreed_percent(target, say.language),
        meter=meter(int(used), state, label) if used else Markup(""),
        used=said if figure and figure.state != "no_data" else "",
        strip=Markup("") if as_of is None else thirty_days(stretches, as_of, calendar, say),
    )


def _note(figure: Figure | None, clause: ObjectiveClause, agreed: Agreed, calendar: Calendar) -> str:
    """What makes the state: when the budget ran out, what is left, what is unknown."""
    say = agreed.say
    if figure is None or figure.state == "no_data":
        return str(say("overview.awaiting"))
    if figure.state == "not_assessable":
        share = unknown_share(figure) or Fraction(0)
        return str(say("overview.unknown_share", share=percent(share, say.language)))
    rolling = tense_of(figure, clause) == "rolling"
    if figure.state == "breached" and figure.breached_at is not None:
        phrase = "overview.below_since" if rolling else "overview.ran_out"
        return str(say(phrase, when=calendar.short(figure.breached_at).text))
    if figure.budget is None:
        return ""
    if used_share(figure) is None:
        return str(say("overview.none_fails"))
    left = agreed.length(figure.budget.remaining)
    if rolling:
        return str(say("overview.left.rolling", left=left))
    return str(say("overview.left", left=left, end=calendar.day_of(figure.period.end)))


def _about(watched: Watched, as_of: int | None, calendar: Calendar, say: Phrases) -> str:
    said, force = watched.kept.document, watched.document.in_force
    version = said.version
    if said.force_until is None:
        text = say("overview.version", version=version, start=calendar.day_of(said.force_from, year=True))
    else:
        phrase = (
            "overview.version.until"
            if as_of is None or as_of < said.force_until
            else "overview.version.ended"
        )
        text = say(phrase, version=version, end=calendar.day_of(said.force_until - 1, year=True))
    if force.review_by is None:
        return str(text)
    due = instant_of(force.review_by, watched.document.time_zone)
    return f"{text} {say('overview.review', when=calendar.day_of(due, year=True))}"


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
        return str(say("overview.between", provider=provider, customer=customer, when=when))
    return str(say("overview.across", count=say.count(len(watched)), when=when))
