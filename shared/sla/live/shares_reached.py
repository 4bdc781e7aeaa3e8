"""Since when shares of a budget of counts or clocks have been spent: the step since which it is so without a break.

Such a budget grows with what is counted, so a share can be reached and left again; the instant is that of the count,
or of the decision of a clock, since which it holds (SEMANTICS.md, ratio and clocks).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from shared.sla.counts.ratio import RatioCase
from shared.sla.counts.windows import RatioWindow
from shared.sla.figures import ClockFigure, ClockState, Figure, Reached
from shared.sla.history import History
from shared.sla.spans import MICROSECOND

Step = tuple[int, int, int]
"""(instant, bad so far, total so far)."""


def counts_reached(history: History, figure: Figure, shares: Iterable[Fraction]) -> tuple[Reached, ...]:
    """The shares that the counts of a calendar period have spent, of those asked for."""
    spent = spent_shares(figure, shares)
    if not spent:
        return ()
    case = history.case(figure.objective, figure.version, figure.period.span, figure.as_of)
    if not isinstance(case, RatioCase):
        return ()
    period = case.period.span
    window = RatioWindow(case.indicator, case.counts, None, period.start)
    since = ((share, window.above_since(period.end, share, reached=True)) for share in spent)
    return tuple(Reached(share, at - MICROSECOND, at - MICROSECOND) for share, at in since if at is not None)


def clocks_reached(figure: Figure, shares: Iterable[Fraction]) -> tuple[Reached, ...]:
    """The shares that the decided clocks of a period have spent, of those asked for."""
    spent = spent_shares(figure, shares)
    if not spent or figure.target is None:
        return ()
    decided = sorted(at for at in map(_decision, figure.clocks) if at is not None)
    bad = total = 0
    steps: list[Step] = []
    for instant, breached in decided:
        bad, total = bad + breached, total + 1
        steps.append((instant, bad, total))
    return _since(steps, spent, 1 - figure.target)


def spent_shares(figure: Figure, shares: Iterable[Fraction]) -> list[Fraction]:
    """Those of the shares that are spent now, and more than nothing."""
    budget = figure.budget
    if budget is None or not budget.spent:
        return []
    return [share for share in shares if budget.spent >= share * budget.allowed]


def _decision(clock: ClockFigure) -> tuple[int, int] | None:
    """When a clock was decided, and whether it was breached."""
    if clock.state is ClockState.BREACHED and clock.breached_at is not None:
        return clock.breached_at, 1
    if clock.state is ClockState.FULFILLED and clock.stopped_at is not None:
        return clock.stopped_at, 0
    return None


def _since(steps: Sequence[Step], shares: Iterable[Fraction], allowed: Fraction) -> tuple[Reached, ...]:
    found: list[Reached] = []
    for share in shares:
        since: int | None = None
        for index, (instant, bad, total) in enumerate(steps):
            if index + 1 < len(steps) and steps[index + 1][0] == instant:
                continue
            if not bad or bad < share * allowed * total:
                since = None
            elif since is None:
                since = instant
        if since is not None:
            found.append(Reached(share, since, since))
    return tuple(found)
