"""An hour in which evaluator or ingest is dead: nothing is invented of it, and nothing of it is lost.

The evaluator is a process of its own that is killed by -9; ingest is the whole service with a played clock, so that
the hour is one of ticks and not of waiting. 14 min 24 s of the day may fail.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from services.ingest.clock import PlayedClock
from shared.contracts.directory import AgreementEntry, encode_entry, key_of
from shared.contracts.instants import MINUTE, SECOND, format_instant, parse_instant
from shared.contracts.topics import DIRECTORY, FACTS, RAW, VERDICTS
from shared.eventlog.port import Entry
from tests.end_to_end.chaos.lives import Life
from tests.end_to_end.chaos.stage import Stage, embedded, staged
from tests.integration.ingest.running import Running, started, until
from tests.unit.evaluator.builders import AGREEMENT, document, objective, put, told

BEGINNING = parse_instant("2026-04-10T11:50:00Z")
NOON = parse_instant("2026-04-10T12:00:00Z")
HOUR = 60 * MINUTE
ONE = NOON + HOUR
LATER = NOON + 3 * HOUR

DAILY = document(
    objective(target="99 %", window="{calendar: day}", warn_at="[50 %]"),
    services="[{id: webshop, name: Web shop, before_first_fact: up}]",
    in_force="{from: 2026-04-10}",
)
WITHIN_THE_HOUR = [
    pytest.param(5 * MINUTE, 10 * MINUTE, [], id="a short outage"),
    pytest.param(5 * MINUTE, 12 * MINUTE + 12 * SECOND, ["at_risk 12:12:12"], id="half of what may fail"),
    pytest.param(
        5 * MINUTE, 40 * MINUTE, ["at_risk 12:12:12", "breached 12:19:24"], id="an outage that is a breach"
    ),
    pytest.param(
        -3 * MINUTE, 2 * MINUTE, [], id="one that was known to last, and whose end fell into the hour"
    ),
]


Happening = tuple[int, str]
"""When, and how the web shop is from then on."""


def within(happens: Sequence[Happening], start: int, end: int) -> list[Happening]:
    """What happens in [start, end)."""
    return [(at, state) for at, state in happens if start <= at < end]


@dataclass
class Watch:
    """Evaluator, ingest's clock, and the log between them."""

    stage: Stage
    clock: PlayedClock
    evaluator: Life

    async def play(self, end: int, *happens: Happening) -> None:
        """Minute by minute, a tick each; what happens in a minute is told within it."""
        for instant in range(self.clock.now(), end, MINUTE):
            await self.probes_say(*within(happens, instant, instant + MINUTE))
            await self.clock.advance(instant + MINUTE)

    async def probes_say(self, *said: Happening) -> None:
        """What probes send to the raw topic; it waits there for ingest."""
        bodies = [told(at, state, source="probe-north").encode() for at, state in said]
        await self.stage.log.append([Entry(RAW.name, "probes", body) for body in bodies])

    async def others_say_up(self, start: int, end: int) -> None:
        """Signs of life of another probe, one every four seconds: what ingest must read before it may tick again."""
        signs = range(start, end, 4 * SECOND)
        bodies = [told(at, "up", source="probe-south", kind="availability.observed").encode() for at in signs]
        await self.stage.log.append([Entry(RAW.name, "probes", body) for body in bodies])

    async def told(self) -> list[str]:
        """Every verdict, once the evaluator has read all there is."""

        async def has_told() -> bool:
            return await self.stage.has_told("evaluator")

        await until(has_told, "the evaluator has told all")
        verdicts = [
            msgspec.json.decode(record.value or b"") for record in await self.stage.records(VERDICTS.name)
        ]
        return [f"{said['type'].rpartition('.')[2]} {said['time'][11:19]}" for said in verdicts]

    def ingest(self) -> AbstractAsyncContextManager[Running]:
        """Ingest, as long as the block lasts."""
        return started(
            self.stage.place.event_log, self.stage.log, clock=self.clock, tick_every=60, partitions=1
        )


@pytest.fixture
async def watch(tmp_path: Path) -> AsyncIterator[Watch]:
    """An evaluator that lives, and an agreement that was put at ten to twelve."""
    async with staged(embedded(tmp_path / "stage")) as stage:
        entry = AgreementEntry(
            id=AGREEMENT, title="Web shop", provider="northwind", customer="acme", services=("webshop",)
        )
        version = put(DAILY, format_instant(BEGINNING))
        await stage.log.append(
            [
                Entry(DIRECTORY.name, key_of(entry), encode_entry(entry)),
                Entry(FACTS.name, AGREEMENT, version.encode()),
            ]
        )
        watch = Watch(stage, PlayedClock(BEGINNING), Life(stage.errand("evaluator", None, 500)))
        yield watch
        watch.evaluator.end()


@pytest.mark.parametrize(("down", "up", "said"), WITHIN_THE_HOUR)
async def test_an_evaluator_that_was_dead_for_an_hour(
    watch: Watch, down: int, up: int, said: list[str]
) -> None:
    outage = (NOON + down, "down"), (NOON + up, "up")
    async with watch.ingest():
        await watch.play(NOON, *outage)
        assert await watch.told() == []
        watch.evaluator.kill()
        await watch.play(ONE, *outage)
        watch.evaluator = Life(watch.stage.errand("evaluator", None, 500))
        assert await watch.told() == said
        await watch.play(LATER)
        assert await watch.told() == said


@pytest.mark.parametrize(("down", "up", "said"), WITHIN_THE_HOUR)
async def test_ingest_that_was_dead_for_an_hour(watch: Watch, down: int, up: int, said: list[str]) -> None:
    outage = (NOON + down, "down"), (NOON + up, "up")
    async with watch.ingest():
        await watch.play(NOON, *outage)
    await watch.others_say_up(NOON, ONE)
    await watch.probes_say(*within(outage, NOON, ONE))
    assert await watch.told() == [], "without ticks nothing falls due"
    watch.clock.set(ONE)
    async with watch.ingest():
        await watch.play(ONE + MINUTE)
        assert await watch.told() == said
        await watch.play(LATER)
        assert await watch.told() == said


async def test_both_dead_for_an_hour(watch: Watch) -> None:
    async with watch.ingest():
        await watch.play(NOON, (NOON - MINUTE, "down"))
    watch.evaluator.kill()
    await watch.probes_say((NOON + 5 * MINUTE, "up"))
    watch.clock.set(ONE)
    async with watch.ingest():
        await watch.play(ONE + MINUTE)
        watch.evaluator = Life(watch.stage.errand("evaluator", None, 500))
        assert await watch.told() == []
        await watch.play(ONE + 10 * MINUTE, (ONE + MINUTE, "down"))
        assert await watch.told() == ["at_risk 13:02:12", "breached 13:09:24"], "six minutes were gone before"
