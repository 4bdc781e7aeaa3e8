"""Of what both parties are warned, in words (SEMANTICS.md, early warning): only what can be told.

Shares are of a budget, so where there is none (means, scores, counts of outages) nobody is warned. Of clocks they
are of the time that an incident is allowed, and of the budget too. A span before a deadline can only come where at
least so much is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shared.agreements import words
from shared.agreements.document import ObjectiveClause
from shared.agreements.said import Clause
from shared.sla.agreed.objectives import Availability, Clock, ClockKind, Measurement, Ratio, WorkingDays


def can_warn(objective: ObjectiveClause) -> bool:
    """Whether there is anything that a warning could be of."""
    own = objective.indicator
    return isinstance(own, Availability | Ratio | Clock) or (
        isinstance(own, Measurement) and own.target is not None
    )


def warning_clauses(objective: ObjectiveClause) -> Iterator[Clause]:
    """A sentence for the shares, and one for the spans before a deadline."""
    if not can_warn(objective):
        return
    if objective.warn_at.shares:
        yield _shares(objective)
    if isinstance(objective.indicator, Clock):
        yield from _before(objective.indicator, objective.warn_at.before)


def _shares(objective: ObjectiveClause) -> Clause:
    shares = objective.warn_at.shares
    en, de = (
        words.joined([words.promised(share, language) for share in shares], language)
        for language in words.LANGUAGES
    )
    clock = objective.indicator
    if not isinstance(clock, Clock):
        return Clause(
            "warn_at",
            f"Both parties are warned at {en} of the budget.",
            f"Beide Seiten werden bei {de} des Budgets gewarnt.",
        )
    asked = clock.kind is ClockKind.CUSTOMER_RESPONSE
    one, eine = ("a question", "eine Rückfrage") if asked else ("an incident", "eine Störung")
    return Clause(
        "warn_at",
        f"Both parties are warned at {en} of the time allowed for {one}, and of the budget.",
        f"Beide Seiten werden bei {de} der für {eine} erlaubten Zeit gewarnt, ebenso bei {de} des Budgets.",
    )


def _before(clock: Clock, spans: tuple[int, ...]) -> Iterator[Clause]:
    """What can come for some incident; where not for all, that is said."""
    allowed = _allowed(clock)
    possible = [span for span in spans if allowed is None or span <= max(allowed, default=0)]
    if not possible:
        return
    always = allowed is not None and max(possible) <= min(allowed)
    en, de = (
        words.joined([words.service_time(span, language) for span in possible], language)
        for language in words.LANGUAGES
    )
    yield Clause(
        "warn_at",
        f"Both parties are warned {en} of service time before a deadline"
        f"{'' if always else ', where at least so much is allowed'}.",
        f"Beide Seiten werden {de} Servicezeit vor einer Frist gewarnt"
        f"{'' if always else ', sofern mindestens so viel erlaubt ist'}.",
    )


def _allowed(clock: Clock) -> list[int] | None:
    """The times that incidents are allowed (µs); None where working days leave it to the calendar."""
    within = clock.within
    if isinstance(within, Mapping):
        bounds = [
            bound
            for priority, bound in within.items()
            if clock.priorities is None or priority in clock.priorities
        ]
    else:
        bounds = [within]
    spans = [bound for bound in bounds if not isinstance(bound, WorkingDays)]
    return spans if len(spans) == len(bounds) else None
