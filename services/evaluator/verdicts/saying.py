"""A verdict or a trend as it goes out: the CloudEvent with its figures, its sentence, its evidence and its address.

The bytes depend on the log alone (and on the public address): no clock, no machine. A body stays under 20 kB: where
names are very long, fewer of the evidence are listed.
"""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec

from services.evaluator.clauses import Clauses
from services.evaluator.told import Telling
from services.evaluator.verdicts.deciding import Subject
from services.evaluator.verdicts.sentences import Situation, sentence
from services.evaluator.verdicts.sentences_clocks import ClockSituation, clock_sentence
from shared.agreements.ahead_said import Ahead
from shared.agreements.explained.voice import naming_of
from shared.agreements.figure_json import sums_json
from shared.agreements.words import shortened
from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import format_instant
from shared.contracts.said import BurnSaid, ClockSaid, SentenceSaid
from shared.contracts.verdicts import (
    AgreementSaid,
    BudgetSaid,
    EvidenceSaid,
    FactNamed,
    FiguresSaid,
    ObjectiveSaid,
    OutageSaid,
    PeriodSaid,
    Trend,
    Verdict,
    event_of,
    verdict_id,
)
from shared.sla.agreed.objectives import CalendarWindow, Objective
from shared.sla.evidence.grounds import Evidence
from shared.sla.figures import Figure, Outage
from shared.sla.spans import Span
from shared.sla.time.zones import local_date

LARGEST: Final = 20_000
"""Bytes that a body stays under (CONTRACT.md, section 4)."""
MOST_EVIDENCE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Of what a verdict or trend speaks, and what was known when. `head` is the chain's, `clock` the log clock."""

    clauses: Clauses
    objective: Objective
    subject: Subject
    figure: Figure
    figures: FiguresSaid
    """What is said of `figure`: made once for all that is told of a period in a look."""
    clock: int
    head: bytes
    public_url: str
    silences: tuple[Span, ...] = ()
    """The unknown stretches of the period; filled in where something is told."""
    was: FiguresSaid | None = None
    """The figures before a restatement."""
    clock_said: ClockSaid | None = None
    """The clock that is spoken of."""
    cause: str | None = None
    """What caused the incident of the clock."""


def verdict_event(context: Context, telling: Telling, evidence: list[Evidence]) -> CloudEvent:
    """The verdict with as much evidence as fits."""
    listed = min(len(evidence), MOST_EVIDENCE)
    while True:
        event = _verdict(context, telling, evidence, listed)
        if listed == 0 or len(event.encode()) < LARGEST:
            return event
        listed //= 2


def trend_event(context: Context, ahead: Ahead) -> CloudEvent:
    """The figures of a period as they stand, and what is ahead."""
    burn, forecast = ahead
    data = Trend(
        agreement=_agreement(context),
        objective=_objective(context),
        period=period_said(context.figure),
        figures=context.figures,
        burn=burn,
        forecast=forecast,
        as_known_at=format_instant(context.clock),
    )
    subject = context.subject
    start = None if subject.start is None else format_instant(subject.start)
    identity = verdict_id(
        subject.agreement, subject.version, subject.objective, start, None, "trend", context.clock
    )
    return event_of("trend", identity, _name(context), context.clock, data)


def trend_key(context: Context) -> str:
    """`agreement/objective/start of the period`; of a rolling window the local day."""
    if isinstance(context.objective.window, CalendarWindow):
        start = format_instant(context.figure.period.span.start)
    else:
        start = local_date(context.clock, context.clauses.terms.zone).isoformat()
    return f"{_name(context)}/{start}"


def figures_said(figure: Figure, objective: Objective) -> FiguresSaid:
    """The figures, digit for digit as `eyelevel evaluate` prints them."""
    entry: dict[str, Any] = sums_json(figure, objective)
    budget = entry.get("budget_us") or entry.get("budget")
    return FiguresSaid(
        state=entry["state"],
        good=entry["good_us"] if "good_us" in entry else entry["good"],
        total=entry["total_us"] if "total_us" in entry else entry["total"],
        sli_percent=entry["sli_percent"],
        target_percent=entry["target_percent"],
        budget=None if budget is None else BudgetSaid(**budget),
        breached_at=entry["breached_at"],
        credit_percent=entry["credit_percent"],
        value=entry["value"],
    )


def period_said(figure: Figure) -> PeriodSaid:
    """The period and its status."""
    span, status = figure.period.span, figure.period.status
    return PeriodSaid(from_=format_instant(span.start), until=format_instant(span.end), status=status.value)


def page_url(public_url: str, agreement: str, objective: str, start: int | None) -> str:
    """The address of the figure's page, the same for both parties."""
    place = f"{public_url.rstrip('/')}/agreements/{quote(agreement, safe='')}/{quote(objective, safe='')}"
    return place if start is None else f"{place}?{urlencode({'from': format_instant(start)})}"


def _verdict(context: Context, telling: Telling, evidence: list[Evidence], listed: int) -> CloudEvent:
    figure, subject, clock = context.figure, context.subject, context.clock_said
    outage = outage_at(figure, telling.instant) if clock is None else None
    data = Verdict(
        agreement=_agreement(context),
        objective=_objective(context),
        period=period_said(figure),
        figures=context.figures,
        sentence=_sentence(context, telling, outage),
        as_known_at=format_instant(context.clock),
        url=page_url(context.public_url, subject.agreement, subject.objective, subject.start),
        evidence=_evidence(context, evidence, listed),
        share=telling.share,
        burn=None if telling.burn is None else BurnSaid(rate=telling.burn.rate, windows=telling.burn.windows),
        clock=clock,
        cause=context.cause if outage is None else outage.cause,
        outage=None if outage is None else _outage(outage),
        amends=telling.amends,
        restatement=telling.number,
        was=None if telling.number is None else context.was,
    )
    return event_of(telling.type, telling.id, _name(context), telling.instant, data)


def _sentence(context: Context, telling: Telling, outage: Outage | None) -> SentenceSaid:
    objective, terms = context.objective, context.clauses.terms
    if context.clock_said is not None:
        title = shortened(objective.title or objective.id)
        return clock_sentence(
            ClockSituation(telling=telling, clock=context.clock_said, title=title, zone=terms.zone)
        )
    return sentence(
        Situation(
            telling=telling,
            objective=objective,
            figure=context.figure,
            naming=naming_of(context.clauses.document),
            cause=None if outage is None else _cause_at(context, outage, telling.instant),
            was=context.was,
        )
    )


def outage_at(figure: Figure, instant: int) -> Outage | None:
    """The outage in which an instant lies; its very end still belongs to it, since it speaks of what was spent."""
    outages = figure.outages or ()
    begun = bisect_right(outages, instant, key=lambda outage: outage.start)
    last = outages[begun - 1] if begun else None
    return last if last is not None and (last.end is None or instant <= last.end) else None


def _cause_at(context: Context, outage: Outage, instant: int) -> str:
    """Silence is nobody's outage: in an unknown stretch the sentence says that instead of a cause."""
    unknown = any(silence.start <= instant <= silence.end for silence in context.silences)
    return "silence" if unknown else outage.cause


def _outage(outage: Outage) -> OutageSaid:
    end = None if outage.end is None else format_instant(outage.end)
    return OutageSaid(from_=format_instant(outage.start), until=end)


def _evidence(context: Context, evidence: list[Evidence], listed: int) -> EvidenceSaid:
    span, subject = context.figure.period.span, context.subject
    query = urlencode({"from": format_instant(span.start), "until": format_instant(span.end)})
    place = f"{quote(subject.agreement, safe='')}/{quote(subject.objective, safe='')}"
    last = evidence[len(evidence) - listed :]
    return EvidenceSaid(
        count=len(evidence),
        last=tuple(FactNamed(source=one.source, id=one.id) for one in last),
        url=f"{context.public_url.rstrip('/')}/v1/evidence/{place}?{query}",
        head=f"sha256:{context.head.hex()}",
    )


def _agreement(context: Context) -> AgreementSaid:
    terms = context.clauses.terms
    return AgreementSaid(
        id=terms.agreement,
        version=terms.version,
        title=shortened(context.clauses.title),
        provider=terms.provider,
        customer=terms.customer,
    )


def _objective(context: Context) -> ObjectiveSaid:
    objective = context.objective
    return ObjectiveSaid(
        id=objective.id,
        title=shortened(objective.title or objective.id),
        owed_by=objective.owed_by,
        indicator=objective.indicator_name,
        service=objective.services[0],
    )


def _name(context: Context) -> str:
    return f"{context.subject.agreement}/{context.subject.objective}"


class Shown(msgspec.Struct, frozen=True):
    """The figures of a period as they were last published."""

    status: str
    figures: FiguresSaid

    @property
    def standing(self) -> tuple[object, ...]:
        """All but what the passing of time alone does: more good and total."""
        said = self.figures
        spent = None if said.budget is None else said.budget.spent
        return self.status, said.state, spent, said.breached_at, said.credit_percent, said.value


def read_shown(kept: bytes) -> Shown | None:
    """From what is kept beside the period; None where nothing was published yet."""
    return msgspec.json.decode(kept, type=Shown) if kept else None
