"""The objectives of an agreement version: who owes what, measured by which indicator, over which window.

Names and meaning are those of CONTRACT.md, section 1. Shares are Fractions between 0 and 1, durations
integers of microseconds; percentages of money (credits) are Fractions in percent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Final

from shared.sla.agreed.clauses import CalendarUnit, ServiceHours


@dataclass(frozen=True, slots=True)
class CalendarWindow:
    """Windows by the calendar of the agreement's zone."""

    unit: CalendarUnit


@dataclass(frozen=True, slots=True)
class RollingWindow:
    """[t - length, t), length in µs."""

    length: int


@dataclass(frozen=True, slots=True)
class Tier:
    """Below this SLI (a share between 0 and 1) so many percent (10 is ten percent) are due."""

    below: Fraction
    percent: Fraction


@dataclass(frozen=True, slots=True)
class Credits:
    """Tiers in the document's order, and a cap in percent (30 is thirty percent), None without one."""

    tiers: tuple[Tier, ...]
    cap: Fraction | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class WarnAt:
    """Early warnings: shares of the budget (of `within` for clocks), and for clocks spans in µs before the
    deadline.
    """

    shares: tuple[Fraction, ...] = ()
    before: tuple[int, ...] = ()


class MaintenanceCounts(Enum):
    """How valid maintenance counts."""

    EXCLUDED = "excluded"
    COUNTS_AS_UP = "counts_as_up"
    COUNTS_AS_IS = "counts_as_is"


class UnknownCounts(Enum):
    """How unknown time counts."""

    EXCLUDED = "excluded"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Weights:
    """What share of degraded time is bad.

    A plain number is `other` alone; `other` None in a map: its heaviest.
    """

    by_severity: Mapping[str, Fraction] = field(default_factory=dict)
    other: Fraction | None = Fraction(0)

    def of(self, severity: str | None) -> Fraction:
        """The weight of a severity; one not in the map, or none told, weighs as `other`, or as the
        heaviest.
        """
        if severity is not None and severity in self.by_severity:
            return self.by_severity[severity]
        if self.other is not None:
            return self.other
        return max(self.by_severity.values(), default=Fraction(0))


@dataclass(frozen=True, slots=True)
class Counts:
    """The clause `counts` of an availability-based objective; `outages_shorter_than` in µs."""

    unknown: UnknownCounts
    maintenance: MaintenanceCounts = MaintenanceCounts.EXCLUDED
    degraded: Weights = Weights()
    outages_shorter_than: int = 0


@dataclass(frozen=True, slots=True)
class Availability:
    """good time / total time >= target. `not_assessable_above`: a share of unknown, None where not agreed."""

    target: Fraction
    counts: Counts
    not_assessable_above: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """Sum of one counter over that of another >= target. Maintenance is EXCLUDED or COUNTS_AS_IS."""

    good: str
    total: str
    target: Fraction
    maintenance: MaintenanceCounts = MaintenanceCounts.EXCLUDED
    expected_total: int | None = None


class ClockKind(Enum):
    """Which clock of an incident is measured."""

    RESPONSE = "response_time"
    RESOLUTION = "resolution_time"
    CUSTOMER_RESPONSE = "customer_response_time"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """n whole local dates with service hours; `by_close`: until the end of that day's hours."""

    days: int
    by_close: bool = False


Within = int | WorkingDays
"""Service time in µs, or working days."""


class OnPriorityChange(Enum):
    """What a change of priority does to an undecided clock."""

    FROM_START = "from_start"
    FROM_CHANGE = "from_change"


class OnReopen(Enum):
    """What a reopening does to a clock that had stopped."""

    CONTINUE = "continue"
    NEVER_STOPPED = "never_stopped"
    RESTART = "restart"


class CountedIn(Enum):
    """The period a clock belongs to."""

    DUE = "due"
    OPENED = "opened"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Clock:
    """fulfilled / (fulfilled + breached) >= target, over the clocks of incidents.

    `within` is one bound, or a map from priority to one. `priorities` and `statuses` are the `where` clause,
    None where it does not restrict. `stops_at_close`: a resolution clock stops at `closed`, not `resolved`.
    `pause_while` None: the agreement's `incidents` say (a response clock is then not paused).
    """

    kind: ClockKind
    target: Fraction
    within: Within | Mapping[str, Within]
    priorities: frozenset[str] | None = None
    statuses: frozenset[str] | None = None
    stops_at_close: bool = False
    pause_while: frozenset[str] | None = None
    on_priority_change: OnPriorityChange = OnPriorityChange.FROM_START
    on_reopen: OnReopen = OnReopen.CONTINUE
    counted_in: CountedIn = CountedIn.DUE


@dataclass(frozen=True, slots=True)
class OutageCount:
    """At most so many outages in a period."""

    at_most: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class LongestOutage:
    """No outage longer than this (µs)."""

    at_most: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class MeanTimeToRestore:
    """The mean length of outages at most this (µs)."""

    at_most: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class MeanTimeBetweenFailures:
    """Good time / number of outages at least this (µs)."""

    at_least: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Mean score at least `target` on a scale that ends at `scale`; `kind`: csat, nps or ces."""

    target: Fraction
    scale: Fraction
    kind: str = "csat"
    at_least_answers: int = 0


@dataclass(frozen=True, slots=True)
class Measurement:
    """Samples of a metric: `each` within bounds with a `target` share, or one value taken of them (`take`)
    within.
    """

    metric: str
    unit: str | None = None
    at_most: Fraction | None = None
    at_least: Fraction | None = None
    take: str | None = None
    target: Fraction | None = None


OutageIndicator = OutageCount | LongestOutage | MeanTimeToRestore | MeanTimeBetweenFailures
Indicator = Availability | Ratio | Clock | OutageIndicator | Satisfaction | Measurement

NAMES: Final[Mapping[type, str]] = {
    Availability: "availability",
    Ratio: "ratio",
    OutageCount: "outage_count",
    LongestOutage: "longest_outage",
    MeanTimeToRestore: "mean_time_to_restore",
    MeanTimeBetweenFailures: "mean_time_between_failures",
    Satisfaction: "satisfaction",
    Measurement: "measurement",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """A promise.

    `services` holds one id, or for clocks and satisfaction any number; `hours` None is `always`.
    """

    id: str
    owed_by: str
    services: tuple[str, ...]
    window: CalendarWindow | RollingWindow
    indicator: Indicator
    title: str = ""
    hours: ServiceHours | None = None
    warn_at: WarnAt = WarnAt()
    burn_alerts: bool = True
    credits: Credits | None = None
    supports: tuple[str, ...] = ()

    @property
    def indicator_name(self) -> str:
        """The document's word for the indicator."""
        if isinstance(self.indicator, Clock):
            return self.indicator.kind.value
        return NAMES[type(self.indicator)]
