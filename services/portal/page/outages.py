"""The outages of a period with the facts behind them, the latest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.portal.page.agreed import Agreed
from services.portal.page.ledger import kinds_in
from services.portal.page.moments import Calendar, Moment, instant_of, local
from services.portal.page.seen import Detail, FactSeen, Figure, Outage

MOST = 50
FACTS_SHOWN = 20
_AROUND = 1
"""Microseconds after an outage's end that still belong to it: the fact that ends it stands exactly there."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact in one line."""

    at: Moment
    what: str
    source: str


@dataclass(frozen=True, slots=True)
class OutageRow:
    """An outage; `span` asks for its evidence (`from`, `until` as the API writes instants)."""

    start: Moment
    end: Moment | None
    counted: str
    cause: str
    conditions: str
    facts: tuple[FactRow, ...]
    count: str
    more: bool
    span: tuple[str, str]


def latest(figure: Figure) -> Sequence[Outage]:
    """The outages that the page shows, the latest first."""
    return sorted(figure.outages, key=lambda outage: -outage.start)[:MOST]


def span_of(outage: Outage, as_of: int) -> tuple[int, int]:
    """The span of its facts: from its start to just after the fact that ended it."""
    return outage.start, (as_of if outage.end is None else outage.end) + _AROUND


def outage_rows(
    detail: Detail, facts: Mapping[int, Sequence[FactSeen]], agreed: Agreed, calendar: Calendar
) -> list[OutageRow]:
    """`facts`: those of each outage by its start, one more than are shown where there are more."""
    shown = latest(detail.figure)
    return [_row(outage, facts.get(outage.start, ()), detail, agreed, calendar) for outage in shown]


def said_by(fact: FactSeen) -> str:
    """What a fact says, in a few words: its type and state, condition or change."""
    kind = fact.type.removeprefix("dev.eyelevel.")
    words = [
        fact.data.get(name) for name in ("state", "condition", "severity", "change", "incident", "cause")
    ]
    return ", ".join([kind, *(str(word) for word in words if word)])


def _row(
    outage: Outage, facts: Sequence[FactSeen], detail: Detail, agreed: Agreed, calendar: Calendar
) -> OutageRow:
    start, end = span_of(outage, detail.as_of)
    more = len(facts) > FACTS_SHOWN
    shown = facts[:FACTS_SHOWN]
    said = (
        agreed.say.text("outages.count.more", count=len(shown))
        if more
        else agreed.say.many("outages.count", len(facts))
    )
    return OutageRow(
        start=calendar.short(outage.start),
        end=None if outage.end is None else calendar.until(outage.start, outage.end),
        counted=agreed.length(outage.counted),
        cause=_cause(outage, detail, agreed),
        conditions=", ".join(outage.conditions),
        facts=tuple(FactRow(calendar.short(fact.at), said_by(fact), fact.source) for fact in shown),
        count=said,
        more=more,
        span=(_iso(start, calendar), _iso(end, calendar)),
    )


def _cause(outage: Outage, detail: Detail, agreed: Agreed) -> str:
    """Whose it was; where no word came throughout, that nobody knows; where none came for a part of it, both."""
    kinds = kinds_in(outage.start, outage.end, detail.stretches)
    if "unknown" not in kinds:
        return agreed.cause(outage.cause)
    if "down" in kinds:
        return agreed.say.text("cause.mixed", cause=agreed.cause(outage.cause))
    whys = {stretch.why for stretch in detail.stretches if stretch.kind == "unknown"}
    return agreed.say.text("cause.stale" if whys == {"stale"} else "cause.unknown")


def _iso(instant: int, calendar: Calendar) -> str:
    there = local(instant, calendar.zone)
    assert instant_of(there) == instant  # noqa: S101 - nothing is lost on the way
    return there.isoformat()
