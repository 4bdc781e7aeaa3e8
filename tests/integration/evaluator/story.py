"""A few made-up days of several agreements: outages, silences, maintenance, late facts, repeats, a new version."""

import random
from collections.abc import Iterator

from shared.contracts.envelope import CloudEvent
from shared.contracts.instants import DAY, MINUTE, SECOND, format_instant, parse_instant
from shared.eventlog.port import Record
from tests.unit.evaluator.builders import document, objective, put, records, tick, told

START = parse_instant("2026-04-01T00:00:00Z")
STEP = 30 * MINUTE
AGREEMENTS = ("acme-webshop", "globex-shop", "initech-desk")
TELLS = {
    "objective.at_risk",
    "objective.breached",
    "objective.recovered",
    "breach.amended",
    "breach.withdrawn",
    "period.closed",
    "source.silent",
    "source.heard",
}

_OBJECTIVES = (
    objective("daily", target="99 %", window="{calendar: day}", counts="{unknown: down}"),
    objective("rolling", target="97 %", window="{rolling: PT6H}", counts="{unknown: excluded}"),
    objective(
        "tolerant",
        target="99.5 %",
        window="{calendar: week}",
        counts="{unknown: excluded, outages_shorter_than: PT3M, degraded: 0.5}",
    ),
)


def agreement(name: str, version: int = 1, *, since: str = "2026-03-25") -> str:
    """A version with three objectives."""
    return document(
        *_OBJECTIVES,
        agreement=name,
        version=version,
        in_force=f"{{from: {since}}}",
        services="[{id: webshop, name: Web shop, stale_after: PT2H, before_first_fact: up}]",
        closing="{grace: PT6H}",
    )


def log_of(seed: int, *, days: int) -> list[Record]:
    """The log of one partition: a tick every half hour, and every twentieth time none for hours."""
    chance = random.Random(seed)
    events: list[CloudEvent | tuple[str, CloudEvent]] = [
        (name, put(agreement(name), agreement=name)) for name in AGREEMENTS
    ]
    now, end = START, START + days * DAY
    events.append(tick(now))
    kept: list[tuple[str, CloudEvent]] = []
    held_up: list[tuple[int, str, CloudEvent]] = []
    while now < end:
        now += STEP if chance.random() < 0.95 else chance.randrange(2, 14) * STEP
        for name in AGREEMENTS:
            for event in _facts(chance, now):
                kept.append((name, event))
                events.append(kept[-1])
            if chance.random() < 0.06:
                begins = now - chance.randrange(0, 20) * MINUTE
                events.append((name, _said(chance, begins, "down", condition="line")))
                back = _said(chance, begins + 5 * MINUTE, "up", condition="line")
                held_up.append((now + chance.randrange(1, 4) * STEP, name, back))
        events += [(name, event) for due, name, event in held_up if due <= now]
        held_up = [each for each in held_up if each[0] > now]
        if kept and chance.random() < 0.1:
            events.append(chance.choice(kept))
        if START + DAY <= now < START + DAY + 2 * STEP:
            events.append((AGREEMENTS[0], put(agreement(AGREEMENTS[0], 2, since="2026-04-02T12:00:00Z"))))
        events.append(tick(now + chance.randrange(0, 20) * SECOND))
    return records(events)


def _facts(chance: random.Random, now: int) -> Iterator[CloudEvent]:
    if chance.random() < 0.6:
        yield _said(chance, now, "up", kind="availability.observed")
    if chance.random() < 0.12:
        state = chance.choice(["down", "down", "degraded", "unknown"])
        begins = now - chance.randrange(0, 9) * MINUTE - chance.randrange(0, 6) * 40 * MINUTE
        yield _said(chance, begins, state, condition="http", cause=chance.choice(["provider", "carrier-one"]))
        yield _said(chance, begins + chance.randrange(1, 30) * MINUTE, "up", condition="http")
    if chance.random() < 0.02:
        yield _said(chance, now + 90 * SECOND, "down", condition="ahead")
        yield _said(chance, now + 100 * SECOND, "up", condition="ahead")


def _said(chance: random.Random, at: int, state: str, **data: str) -> CloudEvent:
    return told(format_instant(at), state, identity=f"{chance.getrandbits(48):x}", **data)
