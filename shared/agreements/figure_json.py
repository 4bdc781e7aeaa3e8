"""A figure as the JSON of CONTRACT.md section 3, digit for digit: the command and the services print the same.

Durations are integers of microseconds, instants UTC text, percentages text rounded down, exact numbers that
need not be whole integers where they are, else text.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from shared.contracts.instants import format_instant
from shared.sla.agreed.objectives import Clock, Measurement, Objective, Ratio, Satisfaction
from shared.sla.evidence.grounds import Evidence
from shared.sla.figures import Budget, ClockFigure, Figure, Outage, PeriodOf, TimeClass

_DECIMALS: Final = 12

COUNTED: Final = (Ratio, Clock, Satisfaction, Measurement)
"""The indicators whose `good` and `total` are counts; those of the others are µs."""


def figure_json(figure: Figure, objective: Objective) -> dict[str, Any]:
    """One entry of `objectives`, its fields in the contract's order."""
    found, outages = sums_json(figure, objective), figure.outages
    credit = found.pop("credit_percent")
    return {
        **found,
        "outages": None if outages is None else [outage_json(outage) for outage in outages],
        "credit_percent": credit,
        "clocks": [clock_json(clock) for clock in figure.clocks],
    }


def sums_json(figure: Figure, objective: Objective) -> dict[str, Any]:
    """An entry without its outages and clocks: it costs the same however many a period has."""
    counted = isinstance(objective.indicator, COUNTED)
    unit = "" if counted else "_us"
    ledger = figure.ledger
    return {
        "objective": figure.objective,
        "owed_by": objective.owed_by,
        "indicator": objective.indicator_name,
        "version": figure.version,
        "period": period_json(figure.period),
        "state": figure.state.value,
        f"good{unit}": exact(figure.good),
        f"total{unit}": exact(figure.total),
        "sli_percent": None if figure.sli is None else percent_down(figure.sli),
        "value": None if figure.value is None else _value(figure.value, objective),
        "target_percent": None if figure.target is None else percent_down(figure.target),
        "ledger_us": None if ledger is None else {kind.value: ledger.get(kind, 0) for kind in TimeClass},
        f"budget{unit}": None if figure.budget is None else budget_json(figure.budget),
        "breached_at": _instant(figure.breached_at),
        "credit_percent": None if figure.credit is None else decimal(figure.credit),
    }


def _value(value: Fraction, objective: Objective) -> int | str:
    """A score or a measured value is text, as in the facts; a number of outages or of µs an integer."""
    return decimal(value) if isinstance(objective.indicator, Satisfaction | Measurement) else exact(value)


def period_json(period: PeriodOf) -> dict[str, str]:
    """A period with its status."""
    return {
        "from": format_instant(period.span.start),
        "until": format_instant(period.span.end),
        "status": period.status.value,
    }


def budget_json(budget: Budget) -> dict[str, int | str]:
    """A budget in the unit of its indicator."""
    return {
        "allowed": exact(budget.allowed),
        "spent": exact(budget.spent),
        "remaining": exact(budget.remaining),
    }


def outage_json(outage: Outage) -> dict[str, Any]:
    """An outage, whole; `until` null while it lasts."""
    return {
        "from": format_instant(outage.start),
        "until": _instant(outage.end),
        "counted_us": outage.counted,
        "cause": outage.cause,
        "conditions": list(outage.conditions),
    }


def clock_json(clock: ClockFigure) -> dict[str, Any]:
    """A clock of an incident."""
    return {
        "incident": clock.incident,
        "clock": clock.clock,
        "priority": clock.priority,
        "started_at": format_instant(clock.started_at),
        "deadline": _instant(clock.deadline),
        "state": clock.state.value,
        "elapsed_us": clock.elapsed,
        "paused_us": clock.paused,
        "remaining_us": clock.remaining,
        "stopped_at": _instant(clock.stopped_at),
        "breached_at": _instant(clock.breached_at),
    }


def percent_down(share: Fraction) -> str:
    """A share in percent with up to 12 decimals, rounded down, trailing zeros dropped: `99.9521`."""
    scaled = share.numerator * 100 * 10**_DECIMALS // share.denominator
    whole, rest = divmod(scaled, 10**_DECIMALS)
    return f"{whole}.{rest:0{_DECIMALS}d}".rstrip("0").rstrip(".")


def exact(number: Fraction | int) -> int | str:
    """An integer where the number is whole, else text: `123.5`, or `370/3` where no decimal is exact."""
    fraction = Fraction(number)
    return fraction.numerator if fraction.denominator == 1 else decimal(fraction)


def decimal(number: Fraction) -> str:
    """The exact decimal as text, or the fraction where there is none."""
    sign, size = ("-" if number < 0 else ""), abs(number)
    twos, fives, rest = 0, 0, size.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{sign}{size.numerator}/{size.denominator}"
    places = max(twos, fives)
    whole, decimals = divmod(size.numerator * 10**places // size.denominator, 10**places)
    return f"{sign}{whole}.{decimals:0{places}d}" if places else f"{sign}{whole}"


def _instant(instant: int | None) -> str | None:
    return None if instant is None else format_instant(instant)


def evidence_json(one: Evidence) -> dict[str, Any]:
    """A fact that a figure rests on; `of` is the incident, change or correction that it tells of, else null."""
    return {
        "source": one.source,
        "id": one.id,
        "at": format_instant(one.at),
        "role": one.role.value,
        "of": one.of,
    }
