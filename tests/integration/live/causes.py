"""What moved something that had been told: a late fact, a decision or a version; else nothing may.

| what was told | what may move it, come since it was told last |
| --- | --- |
| anything | a version; a correction decided, by silence too; what is told of a change |
| a breach, the end of a clock | a fact that speaks of an instant not later than the one that was told |
| the end of a clock, and what is counted from it | the parties' reopening of an incident |
| a closed period's figures | a fact that speaks of an instant in or before the period; the breach of a clock in it |

Where an outage must reach its length first, or clocks count where they were opened, a breach is told later than its
instant: there a fact from before the tick that told it is late too, and in a rolling window so is a clock that was
breached since. Two clauses let time itself take a breach back: see `takes_back`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from services.evaluator.ports import VerdictRow
from shared.agreements.meaning import terms_of
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent
from shared.contracts.instants import parse_instant
from shared.sla.agreed.objectives import Availability, Clock, CountedIn, Counts, Objective, Ratio
from shared.sla.agreed.terms import Terms
from shared.sla.told.versions import objective_of
from tests.integration.live.histories import PUT, Step, put_document

_DATED: Final = ("first_failed_at", "from")
MOVED: Final = ("breach.amended", "breach.withdrawn", "clock.withdrawn", "period.restated")


@dataclass
class Causes:
    """What has come, by step, and when each thing was told last: at which step, the clock then standing where.

    A fact from ahead of the clock has come when the clock reaches it.
    """

    came: list[tuple[int, CloudEvent]] = field(default_factory=list)
    ahead: list[CloudEvent] = field(default_factory=list)
    versions: dict[int, Terms] = field(default_factory=dict)
    _told: dict[str, tuple[int, int]] = field(default_factory=dict)
    _breached: dict[tuple[int, str], int] = field(default_factory=dict)
    """By version and objective, at which step a clock was last told as breached."""
    _clock: int = 0

    def without(self, number: int, step: Step, verdicts: Sequence[VerdictRow]) -> Iterator[str]:
        """What a step moved without a cause."""
        self._take(number, step)
        for row in verdicts:
            if row.telling.type == "clock.breached":
                self._breached[row.version, row.objective] = number
        for row in verdicts:
            body = msgspec.json.decode(row.event)
            name = _name(row)
            if row.telling.type in MOVED or row.telling.amends is not None:
                since, clock = self._told.get(name, (-1, 0))
                if not self._has_cause(row, body, since, clock):
                    at = row.telling.was or row.telling.instant
                    yield f"{row.telling.type} of {row.objective}, told for {at}, without a cause"
            self._told[name] = number, self._clock

    def _take(self, number: int, step: Step) -> None:
        for event in step.events:
            self.ahead.append(event)
            if event.type == PUT:
                self.came.append((number, event))
                document = put_document(event.data["document"])
                self.versions[document.metadata.version] = terms_of(document)
        self._clock = self._clock if step.clock is None else step.clock
        reached = [event for event in self.ahead if parse_instant(event.time) <= self._clock]
        self.came += [(number, event) for event in reached if event.type != PUT]
        self.ahead = [event for event in self.ahead if event not in reached and event.type != PUT]

    def _has_cause(self, row: VerdictRow, body: Any, since: int, clock: int) -> bool:
        objective = objective_of(self.versions[row.version], row.objective)
        if objective is None or takes_back(objective) or self._silence_decided(clock):
            return True
        if row.telling.type == "period.restated" and _by_a_clock(objective, body["data"]):
            return True
        if _is_dated_back(objective) and self._breached.get((row.version, row.objective), -1) > since:
            return True
        bound = self._bound(row, body, objective, clock)
        incident = body["data"].get("clock", {}).get("incident")
        return any(_moves(event, bound, incident) for number, event in self.came if number > since)

    def _bound(self, row: VerdictRow, body: Any, objective: Objective, clock: int) -> int:
        if row.telling.type == "period.restated":
            return parse_instant(body["data"]["period"]["until"])
        told = row.telling.was or row.telling.instant
        counts = getattr(objective.indicator, "counts", None)
        waits = isinstance(counts, Counts) and counts.outages_shorter_than
        return clock if waits or (_is_dated_back(objective) and "clock" not in body["data"]) else told

    def _silence_decided(self, clock: int) -> bool:
        """Whether the time to decide a correction has run out since, where silence accepts."""
        for _, event in self.came:
            if event.type == TYPE_PREFIX + "correction.proposed":
                for terms in self.versions.values():
                    ends = parse_instant(event.time) + terms.corrections.decide_within
                    if clock <= ends <= self._clock:
                        return True
        return False


def takes_back(objective: Objective) -> bool:
    """Whether an objective has a clause by which time itself takes a breach back."""
    match objective.indicator:
        case Ratio(expected_total=int()):
            return True
        case Availability(not_assessable_above=bound):
            return bound is not None
    return False


def _is_dated_back(objective: Objective) -> bool:
    """Whether a clock that is breached counts at an earlier instant, that of its opening."""
    indicator = objective.indicator
    return isinstance(indicator, Clock) and indicator.counted_in is CountedIn.OPENED


def _by_a_clock(objective: Objective, data: Any) -> bool:
    """Whether a closed period has nothing new but clocks that were running when it closed, and are breached now."""
    if not isinstance(objective.indicator, Clock):
        return False
    was, now = data["was"], data["figures"]
    return bool(was["good"] == now["good"] and was["total"] < now["total"])


def _name(row: VerdictRow) -> str:
    """What is told once and moved after that: the breach or end by its first verdict, a period's figures."""
    if row.telling.type in ("period.closed", "period.restated"):
        return f"{row.objective} {row.version} {row.start}"
    return row.telling.amends or row.telling.id


def _moves(event: CloudEvent, bound: int, incident: str | None) -> bool:
    kind, data = event.type.removeprefix(TYPE_PREFIX), event.data or {}
    if event.type == PUT or kind in ("correction.accepted", "correction.declined", "correction.withdrawn"):
        return True
    if kind.startswith("change."):
        return True
    if incident is not None and kind.startswith("incident.") and data["incident"] != incident:
        return False
    if kind == "incident.reopened":
        return True
    reach = min(parse_instant(at) for at in (event.time, *(data[name] for name in _DATED if name in data)))
    return reach <= bound
