"""What is changed, and which examples must notice: the files that hold boundaries, in shards.

A file is mutated by itself, against examples alone: no properties and no random stories, which would hide
that a boundary has no example. Left out are files without decisions (facts, figures, clauses, terms).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = Path("shared/sla")

FILES = (
    "acceptance",
    "availability",
    "basis",
    "bounds",
    "breach",
    "burn",
    "cases",
    "chunks",
    "classes",
    "clock_figures",
    "clock_outlook",
    "clocks",
    "composites",
    "conditions",
    "corrections",
    "counted_counts",
    "counted_outages",
    "counted_samples",
    "counters",
    "credits",
    "fold",
    "forecast",
    "halving",
    "hours",
    "incidents",
    "lines",
    "listed_clocks",
    "maintenance",
    "margins",
    "measure",
    "outage_figures",
    "outage_measures",
    "outage_sums",
    "outage_time",
    "outage_windows",
    "outages",
    "outlook",
    "pieces",
    "quotas",
    "ratio",
    "ratio_windows",
    "reach",
    "readings",
    "reckoning",
    "rolling",
    "running_sums",
    "sample_figures",
    "sample_windows",
    "samples",
    "setting",
    "settled_clocks",
    "shares_reached",
    "sources",
    "spans",
    "sums",
    "timeline",
    "turns",
    "versions",
    "weighing",
    "windows",
    "workdays",
    "yardsticks",
    "zones",
)

PLACE = ROOT / ".cache" / "mutation"
"""Where what is known is kept from run to run."""

EXAMPLES = Path("tests/unit/sla")
_DRAWN = ("tests.unit.sla.stories", "tests.oracle")
"""Where random agreements and facts come from; tests of hypothesis are left out by their mark."""
_NO_EXAMPLES = ("test_list.py",)

_STATES = (
    "boundaries/test_state_of_a_service",
    "edges/test_timeline",
    "edges/test_timeline_resumed",
    "edges/test_composites",
    "test_states",
    "test_causes",
    "edges/test_rows",
)
_CLOCKS = ("boundaries/test_clocks", "boundaries/test_clocks_that_change", "edges/test_bounds", "test_clocks")
_TIME = ("boundaries/test_service_hours", "boundaries/test_working_days", "edges/test_hours", "test_time")
_SAMPLES = ("edges/test_samples", "test_measurement", "test_satisfaction")
_OUTAGES = (
    "edges/test_outages_as_numbers",
    "boundaries/test_outage_measures",
    "boundaries/test_outages",
    "test_indicators",
)
_TIME_THAT_COUNTS = (
    "edges/test_ahead",
    "edges/test_turns",
    "edges/test_figures_of_time",
    "boundaries/test_budget_and_breach",
    "test_breach",
    "boundaries/test_outages",
)
_BREACH = ("boundaries/test_budget_and_breach", "test_breach", "boundaries/test_outages")

NEAR: dict[str, tuple[str, ...]] = {
    "acceptance": ("boundaries/test_closing", "test_states", "test_history", *_SAMPLES),
    "availability": _TIME_THAT_COUNTS,
    "basis": ("edges/test_asked_again",),
    "bounds": _CLOCKS,
    "breach": _BREACH,
    "burn": ("boundaries/test_burn_rates", "edges/test_burn", "test_early_warning"),
    "cases": ("edges/test_asked_again", "test_history", *_TIME_THAT_COUNTS),
    "chunks": ("test_chunks",),
    "classes": ("edges/test_rows", "boundaries/test_outages", "boundaries/test_maintenance", "test_ledger"),
    "clock_figures": ("edges/test_clock_figures", "edges/test_outlooks", *_CLOCKS),
    "clock_outlook": _CLOCKS,
    "clocks": _CLOCKS,
    "composites": _STATES,
    "conditions": ("edges/test_conditions", *_STATES),
    "corrections": ("edges/test_corrections", "boundaries/test_corrections", "test_ledger"),
    "counted_counts": ("edges/test_asked_again", "edges/test_turns_of_counts", "boundaries/test_ratio"),
    "counted_outages": _OUTAGES,
    "counted_samples": ("edges/test_asked_again", "edges/test_turns_of_counts", *_SAMPLES),
    "counters": ("edges/test_counters", "boundaries/test_ratio"),
    "credits": ("boundaries/test_closing", "test_breach"),
    "fold": _STATES,
    "forecast": ("boundaries/test_burn_rates", "test_early_warning"),
    "halving": ("edges/test_turns", "edges/test_turns_of_counts"),
    "hours": _TIME,
    "incidents": ("edges/test_incidents",),
    "lines": ("edges/test_lines",),
    "listed_clocks": ("edges/test_clock_figures", *_CLOCKS),
    "maintenance": ("edges/test_changes", "boundaries/test_maintenance", "test_ledger"),
    "margins": _TIME_THAT_COUNTS,
    "measure": _TIME_THAT_COUNTS,
    "outage_figures": _OUTAGES,
    "outage_measures": _OUTAGES,
    "outage_sums": _OUTAGES,
    "outage_time": _OUTAGES,
    "outage_windows": ("edges/test_turns", *_OUTAGES),
    "outages": (
        "edges/test_outage_runs",
        "boundaries/test_outages",
        "boundaries/test_corrections",
        "test_ledger",
        "test_causes",
    ),
    "outlook": _TIME_THAT_COUNTS,
    "pieces": _TIME_THAT_COUNTS,
    "quotas": ("boundaries/test_maintenance", "test_ledger"),
    "ratio": (
        "edges/test_outlooks",
        "boundaries/test_ratio",
        "test_indicators",
        "boundaries/test_burn_rates",
    ),
    "ratio_windows": ("edges/test_turns_of_counts", "edges/test_outlooks", "boundaries/test_ratio"),
    "reach": ("edges/test_reach", "edges/test_reach_resumed"),
    "readings": _STATES,
    "reckoning": _TIME_THAT_COUNTS,
    "rolling": _TIME_THAT_COUNTS,
    "running_sums": ("edges/test_asked_again", *_TIME_THAT_COUNTS),
    "sample_figures": _SAMPLES,
    "sample_windows": ("edges/test_turns_of_counts", *_SAMPLES),
    "samples": _SAMPLES,
    "setting": (
        "boundaries/test_maintenance",
        "boundaries/test_budget_and_breach",
        "boundaries/test_burn_rates",
        "edges/test_burn",
    ),
    "settled_clocks": ("edges/test_asked_again", "edges/test_clock_figures", *_CLOCKS),
    "shares_reached": ("edges/test_ahead", "boundaries/test_budget_and_breach"),
    "sources": _STATES,
    "spans": ("edges/test_spans",),
    "sums": _TIME_THAT_COUNTS,
    "timeline": _STATES,
    "turns": ("edges/test_turns", "edges/test_turns_of_counts"),
    "versions": ("edges/test_versions", "boundaries/test_closing", "test_history"),
    "weighing": ("test_ledger", "boundaries/test_maintenance", "boundaries/test_budget_and_breach"),
    "windows": ("boundaries/test_windows", "test_time"),
    "workdays": _TIME,
    "yardsticks": _SAMPLES,
    "zones": _TIME,
}
"""Where the examples of a file stand: asked first, since most changes are noticed there; then all the others."""


@dataclass(frozen=True, slots=True)
class Shard:
    """The `number`-th of `of` parts, from 1."""

    number: int
    of: int

    @classmethod
    def read(cls, text: str) -> Shard:
        """A shard from `3/8`; ValueError where there is none such."""
        number, _, of = text.partition("/")
        shard = cls(int(number), int(of or "0"))
        if not 1 <= shard.number <= shard.of:
            raise ValueError(f"'{text}' is not a shard such as 3/8")
        return shard

    def files(self, files: tuple[str, ...] = FILES) -> tuple[str, ...]:
        """The files of the shard: each file is in exactly one."""
        return files[self.number - 1 :: self.of]


def source(file: str) -> Path:
    """The path of a file in the project."""
    return SOURCES / f"{file}.py"


def examples() -> list[Path]:
    """The files of examples in the project; none whose stories are drawn at random."""
    found = [path.relative_to(ROOT) for path in sorted((ROOT / EXAMPLES).rglob("test_*.py"))]
    return [path for path in found if path.name not in _NO_EXAMPLES and not _is_drawn(path)]


def near(file: str) -> list[Path]:
    """The files of examples that stand near to a file of the calculus."""
    return [EXAMPLES / f"{name}.py" for name in NEAR.get(file, ())]


def _is_drawn(path: Path) -> bool:
    text = (ROOT / path).read_text()
    return any(name in text for name in _DRAWN)
