"""What each source said last, to know a sign of life from news: a probe says `up` every minute, and nothing changes.

A quiet fact repeats the last word of its condition, in order, within the time in which its source is believed. It
changes no state; it only puts off the instant at which the source would go stale, which is looked at when it comes.
"""

from collections.abc import Iterable

from shared.sla.facts import AvailabilityTold, Fact, OrderKey
from shared.sla.terms import Terms

_Condition = tuple[str, str, str | None]


class Voices:
    """The last words of the sources of one agreement, by the order of facts and not of arrival."""

    def __init__(self) -> None:
        self._last: dict[_Condition, AvailabilityTold] = {}
        self._newest: dict[tuple[str, str], OrderKey] = {}

    def hear(self, fact: Fact, versions: Iterable[Terms]) -> bool:
        """Take a fact that counts; whether it is quiet under all versions."""
        if not isinstance(fact, AvailabilityTold):
            return False
        source = fact.service, fact.source
        condition = (*source, fact.condition)
        last, newest = self._last.get(condition), self._newest.get(source)
        if newest is None or fact.order > newest:
            self._newest[source] = fact.order
        if last is None or fact.order > last.order:
            self._last[condition] = fact
        if last is None or newest is None or fact.order < newest:
            return False
        believed = _believed_for(fact.service, versions)
        in_time = believed is None or fact.at - newest[0] <= believed
        return in_time and fact.first_failed_at is None and _says(fact) == _says(last)


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
