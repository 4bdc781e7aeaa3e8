"""The indicators and their own fields, each as a table that ends in the calculus' own value."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Table
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from shared.agreements.clocks_schema import clock_fields, customer_clock, resolution_clock, response_clock
from shared.agreements.counts_schema import counts, not_assessable_above, ratio_counts
from shared.agreements.forms import decimal, duration, identity, one_of, scalar, target, text, whole
from shared.agreements.nodes import Node, wrong
from shared.agreements.records import Field, Fields, record
from shared.sla.agreed.objectives import (
    Availability,
    Indicator,
    LongestOutage,
    MaintenanceCounts,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OutageCount,
    Ratio,
    Satisfaction,
)

_TARGET: Final = Field(target, lacking="say what is promised, as 99.9 %")
_COUNTS: Final = Field(counts, lacking="say how unknown time counts: counts: {unknown: excluded | up | down}")
_SCORE: Final = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)\s+of\s+(\d{1,9}(?:\.\d{1,9})?)", re.ASCII)
_TAKES: Final = ["max", "min", "mean", "last", "p50", "p95", "p99"]


@dataclass(frozen=True, slots=True)
class Form:
    """The own fields of an indicator, and what it becomes. `has_sli`: good / total, so that credits can go by it.

    `clash` is asked about the fields as they were read, `check` about what they make.
    """

    fields: Fields
    make: Callable[..., Indicator]
    has_sli: bool = True
    is_clock: bool = False
    several_services: bool = False
    check: Callable[[Indicator], str | None] = lambda _: None
    clash: Callable[[Table[str, Any]], str | None] = lambda _: None


def _score(node: Node, path: str) -> tuple[Fraction, Fraction]:
    right = "a score is written like 4.0 of 5"
    said = scalar(node, path, right)
    match = _SCORE.fullmatch(said)
    if match is None:
        raise wrong(node, path, f"{path} is {said!r}; {right}")
    least, most = Fraction(match.group(1)), Fraction(match.group(2))
    if least > most:
        raise wrong(node, path, f"{path} is {said!r}; a target is not above the end of its scale")
    return least, most


def _satisfaction(*, target: tuple[Fraction, Fraction], kind: str, at_least_answers: int) -> Satisfaction:
    return Satisfaction(target[0], target[1], kind, at_least_answers)


_BOUNDS: Final[Fields] = {"at_most": Field(decimal, None), "at_least": Field(decimal, None)}


def _bounded(at_most: Fraction | None, at_least: Fraction | None) -> str | None:
    if at_most is None and at_least is None:
        return "there is no bound; give at_most or at_least"
    if at_most is not None and at_least is not None and at_most < at_least:
        return "at_most lies below at_least; no sample can meet both"
    return None


_each: Final = record(_BOUNDS, lambda **bounds: bounds, check=lambda bounds: _bounded(**bounds))


def _either_each_or_take(values: Table[str, Any]) -> str | None:
    """Fields that would be passed over beside `each`."""
    beside = [name for name in ("take", "at_most", "at_least") if values[name] is not None]
    if values["each"] is None or not beside:
        return None
    return f"each has its bounds in it and goes with target; {' and '.join(beside)} beside it would count for nothing"


def _measurement(*, each: dict[str, Any] | None, **rest: Any) -> Measurement:
    if each is None:
        return Measurement(**rest)
    rest.update(each)
    return Measurement(**rest)


def _measured(indicator: Indicator) -> str | None:
    if not isinstance(indicator, Measurement):
        return None
    if indicator.take is None and indicator.target is None:
        return "say each: {at_most: …} with a target, or take: max (or min, mean, last, p50, p95, p99)"
    if indicator.take is not None and indicator.target is not None:
        return "take goes without target; a target is for each"
    return _bounded(indicator.at_most, indicator.at_least)


def _ratio(*, counts: MaintenanceCounts, **rest: Any) -> Ratio:
    return Ratio(maintenance=counts, **rest)


FORMS: Final[Table[str, Form]] = {
    "availability": Form(
        {
            "target": _TARGET,
            "counts": _COUNTS,
            "not_assessable_above": Field(not_assessable_above, None),
        },
        Availability,
    ),
    "ratio": Form(
        {
            "good": Field(identity, lacking="name the counter of what went well"),
            "total": Field(identity, lacking="name the counter of everything"),
            "target": _TARGET,
            "counts": Field(ratio_counts, MaintenanceCounts.EXCLUDED),
            "expected_total": Field(whole(1), None),
        },
        _ratio,
    ),
    "response_time": Form(
        clock_fields(one_of(["responded"])), response_clock, is_clock=True, several_services=True
    ),
    "resolution_time": Form(
        clock_fields(one_of(["resolved", "closed"])), resolution_clock, is_clock=True, several_services=True
    ),
    "customer_response_time": Form(clock_fields(None), customer_clock, is_clock=True, several_services=True),
    "outage_count": Form(
        {"at_most": Field(whole(), lacking="say how many outages are promised at most"), "counts": _COUNTS},
        OutageCount,
        has_sli=False,
    ),
    "longest_outage": Form(
        {"at_most": Field(duration, lacking="say how long at most, as PT1H"), "counts": _COUNTS},
        LongestOutage,
        has_sli=False,
    ),
    "mean_time_to_restore": Form(
        {"at_most": Field(duration, lacking="say how long at most, as PT1H"), "counts": _COUNTS},
        MeanTimeToRestore,
        has_sli=False,
    ),
    "mean_time_between_failures": Form(
        {"at_least": Field(duration, lacking="say how long at least, as P7D"), "counts": _COUNTS},
        MeanTimeBetweenFailures,
        has_sli=False,
    ),
    "satisfaction": Form(
        {
            "target": Field(_score, lacking="say which score is promised, as 4.0 of 5"),
            "kind": Field(one_of(["csat", "nps", "ces"]), "csat"),
            "at_least_answers": Field(whole(), 0),
        },
        _satisfaction,
        has_sli=False,
        several_services=True,
    ),
    "measurement": Form(
        {
            "metric": Field(identity, lacking="name what is measured"),
            "unit": Field(text, None),
            "each": Field(_each, None),
            "target": Field(target, None),
            "take": Field(one_of(_TAKES), None),
            **_BOUNDS,
        },
        _measurement,
        check=_measured,
        clash=_either_each_or_take,
    ),
}
"""Every indicator by its word in the document."""

BELONGS: Final[Table[str, str]] = {
    name: "belongs to " + ", ".join(word for word, form in FORMS.items() if name in form.fields)
    for form in FORMS.values()
    for name in form.fields
}
"""To which indicators a field belongs, for the sentence about one in the wrong place."""
