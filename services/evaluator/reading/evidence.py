"""Facts page by page: those about an objective, and those that a figure rests on.

The first are asked for by spans, all of a period or those of one class of its ledger, and come by time, then order
of arrival; the others come in the order in which the calculus takes them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from services.evaluator.reading.storage_reading import KeptFact, Wanted
from services.evaluator.records import read_kept
from shared.agreements.evidence import fact_of
from shared.sla.evidence.grounds import Evidence
from shared.sla.facts import Fact
from shared.sla.spans import Span
from shared.sla.told.acceptance import services_named

_MORE: Final = 50
"""Read ahead, since some of what is read may concern other services."""
_SPANS_AT_ONCE: Final = 100
"""Two parameters each in one question, below SQLite's oldest limit of 999."""

_Place = tuple[int, int]


class Facts(Protocol):
    """Where they are kept (`storage_reading`)."""

    async def facts_within(self, wanted: Wanted, after: tuple[int, int], most: int) -> Sequence[KeptFact]:
        """At most `most` facts beyond a place (at, n)."""
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """Facts, and the place behind which the next page begins; None on the last."""

    facts: tuple[KeptFact, ...]
    next: _Place | None


async def page_of(kept: Facts, wanted: Wanted, after: _Place, limit: int) -> Page:
    """At most `limit` of the wanted facts; here `wanted` may have any number of spans."""
    found: list[KeptFact] = []
    most = limit + _MORE
    for some in _by_hundreds(wanted.spans, after):
        asked, place = replace(wanted, spans=some), after
        while True:
            rows = await kept.facts_within(asked, place, most)
            found += [row for row in rows if concerns(fact_of(read_kept(row.event)), wanted.services)]
            if len(found) > limit:
                last = found[limit - 1]
                return Page(tuple(found[:limit]), (last.at, last.n))
            if len(rows) < most:
                break
            place = rows[-1].at, rows[-1].n
    return Page(tuple(found), None)


def _by_hundreds(spans: Sequence[Span], after: _Place) -> Iterator[Sequence[Span]]:
    """The spans that do not end before a place, some at a time."""
    first = bisect_right(spans, after[0], key=lambda span: span.end)
    for begin in range(first, len(spans), _SPANS_AT_ONCE):
        yield spans[begin : begin + _SPANS_AT_ONCE]


def page_behind(
    evidence: Sequence[Evidence], after: _Place, limit: int
) -> tuple[Sequence[Evidence], _Place | None]:
    """At most `limit` of a figure's evidence, and the place behind which the next page begins; None on the last.

    A place is an instant, and how many of the facts of that instant lie before it.
    """
    at, number = after
    first = bisect_left(evidence, at, key=lambda one: one.at) + number
    page = evidence[first : first + limit]
    if first + limit >= len(evidence):
        return page, None
    last = page[-1].at
    return page, (last, first + limit - bisect_left(evidence, last, key=lambda one: one.at))


def concerns(fact: Fact, services: Collection[str]) -> bool:
    """Whether a fact is about one of the services, by its subject or by what its data names."""
    return any(service in services for service in services_named(fact))
