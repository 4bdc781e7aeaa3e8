"""A year of 100,000 transitions from scratch, beside a loop that only adds and subtracts the same intervals.

From scratch: a history is made of the facts and asked for its figures. The loop has the instants and states as plain
integers already, and sums up what was down between them, once for every objective: no less can be done.
"""

from __future__ import annotations

from functools import partial

from shared.contracts.instants import parse_instant
from shared.sla.agreed.terms import Terms
from shared.sla.facts import AvailabilityTold, Fact, State
from shared.sla.history import History
from tests.benchmarks.histories import SERVICE, flaps
from tests.benchmarks.tables import Say, Table, count, duration, ratio, unsaid
from tests.benchmarks.timing import Run, interleaved
from tests.unit.evaluator.builders import document, objective, terms

START = parse_instant("2026-01-01T00:00:00Z")
END = parse_instant("2027-01-01T00:00:00Z")
WINDOWS = {
    "a year": "{calendar: year}",
    "its months": "{calendar: month}",
    "its days": "{calendar: day}",
    "a rolling year": "{rolling: P365D}",
}
CLAUSES = {"target": "40 %", "counts": "{unknown: excluded, outages_shorter_than: PT1M}"}


def measure(*, short: bool, only: str = "", say: Say = unsaid) -> Table:
    """A row for each window, and the loop."""
    rounds, size = (1, 200) if short else (3, 100_000)
    every = (END - START) // size
    facts: list[Fact] = [flaps(number, START + number * every) for number in range(size)]
    intervals = [(one.at, one.state is State.DOWN) for one in facts if isinstance(one, AvailabilityTold)]
    loop = "adds and subtracts the intervals"
    ways = {loop: partial(_adding, intervals)}
    for name, window in WINDOWS.items():
        if only in name:
            ways[name] = partial(_reckoning, _agreement(window), facts)
    found = interleaved(ways, rounds)
    rows = [[name, duration(one.median), ratio(one.beside(found[loop]))] for name, one in found.items()]
    for row in rows:
        say(row)
    return Table(
        f"A year of {count(size)} transitions from scratch: all figures of one objective",
        ("window", "time", "beside the loop"),
        rows,
    )


def _agreement(window: str) -> Terms:
    services = f"[{{id: {SERVICE}, name: Web shop}}]"
    return terms(document(objective("measured", window=window, **CLAUSES), services=services))


def _reckoning(agreed: Terms, facts: list[Fact]) -> Run:
    def run() -> None:
        history = History([agreed])
        for fact in facts:
            history.add(fact)
        for period in history.periods("measured", END):
            history.figure("measured", 1, period.span, END)

    return run


def _adding(intervals: list[tuple[int, bool]]) -> Run:
    def run() -> tuple[int, int]:
        good = bad = 0
        since, down = intervals[0]
        for at, goes_down in intervals:
            if down:
                bad += at - since
            else:
                good += at - since
            since, down = at, goes_down
        return good, bad

    return run
