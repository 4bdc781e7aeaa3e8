"""The words about one service that its state rests on in some time.

Of each source: what it still said when a stretch began, each word in it that said something new, what contradicted
such a word at its instant, and as many of its other words as keep it from being silent for too long. A word that
dates an outage back into the stretch belongs to it from later on, and so does the `up` that bounds how far.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from shared.sla.agreed.clauses import Service
from shared.sla.agreed.objectives import Weights
from shared.sla.evidence.grounds import Role
from shared.sla.facts import AvailabilityTold, State
from shared.sla.spans import MICROSECOND, Span, Spans, union
from shared.sla.states.conditions import SourceState
from shared.sla.states.timeline import ServiceTimeline

Word = tuple[AvailabilityTold, Role]


def words_behind(
    told: Sequence[AvailabilityTold], timeline: ServiceTimeline, service: Service, matters: Spans
) -> Iterator[Word]:
    """The words, in order, that the state of a service rests on in disjoint stretches of time, with what each does."""
    spans = _with_dated_back(told, matters)
    tellers = {by for span in spans for _, by in timeline.changes(span.start, span.end)}
    back = {
        (one.source, one.teller) for one in timeline.dated_back() if _meets(Span(one.start, one.end), spans)
    }
    by_source: dict[str, list[AvailabilityTold]] = {}
    for fact in told:
        by_source.setdefault(fact.source, []).append(fact)
    for facts in by_source.values():
        for fact, role in _Voice(facts, service.stale_after).behind(spans):
            rules = role is Role.OVERRULED and (fact.key in tellers or _held(fact, timeline))
            yield fact, Role.STATE if rules else role
        bounds = _bounds(facts, spans)
        yield from ((fact, Role.DATED_BACK) for fact in facts if fact.key in back or fact.key in bounds)


def _held(fact: AvailabilityTold, timeline: ServiceTimeline) -> bool:
    """Whether what it told was so at its instant."""
    return timeline.between(fact.at, fact.at + MICROSECOND)[0].reading.state is fact.state


def dates_back(fact: AvailabilityTold) -> bool:
    """Whether it dates an outage of its source back."""
    own = fact.state is State.DOWN and fact.condition is None
    return own and fact.first_failed_at is not None and fact.first_failed_at < fact.at


def _dated(fact: AvailabilityTold) -> Span:
    since = fact.at if fact.first_failed_at is None else fact.first_failed_at
    return Span(since, fact.at)


def _with_dated_back(told: Iterable[AvailabilityTold], matters: Spans) -> Spans:
    """The stretches, each from where the first word in it that dates back has its outage begin."""
    back = [fact for fact in told if dates_back(fact)]
    while True:
        inside = [_dated(fact) for fact in back if _meets(Span(fact.at, fact.at + MICROSECOND), matters)]
        wider = union([*matters, *inside])
        if wider == matters:
            return matters
        matters = wider


def _bounds(facts: Iterable[AvailabilityTold], spans: Spans) -> set[tuple[str, str]]:
    """The last own `up` before each word that dates back into a stretch and before it."""
    found: set[tuple[str, str]] = set()
    last: AvailabilityTold | None = None
    for fact in facts:
        if fact.state is State.UP and fact.condition is None:
            last = fact
        elif (
            dates_back(fact)
            and last is not None
            and last.at > _dated(fact).start
            and _meets(_dated(fact), spans)
        ):
            found.add(last.key)
    return found


def _meets(one: Span, spans: Spans) -> bool:
    place = bisect_left(spans, one.start, key=lambda span: span.end - MICROSECOND)
    return place < len(spans) and spans[place].start < one.end


@dataclass(slots=True)
class _Voice:
    """One source, read word by word."""

    facts: Sequence[AvailabilityTold]
    stale_after: int | None
    next: int = 0
    heard: SourceState = field(default_factory=SourceState)
    standing: dict[str | None, list[AvailabilityTold]] = field(default_factory=dict)
    """By condition: the words that its state now comes from, and what contradicted them at their instant."""
    cause_by: dict[str | None, AvailabilityTold | None] = field(default_factory=dict)
    """By condition: the word that told the cause it has, which later words of the same state leave as it is."""
    now: list[AvailabilityTold] = field(default_factory=list)
    """Its words of the instant of the last one."""

    def behind(self, spans: Spans) -> Iterator[Word]:
        """Its words that matter in some stretches; `OVERRULED` stands for all that said something new."""
        for span in spans:
            yield from self._opening(span.start)
            yield from self._inside(span)

    def _opening(self, start: int) -> Iterator[Word]:
        while self.next < len(self.facts) and self.facts[self.next].at < start:
            self._hear(self.facts[self.next])
            self.next += 1
        yield from ((fact, Role.OPENING) for facts in self.standing.values() for fact in facts)
        last = self.facts[self.next - 1] if self.next else None
        if last is not None and self.stale_after is not None and self._lives_beyond(last, start):
            yield last, Role.SIGN_OF_LIFE

    def _inside(self, span: Span) -> Iterator[Word]:
        """Of words that say nothing new the fewest that leave no gap."""
        kept = self.facts[self.next - 1] if self.next else None
        waits: AvailabilityTold | None = None
        while self.next < len(self.facts) and self.facts[self.next].at < span.end:
            fact = self.facts[self.next]
            self.next += 1
            if waits is not None and not self._lives_beyond(kept, fact.at - MICROSECOND):
                yield waits, Role.SIGN_OF_LIFE
                kept, waits = waits, None
            woken = not self._lives_beyond(kept, fact.at - MICROSECOND)
            if self._hear(fact) or woken:
                yield from ((one, Role.OVERRULED) for one in self._at_once(fact.condition))
                kept, waits = fact, None
            else:
                waits = fact
        if waits is not None and not self._lives_beyond(kept, span.end - MICROSECOND):
            yield waits, Role.SIGN_OF_LIFE

    def _lives_beyond(self, word: AvailabilityTold | None, instant: int) -> bool:
        """Whether a source that says no more after a word is not yet silent after an instant."""
        if word is None or self.stale_after is None:
            return word is not None
        return word.at + self.stale_after > instant

    def _hear(self, fact: AvailabilityTold) -> bool:
        """Take its next word; whether that says something new."""
        self.now = [one for one in self.now if one.at == fact.at] + [fact]
        if not self.heard.hear(fact, Weights()):
            return False
        condition = fact.condition
        told_cause = self.cause_by.get(condition)
        inherits = told_cause is not None and fact.cause is None and told_cause.state is fact.state
        if not inherits:
            told_cause = fact if fact.cause is not None else None
        self.cause_by[condition] = told_cause
        self.standing[condition] = self._at_once(condition)
        if told_cause is not None and told_cause not in self.standing[condition]:
            self.standing[condition].insert(0, told_cause)
        return True

    def _at_once(self, condition: str | None) -> list[AvailabilityTold]:
        """What was told of a condition at the instant of the last word."""
        return [one for one in self.now if one.condition == condition]
