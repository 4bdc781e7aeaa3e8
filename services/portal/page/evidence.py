"""The facts behind a figure, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from services.portal.page.moments import Calendar, Moment
from services.portal.page.outages import said_by
from services.portal.page.phrases import Phrases
from services.portal.page.seen import FactSeen
from shared.agreements.document import Document, ObjectiveClause


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One fact."""

    at: Moment
    what: str
    source: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """One page of facts; `next` is the cursor of the following page."""

    agreement: str
    agreement_title: str
    objective: str
    title: str
    about: str
    rows: tuple[EvidenceRow, ...]
    next: str | None


def evidence_view(
    facts: Sequence[FactSeen],
    following: str | None,
    span: tuple[int | None, int | None],
    document: Document,
    clause: ObjectiveClause,
    say: Phrases,
) -> EvidenceView:
    """`span`: the instants asked for, None where open."""
    calendar = Calendar(ZoneInfo(document.time_zone), say.language)
    start, end = span
    if start is None or end is None:
        about = say.text("evidence.lead.all", title=clause.title)
    else:
        begins, ends = calendar.short(start, year=True).text, calendar.short(end, year=True).text
        about = say.text("evidence.lead", title=clause.title, start=begins, end=ends)
    rows = (
        EvidenceRow(calendar.short(fact.at, year=True), said_by(fact), fact.source, fact.id) for fact in facts
    )
    return EvidenceView(
        agreement=document.metadata.id,
        agreement_title=document.metadata.title,
        objective=clause.id,
        title=clause.title,
        about=about,
        rows=tuple(rows),
        next=following,
    )
