"""A figure with all that explains it, as plain data: formula, ledger rows, clauses, credit, clocks.

Nothing here is in words or rounded. Amounts of time are µs, instants µs since the epoch; a share of 1 is all.
The rows that count sum to the figure's total, their good parts to its good, and each step of the formula can be
computed again from its terms by whoever doubts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from shared.sla.figures import ClockFigure, Figure


class Unit(Enum):
    """What a number counts."""

    TIME = "us"
    COUNT = "count"
    SHARE = "share"
    NUMBER = "number"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Term:
    """A named number. A name may say of what it is after a full stop: `degraded.major`."""

    name: str
    value: Fraction
    unit: Unit


@dataclass(frozen=True, slots=True)
class Step:
    """What comes of an expression: names of `terms`, the numbers 1 and 100, `+ - x /`, brackets and `max`.

    Without an expression the value is read off the terms (the longest of so many outages). `rounded` says to
    which side a mean in µs or a rank was made whole: `down`, `up`. `value` None: there is nothing to compute of.
    """

    name: str
    value: Fraction | None
    unit: Unit
    expression: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    rounded: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two numbers held against one another, unrounded; sign `>=` or `<=`."""

    left: Term
    sign: str
    right: Term

    @property
    def holds(self) -> bool:
        """Whether what was promised is kept, so far or in the end."""
        one, other = self.left.value, self.right.value
        return one >= other if self.sign == ">=" else one <= other


@dataclass(frozen=True, slots=True, order=True)
class FactName:
    """A fact by its identity."""

    source: str
    id: str


@dataclass(frozen=True, slots=True)
class RowSpan:
    """A stretch of a row; `facts` are those with which it begins, `of` the change or correction it speaks of.

    Without facts it begins by time alone: the period, hours, silence.
    """

    start: int
    end: int
    of: str | None = None
    facts: tuple[FactName, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What the period holds of one kind, and how that counts.

    `kind` is a class of the ledger for time; for requests and samples `good`, `failed`, or the class that keeps
    them out; for clocks their state. `bad`: the share of it that is bad, None where it is not counted. `why` as in
    ClassedSpan. `spans` are empty for what is counted in numbers.
    """

    kind: str
    amount: int
    unit: Unit
    bad: Fraction | None
    severity: str | None = None
    cause: str | None = None
    why: str | None = None
    spans: tuple[RowSpan, ...] = ()

    def fraction_of(self, whole: int) -> Fraction:
        """What share of a whole it is."""
        return Fraction(self.amount, whole) if whole else Fraction(0)


@dataclass(frozen=True, slots=True)
class TierHeld:
    """A tier of the credits beside the share that it is held against."""

    below: Fraction
    percent: Fraction
    undercut: bool
    applies: bool


@dataclass(frozen=True, slots=True)
class CreditShown:
    """How a credit comes about: the share that counts, the tiers in the document's order, the cap.

    `share` is the step that gives the share which is certain while a period is open. `percent` is what is due.
    """

    share: Step
    tiers: tuple[TierHeld, ...]
    cap: Fraction | None
    percent: Fraction
    of: str | None

    @property
    def capped(self) -> bool:
        """Whether the tier that applies gives more than the cap."""
        given = next((tier.percent for tier in self.tiers if tier.applies), Fraction(0))
        return self.cap is not None and given > self.cap


class KnownBy(Enum):
    """With which word maintenance became known, and so lowered what is planned."""

    ANNOUNCEMENT = "announcement"
    ACKNOWLEDGEMENT = "acknowledgement"
    ACCEPTANCE = "acceptance"


@dataclass(frozen=True, slots=True)
class Taken:
    """Maintenance that takes `time` (µs of service time) out of what was planned, known since `known_at`.

    `of` is the change, or the correction where `by` is an acceptance.
    """

    of: str
    by: KnownBy
    known_at: int
    time: int
    facts: tuple[FactName, ...] = ()


class OffReason(Enum):
    """Why a clock did not run."""

    PAUSED = "paused"
    STOPPED = "stopped"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class Off:
    """A stretch in which a clock did not run: `time` of it is service time (µs), `end` None while it lasts.

    `of` is the status that pauses, or the correction that excuses.
    """

    start: int
    end: int | None
    reason: OffReason
    time: int
    of: str | None = None
    facts: tuple[FactName, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A new priority of a clock's incident, or the reopening that breached the clock (then `was` is `now`).

    `spent`: by what it is held to from then on its time was used up already, so that this is the instant of breach.
    """

    at: int
    was: str | None
    now: str | None
    spent: bool
    facts: tuple[FactName, ...]


@dataclass(frozen=True, slots=True)
class ClockShown:
    """A clock with how it came about: `within` (µs; None for working days), where it ran and did not.

    service time from start to end, less that of each `off`, is the elapsed time of `figure`. `counted`: it is in
    the period's sum. `stopped_by` holds the fact that stopped it. `cancelled`: the incident was; a clock that is
    released and not cancelled is of an incident that left the objective.
    """

    figure: ClockFigure
    counted: bool
    opened_at: int
    ends_at: int
    service_time: int
    within: int | None
    working_days: int | None
    off: tuple[Off, ...]
    turns: tuple[Turn, ...]
    cancelled: bool
    started_by: tuple[FactName, ...]
    stopped_by: tuple[FactName, ...]


@dataclass(frozen=True, slots=True)
class Workings:
    """What an indicator makes of its period: rows, formula, and the comparison that decides so far or in the end.

    `compared` is None where there is nothing to compare, or only the end of the period decides.
    """

    rows: tuple[Row, ...]
    formula: tuple[Step, ...]
    compared: Comparison | None
    clocks: tuple[ClockShown, ...] = ()
    taken: tuple[Taken, ...] = ()
    decided_by: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A figure and all that explains it.

    `clauses` are the fields that had a part in it, as `shared.agreements` names them: `target`,
    `counts.unknown`, `maintenance.notice`. `taken` is the maintenance that lowers what is still planned, `decided_by`
    that with whose becoming known the period was lost.
    """

    figure: Figure
    rows: tuple[Row, ...]
    formula: tuple[Step, ...]
    compared: Comparison | None
    clocks: tuple[ClockShown, ...]
    credit: CreditShown | None
    taken: tuple[Taken, ...]
    decided_by: tuple[Taken, ...]
    clauses: tuple[str, ...]
