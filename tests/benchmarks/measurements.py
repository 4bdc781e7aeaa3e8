"""All measurements by name, in the order in which they are taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from tests.benchmarks import (
    evaluating,
    facts,
    late,
    latency,
    looks,
    scratch,
    starts,
    stored,
    throughput,
    ticks,
)
from tests.benchmarks.tables import Say, Table, unsaid


class Measure(Protocol):
    """Takes a measurement; `short` only shows that it runs, `only` keeps the rows whose name holds a word."""

    def __call__(self, *, short: bool, only: str = "", say: Say = unsaid) -> Table: ...


MEASUREMENTS: Final[Mapping[str, Measure]] = {
    "evaluate": evaluating.measure,
    "scratch": scratch.measure,
    "facts": facts.measure,
    "looks": looks.measure,
    "throughput": throughput.measure,
    "stored": stored.measure,
    "starts": starts.measure,
    "late": late.measure,
    "ticks": ticks.measure,
    "latency": latency.measure,
}
