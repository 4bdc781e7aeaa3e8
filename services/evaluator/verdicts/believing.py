"""For how long a source's word is believed: what each version says of it, in the time that it rules.

A version rules from its beginning until its end or the beginning of a later one. Where none rules, where the version
does not list the source, or its service is never stale, no silence begins; one that lasts into the next version begins
with that (docs/decisions, 14).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.sla.agreed.clauses import Service
from shared.sla.agreed.terms import Terms
from shared.sla.spans import NEVER, Span


@dataclass(frozen=True, slots=True)
class Belief:
    """What one version says, in the span in which it rules; `stale_after` in µs. `put_at`: the log clock at its put."""

    version: int
    put_at: int | None
    span: Span
    stale_after: int


def beliefs(
    versions: Iterable[Terms], put_at: Mapping[int, int | None], service: str, source: str
) -> tuple[Belief, ...]:
    """What the versions say of a source, in order of time; a version that says nothing of it is left out."""
    found, until = [], NEVER
    for terms in sorted(versions, key=lambda one: one.version, reverse=True):
        end = until if terms.force_until is None else min(until, terms.force_until)
        until = min(until, terms.force_from)
        clause = next((one for one in terms.services if one.id == service), None)
        if clause is None or clause.stale_after is None or not _listed(clause, source):
            continue
        if terms.force_from < end:
            span = Span(terms.force_from, end)
            found.append(Belief(terms.version, put_at[terms.version], span, clause.stale_after))
    return tuple(reversed(found))


def silent_from(believed: Sequence[Belief], word: int) -> tuple[int, Belief] | None:
    """When the source is silent after a word, if no other comes, and by whose rule; None where it never is."""
    for belief in believed:
        at = max(word + belief.stale_after, belief.span.start)
        if at < belief.span.end:
            return at, belief
    return None


def belief_at(believed: Sequence[Belief], at: int) -> Belief:
    """The one that rules at an instant; else the last that began before it, else the first."""
    begun = [belief for belief in believed if belief.span.start <= at]
    return begun[-1] if begun else believed[0]


def _listed(clause: Service, source: str) -> bool:
    return clause.evidence.sources is None or source in clause.evidence.sources
