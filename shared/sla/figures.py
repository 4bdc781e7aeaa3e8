"""What the calculus answers: figures, outlooks, classed spans, periods (CONTRACT.md, section 3).

Durations are microseconds, instants microseconds since the epoch, ratios Fractions; nothing is rounded
or turned into text here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from shared.sla.spans import Span


class TimeClass(Enum):
    """The classes of the ledger; every microsecond of a period up to `as_of` belongs to one."""

    UP = "up"
    DOWN = "down"
    DEGRADED = "degraded"
    UNKNOWN = "unknown"
    MAINTENANCE = "maintenance"
    EXCUSED = "excused"
    TOLERATED = "tolerated"
    OUTSIDE_SERVICE_HOURS = "outside_service_hours"
    NOT_IN_FORCE = "not_in_force"

    __hash__ = object.__hash__  # a member is one object, and sums are looked up by it for every span


class Status(Enum):
    """Open until its end, provisional until `grace` after it, then closed; a rolling window stays open."""

    OPEN = "open"
    PROVISIONAL = "provisional"
    CLOSED = "closed"


class Verdict(Enum):
    """The state of an objective in a period."""

    MET = "met"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    NOT_ASSESSABLE = "not_assessable"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True, order=True)
class PeriodOf:
    """A period of an objective under one agreement version, with its status at the instant asked for."""

    version: int
    span: Span
    status: Status


class ClassedSpan(NamedTuple):
    """A stretch of the ledger; a tuple, since a year of a service that flaps has a hundred thousand.

    `severity` of degraded time, `cause` of down time (`open` where none is told). `why` names the rule behind
    the class where it is not the state alone, `of` the change or correction it speaks of: `correction`,
    `maintenance`, `before_first_fact`, `stale`; for maintenance that counts as what it was: `notice`,
    `not_acknowledged`, `outside_hours`, `quota`, `overrun`, `counts_as_is`.
    """

    time_class: TimeClass
    start: int
    end: int
    severity: str | None = None
    cause: str | None = None
    why: str | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Outage:
    """A whole outage, not cut to the period; `end` None while it lasts, `counted` µs of it in the period."""

    start: int
    end: int | None
    counted: int
    cause: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """allowed and spent in the unit of the indicator (µs of time, counts, clocks); remaining is signed."""

    allowed: Fraction
    spent: Fraction

    @property
    def remaining(self) -> Fraction:
        """What is left; negative once overspent."""
        return self.allowed - self.spent


class ClockState(Enum):
    """The state of an incident's clock."""

    RUNNING = "running"
    PAUSED = "paused"
    FULFILLED = "fulfilled"
    BREACHED = "breached"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class ClockFigure:
    """One clock of an incident; durations in µs of service time."""

    incident: str
    clock: str
    priority: str | None
    started_at: int
    deadline: int | None
    state: ClockState
    elapsed: int
    paused: int
    remaining: int | None
    stopped_at: int | None
    breached_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """All of CONTRACT.md section 3 about one objective in one period, at one instant.

    `good` and `total` are µs, counts or clocks. `ledger` and `outages` are None for ratios and clocks,
    `budget` where the indicator has none, `credit` (percent) for no_data, not_assessable and indicators
    that are no share. `value` is that of an indicator that is no share. `unknown_share` is the share of
    unknown in the ledger (None without a ledger or time in it).
    """

    objective: str
    version: int
    period: PeriodOf
    as_of: int
    state: Verdict
    good: Fraction
    total: Fraction
    sli: Fraction | None
    target: Fraction | None
    value: Fraction | None = None
    ledger: Mapping[TimeClass, int] | None = None
    planned: int = 0
    budget: Budget | None = None
    breached_at: int | None = None
    recovered_at: int | None = None
    outages: Sequence[Outage] | None = None
    credit: Fraction | None = None
    unknown_share: Fraction | None = None
    clocks: Sequence[ClockFigure] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """A share of the budget (`warn_at`) and the first instant at which it is spent.

    `shown_from`: the first `as_of` at which a figure says so; later than `at` where outages have a minimum
    length that a running one has not reached.
    """

    share: Fraction
    at: int
    shown_from: int


@dataclass(frozen=True, slots=True)
class ClockReached:
    """An early warning of a clock: a share of what it is allowed, or a span before its deadline (µs)."""

    share: Fraction | None
    before: int | None
    at: int


@dataclass(frozen=True, slots=True)
class ClockAhead:
    """What comes of an undecided clock by time alone; a paused one has nothing ahead.

    `breached_at` is the exact instant; the first `as_of` at which a figure says so is one microsecond later.
    """

    incident: str
    started_at: int
    breached_at: int | None
    warned: tuple[ClockReached, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What comes by time alone, if no further fact comes and each source's silence is judged by its clause.

    Instants at or before `as_of` are those already reached, and then equal the figure's. `breached_at` is the
    exact instant, `breach_shown_from` the first `as_of` at which a figure says so. `recovered_at` (rolling
    windows) is the first instant at which it is back, after `breached_at` where there is one. `stale_at` is
    the next instant at which a source goes stale; `revisit_at` the next at which something else changes what
    is known (silence decides a correction, a running outage reaches the minimum length, unknown passes the
    agreed share, a clock is breached, which may count in a period that is closed): ask anew then. `due` is the
    earliest of all these after `as_of`.
    """

    as_of: int
    warned: tuple[Reached, ...] = ()
    breached_at: int | None = None
    breach_shown_from: int | None = None
    recovered_at: int | None = None
    stale_at: int | None = None
    revisit_at: int | None = None
    ends_at: int | None = None
    closes_at: int | None = None
    clocks: tuple[ClockAhead, ...] = ()

    @property
    def due(self) -> int | None:
        """The earliest instant after `as_of` at which to ask anew, None where nothing is to come."""
        instants = (
            *(reached.shown_from for reached in self.warned),
            self.breach_shown_from,
            self.recovered_at,
            self.stale_at,
            self.revisit_at,
            self.ends_at,
            self.closes_at,
            *(warning.at for clock in self.clocks for warning in clock.warned),
            *(clock.breached_at + 1 for clock in self.clocks if clock.breached_at is not None),
        )
        return min((at for at in instants if at is not None and at > self.as_of), default=None)


@dataclass(frozen=True, slots=True)
class Used:
    """A fact that counts; `since` is the earliest instant whose state it can change."""

    since: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """A fact that was there already, with the same content."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A fact that is well formed and cannot count, with the reason as a sentence for people."""

    reason: str


Placement = Used | Repeated | SetAside


@dataclass(frozen=True, slots=True)
class BudgetPoint:
    """What was left of the budget at an instant, and all of it, as known then; in the budget's unit.

    Between points both lines are straight; two points at one instant are a step.
    """

    at: int
    remaining: Fraction
    allowed: Fraction
