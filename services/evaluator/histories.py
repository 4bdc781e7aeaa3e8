"""The calculus of each agreement, kept in memory as a cache over the store: at most so many, the oldest put away.

What is put away is made again from its checkpoint or from the facts (`recalling`). A history holds every fact with a
time not later than the log clock, but for those that it forgot when a checkpoint was kept.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from services.evaluator.clauses import Clauses
from services.evaluator.growing import Growing
from services.evaluator.records import read_kept
from services.evaluator.verdicts.voices import Voices
from shared.agreements.evidence import fact_of
from shared.sla.agreed.terms import Terms
from shared.sla.facts import Fact
from shared.sla.figures import Repeated, SetAside, Used
from shared.sla.history import History


@dataclass(frozen=True, slots=True)
class Counted:
    """A fact that counts. `since`: the earliest instant that it can change; `quiet`: it changes no state (`voices`)."""

    since: int
    quiet: bool


@dataclass(slots=True)
class Heard(Growing):
    """The history of an agreement, and what each source said last."""

    voices: Voices = field(default_factory=Voices)

    def hear(self, fact: Fact) -> Counted | SetAside:
        """Take a fact in; one that was there already is quiet."""
        match self.add(fact):
            case SetAside() as aside:
                return aside
            case Repeated():
                return Counted(fact.at, True)
            case Used(since=since):
                return Counted(since, self.voices.hear(fact, self.history.versions))


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

    def peek(self, agreement: str) -> Heard | None:
        """The history, if it is in memory; its turn to be put away stays."""
        return self._held.get(agreement)

    def put(self, agreement: str, heard: Heard) -> None:
        """Keep it, and put the oldest away where there are too many."""
        self._held[agreement] = heard
        self._held.move_to_end(agreement)
        while len(self._held) > self._most:
            self._held.popitem(last=False)

    def drop(self, agreement: str) -> None:
        """Forget it: it is built again when it is needed."""
        self._held.pop(agreement, None)


def build(
    versions: Iterable[Clauses], events: Iterable[bytes], without: Collection[tuple[str, str]] = ()
) -> Heard:
    """The history of an agreement from its versions and the kept bytes of its facts, in order of arrival.

    `without`: facts, by source and id, that are yet to be heard.
    """
    heard = Heard(History(in_order(versions)))
    for event in events:
        fact = fact_of(read_kept(event))
        if fact.key not in without:
            heard.hear(fact)
    return heard


def in_order(versions: Iterable[Clauses]) -> list[Terms]:
    """What is agreed, in the order of the versions."""
    return [clauses.terms for clauses in sorted(versions, key=lambda clauses: clauses.terms.version)]
