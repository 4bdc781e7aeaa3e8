"""The calculus of each agreement, kept in memory as a cache over the store: at most so many, the oldest put away.

What is put away is built again from the facts. A history holds every fact with a time not later than the log clock.
"""

from collections import OrderedDict
from collections.abc import Iterable

from services.evaluator.clauses import Clauses
from services.evaluator.records import read_kept
from shared.agreements.evidence import fact_of
from shared.sla.history import History


class Histories:
    """Histories by agreement, the least recently used first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[str, History] = OrderedDict()

    def get(self, agreement: str) -> History | None:
        """The history, if it is in memory."""
        found = self._held.get(agreement)
        if found is not None:
            self._held.move_to_end(agreement)
        return found

    def put(self, agreement: str, history: History) -> None:
        """Keep it, and put the oldest away where there are too many."""
        self._held[agreement] = history
        self._held.move_to_end(agreement)
        while len(self._held) > self._most:
            self._held.popitem(last=False)

    def drop(self, agreement: str) -> None:
        """Forget it: it is built again when it is needed."""
        self._held.pop(agreement, None)


def build(versions: Iterable[Clauses], events: Iterable[bytes]) -> History:
    """The history of an agreement from its versions and the kept bytes of its facts, in order of arrival."""
    ordered = sorted(versions, key=lambda clauses: clauses.terms.version)
    history = History([clauses.terms for clauses in ordered])
    for event in events:
        history.add(fact_of(read_kept(event)))
    return history
