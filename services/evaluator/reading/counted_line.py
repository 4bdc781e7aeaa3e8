"""How the counts of a ratio went over its period: what was good of how many, by parts of a day, and what it left.

What is left after a part is what the figure would have said then, had the period gone on: of a calendar period all
counts so far, of a rolling window those within its length. The last part ends where the figure does.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from shared.agreements.figure_json import exact
from shared.contracts.instants import format_instant
from shared.sla.agreed.clauses import CalendarUnit
from shared.sla.cases import Case
from shared.sla.counts.ratio import RatioCase
from shared.sla.figures import Status
from shared.sla.spans import Span
from shared.sla.time.windows import windows_between

Answer = dict[str, Any]
DAY: Final = 86_400_000_000
_PARTS: Final = 4
"""Of a day, as long as the period is no longer than `_LONGEST`; else whole days."""
_LONGEST: Final = 31 * DAY + DAY // 24  # a month in which the clocks go back


def counted_line(case: Case, zone: str) -> Answer | None:
    """None for what counts nothing. Days are those of the zone, so that each part lies in one of them."""
    if not isinstance(case, RatioCase):
        return None
    period = case.period.span
    edges = list(_edges(period, min(period.end, case.setting.as_of), zone))
    return {
        "remaining_at_start": exact(_left(case, period.start)),
        "parts": [_part(case, Span(start, end)) for start, end in pairwise(edges)],
    }


def _edges(period: Span, until: int, zone: str) -> Iterator[int]:
    """The ends of the parts, from the start of the period on."""
    if until <= period.start:
        return
    parts = _PARTS if period.length <= _LONGEST else 1
    yield period.start
    for day in windows_between(CalendarUnit.DAY, zone, period.start, until):
        for part in range(1, parts + 1):
            edge = min(day.start + day.length * part // parts, until)
            if edge > period.start:
                yield edge
            if edge == until:
                return


def _part(case: RatioCase, span: Span) -> Answer:
    before, after = case.counts.before(span.start), case.counts.before(span.end)
    return {
        "from": format_instant(span.start),
        "until": format_instant(span.end),
        "good": after.good - before.good,
        "total": after.total - before.total,
        "remaining": exact(_left(case, span.end)),
    }


def _left(case: RatioCase, instant: int) -> Fraction:
    """Allowed less spent over what the period holds before an instant (SEMANTICS.md, `ratio`)."""
    period = case.period.span
    first = case.counts.before(instant - period.length if case.rolling else period.start)
    last = case.counts.before(instant)
    total, good = last.total - first.total, last.good - first.good
    expected = case.indicator.expected_total or 0
    allowed = max(total, expected) if case.period.status is Status.OPEN else total
    return (1 - case.indicator.target) * allowed - (total - good)
