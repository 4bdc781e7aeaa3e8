"""A rolling mean time to restore, where its window has data.

An outage that ended stays in the window for a length, also where no time of the window counts any more or none does
yet: it ended while it was closed, or under a version that is not in force. Figures say `no_data` then, and no breach
(SEMANTICS.md, Breach: no data is not under). So a stretch beyond the bound is cut to the instants with data; the
breach keeps the instant that figures name.
"""

from dataclasses import replace

from services.evaluator.verdicts.deciding import Run
from shared.sla.live.turns import Turns
from shared.sla.outages.figures import OutageCase
from shared.sla.spans import EVER, MICROSECOND, Span, Spans, intersect, union


def runs_with_data(
    case: OutageCase, found: Turns, recovered_at: int | None
) -> tuple[tuple[Run, ...], int | None]:
    """The breaches that end after the last recovery told, and the next instant at which one can begin or end.

    A gap without data that was over before anyone looked divides no breach. What is still to come lets the present
    state last, for a length.
    """
    if not found.stretches:
        return (), found.due
    now = case.setting.as_of
    until = now + case.period.span.length
    data = _with_data(case, found.stretches[0][0], until)
    runs, coming = [], [] if found.due is None else [found.due]
    for start, end in found.stretches:
        parts = intersect((Span(start, until if end is None else end),), data)
        coming += [at for part in parts for at in (part.start, part.end) if at > now]
        begun = [part for part in parts if part.start <= now and part.end > (recovered_at or EVER)]
        if begun:
            first, last = begun[0].start, begun[-1].end
            runs.append(
                Run(start - MICROSECOND, last if last <= now else None, first if first > start else None)
            )
    return tuple(runs), min(coming, default=None)


def _with_data(case: OutageCase, since: int, until: int) -> Spans:
    """The instants of a stretch whose window [t - length, t) has time that counts."""
    length = case.period.span.length
    imagined = replace(case, setting=case.setting.at(until))
    counted = imagined.reckoning.weighed(Span(since - length, until))
    return union(Span(one.start + MICROSECOND, one.end + length) for one in counted)
