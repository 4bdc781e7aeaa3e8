"""Random histories as they reach an evaluator: the stories of the oracle, in some order of arrival, with ticks between.

A story gives agreements and facts of every kind; here is drawn in which order the facts come, which come twice or
with other content, when each version is put, and how the log's clock moves: often to an instant that a fact names,
one microsecond beside it, or the settle time after it. A history is its seed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any, Final

import msgspec

from services.evaluator.verdicts.deciding import SETTLE
from shared.agreements.document import Document
from shared.agreements.reading import read_agreement
from shared.contracts.envelope import TYPE_PREFIX, CloudEvent, read_mapping
from shared.contracts.facts import EmptySpan, read_fact
from shared.contracts.instants import DAY, MINUTE, parse_instant
from tests.oracle.stories import Story, story
from tests.unit.evaluator.builders import tick

PUT: Final = TYPE_PREFIX + "agreement.put"
AT_ONCE: Final = 2
"""Facts in one step, at most."""


@dataclass(frozen=True)
class Step:
    """What comes in one batch: versions and facts, then the clock, if it moves."""

    events: tuple[CloudEvent, ...]
    clock: int | None

    @property
    def log(self) -> list[CloudEvent]:
        """As it stands in the log."""
        return [*self.events, *([] if self.clock is None else [tick(self.clock)])]


@dataclass(frozen=True)
class Lived:
    """A history: its agreement's id, and its steps."""

    seed: int
    agreement: str
    steps: Sequence[Step]

    @property
    def log(self) -> list[CloudEvent]:
        """All of it, in the order of the log."""
        return [event for step in self.steps for event in step.log]


def history(seed: int) -> Lived:
    """The history of a seed."""
    rnd, told = Random(f"live {seed}"), story(seed)
    name = f"story-{seed}"
    facts = _in_order_of_arrival(rnd, told)
    events = _with_versions(rnd, facts, list(puts_of(told, name)))
    steps = list(_steps(rnd, events, instants_of(facts)))
    return Lived(seed, name, _with_some_held_back(Random(f"held back {seed}"), steps))


def in_time(seed: int) -> Lived:
    """The story of a seed as it happens: every fact comes before time judges its instant, and none changes the past.

    So nothing is dated back, corrected, or told once more of a change; all versions are there before the first fact.
    """
    rnd, told = Random(f"in time {seed}"), story(seed)
    name = f"story-{seed}"
    facts = sorted(_of_the_present(facts_of(told)), key=_time)
    return Lived(seed, name, list(_steps_in_time(rnd, list(puts_of(told, name)), facts)))


def late(seed: int) -> Lived:
    """The story of a seed with some facts that come minutes or days after their time; all versions are there first."""
    rnd, told = Random(f"late {seed}"), story(seed)
    name = f"story-{seed}"
    facts = facts_of(told)
    delays = [0, 0, 0, MINUTE, 60 * MINUTE, DAY, 9 * DAY]
    coming = sorted(((_time(fact) + rnd.choice(delays), fact) for fact in facts), key=lambda one: one[0])
    return Lived(seed, name, list(_steps_as_they_come(rnd, list(puts_of(told, name)), coming)))


def facts_of(told: Story) -> list[CloudEvent]:
    """The facts of a story as ingest would take them, in the story's order: a span without time is refused there."""
    return [event for event in map(read_mapping, told.lines) if not _is_refused(event)]


def _is_refused(event: CloudEvent) -> bool:
    try:
        read_fact(event)
    except EmptySpan:
        return True
    return False


@lru_cache(maxsize=64)
def put_document(text: str) -> Document:
    """The one version in a text that is put; each text read once, however many look at it."""
    (document,) = read_agreement(text)
    return document


def puts_of(told: Story, name: str) -> Iterator[CloudEvent]:
    """The versions of a story, for an agreement of this name."""
    for version in told.versions:
        text = msgspec.json.encode({**version, "metadata": {**version["metadata"], "id": name}}).decode()
        document = put_document(text)
        number = document.metadata.version
        yield CloudEvent(
            id=f"{name}-{number}", source="eyelevel/portal", type=PUT, subject=name,
            time=told.as_of, data={"document": text, "hash": document.hash, "version": number},
        )  # fmt: skip


def _in_order_of_arrival(rnd: Random, told: Story) -> list[CloudEvent]:
    facts = facts_of(told)
    way = rnd.choice(["in any order", "as they happen", "some late"])
    if way == "as they happen":
        facts.sort(key=_time)
    elif way == "some late":
        facts.sort(key=lambda fact: _time(fact) + rnd.choice([0, 0, 0, MINUTE, 60 * MINUTE, DAY, 9 * DAY]))
    facts += [otherwise(fact) for fact in facts if rnd.random() < 0.02]
    return facts


def otherwise(event: CloudEvent) -> CloudEvent:
    """Another content under the same name, which does not count."""
    return msgspec.structs.replace(event, extensions={**event.extensions, "sequence": 9})


def _with_versions(rnd: Random, facts: list[CloudEvent], puts: list[CloudEvent]) -> list[CloudEvent]:
    """Most often all are there before the first fact; a later version may come on the way, the first one too."""
    events: list[CloudEvent] = list(facts)
    if rnd.random() < 0.6:
        return [*puts, *events]
    places = sorted(rnd.choice([0, 0, rnd.randrange(len(events) + 1)]) for _ in puts)
    for put, place in reversed(list(zip(puts, places, strict=True))):
        events.insert(place, put)
    return events


def _steps(rnd: Random, events: Sequence[CloudEvent], instants: Sequence[int]) -> Iterator[Step]:
    """A few events a step, the clock moving after most; in the end time passes until all is told."""
    clocks = _clocks(rnd, instants, len(events))
    clock = next(clocks)
    yield Step((), clock)
    coming = list(events)
    while coming:
        some = tuple(coming.pop(0) for _ in range(min(len(coming), rnd.randint(1, AT_ONCE))))
        moved = next(clocks, None) if rnd.random() < 0.8 else None
        clock = moved or clock
        yield Step(some, moved)
    clock = max([clock, *instants])
    for pause in _ending(rnd):
        clock += pause
        yield Step((), clock)


def _with_some_held_back(rnd: Random, steps: list[Step]) -> list[Step]:
    """In a third of the histories a few facts come when all is over, and mostly closed."""
    there: dict[tuple[str, str], list[CloudEvent]] = {}
    for event in (event for step in steps for event in step.events if event.type != PUT):
        there.setdefault((event.source, event.id), []).append(event)
    alone = [name for name, events in there.items() if all(event == events[0] for event in events)]
    if not alone or rnd.random() < 2 / 3:
        return steps
    held = rnd.sample(alone, min(len(alone), rnd.randint(1, 4)))
    without = [
        Step(tuple(event for event in step.events if (event.source, event.id) not in held), step.clock)
        for step in steps
    ]
    clock = max(step.clock for step in steps if step.clock is not None)
    ticks = [Step((there[name][0],), clock + SETTLE * number) for number, name in enumerate(held, 1)]
    return [*without, *ticks, Step((), ticks[-1].clock + MINUTE)]


def _of_the_present(facts: Sequence[CloudEvent]) -> Iterator[CloudEvent]:
    changes = set()
    for fact in sorted(facts, key=_time):
        kind, data = fact.type.removeprefix(TYPE_PREFIX), fact.data
        if kind == "change.announced" and data["change"] not in changes:
            changes.add(data["change"])
            yield fact
        elif kind.startswith("availability."):
            yield msgspec.structs.replace(
                fact, data={k: v for k, v in data.items() if k != "first_failed_at"}
            )
        elif not kind.startswith(("change.", "correction.", "requests.")) or (
            kind == "requests.counted" and data["from"] == fact.time
        ):
            yield fact


def _steps_in_time(rnd: Random, puts: list[CloudEvent], facts: list[CloudEvent]) -> Iterator[Step]:
    instants = instants_of(facts)
    clock = min(instants) - DAY
    yield Step(tuple(puts), clock)
    passing = sorted({at + rnd.choice([-1, 0, 1, SETTLE, MINUTE]) for at in instants for _ in range(2)})
    coming = [(_time(fact) + rnd.choice([0, 0, 1, SETTLE - 1]), fact) for fact in facts]
    for at, fact in sorted(coming, key=lambda one: one[0]):
        for passed in [one for one in passing if clock < one < min(at, _time(fact) + SETTLE)]:
            clock = passed
            yield Step((), clock)
        yield Step((fact,), None)
    clock = max([clock, *instants])
    for pause in _ending(rnd):
        clock += pause
        yield Step((), clock)


def _steps_as_they_come(
    rnd: Random, puts: list[CloudEvent], coming: Sequence[tuple[int, CloudEvent]]
) -> Iterator[Step]:
    """Each fact when it comes, the clock standing there, and a tick at most instants that a fact names."""
    instants = instants_of([fact for _, fact in coming])
    clock = min(instants) - DAY
    yield Step(tuple(puts), clock)
    passing = sorted({at + rnd.choice([1, SETTLE, SETTLE, MINUTE]) for at in instants if rnd.random() < 0.7})
    for at, fact in coming:
        for passed in [one for one in passing if clock < one < at]:
            clock = passed
            yield Step((), clock)
        clock = max(clock, at)
        yield Step((fact,), clock)
    for pause in _ending(rnd):
        clock = max([clock, *instants]) + pause
        yield Step((), clock)


def _clocks(rnd: Random, instants: Sequence[int], count: int) -> Iterator[int]:
    """Where the clock stands one time after the other, from before the first instant, amid them or after the last."""
    begin = rnd.choice([min(instants) - DAY, min(instants) - DAY, rnd.choice(instants), max(instants)])
    beside = [-1, 0, 0, 1, SETTLE - 1, SETTLE, SETTLE + 1, 5 * MINUTE, 47 * MINUTE]
    drawn = [rnd.choice(instants) + rnd.choice(beside) for _ in range(count)]
    yield begin
    yield from sorted({at for at in drawn if at > begin})


def _ending(rnd: Random) -> list[int]:
    """Pauses after the last instant: time for all that is ripe, and mostly for periods to end and to close."""
    pauses = [SETTLE, MINUTE]
    if rnd.random() < 0.8:
        pauses += [rnd.choice([DAY, 2 * DAY]), rnd.choice([8, 9, 40]) * DAY, SETTLE]
    return pauses


def instants_of(facts: Sequence[CloudEvent]) -> list[int]:
    """Every instant that a fact names, and one where there is no fact."""
    found = {_time(fact) for fact in facts}
    for fact in facts:
        data: dict[str, Any] = fact.data or {}
        found |= {parse_instant(data[name]) for name in ("from", "until", "first_failed_at") if name in data}
    return sorted(found) or [parse_instant("2026-01-31T12:00:00Z")]


def _time(fact: CloudEvent) -> int:
    return parse_instant(fact.time)
