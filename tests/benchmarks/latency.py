"""From a fact's arrival to its verdict's publication, in the embedded system with the machine's own clock.

Each fact says that one service of many is down, whose objective allows no outage at all: its breach is told at the
first tick later than it by the settle time. Arrival is the instant that ingest stamps on the fact, publication the
one at which the log took the verdict. Facts told as they happen wait for the settle time and the next tick; of facts
told when the settle time is over only the wait for the tick is left. What the system itself takes is counted from
the moment at which the log took that tick. The agreement is put a minute before, by a clock that then is let go.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from services.embedded import Embedding, create_app
from services.evaluator.verdicts.deciding import SETTLE
from services.ingest.clock import PlayedClock
from shared.contracts.envelope import STRUCTURED, CloudEvent
from shared.contracts.instants import SECOND, format_instant, parse_instant
from shared.contracts.topics import FACTS, VERDICTS
from shared.eventlog.open import open_log
from shared.eventlog.port import Record
from shared.security import keys
from tests.benchmarks.tables import Say, Table, count, duration, unsaid
from tests.end_to_end.deployment import wait_until
from tests.end_to_end.front import Front
from tests.ports import free_port
from tests.unit.evaluator.builders import document, objective

AGREEMENT = "many"


@dataclass(frozen=True, slots=True)
class Lag:
    """Of one fact, in µs: from its arrival, and from the tick that told its verdict, to the publication."""

    arrival: int
    tick: int


class System:
    """The embedded system with an agreement of so many services, one objective each."""

    def __init__(self, front: Front, log: str, clock: PlayedClock, services: int) -> None:
        self._front, self._log, self._told = front, log, 0
        self._chance = Random(5)
        names = [f"s{number}" for number in range(services)]
        listed = ", ".join(f"{{id: {name}, name: Service, before_first_fact: up}}" for name in names)
        lines = [objective(name, service=name, target="100 %") for name in names]
        text = document(*lines, agreement=AGREEMENT, services=f"[{listed}]")
        asyncio.run(clock.advance(clock.now() + SECOND))  # what is put before any tick counts as put at it
        path, yaml = f"/v1/agreements/{AGREEMENT}", {"Content-Type": "application/yaml"}
        front.ask("portal", "PUT", path, content=text, headers=yaml).raise_for_status()
        known = f"/v1/figures/{AGREEMENT}"
        wait_until(
            lambda: front.ask("evaluator", "GET", known).is_success, "the evaluator knows the agreement"
        )
        wait_until(lambda: self._send("hello", names[0], "up", clock.now()), "ingest knows the agreement")
        asyncio.run(clock.advance(clock.now() + SECOND))
        clock.release()

    def _send(self, name: str, service: str, state: str, at: int) -> bool:
        event = CloudEvent(
            id=name,
            source="probe",
            type="dev.eyelevel.availability.changed",
            subject=service,
            time=format_instant(at),
            data={"state": state},
        )
        path, structured = "/v1/events", {"Content-Type": STRUCTURED}
        answer = self._front.ask("ingest", "POST", path, content=event.encode(), headers=structured)
        return answer.status_code == 202

    def tell(self, facts: int, age: int) -> list[Lag]:
        """So many facts of that age (µs), a little apart; waits for all their verdicts."""
        names = [f"s{self._told + number}" for number in range(facts)]
        self._told += facts
        for name in names:
            assert self._send(f"down-{name}", name, "down", _now() - age)
            time.sleep(self._chance.uniform(0.05, 0.25))
        time.sleep(max(0, SETTLE - age) // SECOND + 2)  # asking meanwhile would take from what is measured
        wait_until(lambda: set(names) <= self._published().keys(), "every verdict is published")
        return self._lags(names)

    def _published(self) -> dict[str, Record]:
        """The breaches by objective."""
        found = [(record, _event(record)) for record in _records(self._log, VERDICTS.name)]
        breaches = [one for one in found if one[1]["type"].endswith("objective.breached")]
        return {event["data"]["objective"]["id"]: record for record, event in breaches}

    def _lags(self, names: Sequence[str]) -> list[Lag]:
        told = [(record, _event(record)) for record in _records(self._log, FACTS.name)]
        verdicts = self._published()
        found = []
        for fact, event in told:
            if event.get("id", "").removeprefix("down-") not in names:
                continue
            ripe = parse_instant(event["time"]) - 1 + SETTLE
            tick = min(
                record.appended_at
                for record, ticked in told
                if record.partition == fact.partition
                and record.offset > fact.offset
                and ticked["type"].endswith("clock.ticked")
                and parse_instant(ticked["time"]) >= ripe
            )
            published = verdicts[event["subject"]].appended_at
            found.append(Lag(published - parse_instant(event["recordedtime"]), published - tick))
        return found


def measure(*, short: bool, only: str = "", say: Say = unsaid) -> Table:
    """A row for facts told as they happen, and one for facts told when the settle time is over."""
    ages = {"told when the settle time is over": SETTLE + SECOND}
    facts = 3 if short else 150
    if not short:
        ages = {"told as they happen": 0, **ages}
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        key, port = keys.mint("operator").text, free_port()
        url = f"http://127.0.0.1:{port}"
        clock = PlayedClock(_now() - 60 * SECOND)
        how = Embedding(data=Path(folder, "data"), url=url, inner_url=url, operator_key=key, clock=clock)
        with Front(create_app(how), port, key) as front:
            system = System(front, how.event_log, clock, facts * len(ages))
            for name, age in ages.items():
                rows.append(_row(name, system.tell(facts, age)))
                say(rows[-1])
    return Table(
        f"From a fact's arrival to its verdict's publication, {count(facts)} facts each, embedded",
        ("facts", "median", "99th", "from the tick on: median", "99th"),
        rows,
        (
            f"A verdict waits for the settle time of {SETTLE // SECOND} s and for the next tick, one each second.",
        ),
    )


def _row(name: str, lags: list[Lag]) -> list[str]:
    arrival, tick = sorted(lag.arrival for lag in lags), sorted(lag.tick for lag in lags)
    return [name, *(_at(each, share) for each in (arrival, tick) for share in (50, 99))]


def _at(ordered: list[int], share: int) -> str:
    return duration(ordered[-(-len(ordered) * share // 100) - 1] * 1_000)


def _now() -> int:
    return time.time_ns() // 1_000


def _event(record: Record) -> dict[str, Any]:
    event: dict[str, Any] = msgspec.json.decode(record.value or b"{}")
    return event


def _records(log: str, topic: str) -> list[Record]:
    """Everything of a topic."""

    async def read() -> list[Record]:
        follower = open_log(log).follower(topic)
        await follower.start()
        try:
            found: list[Record] = []
            ends = await follower.ends()
            while not follower.reached(ends):
                found += await follower.fetch(1.0)
            return found
        finally:
            await follower.stop()

    return asyncio.run(read())
