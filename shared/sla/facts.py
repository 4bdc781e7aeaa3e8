"""The facts of one agreement, as the calculus takes them (CONTRACT.md, section 2).

One small value per kind. `at` is when it happened, `recorded_at` when it arrived (None where no one says; it
decides lateness alone); instants are integers of microseconds. A fact is known by (`source`, `id`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction


class State(Enum):
    """The state that a source tells of a service, and that a service has."""

    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"
    UNKNOWN = "unknown"


OrderKey = tuple[int, int, int, int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact has. `service` is the event's subject."""

    id: str
    source: str
    at: int
    service: str
    sequence: int | None = None
    recorded_at: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes it unique: (source, id)."""
        return self.source, self.id

    @property
    def order(self) -> OrderKey:
        """SEMANTICS.md, Order: time; an opening first; without sequence before with; sequence; id; source."""
        return self.at, 1, int(self.sequence is not None), self.sequence or 0, self.id, self.source

    def same_content(self, other: Fact) -> bool:
        """Whether both say the same, whenever each arrived."""
        return replace(self, recorded_at=None) == replace(other, recorded_at=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityTold(Fact):
    """`availability.changed` or `.observed`.

    `condition` None is the source's own; `first_failed_at` of observed.
    """

    state: State
    condition: str | None = None
    severity: str | None = None
    cause: str | None = None
    reason: str | None = None
    first_failed_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsCounted(Fact):
    """`requests.counted`: counters over [start, end)."""

    start: int
    end: int
    counters: Mapping[str, int] = field(default_factory=dict)


class IncidentStep(Enum):
    """The types of facts of an incident, after `incident.`."""

    OPENED = "opened"
    UPDATED = "updated"
    RESPONDED = "responded"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPENED = "reopened"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTold(Fact):
    """One step of an incident; fields that the event does not carry are None (the default status is not
    filled in).
    """

    incident: str
    step: IncidentStep
    priority: str | None = None
    status: str | None = None
    cause: str | None = None
    title: str | None = None

    @property
    def order(self) -> OrderKey:
        """As of every fact, but that an opening comes before what else is told at its instant."""
        opening = int(self.step is not IncidentStep.OPENED)
        return self.at, opening, int(self.sequence is not None), self.sequence or 0, self.id, self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAnnounced(Fact):
    """`change.announced`: maintenance in [start, end) of these services (the subject where the event names
    none).
    """

    change: str
    start: int
    end: int
    services: tuple[str, ...]
    title: str | None = None


class ChangeStep(Enum):
    """What else is told of a change, after `change.`."""

    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    STARTED = "started"
    FINISHED = "finished"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTold(Fact):
    """A step of a change; `by` is a party's id, of acknowledged and declined. `services` are those of its
    announcement where the event names them, else none: then the subject is meant.
    """

    change: str
    step: ChangeStep
    by: str | None = None
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven(Fact):
    """`feedback.given`: a score on the scale [scale_from, scale_to]."""

    score: Fraction
    scale_from: Fraction
    scale_to: Fraction
    kind: str | None = None
    by: str | None = None
    role: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementTaken(Fact):
    """`measurement.taken`: one sample of a metric."""

    metric: str
    value: Fraction
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemReported(Fact):
    """`problem.reported`: evidence and talk; it changes no figure."""

    by: str | None = None
    text: str | None = None
    since: int | None = None


class CorrectedTo(Enum):
    """The class that a correction gives a span."""

    UP = "up"
    DOWN = "down"
    DEGRADED = "degraded"
    MAINTENANCE = "maintenance"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionProposed(Fact):
    """`correction.proposed` for [start, end) of a service (`of_service`) or of an incident; one of the two
    is set.
    """

    correction: str
    by: str
    start: int
    end: int
    to: CorrectedTo
    of_service: str | None = None
    incident: str | None = None
    severity: str | None = None
    cause: str | None = None
    reason: str | None = None


class CorrectionStep(Enum):
    """What is told of a proposed correction, after `correction.`."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionTold(Fact):
    """A step of a correction by a party."""

    correction: str
    by: str
    step: CorrectionStep
