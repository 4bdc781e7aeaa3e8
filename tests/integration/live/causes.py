"""What moved something that had been told: a late fact, a decision or a version; else nothing may, but by a clause.

Each cause has come since the thing was told last:

| cause | what it is |
| --- | --- |
| a fact | one that counts and of which the objective is made, of time not later than the instant |
| a decision | corrections, taken by silence too, or maintenance are others up to the instant (1) |
| a version | in force by the instant, or, where planned time decides, by the end of the period (2) |
| a reopening | of an incident, for its clocks and for what counted them: "the earlier stop is forgotten" |
| a clock (3) | decided since, and counted at an instant not later than the one told |
| time unknown (4) | takes a breach back, and never moves it: told anew, it stands at its instant |
| a count (5) | made total more than `expected_total`, and bad what is allowed of it, after the instant |

1. "What is told later of the same change alters it", as quotas do, which changes share: maintenance after the instant
   counts where it was known by the instant. An excused span moves a clock by its whole length from its beginning on.
2. planned(t) is "service time in force from t to the end", whenever the version came that ends it.
3. "Over the clocks of the period in which they are due (or opened, or stopped, by clause)": one that is opened, or due
   at closing time, counts earlier than it is decided; one that is stopped may count later than it is breached.
4. "`not_assessable`, before all others; then there is no `breached_at`."
5. "The count since which, without a break, bad so far has been above (1 - target) x the greater of total so far and
   `expected_total`."

Where outages have a minimum length, an instant is that much later: "the verdict comes when that is reached". A word of
the very instant at which it was told has come since, too: it has ruled no time yet.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import Any, Final

import msgspec

from services.evaluator.ports import VerdictRow
from services.evaluator.verdicts.deciding import SETTLE
from shared.agreements.meaning import terms_of
from shared.contracts.instants import parse_instant
from shared.sla.spans import MICROSECOND
from tests.integration.live.histories import PUT, Step, put_document
from tests.integration.live.views import Promise, View
from tests.oracle.reading import Fact, duration

MOVED: Final = ("breach.amended", "breach.withdrawn", "clock.withdrawn", "period.restated")


class Cause(Enum):
    """What may move an instant that was told."""

    FACT = "a fact"
    DECISION = "a decision"
    VERSION = "a version"
    CLOCK = "a clock"
    UNKNOWN = "time unknown"
    COUNT = "a count"


BY_CLAUSE: Final = (Cause.CLOCK, Cause.UNKNOWN, Cause.COUNT)
"""Those that need no late fact and no decision: a clause of the agreement lets them, for clocks `on_reopen` too."""


@dataclass(frozen=True)
class Thing:
    """What was told and moves: the verdict that moves it, for which instant it was told, and at which step last."""

    row: VerdictRow
    instant: int
    step: int

    @cached_property
    def data(self) -> Any:
        return msgspec.json.decode(self.row.event)["data"]

    @property
    def incident(self) -> str | None:
        """Of a clock; None of an objective."""
        found: str | None = self.data.get("clock", {}).get("incident")
        return found

    @property
    def span(self) -> tuple[int, int]:
        """The period that shows it."""
        return parse_instant(self.data["period"]["from"]), parse_instant(self.data["period"]["until"])

    def until(self, promise: Promise) -> int:
        """Up to which instant something must reach back to move it."""
        waits = duration(promise.clause.get("counts", {}).get("outages_shorter_than", "PT0S")) or 0
        if self.row.telling.type == "period.restated":
            return self.span[1] - MICROSECOND + waits
        if promise.is_of_time and not promise.rolls and self.row.telling.type == "breach.amended":
            return min(self.instant, self.row.telling.instant) + waits
        return self.instant + waits


@dataclass
class Causes:
    """What has come, by step, and when each thing was told last. `moved`: what moved, by verdict and cause."""

    moved: Counter[tuple[str, Cause]] = field(default_factory=Counter)
    _steps: list[Step] = field(default_factory=list)
    _clocks: list[int] = field(default_factory=list)
    _views: dict[int, View] = field(default_factory=dict)
    _told: dict[str, int] = field(default_factory=dict)
    _unknown: dict[tuple[str, int, int], tuple[Thing, int]] = field(default_factory=dict)
    """Breaches that time unknown has taken back, and the clock before; by objective, version and period."""

    def without(self, step: Step, verdicts: Sequence[VerdictRow]) -> Iterator[str]:
        """What a step moved without a cause."""
        self._clocks.append(step.clock if step.clock is not None else self._clocks[-1] if self._clocks else 0)
        self._steps.append(step)
        for row in verdicts:
            telling, name = row.telling, _name(row)
            if telling.type in MOVED or telling.amends is not None:
                yield from self._moved(Thing(row, telling.was or telling.instant, self._told[name]))
            if telling.type == "objective.breached":
                yield from self._told_anew(row)
            self._told[name] = self._last

    @property
    def _last(self) -> int:
        return len(self._steps) - 1

    def _moved(self, thing: Thing) -> Iterator[str]:
        row, cause = thing.row, self._cause(thing)
        if cause is None:
            yield f"{row.telling.type} of {row.objective}, told for {thing.instant}, without a cause"
            return
        self.moved[row.telling.type, cause] += 1
        if cause is Cause.UNKNOWN:
            self._unknown[row.objective, row.version, row.start] = thing, self._clocks[self._last - 1]

    def _told_anew(self, row: VerdictRow) -> Iterator[str]:
        """What time unknown has taken back stands at its instant, but where a rolling window was back meanwhile."""
        before, clock = self._unknown.pop((row.objective, row.version, row.start), (None, 0))
        if before is None or before.instant == row.telling.instant:
            return
        rolls = self._view(before.step).promise(row.version, row.objective).rolls
        if rolls and row.telling.instant >= clock - SETTLE:
            return
        if self._cause(replace(before, row=row)) is None:
            yield f"{row.objective}, told for {before.instant}, is told anew for {row.telling.instant}"

    def _cause(self, thing: Thing) -> Cause | None:
        then, now = self._view(thing.step), self._view(self._last)
        promise = then.promise(thing.row.version, thing.row.objective)
        until = thing.until(promise)
        if self._is_of_a_version(thing, promise, until):
            return Cause.VERSION
        if _is_decided_otherwise(then, now, promise, until, thing.incident):
            return Cause.DECISION
        if _has_a_fact(then, now, promise, until, thing.incident):
            return Cause.FACT
        if thing.incident is None and _counts_otherwise(then, now, promise, until):
            return Cause.CLOCK
        if _is_past_assessing(then, now, promise, thing):
            return Cause.UNKNOWN
        return Cause.COUNT if _is_allowed_by_more(then, now, promise, thing) else None

    def _is_of_a_version(self, thing: Thing, promise: Promise, until: int) -> bool:
        until = max(until, thing.span[1] - MICROSECOND) if promise.plans else until
        puts = [put for step in self._steps[thing.step + 1 :] for put in step.events if put.type == PUT]
        return any(terms_of(put_document(put.data["document"])).force_from <= until for put in puts)

    def _view(self, number: int) -> View:
        """What had come by a step."""
        if number not in self._views:
            events = [event for step in self._steps[: number + 1] for event in step.events]
            texts = [event.data["document"] for event in events if event.type == PUT]
            facts = [event for event in events if event.type != PUT]
            self._views[number] = View(texts, facts, self._clocks[number])
        return self._views[number]


def _name(row: VerdictRow) -> str:
    """What is told once and moved after that: the breach or end by its first verdict, a period's figures."""
    if row.telling.type in ("period.closed", "period.restated"):
        return f"{row.objective} {row.version} {row.start}"
    return row.telling.amends or row.telling.id


def _is_decided_otherwise(then: View, now: View, promise: Promise, until: int, incident: str | None) -> bool:
    if then.corrected(promise, until, incident) != now.corrected(promise, until, incident):
        return True
    return then.maintained(promise, until) != now.maintained(promise, until)


def _has_a_fact(then: View, now: View, promise: Promise, until: int, incident: str | None) -> bool:
    """Whether one has come that reaches back; of a clock also that its incident is reopened, or back after that."""
    before, facts = then.facts(promise), now.facts(promise)
    new = [fact for key, fact in facts.items() if key not in before or fact.at == then.clock]
    if incident is not None:
        new = [fact for fact in new if fact.data["incident"] == incident]
        reopened = [fact for fact in facts.values() if fact.kind == "incident.reopened"]
        reopened = [fact for fact in reopened if fact.data["incident"] == incident and fact.at >= until]
        back = any("priority" in fact.data for fact in new)
        if any(fact in new or back for fact in reopened):
            return True
    return any(_reach(fact, facts.values()) <= until for fact in new)


def _reach(fact: Fact, facts: Iterable[Fact]) -> int:
    """The first instant of which a fact speaks. Outages that are dated back begin after their source's last `up`."""
    if fact.kind == "requests.counted":
        return fact.instant("from")
    dated = [fact]
    if fact.data.get("state") == "up" and "condition" not in fact.data:
        dated += [one for one in facts if (one.source, one.service) == (fact.source, fact.service)]
    back = [
        one.instant("first_failed_at") for one in dated if one.at >= fact.at and "first_failed_at" in one.data
    ]
    return min([fact.at, *back])


def _counts_otherwise(then: View, now: View, promise: Promise, until: int) -> bool:
    """Whether a clock that counts by an instant was decided since, or what decided it has changed."""
    if not promise.on_clocks:
        return False
    before, after = then.counted(promise), now.counted(promise)
    for name in before.keys() | after.keys():
        was, now_is = before.get(name, set()), after.get(name, set())
        if not was and any(one.since <= until and one.is_dated_back for one in now_is):
            return True
        for one in was - now_is:
            if one.since <= until and (
                _has_a_fact(then, now, promise, one.decided, one.incident)
                or _is_decided_otherwise(then, now, promise, one.decided, one.incident)
            ):
                return True
    return False


def _is_past_assessing(then: View, now: View, promise: Promise, thing: Thing) -> bool:
    """Whether a breach is taken back in an open period that has become too unknown since."""
    start, until = thing.span
    if thing.row.telling.type != "breach.withdrawn" or not (promise.rolls or then.clock < until):
        return False
    length = until - start
    span = (now.clock - length, now.clock) if promise.rolls else thing.span
    return now.is_unknown(promise, span)


def _is_allowed_by_more(then: View, now: View, promise: Promise, thing: Thing) -> bool:
    """Whether counts that came since, after the instant, have allowed what was bad at one of them."""
    if "expected_total" not in promise.clause or promise.rolls:
        return False
    before = then.facts(promise)
    came = [fact.instant("from") for key, fact in now.facts(promise).items() if key not in before]
    first = min((at for at in came if at > thing.instant), default=None)
    withdrawn = thing.row.telling.type == "breach.withdrawn"
    end = thing.span[1] if withdrawn else thing.row.telling.instant
    return first is not None and any(first <= at < end for at in now.allows(promise, thing.span))
