"""Which sources are silent, by the plain rule: the last word of each, and `stale_after` of the version that rules then.

A silence that was told stands until the next word, whatever a version says that is put meanwhile (decision 14): so
where one comes after a tick has judged the others, nothing plain can be said.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from shared.sla.agreed.terms import Terms
from shared.sla.facts import AvailabilityTold, Fact
from shared.sla.spans import NEVER

Source = tuple[str, str]
"""(service, source)."""


def silent_since(versions: Sequence[Terms], facts: Iterable[Fact], at: int) -> Mapping[Source, int]:
    """The silent sources at an instant, since when."""
    last: dict[Source, int] = {}
    for fact in facts:
        if isinstance(fact, AvailabilityTold):
            name = fact.service, fact.source
            last[name] = max(fact.at, last.get(name, fact.at))
    first = {name: min(_silences(versions, name, word), default=NEVER) for name, word in last.items()}
    return {name: since for name, since in first.items() if since <= at}


def _silences(versions: Sequence[Terms], name: Source, word: int) -> Iterator[int]:
    """The first instant at which the source is silent under each version that lists it, if it comes to that."""
    for terms in versions:
        ends = [later.force_from for later in versions if later.version > terms.version]
        until = min([*ends, NEVER if terms.force_until is None else terms.force_until])
        for service in terms.services:
            listed = service.evidence.sources is None or name[1] in service.evidence.sources
            if service.id == name[0] and service.stale_after is not None and listed:
                since = max(word + service.stale_after, terms.force_from)
                if since < until:
                    yield since
