"""An objective on clocks of incidents in one period: which clocks are counted, which are shown."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from tests.oracle.lives import One, Story
from tests.oracle.measures import budget, credit, instant, percent_down, warned
from tests.oracle.reading import FOREVER, Fact, share
from tests.oracle.states import Facts

KINDS = {"response_time", "resolution_time", "customer_response_time"}


def stories(facts: Facts, objective: dict[str, Any], force: tuple[int, int]) -> Iterator[One]:
    """Every clock of the incidents opened while the version rules."""
    names = objective.get("services") or [objective["service"]]
    told: dict[str, list[Fact]] = {}
    for fact in facts.all:
        if fact.kind.startswith("incident."):
            told.setdefault(fact.data["incident"], []).append(fact)
    for one in told.values():
        opening = next((fact for fact in one if fact.kind == "incident.opened"), None)
        if opening is not None and opening.service in names and force[0] <= opening.at < force[1]:
            yield from Story(facts, objective, one).show(facts.as_of)


def figure(
    facts: Facts, objective: dict[str, Any], force: tuple[int, int], period: tuple[int, int], *, rolling: bool
) -> dict[str, Any]:
    (start, end), as_of = period, facts.as_of
    is_open = rolling or as_of < end

    def rules(at: int | None) -> bool:
        return at is not None and at in range(*force)

    def inside(at: int | None) -> bool:
        return rules(at) and at in range(start, end)

    def listed(clock: One) -> bool:
        at = _instant_of(clock, objective)
        if clock.released is not None:
            return inside(clock.released)
        if at is not None and start <= at < end:
            return inside(at)
        if not (is_open and start <= as_of and force[0] <= as_of < force[1]):
            return False
        return at is None or (clock.undecided and at >= end)

    every = list(stories(facts, objective, force))
    decided = [one for one in every if one.shown["state"] in ("fulfilled", "breached")]
    counted = [one for one in decided if inside(_instant_of(one, objective))]
    bad, total = sum(one.breached is not None for one in counted), len(counted)
    target = share(objective["target"])
    sli = Fraction(total - bad, total) if total else None
    allowed = (1 - target) * total
    breached_at = None
    if sli is not None and sli < target:
        if rolling:
            breached_at = _under_since(
                [
                    (_instant_of(one, objective), one.breached is not None)
                    for one in decided
                    if rules(_instant_of(one, objective))
                ],
                target,
                as_of,
                end - start,
            )
        elif target == 1:
            breached_at = min(one.breached for one in counted if one.breached is not None)
        elif not is_open:
            breached_at = end
    risk = is_open and warned(objective, allowed, bad, ["75 %"])
    state = _state(sli, breached_at, risk=risk)
    certain = Fraction(1) if is_open and not rolling else sli
    shown = [one for one in every if listed(one)]
    return {
        "state": state,
        "good": total - bad,
        "total": total,
        "sli_percent": percent_down(sli),
        "value": None,
        "target_percent": percent_down(target),
        "ledger_us": None,
        "budget": budget(allowed, bad),
        "breached_at": instant(breached_at),
        "outages": None,
        "credit_percent": None if sli is None else credit(objective, certain),
        "clocks": [one.shown for one in sorted(shown, key=lambda one: (one.incident, one.start))],
    }


def _instant_of(clock: One, objective: dict[str, Any]) -> int | None:
    by = objective.get("counted_in", "due")
    if by == "due":
        return clock.due if clock.due is not None else clock.deadline
    return clock.opened if by == "opened" else clock.stopped


def _state(sli: Fraction | None, breached_at: int | None, *, risk: bool) -> str:
    if sli is None:
        return "no_data"
    return "breached" if breached_at is not None else "at_risk" if risk else "met"


def _under_since(clocks: list[tuple[int | None, bool]], target: Fraction, as_of: int, length: int) -> int:
    turns = {at + 1 + more for at, _ in clocks if at is not None for more in (0, length)}
    since = FOREVER
    for t in sorted(turn for turn in turns if turn <= as_of):
        inside = [bad for at, bad in clocks if at is not None and t - length <= at < t]
        under = sum(inside) > (1 - target) * len(inside)
        since = FOREVER if not under else min(since, t)
    return since - 1
