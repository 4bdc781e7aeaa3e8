"""An indicator's number and its bound in words: `2`, `at most 3`; `41 min 15 s`, `at most 1 h`; `4.3 of 5`."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from services.portal.page.agreed import Agreed
from services.portal.page.durations import duration
from services.portal.page.numbers import agreed_percent, decimals_of, number, percent
from services.portal.page.seen import Figure
from shared.agreements.document import ObjectiveClause
from shared.sla.agreed.objectives import (
    NAMES,
    Availability,
    Clock,
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OutageCount,
    Ratio,
    Satisfaction,
    Within,
    WorkingDays,
)

CLOCKS: Final = frozenset({"response_time", "resolution_time", "closing_time", "customer_response_time"})
OUTAGES: Final = frozenset(
    {"outage_count", "longest_outage", "mean_time_to_restore", "mean_time_between_failures"}
)
_DECIMALS: Final = 4
_SCORE_DECIMALS: Final = 2
_MICROSECOND: Final = 6
"""Decimals of a second."""


def kind_of(clause: ObjectiveClause) -> str:
    """The word for how a figure is spoken of: the indicator's name, parted where one says it differently."""
    own = clause.indicator
    match own:
        case Clock():
            return "closing_time" if own.stops_at_close else own.kind.value
        case Measurement(target=Fraction()):
            return "samples"
        case Satisfaction(kind="nps"):
            return "nps"
        case _:
            return NAMES[type(own)]


def is_share(clause: ObjectiveClause) -> bool:
    """Whether the figure is a share that stands against a target in percent."""
    own = clause.indicator
    return isinstance(own, Availability | Ratio | Clock) or (
        isinstance(own, Measurement) and own.target is not None
    )


def has_time(clause: ObjectiveClause) -> bool:
    """Whether every second of the period is classed: the indicators of availability and of outages."""
    return kind_of(clause) in OUTAGES or isinstance(clause.indicator, Availability)


def reached(figure: Figure, clause: ObjectiveClause, agreed: Agreed) -> str:
    """What was reached: the share, or the number with its unit; a dash where there is none."""
    if is_share(clause):
        strip = figure.sli == 100 or not isinstance(clause.indicator, Availability)
        return "–" if figure.sli is None else percent(figure.sli, agreed.language, strip=strip)
    return "–" if figure.value is None else _decided(figure.value, clause, agreed)


def _decided(value: Fraction, clause: ObjectiveClause, agreed: Agreed) -> str:
    """As it is said everywhere; with all its digits where it would be said as its bound is, and is another."""
    said = value_said(value, clause, agreed)
    bounds = [one for one in bounds_of(clause) if one is not None and one != value]
    same = any(value_said(one, clause, agreed, exact=True) == said for one in bounds)
    return value_said(value, clause, agreed, exact=True) if same else said


def bound_said(figure: Figure, clause: ObjectiveClause, agreed: Agreed) -> str:
    """What was promised: `99.9 %`, `at most 3`, `at least 4 of 5`."""
    if is_share(clause):
        return "–" if figure.target is None else agreed_percent(figure.target, agreed.language)
    return promise(clause, agreed)


def promise(clause: ObjectiveClause, agreed: Agreed) -> str:
    """The bound of an indicator that is no share."""
    most, least = bounds_of(clause)
    said = []
    if least is not None:
        said.append(agreed.say.text("bound.least", bound=value_said(least, clause, agreed, exact=True)))
    if most is not None:
        said.append(agreed.say.text("bound.most", bound=value_said(most, clause, agreed, exact=True)))
    return agreed.say.text("bound.both", one=said[0], other=said[1]) if len(said) > 1 else "".join(said)


def bounds_of(clause: ObjectiveClause) -> tuple[Fraction | None, Fraction | None]:
    """At most and at least, in the unit of the indicator; of a measurement judged each by itself those of a sample."""
    match clause.indicator:
        case OutageCount(at_most=most) | LongestOutage(at_most=most) | MeanTimeToRestore(at_most=most):
            return Fraction(most), None
        case MeanTimeBetweenFailures(at_least=least):
            return None, Fraction(least)
        case Satisfaction(target=target):
            return None, target
        case Measurement(at_most=upper, at_least=lower):
            return upper, lower
        case _:
            return None, None


def value_said(value: Fraction, clause: ObjectiveClause, agreed: Agreed, *, exact: bool = False) -> str:
    """A number of the indicator with its unit. `exact`: one that people wrote down, with all its decimals."""
    own, language = clause.indicator, agreed.language
    match own:
        case OutageCount():
            return number(value, language)
        case LongestOutage() | MeanTimeToRestore() | MeanTimeBetweenFailures():
            return duration(value, language, _MICROSECOND) if exact else agreed.length(value)
        case Satisfaction():
            places = decimals_of(value, 9) if exact else _SCORE_DECIMALS
            score = number(value, language, places, strip=True)
            if own.kind == "nps":
                return score
            scale = number(own.scale, language, decimals_of(own.scale, 9), strip=True)
            return agreed.say.text("value.of", value=score, scale=scale)
        case _:
            places = decimals_of(value, 9) if exact else _DECIMALS
            unit = own.unit if isinstance(own, Measurement) else None
            said = number(value, language, places, strip=True)
            return f"{said}\u00a0{unit}" if unit else said


def within_said(within: Within | Mapping[str, Within], agreed: Agreed) -> str:
    """How long a clock may run: `4 h`, `2 working days`; by priority where that decides: `P1 4 h, P2 8 h`."""
    if isinstance(within, Mapping):
        return ", ".join(f"{priority} {within_said(one, agreed)}" for priority, one in within.items())
    if not isinstance(within, WorkingDays):
        return agreed.service_time(within)
    if within.days == 0:
        return agreed.say.text("within.same_day")
    days = agreed.say.many_text("within.days", within.days)
    return agreed.say.text("within.by_close", days=days) if within.by_close else days
