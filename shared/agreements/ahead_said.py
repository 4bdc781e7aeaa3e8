"""What is said of the time ahead: how fast the budget burns, when it runs out, and where the period may end.

Trends, the read API and `eyelevel evaluate` say it alike. Both forecasts are plain, and each says what it assumes
(SEMANTICS.md, early warning).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import msgspec

from shared.agreements.durations import format_duration
from shared.agreements.figure_json import decimal, percent_down
from shared.contracts.instants import format_instant
from shared.contracts.said import AtEndSaid, BurnRateSaid, ForecastSaid, RunsOutSaid, SentenceSaid
from shared.sla.agreed.objectives import CalendarWindow, Objective
from shared.sla.availability.forecast import Forecast
from shared.sla.burn import Burn
from shared.sla.figures import Figure, Status, Verdict
from shared.sla.history import History

_DECIMALS: Final = 6
_LASTS: Final = SentenceSaid(en="The present state lasts.", de="Der jetzige Zustand hält an.")
_PACE: Final = SentenceSaid(
    en="What is still to come goes on at the pace of the last seven days.",
    de="Was noch kommt, verläuft im Tempo der letzten sieben Tage.",
)

Ahead = tuple[tuple[BurnRateSaid, ...], ForecastSaid | None]


@dataclass(frozen=True, slots=True)
class TimeAhead:
    """The burn rates and forecasts of a figure; empty and None where there are none."""

    burn: tuple[Burn, ...] = ()
    forecast: Forecast | None = None


def time_ahead(history: History, figure: Figure, *, agreed: bool = True) -> TimeAhead:
    """Of an open period; nothing of one that is over, or of which nothing is known.

    A span that is no `agreed` window of the objective has no rates: nobody is warned of them.
    """
    if figure.period.status is not Status.OPEN or figure.state in (Verdict.NO_DATA, Verdict.NOT_ASSESSABLE):
        return TimeAhead()
    asked = figure.objective, figure.version, figure.period.span, figure.as_of
    burn = tuple(history.burn(*asked)) if agreed else ()
    return TimeAhead(burn, history.forecast(*asked))


def ahead_said(history: History, objective: Objective, figure: Figure) -> Ahead:
    """The same as it is written."""
    return said_of(time_ahead(history, figure), objective)


def said_of(ahead: TimeAhead, objective: Objective) -> Ahead:
    """Burn rates and forecasts as trends carry them."""
    calendar = isinstance(objective.window, CalendarWindow)
    forecast = ahead.forecast
    return _burn(ahead.burn), None if forecast is None else _forecast(forecast, calendar=calendar)


def ahead_json(ahead: TimeAhead, objective: Objective) -> dict[str, Any]:
    """`burn` and `forecast` as JSON; a field that does not apply is absent."""
    burn, forecast = msgspec.to_builtins(said_of(ahead, objective))
    return ({"burn": burn} if burn else {}) | ({} if forecast is None else {"forecast": forecast})


def _burn(rates: Sequence[Burn]) -> tuple[BurnRateSaid, ...]:
    return tuple(
        BurnRateSaid(
            rate=decimal(one.factor),
            windows=(format_duration(one.long), format_duration(one.short)),
            measured=(_rate(one.long_rate), _rate(one.short_rate)),
            exceeded=one.exceeded,
        )
        for one in rates
    )


def _rate(rate: Fraction | None) -> str | None:
    """Rounded down, trailing zeros dropped."""
    if rate is None:
        return None
    return decimal(Fraction(rate.numerator * 10**_DECIMALS // rate.denominator, 10**_DECIMALS))


def _forecast(forecast: Forecast, *, calendar: bool) -> ForecastSaid:
    at, sli, pace = forecast.runs_out_at, forecast.sli_at_end, forecast.pace_of
    at_end = AtEndSaid(
        sli_percent=None if sli is None else percent_down(sli),
        pace_from=format_instant(pace.start),
        pace_until=format_instant(pace.end),
        assumes=_PACE,
    )
    runs_out = RunsOutSaid(at=None if at is None else format_instant(at), assumes=_LASTS)
    return ForecastSaid(runs_out=runs_out, at_end=at_end if calendar else None)
