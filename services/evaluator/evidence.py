"""The facts behind an objective, page by page: by time, then order of arrival; the cursor is the last one's place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from services.evaluator.records import read_kept
from services.evaluator.storage_reading import KeptFact
from shared.agreements.evidence import fact_of
from shared.sla.facts import ChangeAnnounced, CorrectionProposed
from shared.sla.spans import EVER, Span

_MORE: Final = 50
"""Read ahead, since some of what is read may concern other services."""


class Facts(Protocol):
    """Where they are kept (`storage_reading`)."""

    async def facts_between(
        self,
        agreement: str,
        services: Collection[str],
        start: int,
        end: int,
        after: tuple[int, int],
        most: int,
    ) -> Sequence[KeptFact]:
        """At most `most` facts of [start, end) beyond a place (at, n)."""
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """Facts, and the cursor of the page behind; None on the last."""

    facts: tuple[KeptFact, ...]
    next: str | None


async def page_of(
    kept: Facts, agreement: str, services: Collection[str], span: Span, cursor: str | None, limit: int
) -> Page:
    """At most `limit` facts about these services."""
    after = _place(cursor)
    found: list[KeptFact] = []
    most = limit + _MORE
    while True:
        rows = await kept.facts_between(agreement, services, span.start, span.end, after, most)
        found += [row for row in rows if _concerns(row, services)]
        if len(found) > limit:
            last = found[limit - 1]
            return Page(tuple(found[:limit]), f"{last.at}.{last.n}")
        if len(rows) < most:
            return Page(tuple(found), None)
        after = rows[-1].at, rows[-1].n


def _place(cursor: str | None) -> tuple[int, int]:
    if cursor is None:
        return EVER, 0
    at, _, n = cursor.partition(".")
    return int(at), int(n)


def _concerns(row: KeptFact, services: Collection[str]) -> bool:
    """Whether a fact is about one of the services, by its subject or by what its data names."""
    fact = fact_of(read_kept(row.event))
    if isinstance(fact, ChangeAnnounced):
        return any(service in services for service in fact.services)
    if isinstance(fact, CorrectionProposed) and fact.of_service is not None:
        return fact.of_service in services
    return fact.service in services
