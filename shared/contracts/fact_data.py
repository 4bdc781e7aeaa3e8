"""The data of each fact type: a strict struct per kind, as CONTRACT.md section 2 lists them.

Names on the wire are the contract's (`from`, `until`); in code they are `start` and `end`. Instants are
microseconds since the epoch, decimals exact. Where the contract leaves a field out, it is None. What a party
decides comes through the portal alone: those types stand in `DECISIONS`.
"""

from fractions import Fraction
from typing import Annotated, ClassVar, Final, Literal

import msgspec
from msgspec import Meta

from shared.contracts.envelope import TYPE_PREFIX


class Instant(int):
    """Microseconds since the epoch; RFC 3339 with an offset on the wire."""


class Amount(Fraction):
    """An exact decimal; a number or a decimal as text on the wire."""


Text = Annotated[str, Meta(min_length=1, max_length=512)]
"""An id, a name, a status: never a number, never empty."""
Prose = Annotated[str, Meta(max_length=16_000)]
State = Literal["up", "degraded", "down", "unknown"]
CorrectedTo = Literal["up", "down", "degraded", "maintenance", "excused"]
Kind = Literal["csat", "nps", "ces"]
Count = Annotated[int, Meta(ge=0)]


class Data(msgspec.Struct, frozen=True, kw_only=True):
    """What every kind of data is: read strictly, unknown names judged by `facts.read_fact`."""

    needs_one_of: ClassVar[tuple[str, ...]] = ()


class AvailabilityChanged(Data, frozen=True, kw_only=True):
    """A source opens, changes or closes (`up`) a condition; none named is this source's own."""

    state: State
    condition: Text | None = None
    severity: Text | None = None
    cause: Text | None = None
    reason: Prose | None = None


class AvailabilityObserved(Data, frozen=True, kw_only=True):
    """A probe looked: for this source's own condition, and a sign of life. `checks` is how many this stands for."""

    state: State
    latency_ms: Amount | None = None
    checks: Annotated[int, Meta(ge=1)] | None = None
    first_failed_at: Instant | None = None
    severity: Text | None = None
    cause: Text | None = None
    reason: Prose | None = None


class RequestsCounted(Data, frozen=True, kw_only=True):
    """Counters over [start, end)."""

    start: Instant = msgspec.field(name="from")
    end: Instant = msgspec.field(name="until")
    counters: dict[Text, Count]


class IncidentStep(Data, frozen=True, kw_only=True):
    """A step in the life of an incident; the type of the event says which."""

    incident: Text
    priority: Text | None = None
    status: Text | None = None
    cause: Text | None = None
    title: Prose | None = None


class IncidentUpdated(IncidentStep, frozen=True, kw_only=True):
    """A new priority, status or cause."""

    needs_one_of: ClassVar[tuple[str, ...]] = ("priority", "status", "cause")


class ChangeAnnounced(Data, frozen=True, kw_only=True):
    """Maintenance in [start, end) of `services`, or of the subject where none is named."""

    change: Text
    start: Instant = msgspec.field(name="from")
    end: Instant = msgspec.field(name="until")
    services: Annotated[tuple[Text, ...], Meta(min_length=1)] | None = None
    title: Prose | None = None


class ChangeDecided(Data, frozen=True, kw_only=True):
    """The other party acknowledges or declines a change; `by` is that party's id."""

    change: Text
    by: Text
    reason: Prose | None = None


class ChangeStep(Data, frozen=True, kw_only=True):
    """A change was started, finished or cancelled; `services` as its announcement named them."""

    change: Text
    services: Annotated[tuple[Text, ...], Meta(min_length=1)] | None = None


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """The ends of the scale on which a score was given."""

    start: Amount = msgspec.field(name="from")
    end: Amount = msgspec.field(name="to")


class FeedbackGiven(Data, frozen=True, kw_only=True):
    """One answer of one person; `score` lies on `scale`."""

    score: Amount
    scale: Scale
    kind: Kind | None = None
    comment: Prose | None = None
    by: Text | None = None
    role: Text | None = None


class MeasurementTaken(Data, frozen=True, kw_only=True):
    """One sample of a metric."""

    metric: Text
    value: Amount
    unit: Text | None = None


class ProblemReported(Data, frozen=True, kw_only=True):
    """Someone says that something is wrong; evidence and talk, it changes no figure."""

    text: Prose
    by: Text | None = None
    since: Instant | None = None


class CorrectionProposed(Data, frozen=True, kw_only=True):
    """A party asks that [start, end) of a service or of an incident count as another class."""

    needs_one_of: ClassVar[tuple[str, ...]] = ("service", "incident")

    correction: Text
    start: Instant = msgspec.field(name="from")
    end: Instant = msgspec.field(name="until")
    to: CorrectedTo
    by: Text
    service: Text | None = None
    incident: Text | None = None
    severity: Text | None = None
    cause: Text | None = None
    reason: Prose | None = None


class CorrectionDecided(Data, frozen=True, kw_only=True):
    """A party accepts, declines or withdraws a proposed correction."""

    correction: Text
    by: Text
    reason: Prose | None = None


FactData = (
    AvailabilityChanged
    | AvailabilityObserved
    | RequestsCounted
    | IncidentStep
    | IncidentUpdated
    | ChangeAnnounced
    | ChangeDecided
    | ChangeStep
    | FeedbackGiven
    | MeasurementTaken
    | ProblemReported
    | CorrectionProposed
    | CorrectionDecided
)

_BY_NAME: Final[dict[str, type[FactData]]] = {
    "availability.changed": AvailabilityChanged,
    "availability.observed": AvailabilityObserved,
    "requests.counted": RequestsCounted,
    "incident.opened": IncidentStep,
    "incident.updated": IncidentUpdated,
    "incident.responded": IncidentStep,
    "incident.resolved": IncidentStep,
    "incident.closed": IncidentStep,
    "incident.reopened": IncidentStep,
    "incident.cancelled": IncidentStep,
    "change.announced": ChangeAnnounced,
    "change.acknowledged": ChangeDecided,
    "change.declined": ChangeDecided,
    "change.started": ChangeStep,
    "change.finished": ChangeStep,
    "change.cancelled": ChangeStep,
    "feedback.given": FeedbackGiven,
    "measurement.taken": MeasurementTaken,
    "problem.reported": ProblemReported,
    "correction.proposed": CorrectionProposed,
    "correction.accepted": CorrectionDecided,
    "correction.declined": CorrectionDecided,
    "correction.withdrawn": CorrectionDecided,
}

DATA: Final[dict[str, type[FactData]]] = {TYPE_PREFIX + name: data for name, data in _BY_NAME.items()}
"""Every fact type of the contract with the struct of its data."""

DECISIONS: Final[frozenset[str]] = frozenset(
    name
    for name, data in DATA.items()
    if issubclass(data, ChangeDecided | CorrectionProposed | CorrectionDecided)
)
"""What parties decide: it comes only through the portal, which sets `by` and `time` from the key used."""
