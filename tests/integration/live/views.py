"""What had come by some step, as the oracle reads it: the matter that the instant of a breach is made of.

Two views, of when something was told and of now, are compared in their facts, in what corrections and maintenance say
of the time up to an instant, and in the clocks that count by then; never in figures, which are what is to be proved.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import msgspec

from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import format_instant
from tests.oracle import ratios
from tests.oracle.clocks import stories
from tests.oracle.evaluation import Evaluation
from tests.oracle.ledger import Ledger
from tests.oracle.measures import Measure
from tests.oracle.reading import Fact, share
from tests.oracle.states import Facts

MADE_OF: Final = {"ratio": "requests.", "satisfaction": "feedback.", "measurement": "measurement."}
"""The facts of an indicator; those on clocks have incidents, the others availability."""
Span = tuple[int, int]


@dataclass(frozen=True)
class Promise:
    """An objective of a version, as its document says it."""

    version: int
    clause: dict[str, Any]

    @property
    def indicator(self) -> str:
        return str(self.clause["indicator"])

    @property
    def services(self) -> list[str]:
        return self.clause.get("services") or [self.clause["service"]]

    @property
    def on_clocks(self) -> bool:
        return self.indicator.endswith(("response_time", "resolution_time"))

    @property
    def rolls(self) -> bool:
        return "rolling" in self.clause["window"]

    @property
    def is_of_time(self) -> bool:
        """Whether it is measured by the state of a service."""
        return not self.on_clocks and self.indicator not in MADE_OF

    @property
    def plans(self) -> bool:
        """Whether planned time decides what can still be met."""
        return not self.rolls and self.indicator in ("availability", "mean_time_between_failures")


@dataclass(frozen=True)
class Counted:
    """A decided clock: the instant at which it counts, that of its breach, if any, and that of its decision."""

    incident: str
    at: int
    breached: int | None
    decided: int

    @property
    def since(self) -> int:
        """The first instant for which it can make or unmake a breach of its objective."""
        return self.at if self.breached is None else min(self.at, self.breached)

    @property
    def is_dated_back(self) -> bool:
        """Whether it counts for an instant before the one at which that could be known."""
        return self.since < max(self.at, self.decided)


class View:
    """All that had come by a step, with the clock standing at an instant."""

    def __init__(self, texts: Sequence[str], events: Iterable[CloudEvent], clock: int) -> None:
        self.clock = clock
        lines = [msgspec.json.decode(event.encode()) for event in events]
        self._evaluation = Evaluation("\n---\n".join(texts), lines, format_instant(clock), None)

    def promise(self, version: int, objective: str) -> Promise:
        """An objective of a version that has come."""
        clauses = self._of(version).document["objectives"]
        return Promise(version, next(one for one in clauses if one["id"] == objective))

    def facts(self, promise: Promise) -> dict[tuple[str, str], Fact]:
        """Those that count under its version, and of which it is made; by their names."""
        facts, names = self._of(promise.version), promise.services
        if promise.on_clocks:
            mine = self._incidents(promise)
            return {one.key: one for one in facts.all if one.data.get("incident") in mine}
        kind = MADE_OF.get(promise.indicator, "availability.")
        basic = {part for name in names for part in facts.basic(name)}.union(names)
        return {one.key: one for one in facts.all if one.kind.startswith(kind) and one.service in basic}

    def corrected(self, promise: Promise, until: int, incident: str | None = None) -> list[Any]:
        """The accepted corrections of it that begin up to an instant, or were accepted by then and rule planned time.

        Of those that overlap the last rules, so one to another class gives time back that maintenance had taken. One
        of an incident moves a deadline by its whole length; of others only the part up to the instant matters.
        """
        found: list[Any] = []
        for order, since, proposal in self._of(promise.version).accepted:
            span = proposal.instant("from"), proposal.instant("until")
            if promise.on_clocks:
                named = {incident} if incident else self._incidents(promise)
                if proposal.data.get("incident") in named and span[0] <= until:
                    found.append((order, proposal.key, span))
            elif proposal.data.get("service") in promise.services:
                found += [(order, proposal.key, one) for one in _until(promise, until, since, [span])]
        return sorted(found)

    def maintained(self, promise: Promise, until: int) -> list[Any]:
        """The valid maintenance of it up to an instant, and that after it which was known by then."""
        if promise.on_clocks or promise.indicator == "satisfaction":
            return []
        return sorted(
            one
            for known, spans, services in self._of(promise.version).changes
            if set(services) & set(promise.services)
            for one in _until(promise, until, known, spans)
        )

    def counted(self, promise: Promise) -> dict[tuple[str, int], set[Counted]]:
        """Its decided clocks, by incident and start."""
        force = self._force(promise)
        by = promise.clause.get("counted_in", "due")
        found: dict[tuple[str, int], set[Counted]] = {}
        for one in stories(self._of(promise.version), promise.clause, force):
            due = one.deadline if one.due is None else one.due
            at = {"due": due, "opened": one.opened, "stopped": one.stopped}[by]
            decided = one.stopped if one.breached is None else one.breached
            if one.released is None and decided is not None and at is not None and force[0] <= at < force[1]:
                known = found.setdefault((one.incident, one.start), set())
                known.add(Counted(one.incident, at, one.breached, decided))
        return found

    def is_unknown(self, promise: Promise, span: Span) -> bool:
        """Whether more of a period is unknown than the share past which nothing is assessed."""
        bound = promise.clause.get("not_assessable_above")
        if bound is None:
            return False
        kinds = Measure(self._ledger(promise, span), promise.clause, span, rolling=promise.rolls).kinds
        assessed = sum(kinds.values()) - kinds["not_in_force"] - kinds["outside_service_hours"]
        return assessed > 0 and Fraction(kinds["unknown"], assessed) > share(bound["unknown"])

    def allows(self, promise: Promise, span: Span) -> Iterator[int]:
        """The instants of a period's counts at which more has come than was expected, and bad is allowed of it."""
        inside = [
            one
            for one in ratios.counts(self._ledger(promise, span), promise.clause)
            if span[0] <= one[0] < span[1]
        ]
        expected, target = int(promise.clause["expected_total"]), share(promise.clause["target"])
        for at in sorted({one[0] for one in inside}):
            bad, total = (sum(one[n] for one in inside if one[0] <= at) for n in (1, 2))
            if total > expected and bad <= (1 - target) * total:
                yield at

    def _of(self, version: int) -> Facts:
        return self._evaluation.by_version[version]

    def _force(self, promise: Promise) -> Span:
        document = self._of(promise.version).document
        return self._evaluation.force(document, promise.clause["id"])

    def _ledger(self, promise: Promise, span: Span) -> Ledger:
        return Ledger(self._of(promise.version), promise.clause, self._force(promise), span[0])

    def _incidents(self, promise: Promise) -> set[str]:
        return {
            one.data["incident"]
            for one in self._of(promise.version).all
            if one.kind == "incident.opened" and one.service in promise.services
        }


def _until(promise: Promise, until: int, known: int | None, spans: Iterable[Span]) -> Iterator[Any]:
    """What of some spans matters for a breach at an instant: the part up to it; all where time is planned without it.

    A breach is told for the microsecond before the instant at which the period is lost.
    """
    if promise.plans and known is not None and known <= until + 1:
        yield from ((known, *span) for span in spans)
    else:
        yield from ((0, start, min(end, until + 1)) for start, end in spans if start <= until)
