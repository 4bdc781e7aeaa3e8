"""A period as one row of a table: the fields of CONTRACT.md section 3, flat, each ledger class a column of its own."""

from collections.abc import Mapping
from typing import Any, Final

from shared.sla.figures import TimeClass

_SAID: Final = ("version", "state", "sli_percent", "value", "target_percent", "breached_at", "credit_percent")
_BUDGET: Final = ("allowed", "spent", "remaining")

PERIOD_COLUMNS: Final = (
    "from", "until", "status", "version", "state", "unit", "good", "total", "sli_percent", "value",
    "target_percent", *(f"budget_{name}" for name in _BUDGET), "breached_at", "credit_percent",
    *(f"{kind.value}_us" for kind in TimeClass),
)  # fmt: skip


def period_row(figure: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a figure as the API answers it. `unit`: of good, total and budget."""
    timed = "good_us" in figure
    end = "_us" if timed else ""
    budget, ledger = figure[f"budget{end}"] or {}, figure["ledger_us"] or {}
    return {
        **figure["period"],
        **{name: figure[name] for name in _SAID},
        "unit": "us" if timed else "count",
        "good": figure[f"good{end}"],
        "total": figure[f"total{end}"],
        **{f"budget_{name}": budget.get(name) for name in _BUDGET},
        **{f"{kind}_us": length for kind, length in ledger.items()},
    }
