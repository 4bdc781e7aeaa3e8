"""What the calculus says of one period at the log clock, as `deciding` needs it.

For a calendar window the outlook has it all. In a rolling window a breach can begin and end between two ticks (when
ingest was away, say), so its breaches are followed back from now to the last look.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from services.evaluator.told import BurnPair, Told
from services.evaluator.verdicts.counted_runs import runs_with_data
from services.evaluator.verdicts.deciding import SETTLE, Run, Seen, Share
from services.evaluator.verdicts.deciding_burns import BurnSeen
from shared.agreements.durations import format_duration
from shared.agreements.figure_json import decimal
from shared.sla.agreed.objectives import (
    Availability,
    Clock,
    MeanTimeToRestore,
    Measurement,
    Objective,
    Ratio,
    RollingWindow,
)
from shared.sla.changes.corrections import next_silence
from shared.sla.figures import Figure, Outlook, Reached, Verdict
from shared.sla.history import History
from shared.sla.live.burn_ahead import BurnRun, burning
from shared.sla.live.shares_reached import clocks_reached, counts_reached
from shared.sla.live.turns import turns
from shared.sla.outages.figures import OutageCase
from shared.sla.spans import EVER, MICROSECOND, NEVER, Span


def span_at(objective: Objective, start: int, until: int, clock: int) -> Span:
    """The span of a period: of a rolling window the one that ends now."""
    window = objective.window
    return Span(clock - window.length, clock) if isinstance(window, RollingWindow) else Span(start, until)


def seen(
    history: History,
    objective: Objective,
    told: Told,
    figure: Figure,
    outlook: Outlook,
    *,
    put_at: int | None,
    restated: bool,
) -> Seen:
    """What matters for the decision, of the figure and the outlook at the log clock. `put_at`: of the version."""
    clock, version = figure.as_of, figure.version
    rolling = isinstance(objective.window, RollingWindow)
    assessable = figure.state is not Verdict.NOT_ASSESSABLE
    runs: tuple[Run, ...] = ()
    turn: int | None = None
    if rolling and assessable:
        runs, turn = _turns(history, objective, told, figure)
    silence = next_silence(history.known(clock).corrections(history.terms(version), clock))
    now, coming = figure.breached_at, outlook.breached_at
    if now is not None and not rolling:
        runs = (Run(now),)
    elif now is None and coming is not None:
        # A figure says it from the next microsecond on; later only where an outage must reach its length first.
        shown_from = outlook.breach_shown_from
        waits = shown_from is not None and shown_from > coming + MICROSECOND
        runs = (*runs, Run(coming, None, shown_from if waits else None))
    due = _first(outlook.due, silence, turn)
    burns, burns_due = _burns(history, told, figure, put_at, runs, NEVER if due is None else due)
    return Seen(
        clock=clock,
        rolling=rolling,
        assessable=assessable,
        shares=tuple(
            Share(share_text(reached.share), reached.at, reached.shown_from)
            for reached in _warned(history, objective, told, figure, outlook)
            if not any(_within(reached.at, run) for run in runs)
        ),
        burns=burns,
        runs=runs,
        closes_at=outlook.closes_at,
        due=_first(due, burns_due),
        revisit=_first(outlook.revisit_at, silence),
        restated=restated,
    )


def _warned(
    history: History, objective: Objective, told: Told, figure: Figure, outlook: Outlook
) -> tuple[Reached, ...]:
    """The shares of `warn_at` that are spent or will be. Of clocks the lowest alone puts the objective at risk."""
    rolling = isinstance(objective.window, RollingWindow)
    untold = [share for share in objective.warn_at.shares if rolling or share_text(share) not in told.shares]
    match objective.indicator:
        case Clock():
            lowest = min(objective.warn_at.shares, default=None)
            return clocks_reached(figure, [share for share in untold if share == lowest])
        case Ratio() | Measurement(target=Fraction()) if not rolling:
            return counts_reached(history, figure, untold)
        case _:
            return outlook.warned


def _burns(
    history: History, told: Told, figure: Figure, put_at: int | None, runs: Sequence[Run], again_at: int
) -> tuple[tuple[BurnSeen, ...], int | None]:
    """The pairs exceeded since the last look, or since the put, and not begun within a breach; the next to come, if
    it comes before one looks again anyway."""
    clock = figure.as_of
    if told.closed or put_at is None or figure.state is Verdict.NOT_ASSESSABLE:
        return (), None
    since = put_at if told.looked_at is None else told.looked_at - SETTLE
    span = figure.period.span
    found = burning(history, figure.objective, figure.version, span, since, clock, again_at=again_at)
    burns = tuple(
        BurnSeen(BurnPair(decimal(run.factor), _windows(run)), run.start, run.end)
        for run in found.runs
        if not any(_within(run.start, breach) for breach in runs)
    )
    return burns, found.due


def _windows(run: BurnRun) -> tuple[str, str]:
    return format_duration(run.long), format_duration(run.short)


def _first(*instants: int | None) -> int | None:
    return min((at for at in instants if at is not None), default=None)


def _within(instant: int, run: Run) -> bool:
    """Whether it falls into a breach: no warning of what is broken (with a target of 100 % no budget warns before)."""
    return run.start < instant and (run.end is None or instant < run.end)


def share_text(share: Fraction) -> str:
    """A share of `warn_at` as verdicts name it: `75 %`."""
    percent = share * 100
    digits = format(Decimal(percent.numerator) / Decimal(percent.denominator), "f")
    return f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits} %"


def _turns(
    history: History, objective: Objective, told: Told, figure: Figure
) -> tuple[tuple[Run, ...], int | None]:
    """The breaches of a rolling window since the last look, and its next turn.

    One that was over before it could be assessed was none, unless it was told.
    """
    asked = figure.objective, figure.version, figure.period.span
    found = turns(history, *asked, _since(told, figure.as_of), figure.as_of)
    case = history.case(*asked, figure.as_of)
    if isinstance(case, OutageCase) and isinstance(case.indicator, MeanTimeToRestore):
        return runs_with_data(case, found, told.recovered_at)
    runs = (Run(start - MICROSECOND, end) for start, end in found.stretches)
    if told.breach is None and _bounds_unknown(objective):
        runs = (run for run in runs if run.end is None or _assessed(history, objective, figure, run.end))
    return tuple(runs), found.due


def _assessed(history: History, objective: Objective, figure: Figure, until: int) -> bool:
    """Whether a rolling window is assessable just before an instant."""
    span = span_at(objective, EVER, NEVER, until - MICROSECOND)
    before = history.figure(figure.objective, figure.version, span, until - MICROSECOND)
    return before.state is not Verdict.NOT_ASSESSABLE


def _bounds_unknown(objective: Objective) -> bool:
    """Whether past an agreed share of unknown nothing is assessed."""
    indicator = objective.indicator
    return isinstance(indicator, Availability) and indicator.not_assessable_above is not None


def _since(told: Told, clock: int) -> int:
    """How far back a rolling window is followed: to the last look, or to the breach that stands."""
    since = (clock if told.looked_at is None else told.looked_at) - SETTLE
    return since if told.breach is None else min(since, told.breach.instant)
