"""Two plain forecasts of a calendar window, with what they assume (SEMANTICS.md, early warning).

`runs_out_at`: when the budget is used up if the present state lasts. `sli_at_end`: the SLI at the period's
end if what is planned goes on at the pace of the last seven days.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from shared.sla.availability.availability import AvailabilityCase
from shared.sla.spans import DAY, Span

PACE: Final = 7 * DAY


@dataclass(frozen=True, slots=True)
class Forecast:
    """`runs_out_at` None: not in this period. `sli_at_end` None: nothing counted in `pace_of`, nor ahead."""

    runs_out_at: int | None
    sli_at_end: Fraction | None
    pace_of: Span


def forecast(case: AvailabilityCase, runs_out_at: int | None) -> Forecast:
    """Both forecasts; `runs_out_at` is the outlook's breach."""
    as_of = case.setting.as_of
    pace_of = Span(as_of - PACE, as_of)
    found = case.time
    recent, time = case.reckoning.spent_between(pace_of.start, pace_of.end)
    whole = found.total + found.planned
    if not time or not whole:
        return Forecast(runs_out_at, None, pace_of)
    bad = found.bad + Fraction(recent, case.reckoning.whole) / time * found.planned
    return Forecast(runs_out_at, 1 - bad / whole, pace_of)
