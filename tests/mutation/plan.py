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
    "bounds",
    "breach",
    "burn",
    "classes",
    "clock_figures",
    "clock_outlook",
    "clocks",
    "composites",
    "conditions",
    "corrections",
    "counted_outages",
    "counters",
    "credits",
    "fold",
    "forecast",
    "hours",
    "incident_clocks",
    "incidents",
    "lines",
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
    "sources",
    "spans",
    "sums",
    "timeline",
    "versions",
    "weighing",
    "windows",
    "workdays",
    "yardsticks",
    "zones",
)

EXAMPLES = Path("tests/unit/sla")
_DRAWN = "tests.unit.sla.stories"
"""Where random agreements and facts come from; tests of hypothesis are left out by their mark."""
_NO_EXAMPLES = ("stories.py", "test_list.py")


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
    """The files of examples and what they import, in the project; none whose stories are drawn at random."""
    found = [path.relative_to(ROOT) for path in sorted((ROOT / EXAMPLES).rglob("*.py"))]
    return [
        path for path in found if path.name not in _NO_EXAMPLES and _DRAWN not in (ROOT / path).read_text()
    ]
