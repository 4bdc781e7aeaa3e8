"""The main numbers of an earlier figure, read back from the JSON in which they were told or kept.

What was told of a period is its state, its numbers, its budget, breach and credit (CONTRACT.md, section 4); ledger,
outages and clocks are not among it. Read back they can be set beside the figure of today
(`shared.sla.explanation.difference`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from shared.contracts.instants import parse_instant
from shared.sla.figures import Budget, Figure, Verdict


def earlier_figure(now: Figure, told: Mapping[str, Any]) -> Figure:
    """A figure of the same period with the numbers that were told: `good` and `total` also as `good_us`, `total_us`."""
    good, total = (_number(_either(told, name)) or Fraction(0) for name in ("good", "total"))
    budget = _either(told, "budget")
    breached_at = told.get("breached_at")
    return replace(
        now,
        state=Verdict(told["state"]),
        good=good,
        total=total,
        sli=None if told.get("sli_percent") is None else good / total,
        value=_number(told.get("value")),
        budget=None if budget is None else Budget(Fraction(budget["allowed"]), Fraction(budget["spent"])),
        breached_at=None if breached_at is None else parse_instant(breached_at),
        credit=_number(told.get("credit_percent")),
        ledger=None,
        outages=None,
        clocks=(),
    )


def _either(told: Mapping[str, Any], name: str) -> Any:
    return told[name] if name in told else told.get(f"{name}_us")


def _number(said: int | str | None) -> Fraction | None:
    return None if said is None else Fraction(said)
