"""The calculus of each agreement, kept in memory as a cache over the store: at most so many, the oldest put away.

What is put away is built again from the facts. A history holds every fact with a time not later than the log clock.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from services.evaluator.clauses import Clauses
from services.evaluator.records import read_kept
from services.evaluator.voices import Voices
from shared.agreements.evidence import fact_of
from shared.sla.facts import Fact
from shared.sla.figures import Repeated, SetAside
from shared.sla.history import History


@dataclass(frozen=True, slots=True)
class Counted:
    """A fact that counts. `since`: the earliest instant that it can change; `quiet`: it changes no state (`voices`)."""

    since: int
    quiet: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """The history of an agreement, and what each source said last."""

    history: History
    voices: Voices

    def hear(self, fact: Fact) -> Counted | SetAside:
        """Take a fact in; one that was there already is quiet."""
        placement = self.history.add(fact)
        if isinstance(placement, SetAside):
            return placement
        if isinstance(placement, Repeated):
            return Counted(fact.at, True)
        return Counted(placement.since, self.voices.hear(fact, self.history.versions))


class Histories:
    """Histories by agreement, the least recently used first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[str, Heard] = OrderedDict()

    def get(self, agreement: str) -> Heard | None:
        """The history, if it is in memory."""
        found = self._held.get(agreement)
        if found is not None:
            self._held.move_to_end(agreement)
        return found

    def put(self, agreement: str, heard: Heard) -> None:
        """Keep it, and put the oldest away where there are too many."""
        self._held[agreement] = heard
        self._held.move_to_end(agreement)
        while len(self._held) > self._most:
            self._held.popitem(last=False)

    def drop(self, agreement: str) -> None:
        """Forget it: it is built again when it is needed."""
        self._held.pop(agreement, None)


def build(versions: Iterable[Clauses], events: Iterable[bytes]) -> Heard:
    """The history of an agreement from its versions and the kept bytes of its facts, in order of arrival."""
    ordered = sorted(versions, key=lambda clauses: clauses.terms.version)
    heard = Heard(History([clauses.terms for clauses in ordered]), Voices())
    for event in events:
        heard.hear(fact_of(read_kept(event)))
    return heard
