"""Which sources are silent, by the plain rule: the last word of each, and `stale_after` later.

For histories of one version in force; where versions follow one another, what is told of a source goes over from one
to the next, which is shown by examples (test_source_timelines).
"""

from collections.abc import Iterable, Mapping, Sequence

from shared.sla.facts import AvailabilityTold, Fact
from shared.sla.terms import Terms

Source = tuple[str, str]
"""(service, source)."""


def silent_since(versions: Sequence[Terms], facts: Iterable[Fact], at: int) -> Mapping[Source, int] | None:
    """The silent sources at an instant, since when; None where not one version alone is there and in force."""
    if len(versions) != 1:
        return None
    (terms,) = versions
    if at < terms.force_from or (terms.force_until is not None and at >= terms.force_until):
        return None
    last: dict[Source, int] = {}
    for fact in facts:
        if isinstance(fact, AvailabilityTold):
            name = fact.service, fact.source
            last[name] = max(fact.at, last.get(name, fact.at))
    stale = {service.id: service.stale_after for service in terms.services if service.stale_after is not None}
    return {
        name: max(word + stale[name[0]], terms.force_from)
        for name, word in last.items()
        if name[0] in stale and word + stale[name[0]] <= at
    }
