"""The cost of a fact with a day, a month and a year of history in the period.

A fact is added, and the figure and the outlook are asked for an instant just after it, as the evaluator does. The
histories of one kind take turns; what is compared is the cost of one fact, with that after a day as 1. Late facts
come an hour after their time, when what is told after them is there.
"""

from __future__ import annotations

import time
from functools import partial

from shared.contracts.instants import parse_instant
from shared.sla.facts import Fact
from shared.sla.history import History
from shared.sla.spans import DAY, HOUR, SECOND
from tests.benchmarks.histories import Kind, kinds
from tests.benchmarks.tables import Say, Table, duration, ratio, unsaid
from tests.benchmarks.timing import Run, interleaved

NOW = parse_instant("2026-12-30T00:00:00Z")
LENGTHS = {"1 day": DAY, "1 month": 30 * DAY, "1 year": 363 * DAY}
SHORT = {"1 hour": HOUR, "2 hours": 2 * HOUR}
TOO_LONG = 3_000_000_000
"""Nanoseconds for one more question from which on a history is not measured, nor a longer one."""
ROUND = 500_000_000
"""Nanoseconds that a round should take; so many facts are in it, at most 20."""
LATE = HOUR - 7 * SECOND


class Lived:
    """A kind's history of some length, and the facts that are still to come."""

    def __init__(self, kind: Kind, length: int, late: int) -> None:
        self._kind, self._since, self._late = kind, NOW - length, late
        self._history = History([kind.terms])
        self._next = length // kind.every
        for number in range(self._next):
            self._history.add(self._fact(number))
        kind.asked(self._history, NOW)
        since = time.process_time_ns()
        kind.asked(self._history, NOW + SECOND)
        self.asking = time.process_time_ns() - since

    def _fact(self, number: int, late: int = 0) -> Fact:
        return self._kind.tell(number, self._since + number * self._kind.every - late)

    def prepare(self, batch: int) -> Run:
        """The next few facts; late ones come when those at their time are there."""
        numbers = range(self._next, self._next + batch)
        self._next = numbers.stop
        facts = [self._fact(number) for number in numbers]
        if not self._late:
            return lambda: self._take([(fact, fact.at + SECOND) for fact in facts])
        self._take([(fact, fact.at + SECOND) for fact in facts])
        now = facts[-1].at + 2 * SECOND
        return lambda: self._take(
            [(self._fact(number, self._late), now + index) for index, number in enumerate(numbers)]
        )

    def _take(self, facts: list[tuple[Fact, int]]) -> None:
        for fact, at in facts:
            self._history.add(fact)
            self._kind.asked(self._history, at)


def measure(*, short: bool, only: str = "", say: Say = unsaid) -> Table:
    """Two rows for each kind of objective: facts that come at their time, and late ones."""
    lengths = SHORT if short else LENGTHS
    rows = []
    for kind in kinds():
        for late, said in ((0, ""), (LATE, ", late")):
            if only in kind.name + said:
                rows.append(_row(kind, kind.name + said, lengths, late, short=short))
                say(rows[-1])
    names = list(lengths)
    return Table(
        f"Cost of a fact with {', '.join(names)} of history in the period, a fact each 5 minutes",
        ("objective", *names, *(f"{name} / {names[0]}" for name in names[1:])),
        rows,
        (
            "Median time of one fact with its figure and outlook; ratios as median (least to most) of the rounds.",
        ),
    )


def _row(kind: Kind, name: str, lengths: dict[str, int], late: int, *, short: bool) -> list[str]:
    lived: dict[str, Lived] = {}
    for key, length in lengths.items():
        lived[key] = Lived(kind, length, late)
        if lived[key].asking > TOO_LONG:
            break
    measured = {key: one for key, one in lived.items() if one.asking <= TOO_LONG}
    rounds, most = (1, 2) if short else (7, 20)
    batch = min(most, max(1, ROUND // max(one.asking for one in measured.values())))
    found = interleaved({key: partial(one.prepare, batch) for key, one in measured.items()}, rounds)
    each = {key: times.each(batch) for key, times in found.items()}
    base = next(iter(each.values()))
    return [
        name,
        *(duration(each[key].median) if key in each else "too long" for key in lengths),
        *(ratio(each[key].beside(base)) if key in each else "" for key in list(lengths)[1:]),
    ]
