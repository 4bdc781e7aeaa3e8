"""A ratio of counts, count by count."""

from fractions import Fraction
from typing import Any

from tests.oracle.ledger import Ledger
from tests.oracle.measures import budget, credit, instant, number, percent_down, warned
from tests.oracle.reading import share

AWAY = ("not_in_force", "outside_service_hours", "excused", "maintenance")
"""The classes in which a count does not count."""
Count = tuple[int, int, int]
"""Its instant, what is bad, what there is in all."""


def counts(ledger: Ledger, objective: dict[str, Any]) -> list[Count]:
    """What counts of the facts up to `as_of`, in order."""
    found = []
    for fact in ledger.facts.all:
        if fact.kind != "requests.counted" or fact.service != ledger.service:
            continue
        at = fact.instant("from")
        if ledger.cell(at, at + 1).kind not in AWAY:
            good, total = (int(fact.data["counters"].get(objective[name], 0)) for name in ("good", "total"))
            found.append((at, total - good, total))
    return sorted(found)


def figure(
    every: list[Count], objective: dict[str, Any], period: tuple[int, int], as_of: int, *, rolling: bool
) -> dict[str, Any]:
    start, end = period
    is_open = rolling or as_of < end
    inside = [one for one in every if start <= one[0] < end]
    bad, total = sum(one[1] for one in inside), sum(one[2] for one in inside)
    target = share(objective["target"])
    expected = int(objective.get("expected_total", 0))
    allowed = (1 - target) * (max(total, expected) if is_open else total)
    sli = Fraction(total - bad, total) if total else None
    breached_at = None
    if sli is None:
        state = "no_data"
    else:
        if rolling:
            breached_at = _rolling(every, target, expected, as_of, end - start)
        else:
            breached_at = _calendar(inside, target, expected, sli, None if is_open else end)
        risk = is_open and warned(objective, allowed, bad, ["50 %", "75 %", "90 %"])
        state = "breached" if breached_at is not None else "at_risk" if risk else "met"
    certain = Fraction(1) if is_open and not rolling else sli
    return {
        "state": state,
        "good": number(total - bad),
        "total": number(total),
        "sli_percent": percent_down(sli),
        "value": None,
        "target_percent": percent_down(target),
        "ledger_us": None,
        "budget": budget(allowed, bad),
        "breached_at": instant(breached_at),
        "outages": None,
        "credit_percent": None if sli is None else credit(objective, certain),
    }


def _calendar(
    inside: list[Count], target: Fraction, expected: int, sli: Fraction, ended: int | None
) -> int | None:
    if ended is not None and sli >= target:
        return None
    since = None
    for at in sorted({one[0] for one in inside}):
        bad = sum(one[1] for one in inside if one[0] <= at)
        total = sum(one[2] for one in inside if one[0] <= at)
        sure = expected > 0 or target == 1
        if not sure or bad <= (1 - target) * max(total, expected):
            since = None
        elif since is None:
            since = at
    return since if since is not None else ended


def _rolling(every: list[Count], target: Fraction, expected: int, as_of: int, length: int) -> int | None:
    """The count since which, without a break, the window has been under."""
    turns = {one[0] + 1 for one in every} | {one[0] + length + 1 for one in every}
    since = None
    for t in sorted({turn for turn in turns if turn <= as_of}):
        inside = [one for one in every if t - length <= one[0] < t]
        bad, total = sum(one[1] for one in inside), sum(one[2] for one in inside)
        if bad <= (1 - target) * max(total, expected):
            since = None
        elif since is None:
            since = t
    return None if since is None else since - 1
