"""What no agreement names yet: a note beside a new key, receiver or link, so that a slip of the pen is seen at once.

Nothing is refused for it: keys may be made before the agreement is put.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from services.portal.records import Kept
from services.portal.visibility import entry_of


def unnamed_party(party: str | None, latest: Iterable[Kept]) -> str | None:
    """A sentence where no agreement has the party (`latest`: the newest version of each); else None."""
    if party is None:
        return None
    known = {id_ for kept in latest for id_ in _parties(kept)}
    return None if party in known else _said("party", party, known)


def unnamed_services(services: Sequence[str], latest: Iterable[Kept]) -> str | None:
    """The same for services; about the first one that no agreement names."""
    known = {service for kept in latest for service in kept.document.services}
    missing = [service for service in services if service not in known]
    return _said("service", missing[0], known) if missing else None


def _parties(kept: Kept) -> tuple[str, ...]:
    entry = entry_of([kept])
    return entry.provider, entry.customer, *entry.observers


def _said(what: str, name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    return f"No agreement names the {what} {name!r} yet.{meant}"
