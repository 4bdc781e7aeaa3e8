"""Facts a second through the calculus for 1,000 services with 3 objectives each, as they come.

The services stand in agreements of ten. Each fact tells of one of them, in turn; after it, the figures and outlooks
of its three objectives are asked for. Beside it a loop that, for each fact and each of the three, adds the interval
since the service's last fact to what was good or bad, and subtracts it from what is left of the period.
"""

from __future__ import annotations

from itertools import count as numbers
from random import Random

from shared.contracts.instants import parse_instant
from shared.sla.agreed.objectives import RollingWindow
from shared.sla.agreed.terms import Terms
from shared.sla.facts import AvailabilityTold, Fact, State
from shared.sla.history import History
from shared.sla.spans import HOUR, SECOND, Span
from shared.sla.time.windows import window_at
from tests.benchmarks.tables import Say, Table, count, duration, ratio, unsaid
from tests.benchmarks.timing import Run, Times, interleaved
from tests.unit.evaluator.builders import document, objective, terms

START = parse_instant("2026-06-01T00:00:00Z")
IN_ONE = 10
"""Services of an agreement."""
OBJECTIVES = (
    {"window": "{calendar: month}", "target": "99 %", "counts": "{unknown: excluded}"},
    {"window": "{rolling: P7D}", "target": "95 %", "counts": "{unknown: down, outages_shorter_than: PT1M}"},
    {"window": "{calendar: year}", "target": "99.5 %", "counts": "{unknown: excluded, degraded: 0.5}"},
)


class Live:
    """All services, a day of facts in each, and the facts that are still to come."""

    def __init__(self, services: int, batch: int) -> None:
        self._batch = batch
        self._agreements = [terms(agreement_text(number)) for number in range(services // IN_ONE)]
        self._histories = [History([agreed]) for agreed in self._agreements]
        self._chance, self._services = Random(3), services
        self._numbers = numbers()
        for _ in range(24 * services):
            number, fact = self._next()
            self._histories[number // IN_ONE].add(fact)

    def _next(self) -> tuple[int, Fact]:
        turn = next(self._numbers)
        number = turn % self._services
        state = self._chance.choice([State.UP, State.UP, State.DOWN, State.DEGRADED])
        at = START + turn * HOUR // self._services
        return number, AvailabilityTold(
            id=f"f{turn}", source="probe", at=at, service=f"s{number % IN_ONE}", state=state
        )

    def calculus(self) -> Run:
        """The next facts, each with the figures and outlooks that it touches."""
        facts = [self._next() for _ in range(self._batch)]

        def run() -> None:
            for number, fact in facts:
                history = self._histories[number // IN_ONE]
                history.add(fact)
                self._ask(history, self._agreements[number // IN_ONE], number % IN_ONE, fact.at + SECOND)

        return run

    def _ask(self, history: History, agreed: Terms, service: int, at: int) -> None:
        for clause in agreed.objectives[service * len(OBJECTIVES) : (service + 1) * len(OBJECTIVES)]:
            window = clause.window
            if isinstance(window, RollingWindow):
                span = Span(at - window.length, at)
            else:
                span = window_at(window.unit, agreed.zone, at)
            history.figure(clause.id, 1, span, at)
            history.outlook(clause.id, 1, span, at)


class Loop:
    """As many intervals, with nothing but sums."""

    def __init__(self, services: int, batch: int) -> None:
        self._batch, self._services = batch, services
        self._since = [(START, False)] * services
        self._sums = [[[0, 0, 365 * 24 * HOUR] for _ in OBJECTIVES] for _ in range(services)]
        self._numbers, self._chance = numbers(), Random(3)

    def prepare(self) -> Run:
        """The next intervals."""
        turns = [next(self._numbers) for _ in range(self._batch)]
        facts = [
            (turn % self._services, START + turn * HOUR // self._services, self._chance.random() < 0.25)
            for turn in turns
        ]

        def run() -> None:
            for number, at, goes_down in facts:
                since, down = self._since[number]
                for sums in self._sums[number]:
                    sums[down] += at - since
                    sums[2] -= at - since
                self._since[number] = at, goes_down

        return run


def measure(*, short: bool, only: str = "", say: Say = unsaid) -> Table:
    """Two rows: the calculus, and the loop."""
    services, batch, rounds = (20, 10, 1) if short else (1_000, 1_000, 5)
    live, loop = Live(services, batch), Loop(services, batch)
    live.calculus()()
    names = "the calculus", "adds and subtracts the intervals"
    found = interleaved(dict(zip(names, (live.calculus, loop.prepare), strict=True)), rounds)
    rows = [_row(name, found[name], found[names[1]], batch) for name in names]
    for row in rows:
        say(row)
    return Table(
        f"Facts through the calculus, {count(services)} services with {len(OBJECTIVES)} objectives each",
        ("what is done for each fact", "one fact", "facts a second", "beside the loop"),
        rows,
    )


def _row(name: str, times: Times, base: Times, batch: int) -> list[str]:
    a_second = count(batch * 1_000_000_000 // times.median)
    return [name, duration(times.each(batch).median), a_second, ratio(times.beside(base))]


def agreement_text(number: int) -> str:
    """An agreement of ten services, s0 to s9."""
    lines = [
        objective(f"s{service}-{index}", service=f"s{service}", **clauses)
        for service in range(IN_ONE)
        for index, clauses in enumerate(OBJECTIVES)
    ]
    services = ", ".join(f"{{id: s{service}, name: S, stale_after: P2D}}" for service in range(IN_ONE))
    return document(*lines, agreement=f"a{number}", services=f"[{services}]")
