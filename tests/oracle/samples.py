"""Satisfaction and measurement: each answer and each sample looked at anew for every instant that matters.

What CONTRACT.md leaves open of them stands in docs/decisions/0011.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from tests.oracle.asking import is_in_unit, is_of_kind, services
from tests.oracle.ledger import Ledger
from tests.oracle.measures import instant, number
from tests.oracle.ratios import AWAY
from tests.oracle.reading import FOREVER, Fact
from tests.oracle.states import Facts

Sample = tuple[int, Fraction, bool]
"""Its instant, its number, and whether it is good by itself."""
Taken = Fraction | None
Beyond = Callable[[Taken], bool]


def is_within(bounds: dict[str, Any], value: Fraction) -> bool:
    if "at_least" in bounds and value < Fraction(bounds["at_least"]):
        return False
    return "at_most" not in bounds or value <= Fraction(bounds["at_most"])


def measured(ledger: Ledger, objective: dict[str, Any]) -> list[Sample]:
    """The samples of a metric that count, in the order of facts."""
    bounds = objective.get("each", objective)
    found = []
    for fact in ledger.facts.all:
        if fact.kind != "measurement.taken" or fact.service != ledger.service:
            continue
        if fact.data["metric"] != objective["metric"] or not is_in_unit(objective, fact):
            continue
        if ledger.cell(fact.at, fact.at + 1).kind not in AWAY:
            value = Fraction(str(fact.data["value"]))
            found.append((fact.at, value, is_within(bounds, value)))
    return found


def answers(facts: Facts, objective: dict[str, Any], force: tuple[int, int]) -> list[Sample]:
    """The answers that count, each read on the scale of the target, or in nps as a vote."""
    hours = facts.hours(objective.get("service_hours", "always"))
    target, end = (Fraction(part) for part in objective["target"].split(" of "))
    found = []
    for fact in facts.all:
        if fact.kind != "feedback.given" or fact.service not in services(objective):
            continue
        if (
            is_of_kind(objective, fact)
            and force[0] <= fact.at < force[1]
            and hours.elapsed(fact.at, fact.at + 1)
        ):
            if objective.get("kind") == "nps":
                on_ten = _mapped(fact, Fraction(10))
                vote = 1 if on_ten >= 9 else -1 if on_ten <= 6 else 0
                found.append((fact.at, vote * end, vote == 1))
            else:
                value = _mapped(fact, end)
                found.append((fact.at, value, value >= target))
    return found


def _mapped(fact: Fact, end: Fraction) -> Fraction:
    """A score on a scale that ends elsewhere: a straight line from beginning to beginning and from end to end."""
    score = Fraction(str(fact.data["score"]))
    first, last = (Fraction(str(fact.data["scale"][name])) for name in ("from", "to"))
    if last == end:
        return score
    begins = Fraction(1 if first == 1 else 0)
    return begins + (score - first) * (end - begins) / (last - first)


def _mean(samples: list[Sample]) -> Taken:
    return sum((value for _, value, _ in samples), Fraction(0)) / len(samples) if samples else None


def _take(how: str, samples: list[Sample]) -> Taken:
    """The one value of several."""
    values = [value for _, value, _ in samples]
    if not values:
        return None
    if how == "last":
        return values[-1]
    if how == "mean":
        return _mean(samples)
    ranked = sorted(values)
    if how in ("max", "min"):
        return ranked[-1] if how == "max" else ranked[0]
    place = -(-int(how[1:]) * len(ranked) // 100)
    return ranked[place - 1]


def satisfaction(
    facts: Facts, objective: dict[str, Any], force: tuple[int, int], period: tuple[int, int], *, rolling: bool
) -> dict[str, Any]:
    least = int(objective.get("at_least_answers", 0))
    target = Fraction(objective["target"].split(" of ")[0])

    def value(samples: list[Sample]) -> Taken:
        return _mean(samples) if len(samples) >= least else None

    return _figure(
        answers(facts, objective, force),
        value,
        lambda taken: taken is not None and taken < target,
        [],
        period,
        facts.as_of,
        rolling=rolling,
    )


def measurement(
    ledger: Ledger, objective: dict[str, Any], period: tuple[int, int], *, rolling: bool
) -> dict[str, Any]:
    """Of one value; `each` is a ratio."""
    how, every = objective["take"], measured(ledger, objective)
    final = {"max": "at_most", "min": "at_least"}.get(how)
    never_mended = [
        at
        for at, value, _ in every
        if final in objective
        and not is_within({final: objective[final]}, value)
        and period[0] <= at < period[1]
    ]
    return _figure(
        every,
        lambda samples: _take(how, samples),
        lambda taken: taken is not None and not is_within(objective, taken),
        never_mended,
        period,
        ledger.as_of,
        rolling=rolling,
    )


def _figure(
    every: list[Sample],
    value: Callable[[list[Sample]], Taken],
    beyond: Beyond,
    never_mended: list[int],
    period: tuple[int, int],
    as_of: int,
    *,
    rolling: bool,
) -> dict[str, Any]:
    start, end = period
    inside = _inside(every, start, end)
    found = value(inside)
    breached_at = None
    if beyond(found):
        if rolling:
            breached_at = _beyond_since(every, value, beyond, as_of, end - start)
        elif never_mended:
            breached_at = min(never_mended)
        elif as_of >= end:
            breached_at = end
    state = "breached" if breached_at is not None else "at_risk" if beyond(found) else "met"
    return {
        "state": "no_data" if found is None else state,
        "good": sum(good for _, _, good in inside),
        "total": len(inside),
        "sli_percent": None,
        "value": None if found is None else str(number(found)),
        "target_percent": None,
        "ledger_us": None,
        "budget": None,
        "breached_at": instant(breached_at),
        "outages": None,
        "credit_percent": None,
    }


def _inside(every: Iterable[Sample], start: int, end: int) -> list[Sample]:
    return [one for one in every if start <= one[0] < end]


def _beyond_since(
    every: list[Sample], value: Callable[[list[Sample]], Taken], beyond: Beyond, as_of: int, length: int
) -> int:
    turns = {one[0] + 1 for one in every} | {one[0] + length + 1 for one in every}
    since = FOREVER
    for t in sorted(turn for turn in turns if turn <= as_of):
        since = min(since, t) if beyond(value(_inside(every, t - length, t))) else FOREVER
    return since - 1
