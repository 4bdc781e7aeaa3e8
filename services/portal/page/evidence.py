"""The facts of a stretch of time, or those that a figure rests on, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from services.portal.page import numbers
from services.portal.page.moments import Calendar, Moment
from services.portal.page.outages import said_by
from services.portal.page.phrases import Phrases
from services.portal.page.seen import Behind, FactSeen
from shared.agreements.document import Document, ObjectiveClause

TELLING: Final = (
    *("state", "opening", "overruled", "dated_back"),
    *("count", "sample", "incident", "maintenance", "correction"),
)
"""What is shown where nothing else is asked for: all but the words that only show that a source lives."""


@dataclass(frozen=True, slots=True)
class RoleCount:
    """How many facts do one thing; `shown`: they are among those that are listed."""

    role: str
    does: str
    count: str
    shown: bool


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One fact; `does`: what for the figure that it is behind, empty in a stretch of time."""

    at: Moment
    what: str
    source: str
    id: str
    does: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """One page of facts; `next` is the cursor of the following page, `none` what is said where there are none.

    `counts`: how many do what, of the facts behind a figure.
    """

    agreement: str
    agreement_title: str
    objective: str
    title: str
    about: str
    rows: tuple[EvidenceRow, ...]
    next: str | None
    none: str
    counts: tuple[RoleCount, ...] = ()


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
        none=say.text("evidence.none"),
    )


def behind_view(
    behind: Behind, role: str | None, document: Document, clause: ObjectiveClause, say: Phrases
) -> EvidenceView:
    """The facts that a figure rests on, and what each does; `role`: only those that do this were asked for."""
    calendar = Calendar(ZoneInfo(document.time_zone), say.language)
    begins, ends = (calendar.short(at, year=True).text for at in behind.span)
    whole = sum(behind.roles.values())
    number = numbers.number(whole, say.language)
    lead = say.many_text("evidence.behind", whole, number=number, title=clause.title, start=begins, end=ends)
    return EvidenceView(
        agreement=document.metadata.id,
        agreement_title=document.metadata.title,
        objective=clause.id,
        title=clause.title,
        about=lead,
        rows=tuple(
            EvidenceRow(
                calendar.short(fact.at, year=True),
                said_by(fact),
                fact.source,
                fact.id,
                say.text(f"evidence.role.{does}"),
            )
            for fact, does in behind.facts
        ),
        next=behind.next,
        none=say.text("evidence.none.behind"),
        counts=tuple(
            RoleCount(
                does,
                say.text(f"evidence.role.{does}"),
                numbers.number(count, say.language),
                does == role if role is not None else does in TELLING,
            )
            for does, count in behind.roles.items()
        ),
    )
