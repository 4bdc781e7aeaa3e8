"""The clauses that rule a figure: their place in the document and what they say, in the document's own forms."""

from services.evaluator.clauses import Clauses
from services.evaluator.seeing import share_text
from shared.agreements.durations import format_duration
from shared.agreements.figure_json import exact, percent_down
from shared.sla.objectives import (
    Availability,
    CalendarWindow,
    Clock,
    Counts,
    Indicator,
    LongestOutage,
    MeanTimeBetweenFailures,
    MeanTimeToRestore,
    Objective,
    OutageCount,
    Ratio,
    Within,
    WorkingDays,
)

Said = list[tuple[str, str]]


def clause_list(clauses: Clauses, objective: Objective) -> list[dict[str, str]]:
    """The clauses that rule a figure: their place in the document and what they say."""
    document, place = clauses.document, f"objectives.{objective.id}"
    service = next(one for one in document.services if one.id == objective.services[0])
    said: Said = [(f"{place}.window", _window(objective))]
    said += indicator_clauses(place, objective.indicator)
    said += [
        (f"{place}.warn_at", ", ".join(share_text(share) for share in objective.warn_at.shares) or "none")
    ]
    said += [
        (f"services.{service.id}.stale_after", _duration(service.stale_after, "never")),
        (f"services.{service.id}.before_first_fact", service.before_first_fact),
        (f"services.{service.id}.evidence.rule", service.evidence.rule.value),
        ("maintenance.notice", format_duration(document.maintenance.notice)),
        ("closing.grace", format_duration(document.grace)),
        ("time_zone", document.time_zone),
    ]
    return [{"clause": name, "says": says} for name, says in said]


def indicator_clauses(place: str, indicator: Indicator) -> Said:
    """Those that the indicator has of its own; `place` is the objective's."""
    match indicator:
        case Availability():
            said = [
                (f"{place}.target", f"{percent_down(indicator.target)} %"),
                *_counts(place, indicator.counts),
            ]
            bound = indicator.not_assessable_above
            if bound is not None:
                said.append((f"{place}.not_assessable_above.unknown", f"{percent_down(bound)} %"))
            return said
        case Ratio():
            return [
                (f"{place}.target", f"{percent_down(indicator.target)} %"),
                (f"{place}.good", indicator.good),
                (f"{place}.total", indicator.total),
                (f"{place}.counts.maintenance", indicator.maintenance.value),
            ]
        case Clock():
            return [(f"{place}.target", f"{percent_down(indicator.target)} %"), *_clock(place, indicator)]
        case OutageCount(at_most=count, counts=counts):
            return [(f"{place}.at_most", str(count)), *_counts(place, counts)]
        case LongestOutage(at_most=length, counts=counts) | MeanTimeToRestore(at_most=length, counts=counts):
            return [(f"{place}.at_most", format_duration(length)), *_counts(place, counts)]
        case MeanTimeBetweenFailures(at_least=length, counts=counts):
            return [(f"{place}.at_least", format_duration(length)), *_counts(place, counts)]
        case _:
            return []


def _counts(place: str, counts: Counts) -> Said:
    weights = {name: str(exact(weight)) for name, weight in counts.degraded.by_severity.items()}
    if counts.degraded.other is not None:
        weights["other"] = str(exact(counts.degraded.other))
    return [
        (f"{place}.counts.maintenance", counts.maintenance.value),
        (f"{place}.counts.unknown", counts.unknown.value),
        (f"{place}.counts.degraded", ", ".join(f"{name}: {weight}" for name, weight in weights.items())),
        (f"{place}.counts.outages_shorter_than", format_duration(counts.outages_shorter_than)),
    ]


def _clock(place: str, clock: Clock) -> Said:
    within = clock.within
    if isinstance(within, int | WorkingDays):
        said = [(f"{place}.within", _within(within))]
    else:
        said = [(f"{place}.within.{priority}", _within(bound)) for priority, bound in within.items()]
    return [
        *said,
        (f"{place}.stops", "closed" if clock.stops_at_close else "resolved"),
        (f"{place}.on_priority_change", clock.on_priority_change.value),
        (f"{place}.on_reopen", clock.on_reopen.value),
        (f"{place}.counted_in", clock.counted_in.value),
    ]


def _within(within: Within) -> str:
    if isinstance(within, WorkingDays):
        return f"{within.days} working days" + (", by close" if within.by_close else "")
    return format_duration(within)


def _window(objective: Objective) -> str:
    window = objective.window
    if isinstance(window, CalendarWindow):
        return f"calendar: {window.unit.value}"
    return f"rolling: {format_duration(window.length)}"


def _duration(length: int | None, none: str) -> str:
    return none if length is None else format_duration(length)
