"""From facts of the wire to facts of the calculus: the same names, dispatched by the kind of their data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from shared.contracts import fact_data as wire
from shared.contracts.envelope import TYPE_PREFIX
from shared.contracts.facts import Fact
from shared.sla import facts as sla


def fact_of(fact: Fact) -> sla.Fact:
    """What the calculus makes of a fact. Nothing is judged here; what cannot count it says itself."""
    return _MAKE[type(fact.data)](fact, fact.data)


def _envelope(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "source": fact.source,
        "at": fact.at,
        "service": fact.service,
        "sequence": fact.sequence,
        "recorded_at": fact.recorded_at,
    }


def _last_word(fact: Fact) -> str:
    return fact.type.removeprefix(TYPE_PREFIX).partition(".")[2]


def _changed(fact: Fact, data: wire.AvailabilityChanged) -> sla.Fact:
    return sla.AvailabilityTold(
        **_envelope(fact),
        state=sla.State(data.state),
        condition=data.condition,
        severity=data.severity,
        cause=data.cause,
        reason=data.reason,
    )


def _observed(fact: Fact, data: wire.AvailabilityObserved) -> sla.Fact:
    return sla.AvailabilityTold(
        **_envelope(fact),
        state=sla.State(data.state),
        severity=data.severity,
        cause=data.cause,
        reason=data.reason,
        first_failed_at=None if data.first_failed_at is None else int(data.first_failed_at),
    )


def _counted(fact: Fact, data: wire.RequestsCounted) -> sla.Fact:
    return sla.RequestsCounted(
        **_envelope(fact), start=int(data.start), end=int(data.end), counters=data.counters
    )


def _incident(fact: Fact, data: wire.IncidentStep) -> sla.Fact:
    return sla.IncidentTold(
        **_envelope(fact),
        incident=data.incident,
        step=sla.IncidentStep(_last_word(fact)),
        priority=data.priority,
        status=data.status,
        cause=data.cause,
        title=data.title,
    )


def _announced(fact: Fact, data: wire.ChangeAnnounced) -> sla.Fact:
    return sla.ChangeAnnounced(
        **_envelope(fact),
        change=data.change,
        start=int(data.start),
        end=int(data.end),
        services=data.services or (fact.service,),
        title=data.title,
    )


def _change_decided(fact: Fact, data: wire.ChangeDecided) -> sla.Fact:
    step = sla.ChangeStep(_last_word(fact))
    return sla.ChangeTold(**_envelope(fact), change=data.change, step=step, by=data.by)


def _change_step(fact: Fact, data: wire.ChangeStep) -> sla.Fact:
    step, services = sla.ChangeStep(_last_word(fact)), data.services or ()
    return sla.ChangeTold(**_envelope(fact), change=data.change, step=step, services=services)


def _feedback(fact: Fact, data: wire.FeedbackGiven) -> sla.Fact:
    return sla.FeedbackGiven(
        **_envelope(fact),
        score=data.score,
        scale_from=data.scale.start,
        scale_to=data.scale.end,
        kind=data.kind,
        by=data.by,
        role=data.role,
        comment=data.comment,
    )


def _measured(fact: Fact, data: wire.MeasurementTaken) -> sla.Fact:
    return sla.MeasurementTaken(**_envelope(fact), metric=data.metric, value=data.value, unit=data.unit)


def _problem(fact: Fact, data: wire.ProblemReported) -> sla.Fact:
    since = None if data.since is None else int(data.since)
    return sla.ProblemReported(**_envelope(fact), by=data.by, text=data.text, since=since)


def _proposed(fact: Fact, data: wire.CorrectionProposed) -> sla.Fact:
    return sla.CorrectionProposed(
        **_envelope(fact),
        correction=data.correction,
        by=data.by,
        start=int(data.start),
        end=int(data.end),
        to=sla.CorrectedTo(data.to),
        of_service=data.service,
        incident=data.incident,
        severity=data.severity,
        cause=data.cause,
        reason=data.reason,
    )


def _decided(fact: Fact, data: wire.CorrectionDecided) -> sla.Fact:
    step = sla.CorrectionStep(_last_word(fact))
    return sla.CorrectionTold(**_envelope(fact), correction=data.correction, by=data.by, step=step)


_MAKE: Final[Mapping[type, Callable[[Fact, Any], sla.Fact]]] = {
    wire.AvailabilityChanged: _changed,
    wire.AvailabilityObserved: _observed,
    wire.RequestsCounted: _counted,
    wire.IncidentStep: _incident,
    wire.IncidentUpdated: _incident,
    wire.ChangeAnnounced: _announced,
    wire.ChangeDecided: _change_decided,
    wire.ChangeStep: _change_step,
    wire.FeedbackGiven: _feedback,
    wire.MeasurementTaken: _measured,
    wire.ProblemReported: _problem,
    wire.CorrectionProposed: _proposed,
    wire.CorrectionDecided: _decided,
}
