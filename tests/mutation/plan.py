"""What is changed, and which examples must notice: the files that hold boundaries, in shards.

A file is mutated by itself, against examples alone: no properties and no random stories, which would hide
that a boundary has no example. What is left out has a reason (`LEFT_OUT`): a file is in one of the two lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = Path("shared/sla")

FILES = (
    "agreed/objectives",
    "agreed/terms",
    "availability/availability",
    "availability/breach",
    "availability/forecast",
    "availability/margins",
    "availability/measure",
    "availability/outlook",
    "availability/rolling",
    "burn",
    "cases",
    "changes/corrections",
    "changes/maintenance",
    "changes/quotas",
    "chunks",
    "counts/counted",
    "counts/counters",
    "counts/ratio",
    "counts/windows",
    "credits",
    "facts",
    "figures",
    "halving",
    "history",
    "incidents/bounds",
    "incidents/clock",
    "incidents/clocks",
    "incidents/figures",
    "incidents/incidents",
    "incidents/listed",
    "incidents/outlook",
    "incidents/settled",
    "ledger/basis",
    "ledger/classes",
    "ledger/counted_outages",
    "ledger/outage_time",
    "ledger/outages",
    "ledger/pieces",
    "ledger/reckoning",
    "ledger/running_sums",
    "ledger/setting",
    "ledger/sums",
    "ledger/weighing",
    "lines",
    "live/burn_ahead",
    "live/burn_courses",
    "live/burn_exceeded",
    "live/incident_clocks",
    "live/shares_reached",
    "live/turns",
    "lows",
    "outages/figures",
    "outages/measures",
    "outages/sums",
    "outages/windows",
    "samples/counted",
    "samples/figures",
    "samples/ranked",
    "samples/samples",
    "samples/windows",
    "samples/yardsticks",
    "spans",
    "states/composites",
    "states/conditions",
    "states/fold",
    "states/open_conditions",
    "states/readings",
    "states/sources",
    "states/stretches",
    "states/timeline",
    "time/hours",
    "time/windows",
    "time/workdays",
    "time/zones",
    "told/acceptance",
    "told/book",
    "told/books",
    "told/checkpoint",
    "told/reach",
    "told/told",
    "told/versions",
    "told/words",
)

_PLAIN_DATA = "It is plain data, and has no function that could be changed."
_NAMES_FACTS = (
    "It names the facts behind a figure and computes none; that these alone give the figure, and no other changes "
    "one, is held for stories of the oracle (tests/oracle/test_evidence.py)."
)
_TELLS_A_FIGURE = (
    "It puts a figure into rows, formulas and sentences and computes none; its rows and amounts are held against the "
    "figure for stories of the oracle (tests/oracle/test_explained.py)."
)

LEFT_OUT = {
    "agreed/clauses": _PLAIN_DATA,
    "changes/proposed": _PLAIN_DATA,
    "evidence/grounds": _PLAIN_DATA,
    "states/folded": _PLAIN_DATA,
    "told/before": _PLAIN_DATA,
    "availability/budget_line": (
        "It draws the points of a picture; the last is held against the figure for random stories "
        "(tests/unit/sla/test_random_stories.py)."
    ),
    "evidence/clocks": _NAMES_FACTS,
    "evidence/decisions": _NAMES_FACTS,
    "evidence/evidence": _NAMES_FACTS,
    "evidence/time": _NAMES_FACTS,
    "evidence/transitions": _NAMES_FACTS,
    "evidence/words": _NAMES_FACTS,
    "explanation/ahead": _TELLS_A_FIGURE,
    "explanation/clauses": _TELLS_A_FIGURE,
    "explanation/clocks": _TELLS_A_FIGURE,
    "explanation/counts": _TELLS_A_FIGURE,
    "explanation/difference": _TELLS_A_FIGURE,
    "explanation/explaining": _TELLS_A_FIGURE,
    "explanation/explanation": _TELLS_A_FIGURE,
    "explanation/formula": _TELLS_A_FIGURE,
    "explanation/rows": _TELLS_A_FIGURE,
    "explanation/time": _TELLS_A_FIGURE,
}
"""Files of the calculus that are not mutated, each with the reason."""

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
_MARKS = ("edges/test_marks", "edges/test_marks_kept", "edges/test_asked_again", "test_checkpoints_cut")
_TOLD = (
    "edges/test_known",
    "edges/test_late_under_a_version",
    "test_forgotten",
    "test_history",
    "edges/test_questions",
)

NEAR: dict[str, tuple[str, ...]] = {
    "told/acceptance": ("boundaries/test_closing", "test_states", "test_history", *_SAMPLES),
    "availability/availability": _TIME_THAT_COUNTS,
    "ledger/basis": ("edges/test_asked_again",),
    "incidents/bounds": _CLOCKS,
    "availability/breach": ("edges/test_many_hours", "edges/test_courses", *_BREACH),
    "burn": ("boundaries/test_burn_rates", "edges/test_burn", "test_early_warning"),
    "cases": ("edges/test_supposed", "edges/test_asked_again", "test_history", *_TIME_THAT_COUNTS),
    "chunks": ("edges/test_lists", "edges/test_asked_again"),
    "ledger/classes": (
        "edges/test_rows",
        "boundaries/test_outages",
        "boundaries/test_maintenance",
        "test_ledger",
    ),
    "incidents/figures": ("edges/test_clock_figures", "edges/test_outlooks", *_CLOCKS),
    "incidents/outlook": _CLOCKS,
    "incidents/clocks": _CLOCKS,
    "states/composites": _STATES,
    "states/conditions": ("edges/test_conditions", *_STATES),
    "changes/corrections": (
        "edges/test_corrections",
        "boundaries/test_corrections",
        "edges/test_supposed",
        "test_ledger",
    ),
    "counts/counted": (
        "edges/test_counted",
        "edges/test_asked_again",
        "edges/test_turns_of_counts",
        "boundaries/test_ratio",
    ),
    "ledger/counted_outages": ("edges/test_lists", *_OUTAGES),
    "samples/counted": (
        "edges/test_counted_samples",
        "edges/test_asked_again",
        "edges/test_turns_of_counts",
        *_SAMPLES,
    ),
    "counts/counters": ("edges/test_counters", "boundaries/test_ratio"),
    "credits": ("boundaries/test_closing", "test_breach"),
    "states/fold": ("edges/test_tellers", *_STATES),
    "availability/forecast": ("boundaries/test_burn_rates", "test_early_warning"),
    "halving": ("edges/test_halving", "test_searches", "edges/test_turns", "edges/test_turns_of_counts"),
    "time/hours": _TIME,
    "incidents/incidents": ("edges/test_incidents",),
    "lines": ("edges/test_lines",),
    "incidents/listed": ("edges/test_lists", "edges/test_clock_figures", *_CLOCKS),
    "changes/maintenance": ("edges/test_changes", "boundaries/test_maintenance", "test_ledger"),
    "availability/margins": ("edges/test_rolling", *_TIME_THAT_COUNTS),
    "availability/measure": _TIME_THAT_COUNTS,
    "outages/figures": _OUTAGES,
    "outages/measures": _OUTAGES,
    "outages/sums": ("edges/test_outage_sums", *_OUTAGES),
    "ledger/outage_time": _OUTAGES,
    "outages/windows": ("edges/test_turns", *_OUTAGES),
    "ledger/outages": (
        "edges/test_outage_runs",
        "boundaries/test_outages",
        "boundaries/test_corrections",
        "test_ledger",
        "test_causes",
    ),
    "availability/outlook": ("edges/test_rolling", *_TIME_THAT_COUNTS),
    "ledger/pieces": (*_MARKS, *_TIME_THAT_COUNTS),
    "changes/quotas": ("boundaries/test_maintenance", "test_ledger"),
    "counts/ratio": (
        "edges/test_outlooks",
        "boundaries/test_ratio",
        "test_indicators",
        "boundaries/test_burn_rates",
    ),
    "counts/windows": ("edges/test_turns_of_counts", "edges/test_outlooks", "boundaries/test_ratio"),
    "told/reach": ("edges/test_reach", "edges/test_reach_resumed"),
    "states/readings": _STATES,
    "ledger/reckoning": (*_MARKS, *_TIME_THAT_COUNTS),
    "availability/rolling": ("edges/test_rolling", *_TIME_THAT_COUNTS),
    "ledger/running_sums": (*_MARKS, *_TIME_THAT_COUNTS),
    "samples/figures": _SAMPLES,
    "samples/windows": ("edges/test_turns_of_counts", *_SAMPLES),
    "samples/samples": _SAMPLES,
    "ledger/setting": (
        "boundaries/test_maintenance",
        "boundaries/test_budget_and_breach",
        "boundaries/test_burn_rates",
        "edges/test_burn",
    ),
    "incidents/settled": (
        "edges/test_asked_again",
        "edges/test_clock_figures",
        "edges/test_clocks_rolling",
        *_CLOCKS,
    ),
    "live/shares_reached": ("edges/test_turns_of_clocks",),
    "states/sources": _STATES,
    "spans": ("edges/test_spans",),
    "ledger/sums": (*_MARKS, *_TIME_THAT_COUNTS),
    "states/timeline": _STATES,
    "live/turns": (
        "edges/test_turns",
        "edges/test_turns_of_counts",
        "edges/test_when_to_look_again",
        "edges/test_turns_of_clocks",
    ),
    "told/versions": ("edges/test_versions", "boundaries/test_closing", "test_history"),
    "ledger/weighing": ("test_ledger", "boundaries/test_maintenance", "boundaries/test_budget_and_breach"),
    "time/windows": ("boundaries/test_windows", "test_time"),
    "time/workdays": _TIME,
    "samples/yardsticks": _SAMPLES,
    "time/zones": _TIME,
    "incidents/clock": ("edges/test_coming_back", *_CLOCKS),
    "samples/ranked": ("edges/test_ranked", *_SAMPLES),
    "lows": ("edges/test_lows", "test_lows", "edges/test_turns", "edges/test_turns_of_counts"),
    "agreed/objectives": ("edges/test_clauses", "test_ledger"),
    "agreed/terms": ("edges/test_clauses", "edges/test_composites"),
    "figures": ("edges/test_clauses", "test_breach"),
    "facts": ("boundaries/test_order", "test_history"),
    "states/stretches": _STATES,
    "states/open_conditions": ("test_open_conditions", "edges/test_clauses"),
    "told/book": _TOLD,
    "told/books": _TOLD,
    "told/words": _TOLD,
    "told/told": _TOLD,
    "told/checkpoint": _TOLD,
    "history": _TOLD,
    "live/burn_ahead": ("edges/test_burn_walk", "test_burn_ahead"),
    "live/burn_exceeded": ("edges/test_burn_walk", "test_burn_kept", "test_burn_ahead"),
    "live/burn_courses": ("edges/test_burn_walk", "test_burn_ahead"),
    "live/incident_clocks": ("edges/test_questions",),
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
