"""Which clauses of the agreement had a part in a figure, by the names that `shared.agreements` gives them.

The promise, its window and hours always have; a clause on how something counts has where there was such a thing, that
on warnings where a budget is at risk, since of what has none nobody is warned (docs/decisions/0014).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shared.sla.agreed.objectives import (
    Availability,
    Clock,
    ClockKind,
    CountedIn,
    Measurement,
    Objective,
    OnPriorityChange,
    OnReopen,
    Ratio,
    Satisfaction,
)
from shared.sla.agreed.terms import Terms
from shared.sla.explanation.explanation import ClockShown, KnownBy, OffReason, Workings
from shared.sla.figures import Figure, Status, TimeClass, Verdict

_OF_REASON = {
    "stale": ("stale_after",),
    "before_first_fact": ("before_first_fact",),
    "correction": ("corrections",),
    "notice": ("maintenance.notice",),
    "not_acknowledged": ("maintenance.acknowledged_by",),
    "outside_hours": ("maintenance.within",),
    "quota": ("maintenance.at_most",),
    "counts_as_is": ("counts.maintenance",),
}


def clauses_applied(figure: Figure, objective: Objective, terms: Terms, made: Workings) -> tuple[str, ...]:
    """The fields, each once, in the order in which one reads them."""
    found, rows = ["target", "window", "service_hours"], made.rows
    if isinstance(objective.indicator, Clock):
        found += _clock(objective.indicator, made.clocks)
    elif not isinstance(objective.indicator, Satisfaction):
        found += _time(objective, terms, made)
    if isinstance(objective.indicator, Ratio) and figure.period.status is Status.OPEN:
        found += ["expected_total"] * (objective.indicator.expected_total is not None)
    if isinstance(objective.indicator, Availability) and figure.unknown_share:
        found += ["not_assessable_above"] * (objective.indicator.not_assessable_above is not None)
    if figure.state is Verdict.AT_RISK and figure.budget is not None:
        found.append("warn_at")
    if objective.credits is not None and figure.credit is not None:
        found += ["credits", "credits.cap"] if objective.credits.cap is not None else ["credits"]
    if figure.period.status is Status.PROVISIONAL:
        found.append("closing")
    if any(row.kind == TimeClass.NOT_IN_FORCE.value for row in rows):
        found.append("in_force")
    return tuple(dict.fromkeys(found))


def _time(objective: Objective, terms: Terms, made: Workings) -> Iterator[str]:
    kinds = {row.kind for row in made.rows}
    reasons = {row.why for row in made.rows if row.why is not None}
    ahead = {one.by is KnownBy.ACCEPTANCE for one in (*made.taken, *made.decided_by)}
    reasons |= {"correction"} if True in ahead else set()
    if not isinstance(objective.indicator, Ratio | Measurement):
        composite = any(one.made_of is not None for one in terms.services if one.id in objective.services)
        yield from ("made_of",) if composite else ("evidence", "evidence.rule")
        yield from ["counts.unknown"] * (TimeClass.UNKNOWN.value in kinds)
        yield from ["counts.degraded"] * (TimeClass.DEGRADED.value in kinds)
        yield from ["counts.outages_shorter_than"] * (TimeClass.TOLERATED.value in kinds)
    if (
        TimeClass.MAINTENANCE.value in kinds
        or False in ahead
        or reasons
        & {
            "notice",
            "not_acknowledged",
            "quota",
            "outside_hours",
        }
    ):
        clause = terms.maintenance
        yield from ("counts.maintenance", "maintenance.notice")
        yield from ["maintenance.acknowledged_by"] * (clause.acknowledged_by is not None)
        yield from ["maintenance.within"] * (clause.within is not None)
        yield from ["maintenance.at_most"] * (clause.quota is not None)
    for reason in sorted(reasons):
        yield from _OF_REASON.get(reason, ())


def _clock(clause: Clock, clocks: Iterable[ClockShown]) -> Iterator[str]:
    shown = list(clocks)
    reasons = {off.reason for clock in shown for off in clock.off}
    yield from ["where"] * (clause.priorities is not None or clause.statuses is not None)
    yield "counted_in"
    yield from ["pause_while"] * (OffReason.PAUSED in reasons)
    yield from ["on_reopen"] * (OffReason.STOPPED in reasons or clause.on_reopen is not OnReopen.CONTINUE)
    changed = any(turn.was != turn.now for clock in shown for turn in clock.turns)
    default = clause.on_priority_change is OnPriorityChange.FROM_START
    yield from ["on_priority_change"] * (changed or not default)
    yield from ["corrections"] * (OffReason.EXCUSED in reasons)
    if clause.counted_in is CountedIn.STOPPED and clause.kind is ClockKind.RESOLUTION:
        yield "stops"
