"""Corrections: which are accepted, since when, and which rules where they overlap (SEMANTICS.md).

Of a correction the first proposal by provider or customer and the other's first decision stand; it must come
before the proposal plus `decide_within`, at which silence decides. What others propose is no correction; to accept
one's own, or to withdraw an accepted one, has no effect. Where accepted ones overlap, the one accepted last rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from shared.sla.agreed.terms import Terms
from shared.sla.facts import CorrectedTo, CorrectionProposed, CorrectionStep, CorrectionTold, OrderKey
from shared.sla.spans import Span


class Standing(Enum):
    """Where a correction stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction and its standing. `since`: the instant of that; `decide_by`: when silence decides."""

    proposal: CorrectionProposed
    standing: Standing
    since: int
    decide_by: int
    order: OrderKey

    @property
    def span(self) -> Span:
        """The time that it corrects."""
        return Span(self.proposal.start, self.proposal.end)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A stretch that one accepted correction rules."""

    start: int
    end: int
    proposal: CorrectionProposed


CorrectionFact = CorrectionProposed | CorrectionTold

STATES = (CorrectedTo.UP, CorrectedTo.DOWN, CorrectedTo.DEGRADED)
"""Corrections to these say what the state was; the others take time out."""


def judge(facts: Iterable[CorrectionFact], terms: Terms, as_of: int) -> list[Correction]:
    """Every correction proposed by `as_of`, from its facts in order, in order of its proposal."""
    proposals: dict[str, CorrectionProposed] = {}
    words: dict[str, list[CorrectionTold]] = {}
    for fact in facts:
        if isinstance(fact, CorrectionProposed):
            if other_party(fact.by, terms) is None:
                continue  # nobody could decline it
            proposals.setdefault(fact.correction, fact)
        else:
            words.setdefault(fact.correction, []).append(fact)
    return [_standing(proposal, words.get(name, []), terms, as_of) for name, proposal in proposals.items()]


def other_party(by: str, terms: Terms) -> str | None:
    """Who decides on what one party proposes; None where it is neither provider nor customer."""
    return {terms.provider: terms.customer, terms.customer: terms.provider}.get(by)


def _standing(
    proposal: CorrectionProposed, words: Sequence[CorrectionTold], terms: Terms, as_of: int
) -> Correction:
    decide_by = proposal.at + terms.corrections.decide_within
    decider = other_party(proposal.by, terms)
    for word in words:
        if word.order < proposal.order or word.at >= decide_by:
            continue
        if word.by == decider and word.step is not CorrectionStep.WITHDRAWN:
            accepted = word.step is CorrectionStep.ACCEPTED
            standing = Standing.ACCEPTED if accepted else Standing.DECLINED
            return Correction(proposal, standing, word.at, decide_by, word.order)
        if word.by == proposal.by and word.step is CorrectionStep.WITHDRAWN:
            return Correction(proposal, Standing.WITHDRAWN, word.at, decide_by, word.order)
    if as_of < decide_by:
        return Correction(proposal, Standing.PROPOSED, proposal.at, decide_by, proposal.order)
    standing = Standing.ACCEPTED if terms.corrections.silence_accepts else Standing.DECLINED
    return Correction(proposal, standing, decide_by, decide_by, (decide_by, *proposal.order[1:]))


def ruling(corrections: Iterable[Correction]) -> list[Corrected]:
    """The stretches that accepted corrections rule, sorted and disjoint; the one accepted last wins."""
    accepted = [one for one in corrections if one.standing is Standing.ACCEPTED and one.span]
    accepted.sort(key=lambda one: (one.order, one.proposal.order), reverse=True)
    bounds = sorted({bound for one in accepted for bound in (one.span.start, one.span.end)})
    found: list[Corrected] = []
    for start, end in pairwise(bounds):
        rules = next((one.proposal for one in accepted if start in one.span), None)
        if rules is None:
            continue
        if found and found[-1].end == start and found[-1].proposal is rules:
            found[-1] = Corrected(found[-1].start, end, rules)
        else:
            found.append(Corrected(start, end, rules))
    return found


def next_silence(corrections: Iterable[Correction]) -> int | None:
    """The next instant at which silence decides one that is still open."""
    open_ones = [one.decide_by for one in corrections if one.standing is Standing.PROPOSED]
    return min(open_ones, default=None)


def as_if_accepted(corrections: Iterable[Correction], as_of: int) -> list[Correction]:
    """The same, had every one that is still open been accepted at an instant: the figure as it would be."""
    return [
        replace(one, standing=Standing.ACCEPTED, since=as_of, order=(as_of, *one.order[1:]))
        if one.standing is Standing.PROPOSED
        else one
        for one in corrections
    ]


def of_service(corrections: Iterable[Correction], service: str) -> list[Correction]:
    """Those that name a service."""
    return [one for one in corrections if one.proposal.of_service == service]


def of_incident(corrections: Iterable[Correction], incident: str) -> list[Correction]:
    """Those that name an incident."""
    return [one for one in corrections if one.proposal.incident == incident]
