"""The value of each clause that rules an objective, in the document's own form, by its field's name in `said`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from shared.agreements.composite_sentences import composite_value
from shared.agreements.document import Document, ObjectiveClause
from shared.agreements.durations import format_duration
from shared.agreements.figure_json import decimal
from shared.agreements.forms import Moment
from shared.contracts.instants import format_instant
from shared.sla.agreed.clauses import Quota
from shared.sla.agreed.objectives import (
    Availability,
    CalendarWindow,
    Clock,
    Counts,
    LongestOutage,
    MaintenanceCounts,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Measurement,
    OutageCount,
    Ratio,
    Satisfaction,
    Weights,
    Within,
    WorkingDays,
)

_OF_SERVICE: Final = ("evidence", "evidence.rule", "stale_after", "before_first_fact", "made_of")
_OF_AGREEMENT: Final = ("maintenance", "corrections", "closing", "in_force", "time_zone")


def path_of(field: str, objective: ObjectiveClause) -> str:
    """Where a clause stands in the document: `objectives.availability.counts.unknown`."""
    if field.partition(".")[0] in _OF_AGREEMENT:
        return field
    if field in _OF_SERVICE:
        return f"services.{objective.services[0]}.{field}"
    return f"objectives.{objective.id}.{field}"


def clause_values(document: Document, objective: ObjectiveClause) -> dict[str, str]:
    """What each clause says that has a value of its own."""
    service = next(one for one in document.services if one.id == objective.services[0])
    sources = service.evidence.sources
    force = document.in_force
    return {
        "target": _bound(objective),
        "window": _window(objective),
        "service_hours": objective.service_hours,
        "warn_at": _listed(
            [
                *(_percent(share) for share in objective.warn_at.shares),
                *(format_duration(span) for span in objective.warn_at.before),
            ]
        ),
        **_credits(objective),
        **_own(objective),
        "evidence": "all sources" if sources is None else _listed(sorted(sources)),
        "evidence.rule": service.evidence.rule.value,
        "stale_after": "never" if service.stale_after is None else format_duration(service.stale_after),
        "before_first_fact": service.before_first_fact,
        **({} if service.made_of is None else {"made_of": composite_value(service.made_of)}),
        "maintenance.notice": format_duration(document.maintenance.notice),
        "maintenance.acknowledged_by": document.maintenance.acknowledged_by,
        "maintenance.within": document.maintenance.within,
        "maintenance.at_most": _quota(document.maintenance.at_most),
        "corrections": format_duration(document.corrections.decide_within),
        "closing": format_duration(document.grace),
        "in_force": f"{_moment(force.from_)} .. {'' if force.until is None else _moment(force.until)}".rstrip(),
    }


def _own(objective: ObjectiveClause) -> dict[str, str]:
    match objective.indicator:
        case Availability(counts=counts, not_assessable_above=bound):
            return {
                **_counts(counts),
                **({"not_assessable_above": _percent(bound)} if bound is not None else {}),
            }
        case OutageCount() | LongestOutage() | MeanTimeToRestore() | MeanTimeBetweenFailures() as measure:
            return _counts(measure.counts)
        case Ratio(maintenance=maintenance, expected_total=total):
            expected = {} if total is None else {"expected_total": str(total)}
            return {"counts.maintenance": maintenance.value, **expected}
        case Clock() as clock:
            return _clock(clock)
        case Measurement():
            return {"counts.maintenance": MaintenanceCounts.EXCLUDED.value}
        case _:
            return {}


def _bound(objective: ObjectiveClause) -> str:
    match objective.indicator:
        case Clock(target=target, within=within):
            return f"{_percent(target)} within {_within(within)}"
        case Availability(target=target) | Ratio(target=target):
            return _percent(target)
        case OutageCount(at_most=count):
            return f"at most {count}"
        case LongestOutage(at_most=length) | MeanTimeToRestore(at_most=length):
            return f"at most {format_duration(length)}"
        case MeanTimeBetweenFailures(at_least=length):
            return f"at least {format_duration(length)}"
        case Satisfaction(target=target, scale=scale):
            return f"{decimal(target)} of {decimal(scale)}"
        case Measurement() as asked:
            return _measured(asked)


def _measured(asked: Measurement) -> str:
    unit = f" {asked.unit}" if asked.unit else ""
    bounds = (("at least", asked.at_least), ("at most", asked.at_most))
    said = [f"{word} {decimal(bound)}{unit}" for word, bound in bounds if bound is not None]
    taken = asked.take if asked.target is None else f"{_percent(asked.target)} of samples"
    return f"{taken} {_listed(said)}"


def _counts(counts: Counts) -> dict[str, str]:
    return {
        "counts.maintenance": counts.maintenance.value,
        "counts.unknown": counts.unknown.value,
        "counts.degraded": _weights(counts.degraded),
        "counts.outages_shorter_than": format_duration(counts.outages_shorter_than),
    }


def _weights(weights: Weights) -> str:
    named = [f"{name}: {decimal(weight)}" for name, weight in weights.by_severity.items()]
    if not named:
        return decimal(weights.of(None))
    return _listed([*named, f"other: {decimal(weights.of(None))}"])


def _clock(clock: Clock) -> dict[str, str]:
    where = [*(sorted(clock.priorities or ())), *(sorted(clock.statuses or ()))]
    return {
        "where": _listed(where),
        "counted_in": clock.counted_in.value,
        "pause_while": "incidents.statuses"
        if clock.pause_while is None
        else _listed(sorted(clock.pause_while)),
        "stops": "closed" if clock.stops_at_close else "resolved",
        "on_reopen": clock.on_reopen.value,
        "on_priority_change": clock.on_priority_change.value,
    }


def _within(within: Within | Mapping[str, Within]) -> str:
    if isinstance(within, Mapping):
        return _listed(f"{priority}: {_within(one)}" for priority, one in within.items())
    if isinstance(within, WorkingDays):
        days = "1 working day" if within.days == 1 else f"{within.days} working days"
        return f"{days}, by close" if within.by_close else days
    return format_duration(within)


def _window(objective: ObjectiveClause) -> str:
    window = objective.window
    if isinstance(window, CalendarWindow):
        return f"calendar {window.unit.value}"
    return f"rolling {format_duration(window.length)}"


def _credits(objective: ObjectiveClause) -> dict[str, str]:
    agreed = objective.credits
    if agreed is None:
        return {}
    tiers = [f"below {_percent(tier.below)}: {decimal(tier.percent)}" for tier in agreed.tiers]
    cap = {} if agreed.cap is None else {"credits.cap": f"{decimal(agreed.cap)} %"}
    return {"credits": _listed(tiers), **cap}


def _quota(quota: Quota | None) -> str:
    if quota is None:
        return "unlimited"
    parts = [] if quota.count is None else [f"count {quota.count}"]
    parts += [] if quota.total is None else [f"total {format_duration(quota.total)}"]
    return f"{_listed(parts)} per {quota.per.value}"


def _moment(moment: Moment) -> str:
    return format_instant(moment) if isinstance(moment, int) else moment.isoformat()


def _percent(share: Fraction) -> str:
    return f"{decimal(share * 100)} %"


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
