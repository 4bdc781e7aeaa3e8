"""How what was told differs from what holds: the fold of the verdicts beside `eyelevel evaluate`.

A verdict is told at the first tick later than its instant by the settle time. So at the clock each thing must stand as
it is now, or as it was the settle time ago by the same facts, or a microsecond later, when figures first say a breach
of that instant; long after everything they are the same.

The end or breach of a clock that no longer holds is withdrawn at once (decision 14), and what holds instead is told
when it is that old: between the two the clock stands open.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from msgspec import to_builtins

from services.evaluator.verdicts.deciding import SETTLE, ripe
from services.evaluator.verdicts.saying import figures_said
from services.evaluator.verdicts.seeing import share_text
from shared.agreements.evaluation import Entry
from shared.contracts.instants import format_instant, parse_instant
from shared.sla.agreed.objectives import RollingWindow
from shared.sla.figures import ClockFigure, ClockState, Figure, Status, Verdict
from shared.sla.live.incident_clocks import ClockNow
from shared.sla.spans import MICROSECOND
from tests.integration.live.evaluated import Known
from tests.integration.live.fold import Clock, ClockName, Period, PeriodName, Standing
from tests.integration.live.silences import Source

UNDECIDED = (ClockState.RUNNING, ClockState.PAUSED)


@dataclass(frozen=True)
class Holding:
    """What holds, in the form in which it is told. `clock` is that of the log, also where this is of before it."""

    clock: int | None
    periods: dict[PeriodName, Entry]
    clocks: dict[ClockName, ClockNow]
    silent: Mapping[Source, int] | None
    figure_of: Callable[[PeriodName], Figure | None]
    """That of a period which was told and is not listed any more: a first fact may come after it (decision 14)."""


def holding(known: Known, as_of: int | None = None) -> Holding:
    """By what is known, at an instant or the clock."""
    evaluation = known.evaluated(as_of)
    entries = [] if evaluation is None else evaluation.entries
    clocks: dict[ClockName, ClockNow] = {}
    for objective, version, now in known.clocks(as_of):
        clock = now.figure
        clocks[objective, version, clock.incident, format_instant(clock.started_at)] = now

    def figure_of(name: PeriodName) -> Figure | None:
        objective, version, start = name
        return None if start is None else known.figure(objective, version, parse_instant(start), as_of)

    periods = {_name(entry): entry for entry in entries}
    return Holding(known.clock, periods, clocks, known.silent(as_of), figure_of)


def astray(told: Standing, known: Known, now: Holding) -> Iterator[str]:
    """Where what was told is not what holds now."""
    wrong = list(_of_all(told, now))
    if wrong and known.clock is not None:
        for before in (known.clock - SETTLE, known.clock - SETTLE + MICROSECOND):
            if wrong:
                still = set(_of_all(told, holding(known, before)))
                wrong = [one for one in wrong if one in still]
        yield from wrong


def _of_all(told: Standing, now: Holding) -> Iterator[str]:
    yield from _of_periods(told, now)
    yield from _of_clocks(told, now)
    if now.silent is not None:
        for source in told.silent.keys() | now.silent.keys():
            since = format_instant(now.silent[source]) if source in now.silent else None
            if told.silent.get(source) != since:
                yield f"{source}: silent since {told.silent.get(source)}"


def _name(entry: Entry) -> PeriodName:
    figure = entry.figure
    rolls = isinstance(entry.objective.window, RollingWindow)
    return figure.objective, figure.version, None if rolls else format_instant(figure.period.span.start)


def _of_periods(told: Standing, now: Holding) -> Iterator[str]:
    for name in told.periods.keys() | now.periods.keys():
        entry, period = now.periods.get(name), told.periods.get(name, Period())
        figure = now.figure_of(name) if entry is None else entry.figure
        breach = None if figure is None else figure.breached_at
        if period.breach != (None if breach is None else format_instant(breach)):
            yield f"{name}: the breach stands at {period.breach}"
        if entry is not None:
            yield from (f"{name}: {what}" for what in _of_period(period, entry))


def _of_period(period: Period, entry: Entry) -> Iterator[str]:
    figure = entry.figure
    if not period.broken and figure.state is Verdict.AT_RISK:
        yield from (
            f"no warning of {share_text(share)} was told ({entry.objective.indicator_name})"
            for share in _reached(entry)
            if share_text(share) not in period.warned
        )
    if (period.final is not None) != (figure.period.status is Status.CLOSED):
        yield f"told as closed: {period.final is not None}"
    if period.final is not None and period.final != said(entry):
        yield f"its final figures stand as {period.final}"


def _reached(entry: Entry) -> Iterator[Fraction]:
    """The shares that are spent; of clocks the lowest alone puts the objective at risk."""
    budget, shares = entry.figure.budget, sorted(entry.objective.warn_at.shares)
    if budget is not None:
        asked = shares[:1] if entry.objective.indicator_name.endswith("_time") else shares
        yield from (share for share in asked if 0 < budget.spent >= share * budget.allowed)


def said(entry: Entry) -> dict[str, Any]:
    """The figures of an entry as verdicts and trends say them."""
    found: dict[str, Any] = to_builtins(figures_said(entry.figure, entry.objective))
    return found


def _of_clocks(told: Standing, now: Holding) -> Iterator[str]:
    for name in told.clocks.keys() | now.clocks.keys():
        clock, stands = now.clocks.get(name), told.clocks.get(name, Clock())
        if clock is None:
            if stands.state is not None:
                yield f"{name}: stands as {stands.state}, and there is no such clock"
        elif stands.state is None and _awaited(clock, now.clock):
            continue
        elif clock.turn == 1:  # of two with one start a receiver could not say which is meant
            yield from (f"{name}: {what}" for what in _of_clock(stands, clock.figure))


def _awaited(now: ClockNow, clock: int | None) -> bool:
    """Whether what decides a clock is too young to be told."""
    figure = now.figure
    decided = (figure.breached_at, figure.stopped_at, now.released_at)
    at = next((instant for instant in decided if instant is not None), None)
    return at is not None and clock is not None and not ripe(at, clock)


def _of_clock(stands: Clock, figure: ClockFigure) -> Iterator[str]:
    if figure.state in UNDECIDED:
        if stands.state is not None:
            yield f"stands as {stands.state}"
        return
    breach = None if figure.breached_at is None else format_instant(figure.breached_at)
    ended = figure.stopped_at if figure.state is ClockState.FULFILLED else None
    stopped = stands.stopped if figure.state is ClockState.FULFILLED else None
    wanted = figure.state.value, breach, None if ended is None else format_instant(ended)
    if (stands.state, stands.breach, stopped) != wanted:
        yield f"stands as {stands}"
