"""What each source said last, to know a sign of life from news: a probe says `up` every minute, and nothing changes.

A quiet fact repeats the last word of its condition, in order, within the time in which its source is believed. It
changes no state; it only puts off the instant at which the source would go stale, which is looked at when it comes.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass

from shared.sla.agreed.terms import Terms
from shared.sla.facts import AvailabilityTold, Fact, OrderKey

_Condition = tuple[str, str, str | None]

Word = tuple[int, str]
"""When a source spoke, and the fact's id."""


@dataclass(frozen=True, slots=True)
class VoicesKept:
    """What voices remember, as plain data: last words, (service, source, order) of the newest, and words not let go."""

    last: tuple[AvailabilityTold, ...]
    newest: tuple[tuple[str, str, OrderKey], ...]
    words: tuple[tuple[str, str, tuple[Word, ...]], ...]


class Voices:
    """The last words of the sources of one agreement, by the order of facts and not of arrival."""

    def __init__(self) -> None:
        self._last: dict[_Condition, AvailabilityTold] = {}
        self._newest: dict[tuple[str, str], OrderKey] = {}
        self.words: dict[tuple[str, str], list[Word]] = {}
        """By service and source, in order of time: those not let go, of services that can be stale."""

    def hear(self, fact: Fact, versions: Iterable[Terms]) -> bool:
        """Take a fact that counts; whether it is quiet under all versions."""
        if not isinstance(fact, AvailabilityTold):
            return False
        source = fact.service, fact.source
        believed = _believed_for(fact.service, versions)
        if believed is not None:
            insort(self.words.setdefault(source, []), (fact.at, fact.id))
        condition = (*source, fact.condition)
        last, newest = self._last.get(condition), self._newest.get(source)
        if newest is None or fact.order > newest:
            self._newest[source] = fact.order
        if last is None or fact.order > last.order:
            self._last[condition] = fact
        if last is None or newest is None or fact.order < newest:
            return False
        in_time = believed is None or fact.at - newest[0] <= believed
        return in_time and fact.first_failed_at is None and _says(fact) == _says(last)

    def kept(self) -> VoicesKept:
        """All that it remembers."""
        return VoicesKept(
            tuple(self._last.values()),
            tuple((*source, order) for source, order in self._newest.items()),
            tuple((*source, tuple(words)) for source, words in self.words.items()),
        )

    @classmethod
    def resumed(cls, kept: VoicesKept) -> "Voices":
        """Voices that remember what others did."""
        voices = cls()
        voices._last = {(fact.service, fact.source, fact.condition): fact for fact in kept.last}
        voices._newest = {(service, source): order for service, source, order in kept.newest}
        voices.words = {(service, source): list(words) for service, source, words in kept.words}
        return voices

    def let_go(self, source: tuple[str, str], until: int) -> None:
        """Forget the words of a source up to an instant: they were looked at."""
        words = self.words.get(source, [])
        del words[: bisect_right(words, until, key=lambda word: word[0])]


def _says(fact: AvailabilityTold) -> tuple[object, ...]:
    return fact.state, fact.severity, fact.cause


def _believed_for(service: str, versions: Iterable[Terms]) -> int | None:
    """The shortest `stale_after` of the service in any version, µs; None where it is never stale."""
    found = (
        clause.stale_after
        for terms in versions
        for clause in terms.services
        if clause.id == service and clause.stale_after is not None
    )
    return min(found, default=None)
