"""A made-up story of some days, told by a seed: three agreements, three services each, and all that can go wrong.

Every day has one scene for each agreement (an outage too long, one that a late fact moves, one that a late fact takes
back, one that is found only after the day is closed, maintenance with and without notice, a quiet day), an incident at
the desk, small outages and silences beside it, facts told twice, others with other content under one id, and some
ahead of the clock; one agreement gets a second version on the way. It comes in portions of four hours, in the order of
the log; what is written there never depends on who lives or dies meanwhile.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import DAY, MINUTE, SECOND, format_instant, parse_instant
from shared.contracts.topics import FACTS
from shared.eventlog.port import Entry
from tests.end_to_end.chaos import desk
from tests.unit.evaluator.builders import change, document, objective, put, tick, told

START = parse_instant("2026-04-01T00:00:00Z")
AGREEMENTS = ("acme-webshop", "globex-shop", "initech-desk")
SCENES = ("too long", "moved", "taken back", "found after the close", "maintenance", "quiet")
HOUR = 60 * MINUTE
_PORTION = 4 * HOUR
_TICK = 40 * MINUTE

_OBJECTIVES = (
    objective("daily", target="99 %", window="{calendar: day}", warn_at="[50 %, 90 %]", burn_alerts="on"),
    objective(
        "rolling", service="checkout", target="95 %", window="{rolling: PT6H}", counts="{unknown: down}"
    ),
    objective(
        "tolerant", service="database", target="99.5 %", window="{calendar: day}",
        counts="{unknown: excluded, outages_shorter_than: PT3M}",
    ),
    desk.OBJECTIVE,
)  # fmt: skip


@dataclass(frozen=True)
class Arrival:
    """One entry of the log: when it comes, for whom (None: a tick, for all)."""

    at: int
    agreement: str | None
    event: CloudEvent


def portions(seed: int, days: int) -> list[list[Arrival]]:
    """The story; the agreements and the first tick are the beginning of the first portion."""
    chance = random.Random(seed)
    arrivals = [Arrival(START, name, put(_agreement(name), agreement=name)) for name in AGREEMENTS]
    arrivals.append(Arrival(START, None, tick(START)))
    second = put(_agreement(AGREEMENTS[0], 2, "2026-04-02"), agreement=AGREEMENTS[0])
    arrivals.append(Arrival(START + DAY + HOUR, AGREEMENTS[0], second))
    scenes, incidents = _deck(chance, SCENES), _deck(chance, desk.SCENES)
    for day in range(START, START + days * DAY, DAY):
        for name in AGREEMENTS:
            told = [*_day(chance, day, next(scenes)), *desk.scene(chance, day, next(incidents))]
            facts = [Arrival(at, name, event) for at, event in told]
            arrivals += facts + [_again(chance, fact) for fact in facts if chance.random() < 0.15]
    end = START + days * DAY + 7 * HOUR  # so that the last day is closed too
    arrivals += [
        Arrival(at, None, tick(at)) for at in (n + chance.randrange(40) * SECOND for n in _ticks(end))
    ]
    arrivals.sort(key=lambda arrival: arrival.at)
    return [
        [arrival for arrival in arrivals if start <= arrival.at < start + _PORTION]
        for start in range(START, end + HOUR, _PORTION)
    ]


def entries(portion: Sequence[Arrival], partitions: int) -> list[Entry]:
    """As ingest and portal write it: facts by their agreement, ticks into each partition."""
    found: list[Entry] = []
    for arrival in portion:
        body = arrival.event.encode()
        if arrival.agreement is None:
            found += [Entry(FACTS.name, None, body, partition=number) for number in range(partitions)]
        else:
            found.append(Entry(FACTS.name, arrival.agreement, body))
    return found


def _agreement(name: str, version: int = 1, since: str = "2026-03-30") -> str:
    return document(
        *_OBJECTIVES,
        agreement=name,
        version=version,
        in_force=f"{{from: {since}}}",
        services="[{id: webshop, name: Web shop, before_first_fact: up},"
        " {id: checkout, name: Checkout, stale_after: PT90M}, {id: database, name: Database}]",
        incidents="{statuses: {waiting: {clock: pauses, reason: customer}}}",
        maintenance="{notice: PT2H}",
        closing="{grace: PT6H}",
    )


def _deck(chance: random.Random, scenes: Sequence[str]) -> Iterator[str]:
    """Every scene once before any comes again."""
    while True:
        yield from chance.sample(scenes, len(scenes))


def _ticks(end: int) -> Iterator[int]:
    return iter(range(START + _TICK, end + _TICK, _TICK))


def _day(chance: random.Random, day: int, scene: str) -> Iterator[tuple[int, CloudEvent]]:
    """What is told on a day: (when it comes, what)."""
    yield from _scene(chance, day, scene)
    silent_from = chance.randrange(4, 12) * HOUR  # a silence of four hours, of which the last half is stale
    for hour in range(24):
        if not silent_from < hour * HOUR < silent_from + 4 * HOUR:
            at = day + hour * HOUR + chance.randrange(50) * MINUTE
            comes = at + chance.randrange(30) * MINUTE
            yield _said(
                chance,
                at,
                "up",
                comes=comes,
                service="checkout",
                kind="availability.observed",
                source="probe-a",
            )
    for _ in range(3):
        down = day + chance.randrange(1200) * MINUTE
        up = down + chance.randrange(1, 9) * MINUTE
        yield _said(chance, down, "down", service="database", condition="disk", cause="carrier-one")
        yield _said(chance, up, "up", service="database", condition="disk")
    ahead = day + chance.randrange(20) * HOUR
    yield _said(chance, ahead + 90 * SECOND, "degraded", comes=ahead, condition="ahead", severity="slow")
    yield _said(chance, ahead + 100 * SECOND, "up", comes=ahead, condition="ahead")


def _scene(chance: random.Random, day: int, scene: str) -> Iterator[tuple[int, CloudEvent]]:
    """About the web shop, of which 14 min 24 s of a day may fail."""
    down = day + 10 * HOUR + chance.randrange(60) * MINUTE
    if scene == "quiet":
        return
    if scene == "maintenance":
        yield from _changes(chance, day, down)
    yield _said(chance, down, "down")
    yield _said(chance, down + 40 * MINUTE, "up")
    late = down + chance.randrange(3, 8) * HOUR
    if scene == "moved":
        yield _said(chance, down - 2 * HOUR, "down", comes=late, condition="found later")
        yield _said(chance, down - 2 * HOUR + 8 * MINUTE, "up", comes=late, condition="found later")
    if scene == "taken back":
        yield _said(chance, down + 2 * MINUTE, "up", comes=late)
    if scene == "found after the close":
        after = day + DAY + 9 * HOUR
        yield _said(chance, down - 3 * HOUR, "down", comes=after, condition="in the logs")
        yield _said(chance, down - 3 * HOUR + 20 * MINUTE, "up", comes=after, condition="in the logs")


def _changes(chance: random.Random, day: int, down: int) -> Iterator[tuple[int, CloudEvent]]:
    """One announced in time around the outage, one announced too late, one cancelled."""
    window = {"from": format_instant(down - 10 * MINUTE), "until": format_instant(down + HOUR)}
    told_at = down - 3 * HOUR
    yield told_at, change("announced", format_instant(told_at), change=f"in-time-{day}", **window)
    late = down - HOUR
    yield late, change("announced", format_instant(late), change=f"too-late-{day}", **window)
    cancelled = {
        "from": format_instant(day + 20 * HOUR),
        "until": format_instant(day + 20 * HOUR + chance.randrange(10, 90) * MINUTE),
    }
    yield day + HOUR, change("announced", format_instant(day + HOUR), change=f"none-{day}", **cancelled)
    yield day + 2 * HOUR, change("cancelled", format_instant(day + 2 * HOUR), change=f"none-{day}")


def _said(
    chance: random.Random, at: int, state: str, *, comes: int | None = None, **data: Any
) -> tuple[int, CloudEvent]:
    arrival = at if comes is None else comes
    identity = f"{chance.getrandbits(64):016x}"
    return arrival, told(at, state, identity=identity, arrived=format_instant(arrival), **data)


def _again(chance: random.Random, fact: Arrival) -> Arrival:
    """The same fact once more, which is nothing new, or under its id something else, which does not count."""
    at = fact.at + chance.randrange(1, 90) * MINUTE
    event = fact.event.with_extensions(recordedtime=format_instant(at))
    if "state" in event.data and chance.random() < 0.3:
        said = {**event.data, "state": "up" if event.data["state"] == "down" else "down"}
        event = CloudEvent(
            id=event.id, source=event.source, type=event.type, subject=event.subject, time=event.time,
            data=said, extensions=event.extensions,
        )  # fmt: skip
    return Arrival(at, fact.agreement, event)
