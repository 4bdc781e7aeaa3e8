"""Clocks of incidents: the incident's story is told from its opening, and at each fact all is added up anew."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.hours import merged, without
from tests.oracle.measures import instant
from tests.oracle.reading import Fact, duration
from tests.oracle.states import Facts

KINDS = {"response_time", "resolution_time", "customer_response_time"}


@dataclass
class One:
    """A clock. `due` puts it into a period; `left` is when its incident left after the breach."""

    incident: str
    opened: int
    entered: int
    start: int
    priority: str | None
    within: Any
    stopped: int | None = None
    released: int | None = None
    left: int | None = None
    breached: int | None = None
    deadline: int | None = None
    due: int | None = None
    shown: dict[str, Any] = field(default_factory=dict)

    @property
    def live(self) -> bool:
        return self.stopped is None and self.released is None and self.left is None

    @property
    def undecided(self) -> bool:
        return self.stopped is None and self.released is None and self.breached is None


class Story:
    """One incident under one objective."""

    def __init__(self, facts: Facts, objective: dict[str, Any], told: list[Fact]) -> None:
        self.objective, self.told = objective, told
        self.hours = facts.hours(objective.get("service_hours", "always"))
        self.statuses = facts.document.get("incidents", {}).get("statuses", {})
        self.name = told[0].data["incident"]
        self.excused = facts.excused(self.name)
        self.clocks: list[One] = []
        self.pauses: list[tuple[int, int]] = []
        self.gaps: list[tuple[int, int]] = []
        self.pause = self.stop = None
        self._tell(facts.as_of)

    # adding up

    def off(self, until: int) -> list[tuple[int, int]]:
        now = [] if self.pause is None else [(self.pause, until)]
        return merged([*self.pauses, *now, *self.gaps, *self.excused])

    def elapsed(self, start: int, end: int) -> int:
        return sum(b - a for a, b in without(self.hours.between(start, end), self.off(end)))

    def reaches(self, clock: One, until: int, *, more: int = 0, ends: bool = False) -> int | None:
        """The first instant at which a clock has had what it is allowed, and so much more.

        Of one that `ends` there, what is excused after its end moves nothing.
        """
        off = [(a, min(b, until)) for a, b in self.off(until) if a < until] if ends else self.off(until)
        if not isinstance(clock.within, dict):
            return self.hours.deadline(clock.start, (duration(clock.within) or 0) + more, off)
        days = int(clock.within["working_days"])
        at = self.hours.working_day(clock.start, days, by_close=clock.within.get("by") == "close")
        for a, b in off:
            begins, ends = max(a, clock.start), max(b, clock.start)
            if at is None or begins >= at:
                break
            if ends > at and not self.hours.elapsed(begins, at + 1):
                break
            moved = self.hours.elapsed(begins, ends)
            at = self.hours.deadline(at, moved, []) if moved else at
        return at

    def is_over(self, clock: One, at: int) -> bool:
        """Whether it is breached by an instant."""
        if isinstance(clock.within, dict):
            deadline = self.reaches(clock, at)
            return deadline is not None and deadline < at
        return self.elapsed(clock.start, at) > (duration(clock.within) or 0)

    def breach(self, clock: One, until: int, at: int | None = None) -> None:
        """Decide a clock if it is over; by what happens `at` an instant, or where time ran out."""
        if clock.undecided and self.is_over(clock, until):
            clock.deadline = clock.due = self.reaches(clock, until)
            if at is not None:
                clock.breached = at
            elif isinstance(clock.within, dict):
                clock.breached = clock.deadline
            else:
                clock.breached = (self.reaches(clock, until, more=1) or 0) - 1

    # the story

    def _tell(self, as_of: int) -> None:
        opening = next(fact for fact in self.told if fact.kind == "incident.opened")
        self.opened = self.begun = opening.at
        self.member = self.ended = self.responded = self.staying = self.fresh = False
        self.priority, self.status = opening.data.get("priority"), opening.data.get("status", "open")
        self._happen(opening.at, "opened", before=None)
        for fact in self.told:
            step = fact.kind.removeprefix("incident.")
            if step == "opened":
                continue
            at, before = max(fact.at, opening.at), self.priority
            if self.clocks:
                self.breach(self.clocks[-1], at)
            if step == "updated":
                self.priority = fact.data.get("priority", self.priority)
            self.status = fact.data.get("status", "open" if step == "reopened" else self.status)
            self._happen(at, step, before)
        if self.clocks:
            self.breach(self.clocks[-1], as_of)

    def _happen(self, at: int, step: str, before: str | None) -> None:
        kind = self.objective["indicator"]
        if kind == "customer_response_time":
            self._stay(at, step)
        elif step == "reopened":
            self._reopen(at)
        elif self.stop is None and step in self._stops():
            self.stop, self.responded = at, step == "responded"
            self._stop(at)
        pauses = self.status in self._pausing()
        if pauses and self.pause is None:
            self.pause = at
        if not pauses and self.pause is not None:
            self.pauses.append((self.pause, at))
            self.pause = None
        self.ended = self.ended or step == "cancelled"
        self._belong(at, step, changed=step != "opened" and before != self.priority)

    def _stops(self) -> set[str]:
        if self.objective.get("stops") == "closed":
            return {"closed"}
        return {"resolved", "closed"} | (
            {"responded"} if self.objective["indicator"] == "response_time" else set()
        )

    def _pausing(self) -> set[str]:
        if "pause_while" in self.objective:
            return set(self.objective["pause_while"])
        if self.objective["indicator"] != "resolution_time":
            return set()
        return {name for name, rule in self.statuses.items() if rule.get("clock") == "pauses"}

    def _stop(self, at: int) -> None:
        if self.clocks and self.clocks[-1].live:
            clock = self.clocks[-1]
            if clock.breached is None:
                clock.deadline = clock.due = self.reaches(clock, at, ends=True)
            clock.stopped = at

    def _reopen(self, at: int) -> None:
        if self.stop is None or self.responded:
            return
        since, self.stop = self.stop, None
        how = self.objective.get("on_reopen", "continue")
        clock = self.clocks[-1] if self.clocks else None
        if how == "restart":
            self.begun = at
            if self.member and not self.ended and clock is not None:
                self._start(at, at, self.priority)
            return
        if how == "continue":
            self.gaps.append((since, at))
        if clock is not None and clock.released is None and self.member:
            clock.stopped = None
            moved = clock.priority != self.priority
            clock.priority = self.priority
            if clock.breached is None:
                clock.deadline = clock.due = None
                if moved:
                    self._at_another_priority(clock, at)
                else:
                    self.breach(clock, at, at)

    def _stay(self, at: int, step: str) -> None:
        if step in ("resolved", "closed"):
            self.stop = at
        elif step == "reopened":
            self.stop = None
        stays = self.stop is None and self.statuses.get(self.status, {}).get("reason") == "customer"
        if stays and not self.staying:
            self.begun, self.member, self.fresh = at, False, True
        elif self.staying and not stays:
            self._stop(at)
        self.staying = stays

    def _allowed(self) -> Any:
        """What the incident is allowed as it is now; None where it is not in the objective."""
        where, within = self.objective.get("where", {}), self.objective["within"]
        if self.ended or self.priority not in where.get("priority", [self.priority]):
            return None
        if self.status not in where.get("status", [self.status]):
            return None
        is_map = isinstance(within, dict) and "working_days" not in within
        return within.get(self.priority) if is_map else within

    def _belong(self, at: int, step: str, *, changed: bool) -> None:
        within = self._allowed()
        if self.objective["indicator"] == "customer_response_time" and not self.staying and not self.ended:
            return
        clock = self.clocks[-1] if self.clocks else None
        if within is None:
            if self.member and clock is not None and clock.stopped is None:
                self._forget_breach_of_now(clock, at)
                if clock.undecided:
                    clock.released = at
                elif clock.left is None:
                    clock.left = at
            self.member = False
            return
        if not self.member:
            self._enter(at, step, within)
        elif changed and clock is not None and clock.stopped is None:
            self._forget_breach_of_now(clock, at)
            clock.priority = self.priority
            if clock.undecided:
                self._at_another_priority(clock, at)
        self.member = True

    def _at_another_priority(self, clock: One, at: int) -> None:
        within = self.objective["within"]
        is_map = isinstance(within, dict) and "working_days" not in within
        clock.within = within[self.priority] if is_map else within
        if self.objective.get("on_priority_change") == "from_change":
            clock.start = at
        else:
            self._over_by_priority(clock, at)

    def _forget_breach_of_now(self, clock: One, at: int) -> None:
        if clock.breached == at:
            clock.breached = clock.deadline = clock.due = None

    def _enter(self, at: int, step: str, within: Any) -> None:
        how = self.objective.get("on_reopen", "continue")
        last = self.clocks[-1] if self.clocks else None
        if last is not None and last.released is None and not self.fresh:
            if last.stopped is None or self.stop is not None:
                return
            if how != "restart":
                last.stopped = None
                if last.breached is None:
                    last.deadline = last.due = None
                last.priority = self.priority
                if last.undecided:
                    self._at_another_priority(last, at)
                return
        anew = self.objective.get("on_priority_change") == "from_change" and step != "opened"
        clock = self._start(at, at if anew else self.begun, self.priority)
        if self.stop is not None and anew:
            self._stop(at)
        elif self.stop is not None:
            over = self.is_over(clock, self.stop)
            self._stop(self.stop)
            if over:
                clock.breached, clock.due = at, at
        elif clock.start < at:
            self._over_by_priority(clock, at)

    def _over_by_priority(self, clock: One, at: int) -> None:
        self.breach(clock, at, at)
        if clock.breached is not None:
            clock.due = at

    def _start(self, at: int, start: int, priority: str | None) -> One:
        within = self.objective["within"]
        is_map = isinstance(within, dict) and "working_days" not in within
        self.fresh = False
        self.clocks.append(
            One(self.name, self.opened, at, start, priority, within[priority] if is_map else within)
        )
        return self.clocks[-1]

    # what is shown

    def show(self, as_of: int) -> Iterator[One]:
        for clock in self.clocks:
            if clock.released is not None and clock.released == clock.entered:
                continue
            ends = [one for one in (clock.stopped, clock.released, clock.left) if one is not None]
            end = ends[0] if ends else as_of
            if clock.undecided:
                clock.deadline = self.reaches(clock, as_of)
            if clock.released is not None:
                clock.deadline, state = None, "released"
            elif clock.breached is not None:
                state = "breached"
            else:
                running = "running" if self.pause is None else "paused"
                state = "fulfilled" if clock.stopped is not None else running
            now = [] if self.pause is None else [(self.pause, end)]
            paused = without(merged([*self.pauses, *now]), self.gaps)
            elapsed = self.elapsed(clock.start, end)
            clock.shown = {
                "incident": clock.incident,
                "clock": self.objective["indicator"],
                "priority": clock.priority,
                "started_at": instant(clock.start),
                "deadline": instant(clock.deadline),
                "state": state,
                "elapsed_us": elapsed,
                "paused_us": sum(self.hours.elapsed(max(a, clock.start), min(b, end)) for a, b in paused),
                "remaining_us": self._remaining(clock, elapsed, end),
                "stopped_at": instant(clock.stopped),
                "breached_at": instant(clock.breached),
            }
            yield clock

    def _remaining(self, clock: One, elapsed: int, end: int) -> int | None:
        if not isinstance(clock.within, dict):
            return (duration(clock.within) or 0) - elapsed
        if clock.deadline is None:
            return None
        return self.hours.elapsed(end, clock.deadline) - self.hours.elapsed(clock.deadline, end)
